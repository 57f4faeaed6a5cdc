"""The look and the safety of every workbook this program writes. Import late: openpyxl is slow to load.

Text is text whatever it begins with, ID numbers and cards never become numbers, money is a real number.
"""

from __future__ import annotations

import re
import shutil
import unicodedata
import zipfile
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooter, HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from app.documents import atomic_output, cell_text, could_be_a_formula

MONEY = "#,##0.00"
HEAD = 4  # rows above the first line: title, state, unit and date, header
_FACE = "宋体"
_LINE = Side(style="thin", color="8A8F98")
BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
BODY, BOLD, TITLE = Font(_FACE, 11), Font(_FACE, 11, bold=True), Font(_FACE, 18, bold=True)
WARNING = Font(_FACE, 12, bold=True, color="B3322A")
HEAD_FILL = PatternFill("solid", fgColor="EEF1F5")
SUM_FILL = PatternFill("solid", fgColor="F7F8FA")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list: its header, width in characters, and how its cells stand (left, center, right)."""

    title: str
    width: float
    align: str = "left"


def new_workbook(*, title: str, author: str, made_at: datetime) -> Workbook:
    """Return an empty workbook whose properties name the office and nothing of this machine."""
    book = Workbook()
    book.properties.title, book.properties.creator = title, author
    book.properties.lastModifiedBy = author
    book.properties.created = book.properties.modified = made_at.replace(tzinfo=None)
    return book


def put_text(cell: Cell, text: str, *, font: Font = BODY, align: str = "left", boxed: bool = True) -> None:
    """Write `text` as text, so that no spreadsheet ever takes it for a formula or a number."""
    cell.value = cell_text(text)
    cell.data_type = "s"
    cell.number_format = "@"
    cell.quotePrefix = could_be_a_formula(text)
    _dress(cell, font=font, align=align, boxed=boxed)


def put_money(cell: Cell, fen: int | None, *, font: Font = BODY) -> None:
    """Write fen as a real number of yuan; nothing where there is no amount."""
    cell.value = None if fen is None else Decimal(fen) / 100
    cell.number_format = MONEY
    _dress(cell, font=font, align="right", boxed=True)


def put_number(cell: Cell, number: int | None, *, align: str = "center") -> None:
    """Write a whole number."""
    cell.value = number
    _dress(cell, font=BODY, align=align, boxed=True)


def put_sum(cell: Cell, *, first: int, last: int) -> None:
    """Write the sum of the rows `first` to `last` of the cell's own column, as a formula."""
    letter = get_column_letter(cell.column)
    cell.value = f"=SUM({letter}{first}:{letter}{last})"
    cell.number_format = MONEY
    _dress(cell, font=BOLD, align="right", boxed=True)


_Dressed = dict[tuple[object, ...], tuple[Font, StyleArray]]
_dressed: WeakKeyDictionary[Workbook, _Dressed] = WeakKeyDictionary()


def _dress(cell: Cell, *, font: Font, align: str, boxed: bool) -> None:
    """Dress a cell; the second of a kind takes the first one's style, since openpyxl hashes each anew."""
    bare: Any = cell  # its published types leave out the style
    known = _dressed.setdefault(bare.parent.parent, {})
    # the font is kept, so that its id stays its own
    kind = tuple(bare._style or ()), id(font), align, boxed
    if kind in known:
        bare._style = copy(known[kind][1])
        return
    _put_on(cell, font=font, align=align, boxed=boxed)
    known[kind] = font, copy(bare._style)


def _put_on(cell: Cell, *, font: Font, align: str, boxed: bool) -> None:
    cell.font = font
    indent = 0 if align == "center" else 1
    cell.alignment = Alignment(horizontal=align, vertical="center", wrap_text=True, indent=indent)
    if boxed:
        cell.border = BOX


def put_banner(
    sheet: Worksheet, row: int, text: str, *, columns: int, font: Font, height: float = 20
) -> None:
    """Write one line across the whole width."""
    sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=columns)
    put_text(cell_at(sheet, row, 1), text, font=font, align="center", boxed=False)
    sheet.row_dimensions[row].height = height


def first_sheet(book: Workbook, title: str) -> Worksheet:
    """Return a new workbook's only sheet, named."""
    sheet = book.worksheets[0]
    sheet.title = title
    return sheet


def put_head(sheet: Worksheet, columns: Sequence[Column], *, title: str, state: str, line: str) -> None:
    """Write the HEAD rows of a list: title, state, unit and date, and the header that stays in sight."""
    width = len(columns)
    put_banner(sheet, 1, title, columns=width, font=TITLE, height=32)
    put_banner(sheet, 2, state, columns=width, font=WARNING, height=20 if state else 6)
    put_banner(sheet, 3, line, columns=width, font=BODY)
    put_header(sheet, HEAD, columns)


def put_header(sheet: Worksheet, row: int, columns: Sequence[Column]) -> None:
    """Write the header line, set the widths, and keep everything down to it in sight."""
    for number, column in enumerate(columns, start=1):
        cell = cell_at(sheet, row, number)
        put_text(cell, column.title, font=BOLD, align="center")
        cell.fill = HEAD_FILL
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    sheet.row_dimensions[row].height = 26
    sheet.freeze_panes = cell_at(sheet, row + 1, 1)


def fit_row(sheet: Worksheet, row: int, columns: Sequence[Column]) -> None:
    """Make a row as high as its longest wrapped text needs; spreadsheets do not do so by themselves."""
    lines = 1
    for number, column in enumerate(columns, start=1):
        value = cell_at(sheet, row, number).value
        if isinstance(value, str):
            lines = max(
                lines, *(_lines(part, column.width) for part in value.split("\n")), value.count("\n") + 1
            )
    sheet.row_dimensions[row].height = max(22, 16 * lines + 6)


def _lines(text: str, width: float) -> int:
    wide = sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in text)
    return int(wide // max(width - 3, 1)) + 1


def set_up_page(sheet: Worksheet, *, head_rows: int, last_row: int, columns: int, header: str = "") -> None:
    """Print on A4 across, one page wide, the head rows on every page, with page x of y."""
    last = get_column_letter(columns)
    sheet.print_area = f"A1:{last}{last_row}"
    sheet.print_title_rows = f"1:{head_rows}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.horizontalCentered = True
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top, sheet.page_margins.bottom = 0.7, 0.7
    top = HeaderFooterItem(right=_HeaderFooterPart(header.replace("&", "&&")) if header else None)
    bottom = HeaderFooterItem(center=_HeaderFooterPart("第 &P 页 共 &N 页"))
    sheet.HeaderFooter = HeaderFooter(oddHeader=top, oddFooter=bottom)


def save_workbook(
    book: Workbook, out: Path | str, *, sums: Mapping[str, Mapping[str, int]] | None = None
) -> None:
    """Write the workbook whole or not at all.

    `sums` gives what each formula comes to (fen, by sheet and cell), kept beside it for programs that do
    not compute.
    """
    with atomic_output(out) as temporary:
        book.save(temporary)
        for title, cells in (sums or {}).items():
            _keep_sums(temporary, f"xl/worksheets/sheet{book.sheetnames.index(title) + 1}.xml", cells)


_FORMULA = re.compile(r'(<c r="([A-Z]+\d+)"[^>]*>)<f>([^<]*)</f><v\s*(?:/>|></v>)')


def _keep_sums(file: Path, part: str, sums: Mapping[str, int]) -> None:
    def filled(found: re.Match[str]) -> str:
        fen = sums.get(found[2])
        value = "" if fen is None else str(Decimal(fen) / 100)
        return f"{found[1]}<f>{found[3]}</f><v>{value}</v>"

    rewritten = file.with_name(f"{file.name}x")
    try:
        with zipfile.ZipFile(file) as old, zipfile.ZipFile(rewritten, "w", zipfile.ZIP_DEFLATED) as new:
            for entry in old.infolist():
                body = old.read(entry)
                new.writestr(entry, _FORMULA.sub(filled, body.decode()) if entry.filename == part else body)
        shutil.move(rewritten, file)
    finally:
        rewritten.unlink(missing_ok=True)


def cell_at(sheet: Worksheet, row: int, column: int) -> Cell:
    cell = sheet.cell(row, column)
    if not isinstance(cell, Cell):
        raise TypeError(f"row {row} column {column} lies inside merged cells")
    return cell
