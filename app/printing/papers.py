"""Official papers as data: a letter, a list, a form. `papers_pdf` sets them one behind another in one file.

A letter follows 《党政机关公文格式》 GB/T 9704-2012: margins 37 mm above and 28 mm left, 22 lines of 28
characters, title in size 2 (22 points), text in size 3 (16 points), page numbers «— 1 —» outside.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from app.printing.font_chain import composed, font_fallback
from app.printing.lists import ListSheet
from app.printing.text_pages import REGULAR
from app.words import tr

_LAYOUT_SIGNS = "\n\t"


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter or notice. `paragraphs` are indented by two characters; `annexes` are named below them.

    `addressee` stands flush left under the title, `issuers` over the day at the right, `note` below that in
    brackets. `state` is a warning at the head of every page.
    """

    title: str
    paragraphs: tuple[str, ...]
    addressee: str = ""
    annexes: tuple[str, ...] = ()
    issuers: tuple[str, ...] = ()
    day: str = ""
    note: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class ListPaper:
    """A list as pages. The widths of its columns are shares of the width of the page.

    `annex_of` stands at the very top («附件»). `page_sums` are the words of the sum of each page and of all
    pages so far, () for none. `row_mm` is the least height of a row. `foot` stands small at the bottom, on
    one or two lines.
    """

    sheet: ListSheet[Any]
    is_landscape: bool = True
    annex_of: str = ""
    page_sums: tuple[str, str] | tuple[()] = ()
    row_mm: float = 8.0
    text_size: float = 10.0
    foot: str = ""


@dataclass(frozen=True, slots=True)
class FormCell:
    """A cell of a form: its text, its share of the row's width, and how it looks."""

    text: str
    share: float = 1.0
    is_label: bool = False
    align: Literal["left", "center", "right"] = "left"
    is_bold: bool = False


@dataclass(frozen=True, slots=True)
class FormRow:
    """Cells beside one another; `least_mm` leaves room for writing by hand."""

    cells: tuple[FormCell, ...]
    least_mm: float = 8.0


@dataclass(frozen=True, slots=True)
class FormPaper:
    """A form (审批表) on one A4 page: a title, ruled rows, lines under them and a small foot of at
    most two lines.
    """

    title: str
    rows: tuple[FormRow, ...]
    line: str = ""
    closing: tuple[str, ...] = ()
    state: str = ""
    foot: str = ""


Paper = Letter | ListPaper | FormPaper


def texts_of_paper(paper: Paper) -> Iterator[str]:
    """Yield every text that a paper draws, but for the numbers that it counts itself."""
    if isinstance(paper, Letter):
        yield from (paper.title, paper.addressee, paper.day, paper.note, paper.state)
        yield from (*paper.paragraphs, *paper.annexes, *paper.issuers)
    elif isinstance(paper, FormPaper):
        yield from (paper.title, paper.line, paper.state, *paper.foot.split("\n"), *paper.closing)
        yield from (cell.text for row in paper.rows for cell in row.cells)
    else:
        sheet = paper.sheet
        yield from (
            sheet.title,
            sheet.state,
            sheet.line,
            sheet.empty,
            sheet.total,
            paper.annex_of,
            *paper.foot.split("\n"),
        )
        yield from paper.page_sums
        yield from (column.title for column in sheet.columns)
        yield from (line.text for line in sheet.closing)
        for section in sheet.sections:
            yield from (section.heading, section.subtotal)
            for row in section.rows:
                yield from (str(column.value(row) or "") for column in sheet.columns if column.kind == "text")


def missing_in_paper(paper: Paper) -> list[tuple[str, str]]:
    """Return the characters of a paper that no font has, each once, with the text it stands in."""
    fonts, found = font_fallback(*REGULAR), dict[str, str]()
    for text in texts_of_paper(paper):
        for sign in fonts.missing(composed(text).translate(dict.fromkeys(map(ord, _LAYOUT_SIGNS)))):
            found.setdefault(sign, text)
    return list(found.items())


def annex_lines(annexes: Sequence[str]) -> list[str]:
    """Return the lines that name the annexes under a letter, numbered where there are several (7.3.4)."""
    if len(annexes) < 2:
        return [tr("printing.annex", name=name) for name in annexes]
    lines = [tr("printing.annex-first", name=annexes[0])]
    for number, name in enumerate(annexes[1:], start=2):
        lines.append(tr("printing.annex-next", number=number, name=name))
    return lines
