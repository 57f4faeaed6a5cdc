"""A copy of a sender's workbook with the causes beside its rows: everything else stays as it was sent.

Runs in the reading process, which has limits of time and memory: opening a whole workbook with its styles
takes many times what reading its cells does. Rows and columns count from 1, as in a spreadsheet.
"""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

RED, PALE_RED = "C00000", "FDE9E7"
_CAUSE_WIDTH = 50  # characters


class SheetMarks(NamedTuple):
    """What is written on one sheet: `causes` by row, cells to colour, and cells that read otherwise now.

    `title` stands over the causes in the last rows of the headers, `headers`.
    """

    title: str
    headers: tuple[int, ...]
    causes: dict[int, str]
    invalid: tuple[tuple[int, int], ...]
    values: dict[tuple[int, int], str]


def write_marked_copy(source: Path, out: Path, marks: dict[str, tuple[Any, ...]]) -> None:
    """Write a copy of an xlsx workbook to `out`, with `SheetMarks` as plain tuples by the name of the sheet.

    Formulas on these sheets become the values that were read, since a formula that openpyxl writes has none
    until a spreadsheet program computes it. Links to other files are left out. What openpyxl does not know
    of is lost: charts, drawings, macros.
    """
    from openpyxl import load_workbook

    book = load_workbook(source, rich_text=True, keep_links=False)
    of_sheets = {name: SheetMarks._make(values) for name, values in marks.items()}
    sheets = [book[name] for name in of_sheets]
    if any(_formulas(sheet) for sheet in sheets):
        _put_values(book, load_workbook(source, data_only=True), of_sheets)
    for sheet in book.worksheets:
        _keep_hidden(sheet)
    for sheet in sheets:
        _mark(sheet, of_sheets[sheet.title])
    book.save(out)


def _keep_hidden(sheet: Worksheet) -> None:
    """Hide rows and columns of no height or width as such: openpyxl would write them without it."""
    for line in sheet.row_dimensions.values():
        if line.height == 0:
            line.hidden = True
    for column in sheet.column_dimensions.values():
        if column.width == 0:
            column.hidden = True


def _formulas(sheet: Worksheet) -> list[Any]:
    return [cell for cells in sheet.iter_rows() for cell in cells if cell.data_type == "f"]


def _put_values(book: Workbook, computed: Workbook, names: Iterable[str]) -> None:
    for name in names:
        values = computed[name]
        for cell in _formulas(book[name]):
            value = values.cell(cell.row, cell.column).value
            if value is not None:
                cell.value = value
                if cell.data_type == "f":  # a text that begins like a formula
                    cell.data_type = "s"


def _mark(sheet: Worksheet, marks: SheetMarks) -> None:
    from openpyxl.styles import Alignment, PatternFill

    pale = PatternFill("solid", fgColor=PALE_RED)
    for (row, column), text in marks.values.items():
        _set_text(_writable(sheet, row, column), text)
    for row, column in marks.invalid:
        _writable(sheet, row, column).fill = pale
    at = _cause_column(sheet, marks)
    for row in marks.headers:
        header = _writable(sheet, row, at)
        _set_text(header, marks.title)
        header.font = _red(sheet, row, at, bold=True)
    for row, text in marks.causes.items():
        cell = _writable(sheet, row, at)
        _set_text(cell, text)
        cell.number_format = "@"
        cell.font = _red(sheet, row, at)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        if not sheet.row_dimensions[row].hidden:
            sheet.row_dimensions[row].height = None  # as high as its cause needs
    _set_width(sheet, at)
    sheet.protection.disable()  # what is to be corrected must be open to it


def _red(sheet: Worksheet, row: int, column: int, *, bold: bool = False) -> Any:
    """Return the red font of a cause: that of the row, as its first cell has it."""
    from openpyxl.styles import Font

    base = sheet.cell(row, 1).font if column > 1 else Font()
    return Font(name=base.name, sz=base.sz, family=base.family, color=RED, bold=bold)


def _set_text(cell: Any, text: str) -> None:
    cell.value = text
    if cell.data_type == "f":
        cell.data_type, cell.quotePrefix = "s", True


def _writable(sheet: Worksheet, row: int, column: int) -> Any:
    """Return the cell that holds the value seen at a place: that of the whole merged area."""
    for area in sheet.merged_cells.ranges:
        if area.min_row <= row <= area.max_row and area.min_col <= column <= area.max_col:
            return sheet.cell(area.min_row, area.min_col)
    return sheet.cell(row, column)


def _cause_column(sheet: Worksheet, marks: SheetMarks) -> int:
    """Return the column of causes: that of an earlier return, emptied, or the one behind the last used."""
    titles = {
        cell.column: cell.row
        for row in marks.headers
        for cell in sheet[row]
        if isinstance(cell.value, str) and cell.value.strip() == marks.title and _is_red(cell)
    }
    if len(titles) == 1:
        ((column, first),) = titles.items()
        for row in range(first + 1, sheet.max_row + 1):
            if row not in marks.headers:
                _writable(sheet, row, column).value = None
        return column
    used = (cell.column for cells in sheet.iter_rows() for cell in cells if cell.value is not None)
    rows = {*marks.headers, *marks.causes}
    areas = (
        area.max_col
        for area in sheet.merged_cells.ranges
        if any(area.min_row <= row <= area.max_row for row in rows)
    )
    return max((*used, *areas), default=0) + 1


def _is_red(cell: Any) -> bool:
    """Return whether an earlier return wrote this title: a column of the sender's own is not touched."""
    color = cell.font.color
    return color is not None and str(color.rgb).endswith(RED)


def _set_width(sheet: Worksheet, column: int) -> None:
    """Make the column of causes wide, out of a group of columns that share one width."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.dimensions import ColumnDimension

    dimensions = sheet.column_dimensions
    for known in list(dimensions.values()):
        first, last = known.min or 0, known.max or 0
        if first <= column <= last:
            if last > column:
                rest = copy(known)
                rest.index, rest.min, rest.max = get_column_letter(column + 1), column + 1, last
                dimensions[rest.index] = rest
            if first < column:
                known.max = column - 1
    letter = get_column_letter(column)
    dimensions[letter] = ColumnDimension(sheet, index=letter, width=_CAUSE_WIDTH, customWidth=True)
