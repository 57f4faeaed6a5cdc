"""Cells as text: numbers without «.0», white space trimmed, and characters that must not pass unseen."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from app.importing.findings import Faulty, Note, fault

Cleaner = Callable[[Any], Any]

# Controls, lone surrogates, the sign for what could not be decoded, and every code point that Unicode calls
# Default_Ignorable (soft hyphen, joiners, zero-width and direction marks, fillers, byte-order mark, tags).
HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffd\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff"
    "\U000e01f0-\U000e0fff\ud800-\udfff]"
)
# Variation selectors choose among glyphs of one character; fonts of offices know none of them.
SELECTORS = re.compile("[\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]")
PRIVATE_USE = re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]")
CELL_ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#GETTING_DATA"})
NOTHING = frozenset({"-", "--", "—", "——", "－", "/", "\uff0f", "\\", "无", "暂无", "空", "*"})
_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff20")
_harmless = re.compile("(?:[A-Za-z0-9一-龥（）〔〕《》、，。；：·]*)").fullmatch  # most cells are
_BREAKS = re.compile(r"[ \t]*[\r\n]+[ \t]*")
_SPACES = re.compile(r"\s+")
_CSV_TEXT = re.compile(r'="([^"]*)"')
_FULL_WIDTH = {0xFF01 + i: 0x21 + i for i in range(94)} | {0x3000: 0x20}


def as_text(raw: Any) -> str:
    """Return a cell as people read it, trimmed: 1.0 → «1», a day in ISO form, ="0123" → 0123."""
    if isinstance(raw, str):
        text = raw.strip()
        literal = _CSV_TEXT.fullmatch(text)
        return literal[1].strip() if literal else text
    if raw is None:
        return ""
    if isinstance(raw, bool):
        return "TRUE" if raw else "FALSE"
    if isinstance(raw, float):
        return str(int(raw)) if raw.is_integer() and abs(raw) < 1e15 else f"{raw:.15g}"
    if isinstance(raw, datetime) and raw.time() == time():
        return raw.date().isoformat()
    return raw.isoformat() if isinstance(raw, date | time) else str(raw)


def half_width(text: str) -> str:
    """Return text with full-width ASCII made half-width, for reading numbers and codes only."""
    return text.translate(_FULL_WIDTH)


def compact(text: str) -> str:
    """Return half-width text without any white space, for comparing words."""
    return _SPACES.sub("", half_width(text))


def code_points(text: str) -> str:
    """Return characters as U+200B U+FEFF, for a message."""
    return " ".join(f"U+{ord(character):04X}" for character in text)


def dangers(text: str) -> list[Note]:
    """Return what forbids taking this text in: a spreadsheet error, a formula, a hidden character."""
    if text in CELL_ERRORS:
        return [Note("cell-error")]
    notes = [Note("formula-text")] if text.startswith(_FORMULA) and text not in NOTHING else []
    if hidden := HIDDEN.findall(text):
        notes.append(Note("hidden-character", {"characters": code_points("".join(dict.fromkeys(hidden)))}))
    return notes


def without_selectors(text: str) -> tuple[str, list[Note]]:
    """Return text without variation selectors, and the note that says so."""
    found = SELECTORS.findall(text)
    if not found:
        return text, []
    plain = SELECTORS.sub("", text)
    params: dict[str, object] = {"characters": code_points("".join(dict.fromkeys(found))), "text": plain}
    return plain, [Note("variation-selector-removed", params)]


def text_reader(longest: int) -> Cleaner:
    """Return a reader of free text of at most `longest` characters; "" where the cell says nothing."""

    def read(raw: Any) -> Any:
        if raw.__class__ is str and _harmless(raw) and len(raw) <= longest and raw not in NOTHING:
            return raw
        text, notes = without_selectors(_BREAKS.sub("", as_text(raw)))
        if text in NOTHING:
            return ""
        if refused := dangers(text):
            return Faulty(None, *refused)
        if len(text) > longest:
            return fault("text-too-long", longest=longest, length=len(text))
        if private := PRIVATE_USE.findall(text):
            notes.append(Note("private-use", {"characters": code_points("".join(private))}))
        return Faulty(text, *notes) if notes else text

    return read


def remark_reader(longest: int) -> Cleaner:
    """Return a reader of a remark: what cannot be kept of it is left away with a warning."""

    def read(raw: Any) -> Any:
        if raw.__class__ is str and _harmless(raw) and len(raw) <= longest and raw not in NOTHING:
            return raw
        text = _BREAKS.sub(" ", as_text(raw))
        if text in CELL_ERRORS or text in NOTHING:
            return ""
        if text.startswith(_FORMULA):
            return fault("formula-text")
        if HIDDEN.search(text) or SELECTORS.search(text):
            return fault("hidden-character-removed", SELECTORS.sub("", HIDDEN.sub("", text))[:longest])
        return fault("text-cut", text[:longest], longest=longest) if len(text) > longest else text

    return read


class Remembered(dict[Any, Any]):
    """Readings by cell value: each distinct value is read once. Emptied when it grows too big."""

    def __init__(self, read: Cleaner, *, most: int = 20_000) -> None:
        super().__init__()
        self._read = read
        self._most = most
        self.has_faults = False  # some reading had something to say

    def __missing__(self, raw: Any) -> Any:
        if len(self) >= self._most:
            self.clear()
        value = self[raw] = self._read(raw)
        if value.__class__ is Faulty:
            self.has_faults = True
        return value
