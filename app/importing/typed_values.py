"""Single values typed into forms or short lists, read by the rules of lists of results."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from app.check_digits import credit_code_form_ok, credit_code_ok
from app.importing.findings import KEEPING_OUT, InvalidCell
from app.importing.reading.cells import compact
from app.importing.values.dates import day_reader
from app.importing.values.identity import identity_reader
from app.importing.values.names import read_name
from app.words import tr


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to know about a typed value; an error or a question means that it cannot be used."""

    field: str
    code: str
    severity: str
    message: str


@dataclass(frozen=True, slots=True)
class TypedPerson:
    """A person as typed. `id_key` is the document made comparable; all "" where an error stands."""

    name: str
    id_type: str
    id_number: str
    id_key: str
    remarks: tuple[Remark, ...]

    @property
    def errors(self) -> tuple[Remark, ...]:
        """Return the remarks that forbid using what was typed."""
        return tuple(remark for remark in self.remarks if remark.severity in KEEPING_OUT)


def read_typed_person(name: str, id_number: str, *, id_type: str = "", today: date) -> TypedPerson:
    """Return a typed name and document; `id_type` "" lets the number show what it is."""
    remarks: list[Remark] = []
    clean = _usable(read_name(name), "name", remarks) or ""
    identity = _usable(identity_reader(today)(id_type, id_number), "id_number", remarks)
    kind, number, key = identity or ("", "", "")
    return TypedPerson(clean, kind, number, key, tuple(remarks))


def read_typed_credit_code(code: str) -> tuple[str, tuple[Remark, ...]]:
    """Return a typed credit code in its form, "" where it has none; a wrong check character only warns."""
    plain = compact(code).upper()
    if not plain or credit_code_ok(plain):
        return plain, ()
    has_form = credit_code_form_ok(plain)
    problem = ("credit-code-wrong", "warning") if has_form else ("credit-code-form", "error")
    remark = Remark("credit_code", *problem, tr(f"importing.typed.{problem[0]}"))
    return plain if has_form else "", (remark,)


def _usable(read: Any, field: str, remarks: list[Remark]) -> Any:
    """Return what can be used of a value that was read; add the notes on it to `remarks`."""
    if not isinstance(read, InvalidCell):
        return read
    remarks += [Remark(field, note.code, note.severity, note.message) for note in read.notes]
    return read.value


def read_typed_day(value: object, *, today: date) -> tuple[date | None, tuple[Remark, ...]]:
    """Return a day as people write it, None where there is none; a day after `today` is an error."""
    remarks: list[Remark] = []
    ordinal = _usable(day_reader(today)(value), "day", remarks)
    return (date.fromordinal(ordinal) if ordinal else None), tuple(remarks)
