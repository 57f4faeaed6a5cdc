"""Pinyin initials of names, every reading, for searching: 单雄 is found by sx, dx and cx.

The reading that a character has as a surname comes first.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from itertools import islice, product

MOST_READINGS = 24
LONGEST = 200
_SURNAMES = {
    "单": "s",
    "曾": "z",
    "区": "o",
    "仇": "q",
    "解": "x",
    "查": "z",
    "朴": "p",
    "盖": "g",
    "尉": "y",
    "万": "w",
    "缪": "m",
    "员": "y",
    "乐": "y",
    "种": "c",
    "秘": "b",
    "句": "g",
    "折": "s",
    "长": "z",
    "翟": "z",
    "覃": "q",
    "重": "c",
    "召": "s",
    "黑": "h",
    "繁": "p",
    "任": "r",
    "沈": "s",
    "石": "s",
}


@cache
def _letters(character: str) -> str:
    """Return the initials of all readings of a character, "" where it has none."""
    from pypinyin.constants import PINYIN_DICT

    readings = PINYIN_DICT.get(ord(character), "")
    found = [unicodedata.normalize("NFD", reading)[0].lower() for reading in readings.split(",") if reading]
    return "".join(dict.fromkeys(found))


@cache
def _surname_letters(character: str) -> str:
    first = _SURNAMES.get(character, "")
    return first + _letters(character).replace(first, "") if first else _letters(character)


def initials_of(name: str) -> str:
    """Return the initials of a name, one string per reading, separated by spaces."""
    choices = [_surname_letters(name[:1]), *map(_letters, name[1:])] if name else []
    if all(len(choice) == 1 for choice in choices):
        return "".join(choices)
    if name.isascii():
        return "".join(part[0].lower() for part in name.split() if part[0].isalnum())
    readings = product(*(choice for choice in choices if choice))
    return " ".join("".join(reading) for reading in islice(readings, MOST_READINGS))[:LONGEST].rstrip()
