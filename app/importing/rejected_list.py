"""The rows kept out of one or more files as a list of its own, with a red column of causes.

Every table keeps its lines and header. Corrected and imported again they duplicate nothing: good rows are not
among them, and a row that did come in would be recognised as the same. Written row by row, so that a list
that is all wrong takes no more memory than another.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from app.documents import cell_text, could_be_a_formula
from app.importing.causes import UNUSABLE, WITHOUT_VALUE, Causes, cause_text
from app.importing.plan import Plan
from app.importing.reading.marked_copy import PALE_RED, RED
from app.importing.regions.region import Line, Region, Section, Table
from app.printing import streaming_workbook
from app.words import tr

_RED, _PALE_RED = f"#{RED}", f"#{PALE_RED}"
_SHEET_NAME = 31  # characters a sheet's name may have


def write_list(plans: Sequence[Plan], temporary: Path) -> None:
    """Write the rows kept out into one new workbook, with the numbers they had.

    What the sender hid or struck out stays so, or the question would be gone. Sheets of several files are
    named after them.
    """
    with streaming_workbook(temporary) as book:
        formats = _Formats(book)
        for plan in plans:
            by_part: dict[int, list[int]] = {}
            for part, row in plan.staged.kept_out():
                by_part.setdefault(part, []).append(row)
            for surveyed in plan.staged.file.surveyed:
                of_sheet = {part: by_part[part] for part in surveyed.parts if part in by_part}
                if of_sheet:
                    _RejectedSheet(book, formats, plan, surveyed.name, is_one_of=len(plans)).write(of_sheet)
        if not book.worksheets():
            book.add_worksheet(tr("importing.text.cause"))


class _Formats:
    """The formats of a workbook: text is text, whatever it begins with."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[str, bool, bool], Any] = {}
        self.cause = book.add_format({"font_color": _RED, "text_wrap": True, "valign": "top"})
        self.cause_header = book.add_format({"font_color": _RED, "bold": True})

    def of(self, value: Any, *, is_invalid: bool, is_struck: bool = False) -> Any:
        """Return the format of a cell with this value."""
        kind = "plain"
        if isinstance(value, str):
            kind = "formula" if could_be_a_formula(value) else "text"
        elif isinstance(value, datetime | date | time):
            kind = "time" if isinstance(value, time) else "day"
        if (kind, is_invalid, is_struck) not in self._made:
            facts: dict[str, Any] = {"bg_color": _PALE_RED} if is_invalid else {}
            facts |= {"font_strikeout": True} if is_struck else {}
            self._made[kind, is_invalid, is_struck] = self._book.add_format(facts | _KINDS[kind])
        return self._made[kind, is_invalid, is_struck]


_KINDS: dict[str, dict[str, Any]] = {
    "plain": {},
    "text": {"num_format": "@"},
    "formula": {"num_format": "@", "quote_prefix": True},
    "day": {"num_format": "yyyy-mm-dd"},
    "time": {"num_format": "hh:mm"},
}


class _RejectedSheet:
    """One worksheet with the rows kept out of one sheet: every table below its own lines and header."""

    def __init__(self, book: Any, formats: _Formats, plan: Plan, name: str, *, is_one_of: int) -> None:
        self._file = plan.staged.file
        self._formats = formats
        title = name if is_one_of == 1 else f"{plan.path.stem}·{name}"
        self._sheet = book.add_worksheet(_free_name(book, title))
        self._causes = Causes(plan, name)
        self._at = 0  # the next row to write
        self._width = 0

    def write(self, by_part: dict[int, list[int]]) -> None:
        """Write the rows (from 1) by part."""
        cells = self._file.cells
        layouts = [self._file.layouts[part] for part in by_part]
        widths = [len(layout.headers) for layout in layouts]
        widths += [len(cells[part, row]) for part, rows in by_part.items() for row in rows]
        self._width = max(widths)
        for column, header in enumerate(layouts[0].headers):
            self._sheet.set_column(column, column, 12 if len(header) < 5 else 22)
        self._sheet.set_column(self._width, self._width, 60)
        written: list[Table] = []
        sections: tuple[Section, ...] = ()
        for part, rows in by_part.items():
            region = self._file.regions[part]
            for table in _tables_before(region.table, written):
                self._write_table(table)
                sections = ()
            if region.sections != sections or region.unclear is not None:
                self._write_lines([section.line for section in region.sections], region.unclear)
                sections = region.sections
            if len(by_part) == 1:
                self._sheet.freeze_panes(self._at, 0)
            for row in rows:
                self._write_row(part, row, region)

    def _write_table(self, table: Table) -> None:
        for line in table.headings:
            self._write_cells(line.cells)
        headers = [list(cells) for cells in table.header]
        surplus = tr("importing.text.surplus")  # a title for columns that the list had none for
        headers[-1] += [surplus] * (self._width - len(headers[-1]))
        for cells in headers:
            self._write_cells(cells[: self._width])
        cause = tr("importing.text.cause")
        self._sheet.write_string(self._at - 1, self._width, cause, self._formats.cause_header)

    def _write_lines(self, lines: Sequence[Line], unclear: Line | None) -> None:
        for line in (*lines, unclear) if unclear is not None else lines:
            self._write_cells(line.cells)

    def _write_cells(self, cells: list[Any]) -> None:
        _write_cells(self._sheet, self._formats, self._at, cells, invalid=set())
        self._at += 1

    def _write_row(self, part: int, row: int, region: Region) -> None:
        errors = self._causes.of_row(row, region)
        headers = self._file.layouts[part].headers
        cells = self._file.cells[part, row]
        invalid = {headers.index(error.column): error for error in errors if error.column in headers}
        values = [
            UNUSABLE if column in invalid and invalid[column].code in WITHOUT_VALUE else value
            for column, value in enumerate(cells)
        ]
        codes = {error.code: error for error in errors if error.row == row}
        is_struck = "row-struck" in codes
        _write_cells(self._sheet, self._formats, self._at, values, invalid=set(invalid), is_struck=is_struck)
        if "row-hidden" in codes:
            self._sheet.set_row(self._at, None, None, {"hidden": True})
        if comment := codes.get("comment-doubt"):
            self._sheet.write_comment(self._at, 0, cell_text(comment.value or comment.message))
        text = cell_text(tr("importing.text.cause-of-row", row=row, causes=cause_text(errors, row)))
        self._sheet.write_string(self._at, self._width, text, self._formats.cause)
        self._at += 1


def _tables_before(table: Table, written: list[Table]) -> list[Table]:
    """Return a table and those before it whose facts may hold for it, but for what is written already."""
    chain: list[Table] = []
    one: Table | None = table
    while one is not None and not any(one is known for known in written):
        chain.append(one)
        one = one.follows
    chain.reverse()
    written += chain
    return chain


def _write_cells(
    sheet: Any,
    formats: _Formats,
    row: int,
    cells: list[Any],
    *,
    invalid: set[int],
    is_struck: bool = False,
) -> None:
    for column, value in enumerate(cells):
        style = formats.of(value, is_invalid=column in invalid, is_struck=is_struck)
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
