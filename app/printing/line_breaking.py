"""Where Chinese text may break: no closing mark begins a line, no opening one ends it, and what
belongs together stays together: numbers with their counter, Latin words, a title in 《》.

Source: 《标点符号用法》 GB/T 15834-2011, 5.1; W3C Requirements for Chinese Text Layout, 3.1.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from app.printing.font_chain import INVISIBLE

NO_START = frozenset("，。、；：？！）》〉」』】〕〗”’…—～·,.;:?!)]}%\uff05‰℃°")
NO_END = frozenset("（《〈「『【〔〖“‘([{第¥￥")
_COUNTERS = frozenset("年月日届次名位号级项组人岁时分元米克")
_PAIRS = {"《": "》", "（": "）", "“": "”", "〔": "〕"}
LONGEST_TITLE = 14  # characters: a longer one may break inside


def break_places(
    text: str, unbroken: Sequence[tuple[int, int]] = (), *, longest_title: int = LONGEST_TITLE
) -> list[bool]:
    """Return for each character whether a line may end after it. `unbroken` are stretches held together.

    Quoted titles up to `longest_title` characters are too: in justified text that would tear lines open.
    """
    places = [
        following not in NO_START and character not in NO_END and not _belong(character, following)
        for character, following in pairwise(text)
    ]
    for start, end in (*_titles(text, longest_title), *unbroken):
        places[start : end - 1] = [False] * (min(end - 1, len(places)) - start)
    return [*places, True]


def _belong(character: str, following: str) -> bool:
    if following in INVISIBLE or character == "\u200d":
        return True
    if character == following and character in "—…":
        return True
    if following == "〔" or (character in ",〕" and following.isdigit()):
        return True  # an amount is not torn at its separator, nor a document's number around its year
    if _is_word(character):
        return _is_word(following) or (character.isdigit() and following in _COUNTERS)
    return False


def _is_word(character: str) -> bool:
    return character < "\u0250" and (character.isalnum() or character in "'-./&+#")


def _titles(text: str, longest: int) -> list[tuple[int, int]]:
    """Return where short quoted titles stand, marks included."""
    found = []
    for start, character in enumerate(text):
        if character in _PAIRS:
            end = text.find(_PAIRS[character], start) + 1
            if 0 < end - start <= longest:
                found.append((start, end))
    return found


def line_ends(widths: Sequence[float], places: Sequence[bool], *, first: float, width: float) -> list[int]:
    """Return where lines end (exclusive), the first `first` wide and the others `width`, greedily.

    What is held together and wider than a whole line breaks where it must.
    """
    ends: list[int] = []
    start, last, used, room = 0, 0, 0.0, first
    index, count = 0, len(widths)
    while index < count:
        used += widths[index]
        if used > room + 1e-6 and index > start:
            end = last if last > start else index
            ends.append(end)
            start = last = index = end
            used, room = 0.0, width
            continue
        index += 1
        if places[index - 1]:
            last = index
    ends.append(count)
    return ends
