"""How lists and documents word the level (级别) and class (类别) of a contest: closed words, never a guess.

A wording is taken apart word by word: a level, a class, that it is a contest of a trade (行业), that it is a
contest at all. Each may stand once, in whatever order documents put them: 省级一类, 省级行业一类,
一类（省级）, 全省行业职业技能竞赛一类. A word that is not in these tables leaves the whole wording unknown;
the name of a contest is never read here.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from app.importing.findings import invalid
from app.importing.reading.cells import as_text, compact
from app.importing.values.text import PLACEHOLDERS

LEVELS = {
    **dict.fromkeys(("世界级", "世界"), "world"),
    **dict.fromkeys(("国家级", "国家", "国级", "全国"), "national"),
    **dict.fromkeys(("省级", "省", "全省"), "provincial"),
    **dict.fromkeys(("市级", "市", "全市", "地市级", "省辖市级", "设区市级"), "municipal"),
    **dict.fromkeys(("县级", "县", "区级", "县区级", "县市区级"), "county"),
    **dict.fromkeys(("企业级", "企业"), "enterprise"),
}
CLASSES = {
    **dict.fromkeys(("一类", "1类", "Ⅰ类", "I类", "壹类", "第一类"), "class-one"),
    **dict.fromkeys(("二类", "2类", "Ⅱ类", "II类", "贰类", "第二类"), "class-two"),
    **dict.fromkeys(("综合性", "综合", "综合类"), "comprehensive"),
    **dict.fromkeys(("专项", "专项类", "专项性"), "special"),
}
TRADE = ("行业", "行业类", "行业性", "行业系统")
CONTEST = (
    *("竞赛", "大赛", "赛事", "赛", "比赛", "技能竞赛", "技能大赛", "技能赛"),
    *("职业技能竞赛", "职业技能大赛", "职业技能赛", "职业技能", "职业竞赛", "职业大赛"),
)
_KIND_OF: dict[str, tuple[str, str]] = {
    **{word: ("level", level) for word, level in LEVELS.items()},
    **{word: ("class", kind) for word, kind in CLASSES.items()},
    **dict.fromkeys(TRADE, ("trade", "")),
    **dict.fromkeys(CONTEST, ("contest", "")),
}
_WORD = re.compile("|".join(sorted(_KIND_OF, key=len, reverse=True)))
_SIGNS = re.compile(r"[()（）〔〕\[\]【】·\-—/、,，:：|]+")


class LevelWord(NamedTuple):
    """The content of a level column: level, class ("" where none is given), and the wording as received."""

    level: str
    contest_class: str
    wording: str


def read_level(raw: Any) -> Any:
    """Read a level with or without its class: 省级一类, 省级（一类）, 省级; "" where the cell is empty."""
    text = as_text(raw)
    if not text or text in PLACEHOLDERS:
        return ""
    found = _taken_apart(text)
    return found if found and found.level else invalid("level-unknown")


def read_class(raw: Any) -> Any:
    """Read a class: 一类, 行业一类, 省级一类; "" where the cell is empty."""
    text = as_text(raw)
    if not _SIGNS.sub("", compact(text)) or text in PLACEHOLDERS:
        return ""
    found = _taken_apart(text)
    return found if found and found.contest_class else invalid("class-unknown")


def _taken_apart(text: str) -> LevelWord | None:
    """Return level and class of a wording, None where a word of it is unknown or stands twice."""
    plain, found = _SIGNS.sub("", compact(text)), dict[str, str]()
    at = 0
    while at < len(plain):
        match = _WORD.match(plain, at)
        if match is None:
            return None
        kind, meaning = _KIND_OF[match[0]]
        if kind in found:
            return None
        found[kind], at = meaning, match.end()
    return LevelWord(found.get("level", ""), found.get("class", ""), text)
