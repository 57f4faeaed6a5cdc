"""Sets flowing text with reportlab platypus: paragraphs of Chinese, two-column facts, pages with a foot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from io import BytesIO
from itertools import zip_longest
from types import SimpleNamespace
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, CondPageBreak, Flowable, Frame, PageBreak, PageTemplate, Table

from app.errors import MissingGlyphError
from app.printing.chinese_text import (
    FONTS,
    INK,
    PLAIN,
    QUIET,
    STRONG,
    WRONG,
    ChineseText,
    Style,
    draw_rule,
)
from app.printing.reportlab_fonts import register_chain_font
from app.printing.text_pages import TextBlock, TextPage, missing_characters
from app.words import tr

_MM = 72 / 25.4
_WIDTH, _HEIGHT = 210 * _MM, 297 * _MM
_LEFT, _TOP, _BOTTOM = 22 * _MM, 24 * _MM, 20 * _MM
_TEXT_WIDTH = _WIDTH - 2 * _LEFT
_TEXT_HEIGHT = _HEIGHT - _TOP - _BOTTOM
_ACTION = HexColor(0x1E5AA8)
_SMALLEST, _STEP = 0.8, 0.96  # below 8 points nobody likes to read
_HEAD_SIZE = 8


def text_pages_pdf(pages: Sequence[TextPage], *, title: str, made_at: datetime) -> bytes:
    """Return the pages as a PDF, the same bytes for the same pages.

    Raises MissingGlyphError naming the page's subject, before anything is set.
    """
    for page in pages:
        for character in missing_characters(page):
            code = f"U+{ord(character):04X}"
            raise MissingGlyphError(
                "text-missing-glyph", person=page.subject, character=character, unicode=code
            )
    sink = BytesIO()
    for name, files in FONTS.items():
        register_chain_font(name, files)
    document = BaseDocTemplate(
        sink,
        pagesize=(_WIDTH, _HEIGHT),
        title=title,
        lang="zh-CN",
        producer="Muye Awards",
        initialFontName=PLAIN,
        invariant=1,
    )
    frame = Frame(_LEFT, _BOTTOM, _TEXT_WIDTH, _TEXT_HEIGHT, 0, 0, 0, 0)
    document.addPageTemplates(PageTemplate("sheet", [frame]))
    story: list[Flowable] = []
    for page in pages:
        story += [_Foot(page), *_fitted(page), PageBreak()]
    document.build(story, canvasmaker=partial(_NumberedCanvas, made_at=made_at))
    return sink.getvalue()


def _fitted(page: TextPage) -> list[Flowable]:
    """Return the page's content as large as it fits on one sheet; what does not fit runs on at full size."""
    scale = 1.0
    while scale > _SMALLEST:
        content = list(_content(page, scale))
        height = sum(each.wrap(_TEXT_WIDTH, _TEXT_HEIGHT)[1] + each.getSpaceBefore() for each in content)
        if height <= _TEXT_HEIGHT:
            return content
        scale *= _STEP
    return list(_whole_sections(_content(page, 1.0)))


def _whole_sections(content: Iterable[Flowable]) -> Iterator[Flowable]:
    """Yield the content with each section that fits on a sheet kept on one."""
    sections: list[list[Flowable]] = [[]]
    for each in content:
        if isinstance(each, ChineseText) and each.begins_section:
            sections.append([])
        sections[-1].append(each)
    for number, section in enumerate(sections):
        height = sum(each.wrap(_TEXT_WIDTH, _TEXT_HEIGHT)[1] + each.getSpaceBefore() for each in section)
        if number > 1 and height <= _TEXT_HEIGHT:
            yield CondPageBreak(height)
        yield from section


def _content(page: TextPage, scale: float) -> Iterator[Flowable]:
    yield ChineseText(page.title, Style(20 * scale, STRONG, is_centred=True))
    yield ChineseText(page.subject, Style(11 * scale, colour=QUIET, is_centred=True))
    if page.state:
        yield ChineseText(page.state, Style(10 * scale, STRONG, WRONG, is_centred=True))
    for block in page.blocks:
        yield from _block(block, scale)


def _block(block: TextBlock, scale: float) -> Iterator[Flowable]:
    above = (16 if block.is_section else 8) * scale
    if block.heading:
        size, ink = (12, INK) if block.is_section else (10.5, _ACTION)
        look = Style(size * scale, STRONG, ink, above, has_rule=block.is_section, is_heading=True)
        yield ChineseText(block.heading, look)
    size, font = (13, STRONG) if block.is_section else (10, PLAIN)
    indent = 10 * scale
    style = Style(size * scale, font, indent=indent, hanging=indent)
    if block.is_note:
        style = Style(7.5 * scale, colour=QUIET, space_before=6 * scale, indent=indent)
    if block.in_columns:
        yield _columns(block.lines, replace(style, hanging=0.0))
    else:
        for line in block.lines:
            yield ChineseText(line, style)


def _columns(lines: Sequence[str], style: Style) -> Table:
    """Return short lines two in a row, read across."""
    cells = [ChineseText(line, style) for line in lines]
    rows = list(zip_longest(cells[::2], cells[1::2], fillvalue=""))
    table = Table(rows, colWidths=[_TEXT_WIDTH / 2] * 2)
    whole = ((0, 0), (-1, -1))
    sides = ("LEFTPADDING", "RIGHTPADDING", "TOPPADDING", "BOTTOMPADDING")
    looks = [("FONTNAME", *whole, PLAIN), ("VALIGN", *whole, "TOP")]  # else Helvetica, not embedded
    table.setStyle([*looks, *((side, *whole, 0) for side in sides)])
    return table


class _Foot(Flowable):  # type: ignore[misc]  # reportlab has no types
    """Says from where on which text stands at the foot of the sheets, and at the head of further ones.

    A further sheet may come apart from the first: its head says its state, its holder and its section too.
    """

    def __init__(self, page: TextPage) -> None:
        super().__init__()
        self._page = page

    def draw(self) -> None:
        """Set the texts for this sheet and those that follow."""
        self.canv.foot = self._page.foot
        page = self._page
        subject = "　　".join(part for part in (page.subject, page.holder) if part)
        self.canv.head = tr("printing.continued", title=page.title, subject=subject)
        self.canv.state = page.state
        self.canv.section = self.canv.carried = ""
        self.canv.matter += 1


class _NumberedCanvas(Canvas):  # type: ignore[misc]  # reportlab has no types
    """Writes the foot of every sheet at the end, when it is known how many sheets each matter has."""

    def __init__(self, *arguments: Any, made_at: datetime, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.foot = ""
        self.head = ""
        self.state = ""
        self.section = ""  # the section that was begun last
        self.carried = ""  # the section that the sheet's first text belongs to
        self.has_text = False
        self.matter = 0
        self._doc._timeStamp = SimpleNamespace(YMDhms=made_at.timetuple()[:6], dhh=0, dmm=0)
        self._sheets: list[dict[str, Any]] = []

    def showPage(self) -> None:
        """Put a finished sheet aside."""
        self._sheets.append(dict(self.__dict__))
        self._startPage()
        self.carried, self.has_text = self.section, False

    def begin_section(self, heading: str) -> None:
        """Note which section the text from here on belongs to."""
        self.section = heading
        if not self.has_text:
            self.carried = heading

    def save(self) -> None:
        """Write the sheets, each with its foot, and the file."""
        pages = Counter(sheet["matter"] for sheet in self._sheets)
        drawn: Counter[int] = Counter()
        for sheet in self._sheets:
            self.__dict__.update(sheet)
            drawn[self.matter] += 1
            if drawn[self.matter] > 1:
                self._draw_head()
            self._draw_foot(tr("printing.page-of", page=drawn[self.matter], pages=pages[self.matter]))
            super().showPage()
        super().save()

    def _draw_head(self) -> None:
        lines = [(self.carried, PLAIN, QUIET), (self.head, PLAIN, QUIET), (self.state, STRONG, WRONG)]
        for number, (text, font, colour) in enumerate(line for line in lines if line[0]):
            width = register_chain_font(font, FONTS[font]).stringWidth(text, _HEAD_SIZE)
            self.setFont(font, _HEAD_SIZE * min(1.0, _TEXT_WIDTH / width))
            self.setFillColor(colour)
            self.drawString(_LEFT, _HEIGHT - _TOP + 16 + 12 * number, text)
        draw_rule(self, _LEFT, _HEIGHT - _TOP + 10, _TEXT_WIDTH)

    def _draw_foot(self, place: str) -> None:
        draw_rule(self, _LEFT, _BOTTOM - 8, _TEXT_WIDTH)
        self.setFont(PLAIN, 7)
        self.setFillColor(QUIET)
        self.drawRightString(_LEFT + _TEXT_WIDTH, _BOTTOM - 18, place)
        font = register_chain_font(PLAIN, FONTS[PLAIN])
        room = _TEXT_WIDTH - font.stringWidth(place, 7) - 7
        for number, line in enumerate(self.foot.split("\n")):
            self.setFont(PLAIN, 7 * min(1.0, room / max(font.stringWidth(line, 7), 1)))
            self.drawString(_LEFT, _BOTTOM - 18 - 10 * number, line)
