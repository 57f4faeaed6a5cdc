"""What a person is found by, as terms, and which terms a searched text means.

    张小明 · 410702199001011237   ^张小明 · 小明 · 明 · zhangxiaoming · xiaoming · zxm · #73211010

A text is compared with the beginning of terms. `^` marks a whole name, so that names which begin with a text
are told from those that hold it further on. The end of a document's number stands backwards behind `#`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from app.formats import name_key
from app.pinyin import name_spellings
from models.person_search import LONGEST_TERM

LONGEST_PART = (
    8  # characters of a name or number that a term holds; more are compared in the tables themselves
)
_LETTERS = re.compile(r"[a-z]+")
_ID_TAIL = re.compile(r"[0-9]{3,17}[0-9X]?")
DOTS = "·•‧・･"  # between the parts of a name, in the forms that lists write
_WITHOUT_DOTS = str.maketrans("", "", DOTS)


def folded(text: str) -> str:
    """Return a name or a searched text for comparing: no blanks, no dots within names, lower case."""
    return without_dots(name_key(text)).lower().replace("ü", "v")


def without_dots(name: str) -> str:
    """Return a name without the dots between its parts."""
    return name.translate(_WITHOUT_DOTS)


def terms_of_person(names: Iterable[str], initials: str, numbers: Iterable[str]) -> set[str]:
    """Return the terms of a person with these names, the present and former ones, and document numbers.

    `initials` are those of the present name, every reading, separated by blanks.
    """
    terms = set(initials.split())
    for name in names:
        key = folded(name)
        terms.add("^" + key[:LONGEST_PART])
        terms.update(key[at : at + LONGEST_PART] for at in range(1, len(key)))
        spellings = name_spellings(key)
        terms.update(spellings)
        terms.update(name_spellings(key[1:])[:1])
    terms.update("#" + _backwards(number) for number in numbers)
    return {term[:LONGEST_TERM] for term in terms if term}


def beginnings_meant(text: str) -> list[str]:
    """Return the beginnings of terms that a searched text means, whole names first."""
    key = folded(text)
    if _ID_TAIL.fullmatch(key.upper()):
        return ["#" + _backwards(key)]
    if _LETTERS.fullmatch(key):
        return ["^" + key[:LONGEST_PART], key[:LONGEST_TERM]]
    return ["^" + key[:LONGEST_PART], key[:LONGEST_PART]] if key else []


def is_cut(beginning: str, text: str) -> bool:
    """Return whether such a term holds less than `text`, so that hits must be compared whole."""
    return len(beginning.lstrip("^#")) < min(len(folded(text)), LONGEST_TERM)


def end_of_range(beginning: str) -> str:
    """Return the first text, by code points, behind all that begin with `beginning`."""
    last = ord(beginning[-1]) + 1
    if last == 0xD800:  # surrogates are no characters
        last = 0xE000
    return beginning[:-1] + chr(last) if last <= 0x10FFFF else beginning + "\U0010ffff"


def _backwards(number: str) -> str:
    return number.upper()[: -LONGEST_PART - 1 : -1]
