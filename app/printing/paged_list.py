"""Writes a list whose every printed page carries its own sum and the sum so far (本页小计、累计).

Pages are laid out here, since their sums depend on what stands on them: A4 across, the head on every page.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Generic

from app.documents import atomic_output
from app.printing.lists import Cell, ClosingLine, Column, Row, Section
from app.printing.row_makers import RowMaker, SumMaker
from app.printing.sheet_stream import Look, StreamedBook, StreamedSheet, letters, streamed_book
from app.progress import Progress

SCALE = 78  # percent: 12 points become 9.4
_HEAD = (34, 22, 22, 28)  # title, state, unit and date, header; points
_HEADING, _SUM, _ROW, _LINE = 26, 24, 38, 16
_PAGE = 620  # points at SCALE between the margins of A4 across
_BODY = _PAGE - sum(_HEAD) - 2 * _SUM
_MOST_BREAKS = 1_000  # page breaks of one sheet: a spreadsheet takes 1,023
_MARGINS = (0.35, 0.7)
_TITLE = Look(align="center", size=20, is_bold=True)
_STATE = Look(align="center", size=13, is_bold=True, colour="B3322A")
_PLAIN = Look(align="center")
_HEADER = Look(align="center", is_bold=True, fill="EEF1F5", has_box=True)
_SECTION = Look(is_bold=True, has_box=True)
_SUMMED = Look(align="right", number_format="#,##0.00", is_bold=True, fill="F7F8FA", has_box=True)
_SUM_WORDS = Look(align="right", is_bold=True, fill="F7F8FA", has_box=True)


@dataclass(frozen=True, slots=True)
class PagedList(Generic[Row]):
    """A list in pages. `page_words` gives the words of a page's sum by its number and count of rows,
    `running_words` those of the sum so far by the count so far, `continued` the mark of a heading that comes
    again on the next page. The rest is as in `ListSheet`.
    """

    title: str
    columns: Sequence[Column[Row]]
    sections: Sequence[Section[Row]]
    name: str
    state: str
    line: str
    total: str
    closing: Sequence[ClosingLine]
    page_words: Callable[[int, int], str]
    running_words: Callable[[int], str]
    continued: str = ""

    @property
    def row_count(self) -> int:
        """Return the number of rows, sums and headings left out."""
        return sum(len(section.rows) for section in self.sections)


def write_paged_list(
    out: Path | str,
    content: PagedList[Any],
    *,
    title: str,
    author: str,
    made_at: datetime,
    progress: Progress | None = None,
    label: str = "",
) -> None:
    """Write the list to `out`, whole or not at all. Raises DocumentError, Cancelled.

    The properties name the office (`author`) and nothing of this machine; the same list gives the same bytes.
    """
    with atomic_output(out, kind="xlsx") as temporary, streamed_book(temporary) as book:
        writer = _Writer(book, content)
        for done in writer.write():
            if progress is not None and done % 500 == 0:
                progress.report(done, content.row_count, label)
        book.finish(title=title, author=author, made_at=made_at)


class _Writer:
    """Writes one list over as many sheets as its page breaks need."""

    def __init__(self, book: StreamedBook, content: PagedList[Any]) -> None:
        self._book = book
        self._content = content
        self._columns = content.columns
        self._values = [column.value for column in content.columns]
        self._summed = [place for place, column in enumerate(content.columns) if column.is_summed]
        self._limits = [
            (at, *_one_line(column.width))
            for at, column in enumerate(content.columns)
            if column.kind == "text"
        ]
        self._page = 1
        self._count = 0
        self._sums = [0] * len(self._summed)  # so far
        self._page_count = 0
        self._page_sums = [0] * len(self._summed)
        self._first = 0  # row of the page's first line
        self._carried = 0  # row of the last sum so far on this sheet; 0 on its first page
        self._used = 0.0

    def write(self) -> Iterator[int]:
        """Write everything; yield the count of rows after each."""
        rows = self._rows()
        last = self._content.row_count
        waiting = next(rows, None)
        number = 0
        while waiting is not None or number == 0:
            number += 1
            name = self._content.name if number == 1 else f"{self._content.name} {number}"
            widths = [column.width for column in self._columns]
            with self._book.sheet(name, widths, head_rows=len(_HEAD)) as sheet:
                summed = SumMaker(sheet, len(self._columns), self._summed, words=_SUM_WORDS, sums=_SUMMED)
                self._make_sums = summed.cells
                self._begin(sheet)
                make = RowMaker(sheet, self._columns).cells
                while waiting is not None and sheet.breaks < _MOST_BREAKS:
                    section, is_first, row = waiting
                    self._add(sheet, make, section, row, is_first=is_first, is_last=self._count + 1 == last)
                    yield self._count
                    waiting = next(rows, None)
                self._end(sheet, is_last=waiting is None)

    def _rows(self) -> Iterator[tuple[Section[Any], bool, Any]]:
        for section in self._content.sections:
            is_first = True
            for row in section.rows:
                yield section, is_first, row
                is_first = False

    def _begin(self, sheet: StreamedSheet) -> None:
        content = self._content
        lines = ((content.title, _TITLE), (content.state, _STATE), (content.line, _PLAIN))
        for (text, look), height in zip(lines, _HEAD, strict=False):
            self._banner(sheet, text, look, height)
        cells = [sheet.text_cell(at, column.title, _HEADER) for at, column in enumerate(self._columns)]
        sheet.add_row("".join(cells), _HEAD[-1])
        self._start_page(sheet)
        self._carried = 0

    def _start_page(self, sheet: StreamedSheet) -> None:
        self._page_count, self._page_sums = 0, [0] * len(self._summed)
        self._first, self._used = sheet.row + 1, 0.0

    def _banner(self, sheet: StreamedSheet, text: str, look: Look, height: float) -> None:
        sheet.merge(0, len(self._columns) - 1)
        blank = sheet.blank_cells(range(1, len(self._columns)), look)
        sheet.add_row(sheet.text_cell(0, text, look) + blank, height)

    def _add(
        self,
        sheet: StreamedSheet,
        make: Callable[[Sequence[Cell]], str],
        section: Section[Any],
        row: Any,
        *,
        is_first: bool,
        is_last: bool,
    ) -> None:
        values = [value(row) for value in self._values]
        height = self._height(values)
        heading = _HEADING if section.heading and (is_first or not self._page_count) else 0
        closing = self._closing_height() if is_last else 0
        if self._page_count and self._used + heading + height + closing > _BODY:
            self._close_page(sheet)
            sheet.break_page()
            self._page += 1
            self._start_page(sheet)
            heading = _HEADING if section.heading else 0
        if heading:
            again = "" if is_first else self._content.continued
            self._banner(sheet, section.heading + again, _SECTION, _HEADING)
        sheet.add_row(make(values), height)
        self._used += heading + height
        self._count += 1
        self._page_count += 1
        for at, place in enumerate(self._summed):
            self._page_sums[at] += int(values[place] or 0)

    def _height(self, values: Sequence[Cell]) -> float:
        """Return the height of a row: two lines, more where a text needs them."""
        for at, narrow, wide in self._limits:
            value = str(values[at])
            if (len(value) > 2 * wide or "\n" in value) and not _are_two_lines(value, narrow, wide):
                return max(_ROW, _LINE * self._lines(values) + 6)
        return _ROW

    def _lines(self, values: Sequence[Cell]) -> int:
        return max(
            sum(_line_count(part, column.width) for part in value.split("\n"))
            for value, column in zip(values, self._columns, strict=True)
            if isinstance(value, str)
        )

    def _closing_height(self) -> float:
        return sum(line.height for line in self._content.closing) + _SUM

    def _close_page(self, sheet: StreamedSheet) -> None:
        """Write the page's sum and the sum so far."""
        last, content = sheet.row, self._content
        before = self._carried
        self._sums = [all_ + own for all_, own in zip(self._sums, self._page_sums, strict=True)]
        of_page = sheet.row + 1
        sums = [f"SUM({letters(at)}{self._first}:{letters(at)}{last})" for at in self._summed]
        self._sum_row(sheet, content.page_words(self._page, self._page_count), self._page_sums, sums)
        so_far = [f"{letters(at)}{before}+{letters(at)}{of_page}" if before else "" for at in self._summed]
        self._carried = sheet.row + 1
        self._sum_row(sheet, content.running_words(self._count), self._sums, so_far)

    def _sum_row(
        self, sheet: StreamedSheet, words: str, sums: Sequence[int], formulas: Sequence[str]
    ) -> None:
        """Write words left of the sums; a sum without a formula is the number itself."""
        sheet.merge(0, self._summed[0] - 1)
        sheet.add_row(self._make_sums(words, sums, formulas), _SUM)

    def _end(self, sheet: StreamedSheet, *, is_last: bool) -> None:
        if self._page_count:
            self._close_page(sheet)
        if is_last:
            nothing = [""] * len(self._summed)
            self._sum_row(sheet, self._content.total, self._sums, nothing)
            for line in self._content.closing:
                look = Look(align="center", is_bold=line.is_bold)
                self._banner(sheet, line.text, look, line.height)
        header = "&R" + self._content.state.replace("&", "&&")
        sheet.finish(scale=SCALE, margins=_MARGINS, header=header, footer="&C第 &P 页 共 &N 页")
        self._page += 1


def _one_line(width: float) -> tuple[int, int]:
    """Return how many narrow and how many wide characters surely stand in one line of a column."""
    narrow = int(max(width - 3, 2))
    return narrow, narrow // 2


def _are_two_lines(text: str, narrow: int, wide: int) -> bool:
    """Return whether a text surely stands in two lines; quicker than to measure it."""
    first, mark, second = text.partition("\n")
    if not mark:
        return len(text) <= 2 * (narrow if text.isascii() else wide)
    if len(first) > (narrow if first.isascii() else wide):
        return False
    return len(second) <= (narrow if second.isascii() else wide) and "\n" not in second


def _line_count(text: str, width: float) -> int:
    wide = sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in text)
    return int(wide // max(width - 3, 1)) + 1
