"""Characters that look like ordinary ones and are others: radicals, as copies from PDF have them.

They are shown with the ordinary character; nothing is replaced by itself. Compatibility ideographs are
characters of their own that registers of people hold: they are kept, and named.
"""

from __future__ import annotations

import re
import unicodedata

_RADICALS = re.compile("[\u2e80-\u2fdf]")
_COMPATIBLE = re.compile("[\uf900-\ufaff\U0002f800-\U0002fa1f]")
# Radicals of the supplement that stand for a character; Unicode gives no decomposition for them.
_ORDINARY = dict(
    zip(
        "⺁⺃⺅⺆⺇⺈⺉⺋⺍⺎⺏⺐⺒⺓⺔⺖⺘⺙⺛⺝⺞⺟⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲⺳⺴⺵⺶⺷⺸⺹⺺⺻⺼⺽⺾⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻲",
        "厂乙亻冂几刀刂㔾小兀尣尢巳幺彑忄扌攵旡月歺母民氵氺灬爫爫丬牛犭王疋罒示礻竹糹纟罒罒罓罒罒羊羊羊耂肀聿月臼艹艹虎衤覀西见角𧢲讠贝车辶辶辶阝钅長镸长门阜阝雨青韦页风飞食飠饣飠首马骨鬼鱼鸟卤麦黄黾齐齿龙龟",
        strict=True,
    )
)


def ordinary_text(text: str) -> str:
    """Return a text with ordinary characters for its radicals; the same text where it has none."""
    return _RADICALS.sub(lambda found: _ordinary(found[0]), text)


def compatibility_characters(text: str) -> str:
    """Return the compatibility ideographs of a text that Unicode calls the same as an ordinary character."""
    return "".join(found for found in _COMPATIBLE.findall(text) if unicodedata.decomposition(found))


def _ordinary(character: str) -> str:
    return _ORDINARY.get(character) or unicodedata.normalize("NFKC", character)
