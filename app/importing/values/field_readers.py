"""The reader of each field: a function from a cell to its value, or to what is wrong with it."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.check_digits import credit_code_form_ok, credit_code_ok
from app.document_numbers import corrected_brackets
from app.importing.findings import InvalidCell, Note, invalid
from app.importing.reading.cells import as_text, compact
from app.importing.values.achievements import (
    ACHIEVED,
    NOTHING_ACHIEVED,
    Achievement,
    achievement_reader,
    combined,
    is_contradictory,
)
from app.importing.values.closed_words import (
    FORMS,
    GROUPS,
    ID_TYPES,
    ROLES,
    word_reader,
)
from app.importing.values.contacts import Bank, is_mobile, read_account, read_bank, read_phone
from app.importing.values.dates import day_reader
from app.importing.values.level_words import LevelWord, read_class, read_level
from app.importing.values.names import is_plain, read_name
from app.importing.values.text import (
    LONGEST_REMARK,
    PLACEHOLDERS,
    CellReader,
    remark_reader,
    text_reader,
    unit_reader,
)


def field_readers(today: date, *, is_1904: bool = False) -> dict[str, CellReader]:
    """Return the reader of each field but the document number, whose reader needs its kind too.

    `is_1904` tells that the workbook counts days from 1904.
    """
    return {
        "contest": text_reader(200),
        "level": read_level,
        "class": read_class,
        "class_basis": _read_basis,
        "published_on": day_reader(today, is_1904=is_1904),
        "started_on": day_reader(today, is_1904=is_1904, may_be_range=True),
        "organiser": text_reader(200, is_optional=True),
        "event": text_reader(200),
        "group": word_reader(GROUPS, "group-unknown"),
        "form": word_reader(FORMS, "form-unknown"),
        "team_no": text_reader(30),
        **{name: achievement_reader(name) for name in ACHIEVED},
        "score": text_reader(20, is_optional=True),
        "name": read_name,
        "id_type": word_reader(ID_TYPES, "id-type-unknown", or_else=""),
        "role": word_reader(ROLES, "role-unknown"),
        "unit": unit_reader(200),
        "credit_code": _read_credit_code,
        "employer": text_reader(200, is_optional=True),
        "phone": read_phone,
        "bank": read_bank,
        "bank_name": read_bank,
        "bank_account": read_account,
        "bank_holder": text_reader(60, is_optional=True),
        "remark": remark_reader(LONGEST_REMARK),
    }


_read_basis_text = text_reader(120)


def _read_basis(raw: Any) -> Any:
    """Return a basis with the numbers in it in their right form; whether it is one the registry knows."""
    read = _read_basis_text(raw)
    text, notes = (read.value, read.notes) if read.__class__ is InvalidCell else (read, ())
    if not text:
        return read
    number, as_written = corrected_brackets(text)
    if not as_written:
        return read
    return InvalidCell(number, *notes, Note("document-number-corrected", {"number": number}))


def _read_credit_code(raw: Any) -> Any:
    code = compact(as_text(raw)).upper()
    if not code or code in PLACEHOLDERS:
        return ""
    if credit_code_ok(code):
        return code
    return invalid("credit-code-wrong", code if credit_code_form_ok(code) else "")


MOSTLY_DISTINCT = frozenset(
    {"name", "phone", "bank_account", "remark"}
)  # nearly every cell differs: not worth memoizing
# Cells that are what they should be already; whole columns of them need no reading one by one.
ALREADY_CLEAN = {"name": is_plain, "phone": is_mobile}
DEFAULTS: dict[str, Any] = {"role": "contestant", "bank": Bank(), "bank_name": Bank()} | dict.fromkeys(
    ACHIEVED, NOTHING_ACHIEVED
)


def combined_achievements(parts: tuple[Achievement | None, ...]) -> Any:
    """Return the facts of several columns as one, or what contradicts."""
    known = [part for part in parts if part is not None]
    found = combined(known)
    if found is None and known:
        return invalid("no-rank-conflict" if any(part.no_rank for part in known) else "achievement-conflict")
    if found is not None and is_contradictory(found) and not any(map(is_contradictory, known)):
        return invalid("medal-contradicts-rank", found, rank=found.rank, medal=found.medal)
    return found


def combined_level(parts: tuple[Any, Any]) -> Any:
    """Return a level and a class from two columns as one."""
    level, kind = parts
    if not level or not kind:
        return level or kind
    if kind.level not in ("", level.level) or level.contest_class not in ("", kind.contest_class):
        return invalid("class-conflict")
    wording = kind.wording if kind.level or level.contest_class else level.wording + kind.wording
    return LevelWord(level.level, kind.contest_class, wording)
