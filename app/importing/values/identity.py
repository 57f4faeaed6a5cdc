"""Identity documents (证件): GB 11643 numbers old and new, residence permits, travel permits, passports.

A right check digit does not prove a document; a wrong one proves a mistake. Area codes change and are
not looked up beyond the province; 81, 82 and 83 begin the residence permits.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from app.check_digits import RESIDENT_CHECKS, RESIDENT_WEIGHTS, check_digit
from app.importing.findings import InvalidCell, Note, invalid
from app.importing.reading.cells import as_text, compact
from app.importing.values.text import CELL_ERRORS, HIDDEN, PLACEHOLDERS, code_points

_PROVINCES = frozenset(re.findall("..", "1112131415212223313233343536374142434445465051525354616263646571"))
_PERMITS = frozenset(("81", "82", "83"))
_REFUSED = -100_000
_HK_MACAU = re.compile(r"[HM]\d{8}(?:\d{2})?", re.ASCII)
_TAIWAN = re.compile(r"\d{8}|\d{10}(?:\([A-Z]\))?", re.ASCII)
_FOREIGN = re.compile(r"[A-Z]{3}\d{12}|9\d{16}[\dX]", re.ASCII)
_PASSPORT = re.compile(r"[A-Z0-9]{5,20}", re.ASCII)
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?E\+?\d+", re.ASCII | re.IGNORECASE)
_SHAPES = {
    "hk-macau-permit": _HK_MACAU,
    "taiwan-permit": _TAIWAN,
    "foreign-permanent": _FOREIGN,
    "passport": _PASSPORT,
}


# Kind of document, number as received, and the key by which one person's documents are known as the same.
Identity = tuple[str, str, str]
NO_IDENTITY: Identity = ("", "", "")


class _Weighed(dict[str, int]):
    """Weighted digit sums of one part of an ID number; deeply negative where the part is impossible."""

    def __init__(self, start: int, is_possible: Callable[[str], bool]) -> None:
        super().__init__()
        self._start = start
        self._is_possible = is_possible

    def __missing__(self, part: str) -> int:
        value = _REFUSED
        if part.isascii() and part.isdigit() and self._is_possible(part):
            weights = RESIDENT_WEIGHTS[self._start :]
            value = sum(int(digit) * weight for digit, weight in zip(part, weights, strict=False))
        if len(self) < 50_000:
            self[part] = value
        return value


def is_real_date(digits: str) -> bool:
    """Return whether eight digits are a day since 1800, as a birth date must be."""
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8])).year >= 1800
    except ValueError:
        return False


_AREA = _Weighed(0, lambda part: part[:2] in _PROVINCES or part[:2] in _PERMITS)
_BIRTH = _Weighed(6, is_real_date)
_SEQUENCE = _Weighed(14, lambda part: True)


def is_valid_number(number: str, *, last_birth: str = "99999999") -> bool:
    """Return whether 18 characters are an ID number or a residence permit born up to `last_birth`."""
    total = _AREA[number[:6]] + _BIRTH[number[6:14]] + _SEQUENCE[number[14:17]]
    return total >= 0 and RESIDENT_CHECKS[total % 11] == number[17:] and number[6:14] <= last_birth


def upgraded(number: str) -> str:
    """Return a 15-digit ID number as one of 18: the century is 19, the check digit is computed."""
    digits = number[:6] + "19" + number[6:]
    return digits + check_digit(digits)


def identity_reader(today: date) -> Callable[[Any, Any], Any]:
    """Return a reader of (kind of document or "", cell) → Identity, or what is wrong with the cell."""
    last_birth = today.strftime("%Y%m%d")

    def read(id_type: Any, raw: Any) -> Any:
        if raw.__class__ is str and len(raw) == 18 and id_type in ("", "resident"):
            total = _AREA[raw[:6]] + _BIRTH[raw[6:14]] + _SEQUENCE[raw[14:17]]
            if total >= 0 and raw[6:14] <= last_birth:
                is_valid = RESIDENT_CHECKS[total % 11] == raw[17]
                if is_valid and raw[0] != "8":
                    return ("resident", raw, "resident:" + raw)
                if not is_valid and raw[17] in RESIDENT_CHECKS:
                    return _wrong_checksum(raw)
        return _read_unusual(id_type or "", raw, last_birth)

    return read


def _read_unusual(id_type: str, raw: Any, last_birth: str) -> Any:
    if isinstance(raw, float | int) and abs(raw) >= 1e15:
        return invalid("id-lost-digits")
    if hidden := HIDDEN.findall(text := as_text(raw)):
        return invalid("hidden-character", characters=code_points("".join(hidden)))
    number = compact(text).strip("'`’").upper()
    if not number or text in PLACEHOLDERS:
        return invalid("id-missing")
    if text in CELL_ERRORS:
        return invalid("cell-error")
    if _SCIENTIFIC.fullmatch(number):
        return invalid("id-lost-digits")
    found = _document(id_type, number, last_birth)
    if isinstance(raw, float | int) and len(number) == 15:
        return _with_note(found, Note("id-from-number"))
    return found


def _with_note(found: Any, note: Note) -> InvalidCell:
    if isinstance(found, InvalidCell):
        return InvalidCell(found.value, note, *found.notes)
    return InvalidCell(found, note)


def _document(id_type: str, number: str, last_birth: str) -> Any:
    if len(number) == 18 and is_valid_number(number, last_birth=last_birth):
        found = "residence-permit" if number[:2] in _PERMITS else "resident"
        return _as_kind(found, number, f"{found}:{number}", id_type)
    if _HK_MACAU.fullmatch(number) and id_type != "passport":
        return _as_kind("hk-macau-permit", number, f"hk-macau-permit:{number[:9]}", id_type)
    if id_type in _SHAPES:
        return _of_shape(id_type, number)
    if len(number) == 15 and number.isascii() and number.isdigit():
        return _old_number(number)
    return _wrong_resident(id_type, number, last_birth)


def _as_kind(found: str, number: str, key: str, stated: str) -> Any:
    identity: Identity = (found, number, key)
    return identity if stated in ("", found) else invalid("id-type-differs", identity, found=found)


def _of_shape(id_type: str, number: str) -> Any:
    if not _SHAPES[id_type].fullmatch(number):
        return invalid("id-shape", id_type=id_type)
    return (id_type, number, f"{id_type}:{number}")


def _old_number(number: str) -> Any:
    if number[:2] not in _PROVINCES or not is_real_date("19" + number[6:12]):
        return invalid("id-birth-date", birth="19" + number[6:12])
    new = upgraded(number)
    return invalid("id-upgraded", ("resident", number, f"resident:{new}"), upgraded=new)


def _wrong_resident(id_type: str, number: str, last_birth: str) -> InvalidCell:
    if not id_type and not number.isdigit() and len(number) not in (17, 18):
        return invalid("id-type-needed")
    if len(number) != 18:
        return invalid("id-length", length=len(number))
    if not re.fullmatch(r"\d{17}[\dX]", number, re.ASCII):
        return invalid("id-characters")
    if number[:2] not in _PROVINCES and number[:2] not in _PERMITS:
        return invalid("id-area", area=number[:6])
    birth = number[6:14]
    if not is_real_date(birth) or birth > last_birth:
        return invalid("id-birth-date", birth=birth)
    return _wrong_checksum(number)


def _wrong_checksum(number: str) -> InvalidCell:
    return invalid("id-checksum-zeros" if number.endswith("000") else "id-checksum")
