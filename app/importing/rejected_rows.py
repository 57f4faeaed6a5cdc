"""The rows kept out, given back in the layout they came in, with a red column of causes.

Corrected and imported again they duplicate nothing: good rows are not among them, and a row that
did come in would be recognised as the same. Written row by row, so that a list that is all wrong
takes no more memory than another.
"""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from app.documents import atomic_output, cell_text, could_be_a_formula
from app.importing.plan import Finding, Plan
from app.importing.staging import Understood
from app.printing import streaming_workbook
from app.words import tr

_RED = "#C00000"
_PALE_RED = "#FDE9E7"
_WITHOUT_VALUE = ("formula-without-value", "cell-error")
_SHEET_NAME = 31  # characters a sheet's name may have


def write_rejected_rows(plans: list[Plan], out: Path) -> int:
    """Write the rejected rows of some plans into one workbook; return how many rows there are."""
    inputs = [plan.path for plan in plans]
    with (
        atomic_output(out, kind="xlsx", inputs=inputs) as temporary,
        streaming_workbook(temporary) as book,
    ):
        looks = _Looks(book)
        for plan in plans:
            for number in _sheets(plan.understood):
                _write_sheet(book, looks, plan, number)
        if not book.worksheets():
            book.add_worksheet(tr("importing.text.cause"))
    return sum(len(plan.understood.rejected) for plan in plans)


def _sheets(understood: Understood) -> list[int]:
    return sorted({sheet for sheet, _, _ in understood.rejected})


class _Looks:
    """The formats of a workbook: text is text, whatever it begins with."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[str, bool], Any] = {}
        self.cause = book.add_format({"font_color": _RED, "text_wrap": True, "valign": "top"})
        self.cause_header = book.add_format({"font_color": _RED, "bold": True})

    def of(self, value: Any, *, is_faulty: bool) -> Any:
        """Return the format of a cell with this value."""
        kind = "plain"
        if isinstance(value, str):
            kind = "formula" if could_be_a_formula(value) else "text"
        elif isinstance(value, datetime | date | time):
            kind = "time" if isinstance(value, time) else "day"
        if (kind, is_faulty) not in self._made:
            facts: dict[str, Any] = {"bg_color": _PALE_RED} if is_faulty else {}
            self._made[kind, is_faulty] = self._book.add_format(facts | _KINDS[kind])
        return self._made[kind, is_faulty]


_KINDS: dict[str, dict[str, Any]] = {
    "plain": {},
    "text": {"num_format": "@"},
    "formula": {"num_format": "@", "quote_prefix": True},
    "day": {"num_format": "yyyy-mm-dd"},
    "time": {"num_format": "hh:mm"},
}


def _write_sheet(book: Any, looks: _Looks, plan: Plan, number: int) -> None:
    understood = plan.understood
    headers = understood.layouts[number].headers
    sheet = book.add_worksheet(_free_name(book, understood.sheets[number]))
    rows = [(row, cells) for of_sheet, row, cells in understood.rejected if of_sheet == number]
    width = max(len(headers), *(len(cells) for _, cells in rows))
    surplus = (tr("importing.text.surplus"),) * (width - len(headers))  # titles that the list had none for
    top = understood.tops[number]
    top = [*top[:-1], [*top[-1][: len(headers)], *surplus]]
    headers += surplus
    for column, header in enumerate(headers):
        sheet.set_column(column, column, 12 if len(header) < 5 else 22)
    sheet.set_column(width, width, 60)
    sheet.freeze_panes(len(top), 0)
    for row, cells in enumerate(top):
        _write_cells(sheet, looks, row, cells, faulty=set())
        if row == len(top) - 1:
            sheet.write_string(row, width, tr("importing.text.cause"), looks.cause_header)
    findings = _by_row(plan, understood.sheets[number])
    for place, (row, cells) in enumerate(rows, start=len(top)):
        causes = findings.get(row) or findings.get(0, [])
        _write_rejected(sheet, looks, place, cells, causes=causes, headers=headers)


def _by_row(plan: Plan, sheet: str) -> dict[int, list[Finding]]:
    found: dict[int, list[Finding]] = {}
    for finding in plan.findings:
        if finding.sheet == sheet and finding.severity == "error":
            found.setdefault(finding.row, []).append(finding)
    return found


def _write_rejected(
    sheet: Any,
    looks: _Looks,
    place: int,
    cells: list[Any],
    *,
    causes: list[Finding],
    headers: tuple[str, ...],
) -> None:
    faulty = {headers.index(finding.column): finding for finding in causes if finding.column in headers}
    values = [
        "#N/A" if column in faulty and faulty[column].code in _WITHOUT_VALUE else value
        for column, value in enumerate(cells)
    ]  # where a formula stood: an empty cell would be taken for no value the next time
    _write_cells(sheet, looks, place, values, faulty=set(faulty))
    lines = [f"{found.column}：{found.message}" if found.column else found.message for found in causes]
    sheet.write_string(place, len(headers), cell_text("\n".join(lines)), looks.cause)


def _write_cells(sheet: Any, looks: _Looks, row: int, cells: list[Any], *, faulty: set[int]) -> None:
    for column, value in enumerate(cells):
        look = looks.of(value, is_faulty=column in faulty)
        if value == "" or value is None:
            if column in faulty:
                sheet.write_blank(row, column, None, look)
        elif isinstance(value, str):
            sheet.write_string(row, column, cell_text(value), look)
        elif isinstance(value, bool):
            sheet.write_boolean(row, column, value, look)
        elif isinstance(value, float | int):
            sheet.write_number(row, column, value, look)
        elif isinstance(value, datetime | date | time):
            sheet.write_datetime(row, column, value, look)
        else:
            sheet.write_string(row, column, str(value), look)


def _free_name(book: Any, name: str) -> str:
    clean = "".join("_" if character in "[]:*?/\\" else character for character in name).strip("'")
    taken = {sheet.get_name().casefold() for sheet in book.worksheets()}
    clean = clean[:_SHEET_NAME] or "1"
    number, free = 2, clean
    while free.casefold() in taken:
        free = f"{clean[: _SHEET_NAME - 3]}_{number}"
        number += 1
    return free
