"""A paragraph of Chinese in reportlab platypus: broken by the rules of the house, drawn with a font chain."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from app.printing.font_chain import composed
from app.printing.line_breaking import LONGEST_TITLE, break_places, line_ends
from app.printing.reportlab_fonts import register_chain_font
from app.printing.text_pages import BOLD, REGULAR

MM = 72 / 25.4
INK, QUIET, WRONG, RULE = map(HexColor, (0x1B1F24, 0x5B6470, 0xB3322A, 0xC9CED6))
PLAIN, STRONG = "muye-text", "muye-text-bold"
FONTS = {PLAIN: REGULAR, STRONG: BOLD}
LEADING = 1.6
_LOOSEST = 0.15  # em a justified line opens between characters


@dataclass(frozen=True, slots=True)
class Style:
    """How a paragraph looks, in points: `indent` on both sides, `hanging` more from the second line.

    `first_line` is more on the first line alone; `leading` is the distance of lines in sizes; `is_justified`
    lines reach both edges but for the last; `is_balanced` breaks into lines of about one length.
    """

    size: float
    font: str = PLAIN
    colour: Any = INK
    space_before: float = 0.0
    indent: float = 0.0
    hanging: float = 0.0
    is_centred: bool = False
    is_right: bool = False
    is_justified: bool = False
    is_balanced: bool = False
    first_line: float = 0.0
    leading: float = LEADING
    has_rule: bool = False
    is_heading: bool = False  # never the last line of a sheet

    @property
    def line_height(self) -> float:
        """Return how far a line is from the next."""
        return self.size * self.leading


class ChineseText(Flowable):  # type: ignore[misc]  # reportlab has no types
    """A paragraph broken by the rules of `line_breaking`, drawn with a font chain. It may be split."""

    def __init__(self, text: str, style: Style) -> None:
        super().__init__()
        self.width: float = 0
        self.keepWithNext = style.is_heading
        self.begins_section = style.is_heading and style.has_rule
        self.begins_end = False  # what follows stays on one page with it
        self._text = composed(text)
        self._style = style
        self._lines: list[str] = []
        self._lines_in_all = 0
        self._lines_before = 0  # lines of the same paragraph that stand on an earlier sheet
        self.spaceBefore = style.space_before
        self._font = register_chain_font(style.font, FONTS[style.font])

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Break the text to the width; return the size."""
        if not self._lines or width != self.width:
            self._lines = list(self._broken_lines(width))
            self._lines_in_all = len(self._lines)
        self.width, self.height = width, len(self._lines) * self._style.line_height
        return self.width, self.height

    def _broken_lines(self, width: float) -> Iterator[str]:
        style = self._style
        room = width - 2 * style.indent
        for part in self._text.replace("\t", " ").split("\n"):
            widths = [self._font.fallback.advance(sign) * style.size for sign in part]
            places = break_places(part, longest_title=0 if style.is_justified else LONGEST_TITLE)
            first, others = room - style.first_line, room - style.hanging
            ends = line_ends(widths, places, first=first, width=others)
            if style.is_balanced and len(ends) > 1:
                ends = balanced_ends(widths, places, ends=ends, width=others)
            yield from (part[start:end] for start, end in zip([0, *ends], ends, strict=False))

    def split(self, width: float, height: float) -> list[Flowable]:
        """Return what fits into the height, and the rest."""
        self.wrap(width, height)
        fitting = int(height // self._style.line_height)
        if not 0 < fitting < len(self._lines):
            return []
        return [self._part(0, fitting), self._part(fitting, len(self._lines))]

    def with_last_lines_apart(self, width: float, *, lines: int) -> list[ChineseText]:
        """Return the paragraph in two where it is longer than `lines`, its last ones apart."""
        self.wrap(width, 0)
        if len(self._lines) <= lines:
            return [self]
        cut = len(self._lines) - lines
        return [self._part(0, cut), self._part(cut, len(self._lines))]

    def _part(self, start: int, end: int) -> ChineseText:
        part = ChineseText(self._text, self._style)
        part._lines, part._lines_before = self._lines[start:end], self._lines_before + start
        part._lines_in_all = self._lines_in_all
        part.width = self.width
        return part

    def draw(self) -> None:
        """Draw the lines from the top down."""
        style, canvas = self._style, self.canv
        if style.has_rule and not self._lines_before:
            draw_rule(canvas, 0, self.height + 6, self.width)
        if self.begins_section and not self._lines_before:
            canvas.begin_section(self._text)
        canvas.has_text = True
        text = canvas.beginText()
        text.setFont(style.font, style.size)
        text.setFillColor(style.colour)
        for place, line in enumerate(self._lines):
            base = self.height - (place + 1) * style.line_height + style.size * (style.leading - 1) / 2
            text.setTextOrigin(self._x(line, place + self._lines_before), base)
            if style.is_justified:
                text.setCharSpace(self._spread(line, place + self._lines_before))
            text.textOut(line)
        canvas.drawText(text)

    def _x(self, line: str, place: int) -> float:
        style = self._style
        if style.is_right:
            return self.width - self._font.stringWidth(line, style.size)
        if style.is_centred:
            return (self.width - self._font.stringWidth(line, style.size)) / 2
        return style.indent + (style.hanging if place else style.first_line)

    def _spread(self, line: str, place: int) -> float:
        """Return how far the characters of a line stand apart so that it reaches the right edge."""
        style = self._style
        if place + 1 >= self._lines_in_all or len(line) < 2:
            return 0.0
        used = style.indent + self._x(line, place) + self._font.stringWidth(line, style.size)
        spread = (self.width - used) / (len(line) - 1)
        return spread if 0 < spread <= _LOOSEST * style.size else 0.0


def balanced_ends(
    widths: Sequence[float], places: Sequence[bool], *, ends: Sequence[int], width: float
) -> list[int]:
    """Return where lines end when as many lines as `ends` has are made about equally long."""
    narrow, best = width, list(ends)
    while narrow > width / 3:
        narrow *= 0.97
        tried = line_ends(widths, places, first=narrow, width=narrow)
        if len(tried) > len(ends):
            break
        best = tried
    return best


def draw_rule(canvas: Canvas, x: float, y: float, width: float) -> None:
    canvas.setStrokeColor(RULE)
    canvas.setLineWidth(0.5)
    canvas.line(x, y, x + width, y)
