"""The rows kept out, given back in the layout they came in, with a red column of causes.

Corrected and imported again they duplicate nothing: good rows are not among them, and a row that
did come in would be recognised as the same. Written row by row, so that a list that is all wrong
takes no more memory than another.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from app.documents import atomic_output, cell_text, could_be_a_formula
from app.importing.findings import Finding
from app.importing.plan import Plan
from app.printing import streaming_workbook
from app.words import tr

_RED = "#C00000"
_PALE_RED = "#FDE9E7"
_WITHOUT_VALUE = ("formula-without-value", "cell-error")
_SHEET_NAME = 31  # characters a sheet's name may have


def write_rejected(plans: Plan | Sequence[Plan], out: Path | str) -> int:
    """Write the rows kept out into one workbook; return how many there are. Raises DocumentError."""
    plans = [plans] if isinstance(plans, Plan) else plans
    inputs = [plan.path for plan in plans]
    number = 0
    with (
        atomic_output(Path(out), kind="xlsx", inputs=inputs) as temporary,
        streaming_workbook(temporary) as book,
    ):
        formats = _Formats(book)
        for plan in plans:
            for sheet, rows in groupby(plan.staged.kept_out(), key=itemgetter(0)):
                number += _write_sheet(book, formats, plan, sheet, [row for _, row in rows])
        if not book.worksheets():
            book.add_worksheet(tr("importing.text.cause"))
    return number


class _Formats:
    """The formats of a workbook: text is text, whatever it begins with."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[str, bool], Any] = {}
        self.cause = book.add_format({"font_color": _RED, "text_wrap": True, "valign": "top"})
        self.cause_header = book.add_format({"font_color": _RED, "bold": True})

    def of(self, value: Any, *, is_invalid: bool) -> Any:
        """Return the format of a cell with this value."""
        kind = "plain"
        if isinstance(value, str):
            kind = "formula" if could_be_a_formula(value) else "text"
        elif isinstance(value, datetime | date | time):
            kind = "time" if isinstance(value, time) else "day"
        if (kind, is_invalid) not in self._made:
            facts: dict[str, Any] = {"bg_color": _PALE_RED} if is_invalid else {}
            self._made[kind, is_invalid] = self._book.add_format(facts | _KINDS[kind])
        return self._made[kind, is_invalid]


_KINDS: dict[str, dict[str, Any]] = {
    "plain": {},
    "text": {"num_format": "@"},
    "formula": {"num_format": "@", "quote_prefix": True},
    "day": {"num_format": "yyyy-mm-dd"},
    "time": {"num_format": "hh:mm"},
}


def _write_sheet(book: Any, formats: _Formats, plan: Plan, number: int, kept_out: list[int]) -> int:
    """Write the rows kept out of one sheet below its own header; return how many there are."""
    file = plan.staged.file
    headers = file.layouts[number].headers
    sheet = book.add_worksheet(_free_name(book, file.sheets[number]))
    rows = [(row, file.cells[number, row]) for row in kept_out]
    width = max(len(headers), *(len(cells) for _, cells in rows))
    surplus = (tr("importing.text.surplus"),) * (width - len(headers))  # titles that the list had none for
    top = file.tops[number]
    top = [*top[:-1], [*top[-1][: len(headers)], *surplus]]
    headers += surplus
    for column, header in enumerate(headers):
        sheet.set_column(column, column, 12 if len(header) < 5 else 22)
    sheet.set_column(width, width, 60)
    sheet.freeze_panes(len(top), 0)
    for row, cells in enumerate(top):
        _write_cells(sheet, formats, row, cells, invalid=set())
        if row == len(top) - 1:
            sheet.write_string(row, width, tr("importing.text.cause"), formats.cause_header)
    errors = _errors_by_row(plan, file.sheets[number])
    for place, (row, cells) in enumerate(rows, start=len(top)):
        _write_row(sheet, formats, place, cells, errors=errors.get(row) or errors.get(0, []), headers=headers)
    return len(rows)


def _errors_by_row(plan: Plan, sheet: str) -> dict[int, list[Finding]]:
    found: dict[int, list[Finding]] = {}
    for finding in plan.findings:
        if finding.sheet == sheet and finding.keeps_out:
            found.setdefault(finding.row, []).append(finding)
    return found


def _write_row(
    sheet: Any,
    formats: _Formats,
    place: int,
    cells: list[Any],
    *,
    errors: list[Finding],
    headers: tuple[str, ...],
) -> None:
    invalid = {headers.index(finding.column): finding for finding in errors if finding.column in headers}
    values = [
        "#N/A" if column in invalid and invalid[column].code in _WITHOUT_VALUE else value
        for column, value in enumerate(cells)
    ]  # where a formula stood: an empty cell would be taken for no value the next time
    _write_cells(sheet, formats, place, values, invalid=set(invalid))
    lines = [f"{found.column}：{found.message}" if found.column else found.message for found in errors]
    sheet.write_string(place, len(headers), cell_text("\n".join(lines)), formats.cause)


def _write_cells(sheet: Any, formats: _Formats, row: int, cells: list[Any], *, invalid: set[int]) -> None:
    for column, value in enumerate(cells):
        style = formats.of(value, is_invalid=column in invalid)
        if value == "" or value is None:
            if column in invalid:
                sheet.write_blank(row, column, None, style)
        elif isinstance(value, str):
            sheet.write_string(row, column, cell_text(value), style)
        elif isinstance(value, bool):
            sheet.write_boolean(row, column, value, style)
        elif isinstance(value, float | int):
            sheet.write_number(row, column, value, style)
        elif isinstance(value, datetime | date | time):
            sheet.write_datetime(row, column, value, style)
        else:
            sheet.write_string(row, column, str(value), style)


def _free_name(book: Any, name: str) -> str:
    clean = "".join("_" if character in "[]:*?/\\" else character for character in name).strip("'")
    taken = {sheet.get_name().casefold() for sheet in book.worksheets()}
    clean = clean[:_SHEET_NAME] or "1"
    number, free = 2, clean
    while free.casefold() in taken:
        free = f"{clean[: _SHEET_NAME - 3]}_{number}"
        number += 1
    return free
