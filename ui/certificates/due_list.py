"""The list of who is due: its columns, the page of each, ranges of numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.certificates import DueCertificate, certificate_pdf, preview_pdf
from app.errors import AppError
from app.words import error_text, scoped, tr
from ui.context import Session
from ui.tables import Column

_w = scoped("ui_certificates")
_SEQUENCE = re.compile(r"(.*?)(\d+)(\D*)")


def pdf_of(session: Session, due: DueCertificate) -> bytes | str:
    """Return the page as issued, else as it would be printed; where there is none, the reason in words."""
    try:
        if due.number:
            return certificate_pdf(session, due.number)
        return preview_pdf(session, due.result_id)
    except AppError as error:
        return error_text(error)


def number_ranges(numbers: Sequence[str]) -> list[str]:
    """Return consecutive numbers of one series as first and last: 〔2024〕市0001号 至 〔2024〕市0012号."""
    ranges: list[list[str]] = []
    before: tuple[str, int, str] | None = None
    for number in numbers:
        match = _SEQUENCE.fullmatch(number)
        here = (match[1], int(match[2]), match[3]) if match else (number, 0, "")
        if before is not None and here == (before[0], before[1] + 1, before[2]):
            ranges[-1][1:] = [number]
        else:
            ranges.append([number])
        before = here
    return [tr("ui_certificates.to").join(each) for each in ranges]


def _achieved(due: DueCertificate) -> str:
    return tr("ui_registry.rank", rank=due.rank) if due.rank is not None else due.medal or due.grade


def due_columns() -> tuple[Column[DueCertificate], ...]:
    """Return the columns of the list."""
    return (
        Column(_w("person"), lambda due: due.person_name, 88, sort="person", is_strong=True),
        Column(_w("achieved"), _achieved, 68, sort="rank"),
        Column(
            _w("event"), lambda due: due.event, 100, sort="event", stretch=True, hint=lambda due: due.contest
        ),
        Column(
            _w("state-title"),
            lambda due: _w("state.given") if due.number else _w("state.due"),
            84,
            sort="number",
            state=lambda due: "issued" if due.number else "due",
            hint=lambda due: due.number,
        ),
    )


def sort_value(key: str, due: DueCertificate) -> object:
    """Return the value that a column is sorted by."""
    values = {"person": due.person_name, "rank": due.rank or 99, "event": due.event, "number": due.number}
    return values[key]
