"""Places (行政区划) that a text names, or that a unified social credit code tells. Data, read once.

A text is read from the left, the longest known word first, so that 南阳 is not found in 河南阳光.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from app.check_digits import credit_code_ok
from app.paths import RESOURCES

FOLDER = RESOURCES / "places"
_NO_PLACE = ""
_STREET = re.compile("[东西南北中]?(?:路|街|大道|大街|大桥|巷)|杯")
_COMPANY = re.compile(r"[^（）()、，,；;\s]{0,14}?(?:公司|集团|总厂)")
_DIGIT = "[0-9０-９〇○零一二三四五六七八九]"  # noqa: RUF001
_HEAD = re.compile(
    rf"^[《“”\"'\s]*(?:{_DIGIT}{{4}})?[-—–~至0-9]*年?度?(?:第[0-9一二三四五六七八九十百]+届|首届)?"
)
_REGIONS = re.compile(
    "长三角|长江三角洲|珠三角|珠江三角洲|京津冀|粤港澳|大湾区|港澳|成渝|川渝|黄河流域|沿黄|长江经济带|长江流域"
    "|淮河流域|环渤海|淮海经济区|海峡两岸|晋冀鲁豫|苏鲁豫皖|冀鲁豫|晋陕豫|晋冀豫|鄂豫皖|鲁豫|豫鲁|豫皖|皖豫|陕豫|豫陕"
    "|豫鄂|鄂豫|豫晋|晋豫|湘鄂赣|云贵川|陕甘宁|沪苏浙|东三省"
    "|(?:东北|华北|华东|华中|华南|中南|西南|西北|中部|东部|西部)(?:地区|片区|区域|大区|赛区|[两二三四五六七八九十]+省)"
    "|[两二三四五六七八九十]+省(?![辖级属直])(?:[一二两三四五]市|区)?"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in a text: the code of its division, "" for a region of several provinces.

    `is_head`: the text begins with it, but for a year or a number of times. `of_company`: what follows is the
    name of a company, which may sit anywhere.
    """

    code: str
    start: int
    is_head: bool
    of_company: bool


@dataclass(frozen=True, slots=True)
class HomeRegion:
    """The province and the city that a policy is of, by code: 41 and 4107."""

    province: str
    city: str


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    code: str
    is_full: bool = True
    only_as_head: bool = False


def home_region(city: str) -> HomeRegion | None:
    """Return the region of a city by its full name, None for one that is not listed."""
    code = next((code for code, name in _names().items() if name == city and len(code) == 4), "")
    return HomeRegion(code[:2], code) if code else None


def division_in_code(credit_code: str) -> str:
    """Return the six digits of a credit code that name the registry's division, "" where it has none.

    A code whose check character is wrong tells no place.
    """
    digits = credit_code[2:8]
    return digits if credit_code_ok(credit_code) and digits.isdigit() and digits[:2] in _names() else ""


def place_name(code: str) -> str:
    """Return the full name of a division, its province first: 河南省郑州市; as much as is known of it."""
    known = [_names().get(code[:size], "") for size in (2, 4, 6) if len(code) >= size]
    return "".join(known)


@lru_cache(maxsize=4096)
def places_in(text: str) -> tuple[Mention, ...]:
    """Return the places and regions that a text names, in its order."""
    head = _head_of(text)
    found = [
        Mention(word.code, start, start <= head, bool(_COMPANY.match(text, start + len(word.text))))
        for start, word in _words_in(text)
        if word.code != _NO_PLACE and _is_place(text, start, word, head)
    ]
    found += [Mention("", one.start(), one.start() <= head, False) for one in _REGIONS.finditer(text)]
    return tuple(sorted(found, key=lambda mention: mention.start))


def _head_of(text: str) -> int:
    match = _HEAD.match(text)
    return match.end() if match else 0


def _is_place(text: str, start: int, word: _Word, head: int) -> bool:
    end = start + len(word.text)
    if word.is_full:
        return True
    if word.only_as_head and start > head:
        return False
    return _STREET.match(text, end) is None


def _words_in(text: str) -> Iterator[tuple[int, _Word]]:
    index, at = _index(), 0
    while at < len(text) - 1:
        word = next((one for one in index.get(text[at : at + 2], ()) if _stands_at(text, at, one)), None)
        if word is None:
            at += 1
            continue
        yield at, word
        at += len(word.text)


def _stands_at(text: str, at: int, word: _Word) -> bool:
    if not text.startswith(word.text, at):
        return False
    return not (word.is_full and word.text.endswith("市") and text.startswith("场", at + len(word.text)))


@cache
def _names() -> dict[str, str]:
    return {code: full for code, full, _ in _rows()}


@cache
def _rows() -> list[tuple[str, str, str]]:
    lines = (FOLDER / "divisions.txt").read_text("utf-8").splitlines()
    rows = [line.split() for line in lines if line and not line.startswith("#")]
    return [(code, full, short) for code, full, short in rows]


@cache
def _index() -> dict[str, list[_Word]]:
    """Return all words by their first two characters, the longest first."""
    words: dict[str, _Word] = {}
    for code, full, short in _rows():
        words.setdefault(full, _Word(full, code))
        if short != "-":
            name = short.lstrip("?")
            words.setdefault(name, _Word(name, code, is_full=False, only_as_head=short.startswith("?")))
    for line in (FOLDER / "other_words.txt").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            words |= {word: _Word(word, _NO_PLACE) for word in line.split()}
    index: dict[str, list[_Word]] = {}
    for word in sorted(words.values(), key=lambda one: -len(one.text)):
        index.setdefault(word.text[:2], []).append(word)
    return index
