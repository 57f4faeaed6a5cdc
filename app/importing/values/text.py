"""Free text: characters that may not be stored or printed, lengths, remarks; and Chinese numerals."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from app.importing.findings import InvalidCell, Note, invalid
from app.importing.reading.cells import as_text
from app.importing.values.look_alikes import compatibility_characters, ordinary_text
from app.unit_names import units_in

CellReader = Callable[[Any], Any]

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
PLACEHOLDERS = frozenset(
    """- -- --- — —— ——— \uff0d – ― 一— / // \uff0f \\ * . … …… · 无 暂无 空 没有 无此项 未填 未填写 暂缺 暂空
    （无） (无) 【无】 空白 略 N/A n/a NA NULL null None none""".split()  # noqa: SIM905 shorter than quotes around each
)
_DITTO = frozenset(
    """〃 ″ 〞 \uff02 " '' ”” “” ” “ 同上 同上行 同上。 同前 同前行 （同上） (同上)""".split()  # noqa: SIM905 as above
)
_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff20")
_is_plain_text = re.compile("(?:[A-Za-z0-9一-龥（）〔〕《》、，。；：·]*)").fullmatch  # most cells are
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"\u3007": 0, "○": 0, "两": 2}
_NUMBER = re.compile("([一二三四五六七八九]?)十([一二三四五六七八九]?)")
_BREAKS = re.compile(r"(?:(?<![ \t])[ \t]+)?[\r\n]+[ \t]*")  # linear: blanks are tried from their first on


def code_points(text: str) -> str:
    """Return characters as U+200B U+FEFF, for a message."""
    return " ".join(f"U+{ord(character):04X}" for character in text)


def is_ditto(raw: Any) -> bool:
    """Return whether a cell stands for what the cell above it says: 〃, ″, 同上."""
    return raw.__class__ is str and raw.strip() in _DITTO


def forbidden_content(text: str) -> list[Note]:
    """Return what forbids taking this text in: a spreadsheet error, a formula, a hidden character."""
    if text in CELL_ERRORS:
        return [Note("cell-error")]
    notes = [Note("formula-text")] if text.startswith(_FORMULA) and text not in PLACEHOLDERS else []
    if hidden := HIDDEN.findall(text):
        notes.append(Note("hidden-character", {"characters": code_points("".join(dict.fromkeys(hidden)))}))
    return notes


def without_selectors(text: str) -> tuple[str, list[Note]]:
    """Return text without variation selectors, and a note where it had some."""
    found = SELECTORS.findall(text)
    if not found:
        return text, []
    plain = SELECTORS.sub("", text)
    params: dict[str, object] = {"characters": code_points("".join(dict.fromkeys(found))), "text": plain}
    return plain, [Note("variation-selector-removed", params)]


def text_reader(longest: int, *, is_optional: bool = False) -> CellReader:
    """Return a reader of free text of at most `longest` characters; "" for an empty cell or a placeholder.

    Characters that look like others are asked about. What cannot be used of an optional field is left out
    with a warning.
    """

    def read(raw: Any) -> Any:
        if raw.__class__ is str and _is_plain_text(raw) and len(raw) <= longest and raw not in PLACEHOLDERS:
            return raw
        text, notes = without_selectors(_BREAKS.sub("", as_text(raw)))
        if text in PLACEHOLDERS:
            return ""
        if is_optional and (forbidden_content(text) or len(text) > longest):
            return invalid("value-unusable", "")
        if refused := forbidden_content(text):
            return InvalidCell(None, *refused)
        if len(text) > longest:
            return invalid("text-too-long", longest=longest, length=len(text))
        ordinary = ordinary_text(text)
        if ordinary != text and not is_optional:
            odd = code_points("".join(dict.fromkeys(c for c in text if c not in ordinary)))
            return InvalidCell(None, *notes, Note("look-alike", {"text": ordinary, "characters": odd}))
        if kept := compatibility_characters(text):
            notes.append(Note("compatibility-character", {"characters": code_points(kept)}))
        if private := PRIVATE_USE.findall(text):
            notes.append(Note("private-use", {"characters": code_points("".join(private))}))
        return InvalidCell(text, *notes) if notes else text

    return read


def unit_reader(longest: int) -> CellReader:
    """Return a reader of a unit's name: lines that name a unit each are parted by 、, other breaks go."""
    read_text = text_reader(longest)

    def read(raw: Any) -> Any:
        if raw.__class__ is str and _BREAKS.search(raw.strip()):
            units = units_in(_BREAKS.sub(" ", as_text(raw)))
            return read_text("、".join(units) if len(units) > 1 else raw)
        return read_text(raw)

    return read


LONGEST_REMARK = 500  # characters, as `entry.remark`
_NO_REMARK = 5_000  # characters that nobody writes as a remark: something else stands there


def remark_reader(longest: int) -> CellReader:
    """Return a reader of a remark: characters that cannot be stored are removed with a warning.

    What is a little too long is cut with a warning, what is no remark any more is refused.
    """

    def read(raw: Any) -> Any:
        if raw.__class__ is str and _is_plain_text(raw) and len(raw) <= longest and raw not in PLACEHOLDERS:
            return raw
        text = _BREAKS.sub(" ", as_text(raw))
        if text in CELL_ERRORS or text in PLACEHOLDERS:
            return ""
        if len(text) > _NO_REMARK:
            return invalid("text-too-long", longest=longest, length=len(text))
        if text.startswith(_FORMULA):
            return invalid("formula-text")
        if HIDDEN.search(text) or SELECTORS.search(text):
            return invalid("hidden-character-removed", SELECTORS.sub("", HIDDEN.sub("", text))[:longest])
        return invalid("text-cut", text[:longest], longest=longest) if len(text) > longest else text

    return read


def chinese_number(text: str) -> int | None:
    """Return the value of a Chinese numeral, or of digits in a row; None where it is none."""
    if match := _NUMBER.fullmatch(text):
        tens, ones = match.groups()
        return 10 * _DIGITS.get(tens, 1) + _DIGITS.get(ones, 0)
    if text and all(character in _DIGITS for character in text):
        return int("".join(str(_DIGITS[character]) for character in text))
    return None


def number(text: str) -> int | None:
    """Return the value of Arabic or Chinese digits, None where `text` is neither."""
    return int(text) if text.isascii() and text.isdigit() else chinese_number(text)
