"""Pinyin initials of names, every reading, for searching: 单雄 is found by sx, dx and cx.

The reading that a character has as a surname comes first. The table is read once, 160 KB.
"""

from __future__ import annotations

from functools import cache
from itertools import islice, product

from app.paths import RESOURCES

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
def _table() -> tuple[tuple[str, str], ...]:
    lines = (RESOURCES / "initials.txt").read_text("utf-8").splitlines()
    return tuple((line[0], line[1:]) for line in lines if not line.startswith("#"))


class _Letters(dict[str, str]):
    """The initials of all readings of a character, "" where it has none."""

    def __missing__(self, character: str) -> str:
        found = "".join(letter for letter, characters in _table() if character in characters)
        self[character] = found
        return found


class _SurnameLetters(dict[str, str]):
    """The same for the first character of a name: its reading as a surname first."""

    def __missing__(self, character: str) -> str:
        first = _SURNAMES.get(character, "")
        found = self[character] = first + _LETTERS[character].replace(first or " ", "")
        return found


class _GivenName(dict[str, tuple[str, ...]]):
    """The readings of what follows a surname; given names come again and again."""

    def __missing__(self, name: str) -> tuple[str, ...]:
        choices = [letters for letters in map(_LETTERS.__getitem__, name) if letters]
        found = tuple("".join(reading) for reading in islice(product(*choices), MOST_READINGS))
        if len(self) < 50_000:
            self[name] = found
        return found


_LETTERS = _Letters()
_SURNAME_LETTERS = _SurnameLetters()
_GIVEN_NAMES = _GivenName()


def name_initials(name: str) -> str:
    """Return the pinyin initials of a name, every reading, separated by spaces: 单雄 → "sx dx cx"."""
    if name.isascii():
        return "".join([part[0].lower() for part in name.split() if part[0].isalnum()])
    first, following = _SURNAME_LETTERS[name[0]], _GIVEN_NAMES[name[1:]]
    if len(first) == 1 and len(following) == 1:
        return first + following[0]
    readings = [letter + rest for letter in first or ("",) for rest in following]
    return " ".join(readings[:MOST_READINGS])[:LONGEST].rstrip()
