"""A list on pages of its own: rows as high as their texts, sums of each page, no page without a row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from reportlab.platypus import Flowable

from app.formats import money_in_yuan
from app.printing.chinese_text import MM, PLAIN, STRONG, WRONG, ChineseText, Style
from app.printing.lists import Column
from app.printing.paper_cells import Cell, draw_row, set_cell
from app.printing.papers import ListPaper

_FEWEST_AT_END = 2  # rows that stand on the last page with the total, where there are more


@dataclass(slots=True)
class _Line:
    """A ruled line of a list: its cells, its height, and what it adds to the sums of its page (fen)."""

    cells: list[Cell]
    height: float
    sums: tuple[int, ...] = ()
    keeps_next: bool = False


@dataclass(slots=True)
class _Page:
    lines: list[_Line] = field(default_factory=list)
    used: float = 0.0


class ListLines(Flowable):  # type: ignore[misc]  # reportlab has no types
    """The ruled lines of one page, drawn from the top down."""

    def __init__(self, lines: Sequence[_Line]) -> None:
        super().__init__()
        self._lines = lines
        self.width = sum(cell.width for cell in lines[0].cells)
        self.height = sum(line.height for line in lines)

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Return the size."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw the lines."""
        top = self.height
        for line in self._lines:
            draw_row(self.canv, 0, top, line.height, line.cells)
            top -= line.height


class ListSetter:
    """Sets a list for pages `width` wide and `height` high, in points."""

    def __init__(self, paper: ListPaper, *, width: float, height: float) -> None:
        self._paper, self._sheet = paper, paper.sheet
        self._columns: Sequence[Column[Any]] = paper.sheet.columns
        shares = sum(column.width for column in self._columns)
        self._widths = [width * column.width / shares for column in self._columns]
        self._width, self._height = width, height
        self._summed = [place for place, column in enumerate(self._columns) if column.is_summed]
        self._number = 0

    def pages(self) -> list[list[Flowable]]:
        """Return what stands on each page."""
        head, header = self._head(), self._header()
        closing = self._closing()
        head_height, closing_height = _height_of(head, self._width), _height_of(closing, self._width)
        room = self._height - header.height - self._sums_height()
        total = self._total_line()
        after = closing_height + (total.height if total else 0)
        pages = self._filled(room, first=head_height, after=after)
        made: list[list[Flowable]] = []
        running = [0] * len(self._summed)
        for number, page in enumerate(pages):
            lines = [header, *page.lines]
            sums = [
                sum(line.sums[place] for line in page.lines if line.sums) for place in range(len(running))
            ]
            running = [before + now for before, now in zip(running, sums, strict=True)]
            if self._paper.page_sums and self._sheet.row_count:
                words = self._paper.page_sums
                lines += [self._sum_line(words[0], sums), self._sum_line(words[1], running)]
            is_last = number == len(pages) - 1
            if is_last and total is not None:
                lines.append(total)
            made.append([*(head if number == 0 else []), ListLines(lines), *(closing if is_last else [])])
        return made

    def _filled(self, room: float, *, first: float, after: float) -> list[_Page]:
        """Return the lines page by page; the last page has room for what comes `after` them."""
        lines, pages = list(self._lines()), [_Page(used=first)]
        for place, line in enumerate(lines):
            needed = line.height
            if line.keeps_next and place + 1 < len(lines):
                needed += lines[place + 1].height
            if pages[-1].used + needed > room and pages[-1].lines:
                pages.append(_Page())
            pages[-1].lines.append(line)
            pages[-1].used += line.height
        last = pages[-1]
        if len(pages) > 1 and len(last.lines) < _FEWEST_AT_END < len(pages[-2].lines):
            moved = self._moved_to_the_end(pages[-2], count=_FEWEST_AT_END - len(last.lines))
            last.lines[:0] = moved
            last.used += sum(line.height for line in moved)
        if last.used + after > room and len(last.lines) > 1:
            moved = self._moved_to_the_end(last)
            pages.append(_Page(moved, sum(line.height for line in moved)))
        return [page for page in pages if page.lines] or pages[:1]

    def _moved_to_the_end(self, page: _Page, *, count: int = _FEWEST_AT_END) -> list[_Line]:
        """Take the last lines off a page, those with them that a heading keeps together."""
        count = min(count, len(page.lines) - 1)
        while count < len(page.lines) - 1 and page.lines[-count - 1].keeps_next:
            count += 1
        moved = page.lines[-count:]
        del page.lines[-count:]
        return moved

    def _head(self) -> list[Flowable]:
        sheet = self._sheet
        texts = [
            (self._paper.annex_of, Style(16, STRONG)),
            (sheet.title, Style(18, STRONG, is_centred=True, is_balanced=True, leading=1.4)),
            (sheet.state, Style(10, STRONG, WRONG, is_centred=True)),
            (sheet.line, Style(9, is_right=True, space_before=2)),
        ]
        return [ChineseText(text, style) for text, style in texts if text]

    def _closing(self) -> list[Flowable]:
        return [
            ChineseText(
                line.text,
                Style(10.5, STRONG if line.is_bold else PLAIN, space_before=max(3.0, line.height - 24)),
            )
            for line in self._sheet.closing
        ]

    def _header(self) -> _Line:
        cells = [
            set_cell(
                column.title, width, size=self._paper.text_size, align="center", is_bold=True, is_filled=True
            )
            for column, width in zip(self._columns, self._widths, strict=True)
        ]
        return _Line(cells, max(cell.height for cell in cells))

    def _lines(self) -> Iterator[_Line]:
        for section in self._sheet.sections:
            if section.heading:
                cell = set_cell(section.heading, self._width, size=self._paper.text_size, is_bold=True)
                yield _Line([cell], max(cell.height, 7 * MM), keeps_next=True)
            sums = [0] * len(self._summed)
            for row in section.rows:
                line = self._row(row)
                sums = [before + now for before, now in zip(sums, line.sums, strict=True)]
                yield line
            if section.subtotal and section.rows:
                yield self._sum_line(section.subtotal, sums)
        if self._sheet.empty and not self._sheet.row_count:
            cell = set_cell(self._sheet.empty, self._width, size=self._paper.text_size, align="center")
            yield _Line([cell], 10 * MM)

    def _row(self, row: Any) -> _Line:
        self._number += 1
        cells, sums = [], []
        for column, width in zip(self._columns, self._widths, strict=True):
            value = self._number if column.kind == "running" else column.value(row)
            if column.is_summed:
                sums.append(int(value or 0))
            is_money = column.kind == "money"
            text = "" if value is None else money_in_yuan(int(value)) if is_money else str(value)
            cells.append(
                set_cell(
                    text,
                    width,
                    size=self._paper.text_size,
                    align=column.align,
                    on_one_line=is_money and bool(text),
                )
            )
        height = max(self._paper.row_mm * MM, *(cell.height for cell in cells))
        return _Line(cells, height, tuple(sums))

    def _sum_line(self, words: str, sums: Sequence[int]) -> _Line:
        """Return a line of sums: the words left of the first one, empty cells elsewhere."""
        first = self._summed[0] if self._summed else len(self._columns)
        before = sum(self._widths[:first])
        size = self._paper.text_size
        cells = [set_cell(words, before, size=size, align="right", is_bold=True)]
        fen = dict(zip(self._summed, sums, strict=True))
        for place in range(first, len(self._columns)):
            text = money_in_yuan(fen[place]) if place in fen else ""
            cell = set_cell(
                text, self._widths[place], size=size, align="right", is_bold=True, on_one_line=bool(text)
            )
            cells.append(cell)
        return _Line(cells, max(7 * MM, *(cell.height for cell in cells)))

    def _sums_height(self) -> float:
        if not self._paper.page_sums:
            return 0.0
        return 2 * max(
            self._sum_line(words, [0] * len(self._summed)).height for words in self._paper.page_sums
        )

    def _total_line(self) -> _Line | None:
        if not self._sheet.total:
            return None
        rows = [row for section in self._sheet.sections for row in section.rows]
        sums = [sum(int(self._columns[place].value(row) or 0) for row in rows) for place in self._summed]
        return self._sum_line(self._sheet.total, sums)


def _height_of(content: Sequence[Flowable], width: float) -> float:
    heights = [each.wrap(width, 10_000)[1] + each.getSpaceBefore() for each in content]
    return float(sum(heights))
