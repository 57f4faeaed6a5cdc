"""Names of people as lists write them. A name is never altered silently: each change is noted.

Padding between the characters of a name (张　三) goes; every kind of interpunct becomes U+00B7.
Normalisation forms serve comparison only, since they alter characters that people really carry.
"""

from __future__ import annotations

import re
from typing import Any

from app.formats import name_key
from app.importing.findings import InvalidCell, Note, invalid
from app.importing.reading.cells import as_text
from app.importing.values.text import (
    PRIVATE_USE,
    SELECTORS,
    code_points,
    forbidden_content,
    without_selectors,
)

LONGEST_NAME = 60
INTERPUNCT = "·"
is_plain = re.compile("[一-龥]{2,4}").fullmatch  # a name that needs no second look
_SPACES = re.compile(r"\s+")
_LATIN = re.compile("[A-Za-zÀ-ɏ]")
_INTERPUNCTS = "•‧・･\uff0e∙⋅●｡•᛫"
_DOT = re.compile(rf"\s*[·{_INTERPUNCTS}]\s*")
_FULL_STOP = re.compile(r"(?<=[^\x00-\x7f])\s*\.\s*(?=[^\x00-\x7f])")
_ODD = re.compile(r"[0-9０-９()（）\[\]【】<>《》?？!！*#%&$￥_=:：;；\"“”…~～|\\]")
_SEPARATORS = re.compile("[、，,；;/\uff0f&\uff06\r\n]+")


def read_name(raw: Any) -> Any:
    """Read one person's name; what was changed or looks odd comes as notes."""
    if raw.__class__ is str and is_plain(raw):
        return raw
    text = as_text(raw)
    if not text:
        return invalid("name-missing")
    text, notes = without_selectors(text)
    if not text:
        return invalid("name-missing")
    if refused := forbidden_content(text):
        return InvalidCell(None, *refused)
    return _tidied(text, notes)


def _tidied(text: str, notes: list[Note]) -> Any:
    name = _FULL_STOP.sub(INTERPUNCT, _DOT.sub(INTERPUNCT, text))
    if name != text:
        notes.append(Note("interpunct-unified", {"name": name}))
    spaced = _SPACES.sub(" " if _LATIN.search(name) else "", name)
    if spaced != name:
        notes.append(Note("name-spaces-removed", {"name": spaced}))
    if len(spaced) > LONGEST_NAME:
        return invalid("text-too-long", longest=LONGEST_NAME, length=len(spaced))
    notes += _oddities(spaced)
    return InvalidCell(spaced, *notes) if notes else spaced


def _oddities(name: str) -> list[Note]:
    notes = []
    if private := PRIVATE_USE.findall(name):
        notes.append(Note("private-use", {"characters": code_points("".join(private))}))
    if _ODD.search(name):
        notes.append(Note("name-odd"))
    if len(name) == 1:
        notes.append(Note("name-short"))
    return notes


def person_key(name: str) -> str:
    """Return a name made comparable: NFC, one interpunct, no spaces, selectors or case. Never stored."""
    return _DOT.sub(INTERPUNCT, name_key(SELECTORS.sub("", name))).casefold()


def holds_several(raw: Any) -> bool:
    """Return whether a cell names several people."""
    return raw.__class__ is str and _SEPARATORS.search(raw.strip()) is not None


def people_in(raw: Any) -> list[str]:
    """Return the parts of a cell that lists people, or what belongs to them."""
    return [part.strip() for part in _SEPARATORS.split(as_text(raw)) if part.strip()]
