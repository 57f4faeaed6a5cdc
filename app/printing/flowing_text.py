"""Sets flowing text with reportlab platypus: paragraphs of Chinese, two-column facts, pages with a foot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
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
from app.printing.font_chain import composed
from app.printing.line_breaking import break_places, line_ends
from app.printing.reportlab_fonts import register_chain_font
from app.printing.text_pages import BOLD, REGULAR, TextBlock, TextPage, missing_characters
from app.words import tr

_MM = 72 / 25.4
_WIDTH, _HEIGHT = 210 * _MM, 297 * _MM
_LEFT, _TOP, _BOTTOM = 22 * _MM, 24 * _MM, 20 * _MM
_TEXT_WIDTH = _WIDTH - 2 * _LEFT
_TEXT_HEIGHT = _HEIGHT - _TOP - _BOTTOM
_INK, _QUIET, _ACTION, _WRONG, _RULE = map(HexColor, (0x1B1F24, 0x5B6470, 0x1E5AA8, 0xB3322A, 0xC9CED6))
_SMALLEST, _STEP = 0.8, 0.96  # below 8 points nobody likes to read
_HEAD_SIZE = 8
_LEADING = 1.6
_PLAIN, _STRONG = "muye-text", "muye-text-bold"
_FONTS = {_PLAIN: REGULAR, _STRONG: BOLD}


@dataclass(frozen=True, slots=True)
class Style:
    """How a paragraph looks, in points: `indent` on both sides, `hanging` more from the second line."""

    size: float
    font: str = _PLAIN
    colour: Any = _INK
    space_before: float = 0.0
    indent: float = 0.0
    hanging: float = 0.0
    is_centred: bool = False
    has_rule: bool = False
    is_heading: bool = False  # never the last line of a sheet

    @property
    def line_height(self) -> float:
        """Return how far a line is from the next."""
        return self.size * _LEADING


class ChineseText(Flowable):  # type: ignore[misc]  # reportlab has no types
    """A paragraph broken by the rules of `line_breaking`, drawn with a font chain. It may be split."""

    def __init__(self, text: str, style: Style) -> None:
        super().__init__()
        self.width: float = 0
        self.keepWithNext = style.is_heading
        self.begins_section = style.is_heading and style.has_rule
        self._text = composed(text)
        self._style = style
        self._lines: list[str] = []
        self._lines_before = 0  # lines of the same paragraph that stand on an earlier sheet
        self.spaceBefore = style.space_before
        self._font = register_chain_font(style.font, _FONTS[style.font])

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Break the text to the width; return the size."""
        if not self._lines or width != self.width:
            self._lines = list(self._broken_lines(width))
        self.width, self.height = width, len(self._lines) * self._style.line_height
        return self.width, self.height

    def _broken_lines(self, width: float) -> Iterator[str]:
        style = self._style
        first = width - 2 * style.indent
        for part in self._text.replace("\t", " ").split("\n"):
            widths = [self._font.fallback.advance(sign) * style.size for sign in part]
            ends = line_ends(widths, break_places(part), first=first, width=first - style.hanging)
            yield from (part[start:end] for start, end in zip([0, *ends], ends, strict=False))

    def split(self, width: float, height: float) -> list[Flowable]:
        """Return what fits into the height, and the rest."""
        self.wrap(width, height)
        fitting = int(height // self._style.line_height)
        if not 0 < fitting < len(self._lines):
            return []
        return [self._part(0, fitting), self._part(fitting, len(self._lines))]

    def _part(self, start: int, end: int) -> ChineseText:
        part = ChineseText(self._text, self._style)
        part._lines, part._lines_before = self._lines[start:end], self._lines_before + start
        part.width = self.width
        return part

    def draw(self) -> None:
        """Draw the lines from the top down."""
        style, canvas = self._style, self.canv
        if style.has_rule and not self._lines_before:
            _draw_rule(canvas, 0, self.height + 6, self.width)
        if self.begins_section and not self._lines_before:
            canvas.begin_section(self._text)
        canvas.has_text = True
        text = canvas.beginText()
        text.setFont(style.font, style.size)
        text.setFillColor(style.colour)
        for place, line in enumerate(self._lines):
            base = self.height - (place + 1) * style.line_height + style.size * (_LEADING - 1) / 2
            text.setTextOrigin(self._x(line, place + self._lines_before), base)
            text.textOut(line)
        canvas.drawText(text)

    def _x(self, line: str, place: int) -> float:
        style = self._style
        if style.is_centred:
            return (self.width - self._font.stringWidth(line, style.size)) / 2
        return style.indent + (style.hanging if place else 0.0)


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
    for name, files in _FONTS.items():
        register_chain_font(name, files)
    document = BaseDocTemplate(
        sink,
        pagesize=(_WIDTH, _HEIGHT),
        title=title,
        lang="zh-CN",
        producer="Muye Awards",
        initialFontName=_PLAIN,
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
    yield ChineseText(page.title, Style(20 * scale, _STRONG, is_centred=True))
    yield ChineseText(page.subject, Style(11 * scale, colour=_QUIET, is_centred=True))
    if page.state:
        yield ChineseText(page.state, Style(10 * scale, _STRONG, _WRONG, is_centred=True))
    for block in page.blocks:
        yield from _block(block, scale)


def _block(block: TextBlock, scale: float) -> Iterator[Flowable]:
    above = (16 if block.is_section else 8) * scale
    if block.heading:
        size, ink = (12, _INK) if block.is_section else (10.5, _ACTION)
        look = Style(size * scale, _STRONG, ink, above, has_rule=block.is_section, is_heading=True)
        yield ChineseText(block.heading, look)
    size, font = (13, _STRONG) if block.is_section else (10, _PLAIN)
    indent = 10 * scale
    style = Style(size * scale, font, indent=indent, hanging=indent)
    if block.is_note:
        style = Style(7.5 * scale, colour=_QUIET, space_before=6 * scale, indent=indent)
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
    looks = [("FONTNAME", *whole, _PLAIN), ("VALIGN", *whole, "TOP")]  # else Helvetica, not embedded
    table.setStyle([*looks, *((side, *whole, 0) for side in sides)])
    return table


def _draw_rule(canvas: Canvas, x: float, y: float, width: float) -> None:
    canvas.setStrokeColor(_RULE)
    canvas.setLineWidth(0.5)
    canvas.line(x, y, x + width, y)


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
        lines = [(self.carried, _PLAIN, _QUIET), (self.head, _PLAIN, _QUIET), (self.state, _STRONG, _WRONG)]
        for number, (text, font, colour) in enumerate(line for line in lines if line[0]):
            width = register_chain_font(font, _FONTS[font]).stringWidth(text, _HEAD_SIZE)
            self.setFont(font, _HEAD_SIZE * min(1.0, _TEXT_WIDTH / width))
            self.setFillColor(colour)
            self.drawString(_LEFT, _HEIGHT - _TOP + 16 + 12 * number, text)
        _draw_rule(self, _LEFT, _HEIGHT - _TOP + 10, _TEXT_WIDTH)

    def _draw_foot(self, place: str) -> None:
        _draw_rule(self, _LEFT, _BOTTOM - 8, _TEXT_WIDTH)
        self.setFont(_PLAIN, 7)
        self.setFillColor(_QUIET)
        self.drawRightString(_LEFT + _TEXT_WIDTH, _BOTTOM - 18, place)
        font = register_chain_font(_PLAIN, _FONTS[_PLAIN])
        room = _TEXT_WIDTH - font.stringWidth(place, 7) - 7
        for number, line in enumerate(self.foot.split("\n")):
            self.setFont(_PLAIN, 7 * min(1.0, room / max(font.stringWidth(line, 7), 1)))
            self.drawString(_LEFT, _BOTTOM - 18 - 10 * number, line)
