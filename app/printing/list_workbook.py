"""Writes lists as a workbook, row by row: whole or not at all, ready to be printed on A4 across.

Text is text whatever it begins with, ID numbers and cards never become numbers, money is a real number.
A formula keeps the value that it comes to beside it, for programs that do not compute.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from app.documents import atomic_output, cell_text, could_be_a_formula, full_disk_named
from app.printing.lists import Cell, ClosingLine, Column, ListSheet, Section
from app.private_files import private_folder
from app.progress import Progress

HEAD_ROWS = 4  # title, state, unit and date, header
MONEY_FORMAT = "#,##0.00"
_FONT = {"font_name": "宋体", "font_size": 11}
_BOX = {"border": 1, "border_color": "#8A8F98"}
_TITLE = {"font_size": 18, "bold": True}
_WARNING = {"font_size": 12, "bold": True, "font_color": "#B3322A"}
_BOLD = {"bold": True}
_HEADER_FILL, _SUM_FILL = {"bg_color": "#EEF1F5"}, {"bg_color": "#F7F8FA"}
_LONGEST_CELL = 32_767  # characters that a cell of a workbook holds
_TALLEST_ROW = 409  # points
_LINE_HEIGHT = 16
_MARGINS = {"left": 0.4, "right": 0.4, "top": 0.7, "bottom": 0.7}  # inches


def write_list_workbook(
    out: Path | str,
    sheets: Sequence[ListSheet[Any]],
    *,
    title: str,
    author: str,
    made_at: datetime,
    progress: Progress | None = None,
    label: str = "",
    check: Callable[[Path], None] | None = None,
) -> None:
    """Write each list on a sheet of its own to `out`. Raises DocumentError, Cancelled.

    The properties name the office (`author`) and nothing of this machine. `progress` is told the rows
    written under `label`. `check` reads the finished file before it takes its place, and raises where it
    must not.
    """
    with atomic_output(out, kind="xlsx") as temporary:
        with streaming_workbook(temporary) as book:
            created = made_at.replace(tzinfo=None)
            book.set_properties({"title": title, "author": author, "created": created})
            _write_sheets(book, sheets, progress=progress, label=label)
        if check is not None:
            check(temporary)


def _write_sheets(
    book: Any, sheets: Sequence[ListSheet[Any]], *, progress: Progress | None, label: str
) -> None:
    styles, done, count = _Styles(book), 0, sum(sheet.row_count for sheet in sheets)
    for sheet in sheets:
        writer = _SheetWriter(book.add_worksheet(sheet.name or sheet.title), styles, sheet)
        for _ in writer.write():
            done += 1
            if progress is not None:
                progress.report(done, count, label)


class _Packed(BytesIO):
    """A zip file in memory that stays open: one that was given up is closed by Python in no sure order."""

    def close(self) -> None:
        """Stay open."""


@contextmanager
def streaming_workbook(file: Path) -> Iterator[Any]:
    """Give an empty xlsxwriter workbook that is written to `file` row by row and closed at the end.

    Its rows wait in a private folder meanwhile. Where the block fails, no file is written. Raises
    DocumentError where that folder's disk is full. The finished workbook is packed in memory first: a zip
    file that meets a full disk complains once more, on standard error, when it is thrown away.
    """
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    packed = _Packed()
    with TemporaryDirectory(dir=private_folder(), ignore_cleanup_errors=True) as rows:
        book = xlsxwriter.Workbook(packed, {"constant_memory": True, "tmpdir": rows})
        try:
            with full_disk_named(Path(rows)):
                yield book
                book.close()
        except FileCreateError as error:  # its only argument is the error of the file system
            with full_disk_named(Path(rows)):
                raise error.args[0] from error
        finally:
            for sheet in book.worksheets():
                with suppress(OSError):
                    sheet._opt_close()
    file.write_bytes(packed.getbuffer())


class _Styles:
    """The cell formats of one workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[object, ...], Any] = {}

    def get(self, *looks: dict[str, Any], align: str = "left", number_format: str = "@") -> Any:
        """Return the format of cells with these looks."""
        facts = _FONT | {"valign": "vcenter", "text_wrap": True, "align": align, "num_format": number_format}
        if align != "center":
            facts["indent"] = 1
        for look in looks:
            facts |= look
        key = tuple(sorted(facts.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(facts)
        return self._made[key]


class _SheetWriter:
    """Writes one list, from the top down; rows count from 0."""

    def __init__(self, sheet: Any, styles: _Styles, content: ListSheet[Any]) -> None:
        self._sheet = sheet
        self._styles = styles
        self._content = content
        self._columns = content.columns
        self._row = 0
        self._number = 0

    def write(self) -> Iterator[None]:
        """Write the list; yield after each of its rows."""
        content = self._content
        for place, column in enumerate(self._columns):
            self._sheet.set_column(place, place, column.width)
        self._write_head()
        for section in content.sections:
            yield from self._write_section(section)
        if content.is_filtered and content.row_count:
            self._sheet.autofilter(HEAD_ROWS - 1, 0, self._row - 1, len(self._columns) - 1)
        if content.empty and not content.row_count:
            self._banner(content.empty, height=28)
        if content.total:
            self._write_total(content.total)
        for line in content.closing:
            self._write_closing(line)
        self._set_up_page()

    def _write_head(self) -> None:
        content = self._content
        self._banner(content.title, _TITLE, height=32)
        self._banner(content.state, _WARNING, height=20 if content.state else 6)
        self._banner(content.line, height=20)
        style = self._styles.get(_BOLD, _BOX, _HEADER_FILL, align="center")
        self._sheet.set_row(self._row, 26)
        for place, column in enumerate(self._columns):
            self._sheet.write_string(self._row, place, column.title, style)
        self._row += 1
        self._sheet.freeze_panes(self._row, 0)

    def _banner(self, text: str, *looks: dict[str, Any], height: float, align: str = "center") -> None:
        """Write one line across the whole width."""
        style = self._styles.get(*looks, align=align)
        self._sheet.set_row(self._row, height)
        self._merge(0, len(self._columns) - 1, text, style)
        self._row += 1

    def _merge(self, first: int, last: int, text: str, style: Any) -> None:
        if last > first:
            self._sheet.merge_range(self._row, first, self._row, last, "", style)
        self._sheet.write_string(self._row, first, _fitting(text), style)

    def _write_section(self, section: Section[Any]) -> Iterator[None]:
        if section.heading:
            self._banner(section.heading, _BOLD, _BOX, height=24, align="left")
        first = self._row
        for row in section.rows:
            self._write_row([column.value(row) for column in self._columns])
            yield
        if section.subtotal and section.rows:
            self._write_sums(section.subtotal, section.rows, first=first)

    def _write_row(self, cells: Sequence[Cell]) -> None:
        self._number += 1
        self._sheet.set_row(self._row, _height(cells, self._columns))
        for place, (cell, column) in enumerate(zip(cells, self._columns, strict=True)):
            self._write_cell(place, cell, column)
        self._row += 1

    def _write_cell(self, place: int, cell: Cell, column: Column[Any]) -> None:
        if column.kind == "text":
            self._write_text(place, str(cell or ""), column)
            return
        value = self._number if column.kind == "running" else cell
        number_format = MONEY_FORMAT if column.kind == "money" else "General"
        style = self._styles.get(_BOX, align=column.align, number_format=number_format)
        if value is None:
            self._sheet.write_blank(self._row, place, None, style)
        else:
            amount = Decimal(int(value)) / 100 if column.kind == "money" else value
            self._sheet.write_number(self._row, place, amount, style)

    def _write_text(self, place: int, text: str, column: Column[Any]) -> None:
        quoted = {"quote_prefix": True} if could_be_a_formula(text) else {}
        style = self._styles.get(_BOX, quoted, align=column.align)
        if text:
            self._sheet.write_string(self._row, place, _fitting(text), style)
        else:
            self._sheet.write_blank(self._row, place, None, style)

    def _summed(self) -> list[int]:
        return [place for place, column in enumerate(self._columns) if column.is_summed]

    def _write_sums(self, words: str, rows: Sequence[Any], *, first: int) -> None:
        """Write the sums of a section as formulas over its own rows (from `first` on)."""
        from xlsxwriter.utility import xl_col_to_name

        style = self._write_sum_words(words)
        for place in self._summed():
            letter, amount = xl_col_to_name(place), self._sum_of(place, rows)
            formula = f"=SUM({letter}{first + 1}:{letter}{self._row})"
            self._sheet.write_formula(self._row, place, formula, style, amount)
        self._row += 1

    def _write_total(self, words: str) -> None:
        """Write the total as the number decided, not as a formula: words beside it may say the same."""
        style = self._write_sum_words(words)
        rows = [row for section in self._content.sections for row in section.rows]
        for place in self._summed():
            self._sheet.write_number(self._row, place, self._sum_of(place, rows), style)
        self._row += 1

    def _sum_of(self, place: int, rows: Sequence[Any]) -> Decimal:
        value = self._columns[place].value
        return Decimal(sum(int(value(row) or 0) for row in rows)) / 100

    def _write_sum_words(self, words: str) -> Any:
        """Write the words left of the first sum and empty cells elsewhere; return the format of a sum."""
        blank = self._styles.get(_BOX, _SUM_FILL)
        self._sheet.set_row(self._row, 24)
        for place in range(len(self._columns)):
            self._sheet.write_blank(self._row, place, None, blank)
        before = self._summed()[0] - 1
        self._merge(0, before, words, self._styles.get(_BOLD, _BOX, _SUM_FILL, align="right"))
        return self._styles.get(_BOLD, _BOX, _SUM_FILL, align="right", number_format=MONEY_FORMAT)

    def _write_closing(self, line: ClosingLine) -> None:
        self._banner(line.text, _BOLD if line.is_bold else {}, height=line.height)

    def _set_up_page(self) -> None:
        """Print on A4 across, one page wide, the head rows on every page, with page x of y."""
        sheet = self._sheet
        sheet.print_area(0, 0, max(self._row - 1, HEAD_ROWS), len(self._columns) - 1)
        sheet.repeat_rows(0, HEAD_ROWS - 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.center_horizontally()
        sheet.set_margins(**_MARGINS)
        if self._content.state:
            sheet.set_header("&R" + self._content.state.replace("&", "&&"))
        sheet.set_footer("&C第 &P 页 共 &N 页")


def _fitting(text: str) -> str:
    """Return a cell's text, cut where it is longer than a cell may be; the cut is shown."""
    clean = cell_text(text)
    return clean if len(clean) <= _LONGEST_CELL else clean[: _LONGEST_CELL - 1] + "…"


def _height(cells: Sequence[Cell], columns: Sequence[Column[Any]]) -> float:
    """Return the height that a row's longest wrapped text needs; spreadsheets do not see to it."""
    lines = 1
    for cell, column in zip(cells, columns, strict=True):
        if isinstance(cell, str) and cell:
            lines = max(lines, sum(_line_count(part, column.width) for part in cell.split("\n")))
    return min(max(22, _LINE_HEIGHT * lines + 6), _TALLEST_ROW)


def _line_count(text: str, width: float) -> int:
    wide = sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in text)
    return int(wide // max(width - 3, 1)) + 1
