"""Pinyin of names, every reading, for searching: 单雄 is found by sx, dx, cx, by shanxiong and danxiong.

The reading that a character has as a surname comes first. The table is read once, 180 KB.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice, product

from app.paths import RESOURCES

MOST_READINGS = 24
MOST_SPELLINGS = 8
LONGEST = 200  # characters of all initials together: the column's width
_SURNAMES = {
    "单": "shan",
    "曾": "zeng",
    "区": "ou",
    "仇": "qiu",
    "解": "xie",
    "查": "zha",
    "朴": "piao",
    "盖": "ge",
    "尉": "yu",
    "万": "wan",
    "缪": "miao",
    "员": "yun",
    "乐": "yue",
    "种": "chong",
    "秘": "bi",
    "句": "gou",
    "折": "she",
    "长": "zhang",
    "翟": "zhai",
    "覃": "qin",
    "重": "chong",
    "召": "shao",
    "黑": "he",
    "繁": "po",
    "任": "ren",
    "沈": "shen",
    "石": "shi",
}
_LONG_SURNAMES = {
    "万俟": ("mo", "qi"),
    "尉迟": ("yu", "chi"),
    "单于": ("chan", "yu"),
    "澹台": ("tan", "tai"),
    "长孙": ("zhang", "sun"),
}

Readings = tuple[str, ...]


@cache
def _table() -> dict[str, Readings]:
    """Return the readings of each character, without tones, the usual one first."""
    found: dict[str, Readings] = {}
    for line in (RESOURCES / "pinyin.txt").read_text("utf-8").splitlines():
        syllable, _blank, characters = line.partition(" ")
        if syllable == "#":
            continue
        usual = syllable.startswith("=")
        for character in characters:
            others = found.get(character, ())
            if usual:
                found[character] = (syllable[1:], *(one for one in others if one != syllable[1:]))
            else:
                found[character] = (*others, syllable)
    return found


class _SurnameReadings(dict[str, Readings]):
    """The readings of the first character of a name: its reading as a surname first."""

    def __missing__(self, character: str) -> Readings:
        first, others = _SURNAMES.get(character), _table().get(character, ())
        found = others if first is None else (first, *(one for one in others if one != first))
        self[character] = found
        return found


class _GivenInitials(dict[str, Readings]):
    """The initials of what follows a surname, every reading; given names come again and again."""

    def __missing__(self, name: str) -> Readings:
        choices = [_initials_of(readings) for readings in _readings_of(name)]
        found = tuple("".join(reading) for reading in islice(product(*choices), MOST_READINGS))
        if len(self) < 50_000:
            self[name] = found
        return found


class _SurnameInitials(dict[str, str]):
    """The initials of the first character of a name, each once, that of the surname first."""

    def __missing__(self, character: str) -> str:
        found = self[character] = "".join(_initials_of(_SURNAME_READINGS[character]))
        return found


def _initials_of(readings: Readings) -> Iterable[str]:
    first, *others = dict.fromkeys(reading[0] for reading in readings) or ("",)
    return (first, *sorted(others)) if first else ()


def _readings_of(characters: str) -> Iterator[Readings]:
    """Return the readings of those characters that have one."""
    table = _table()
    return (table[character] for character in characters if character in table)


_SURNAME_READINGS = _SurnameReadings()
_SURNAME_INITIALS = _SurnameInitials()
_GIVEN_INITIALS = _GivenInitials()


def name_initials(name: str) -> str:
    """Return the pinyin initials of a name, every reading, separated by spaces: 单雄 → "sx dx cx"."""
    if name.isascii():
        return "".join([part[0].lower() for part in name.split() if part[0].isalnum()])
    first, following = _SURNAME_INITIALS[name[0]], _GIVEN_INITIALS[name[1:]]
    if len(first) == 1 and len(following) == 1:
        return first + following[0]
    readings = [letter + rest for letter in first or ("",) for rest in following]
    return " ".join(readings[:MOST_READINGS])[:LONGEST].rstrip()


def name_spellings(name: str) -> list[str]:
    """Return the full pinyin of a name, the likeliest first: 单雄 → ["shanxiong", "danxiong", "chanxiong"].

    At most `MOST_SPELLINGS`, and that of a surname of two characters; ü is v. Characters without a reading
    are left out; a name that has none gives nothing.
    """
    long_surname = _LONG_SURNAMES.get(name[:2])
    choices = list(_readings_of(name[1:]))
    if readings := _SURNAME_READINGS[name[0]] if name else ():
        choices.insert(0, readings)
    spellings = ["".join(one) for one in islice(product(*choices), MOST_SPELLINGS)] if choices else []
    if long_surname is not None:
        given = "".join(readings[0] for readings in _readings_of(name[2:]))
        spellings.insert(0, "".join(long_surname) + given)
    return spellings
