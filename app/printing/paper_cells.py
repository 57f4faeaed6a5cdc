"""Cells of lists and forms: text broken to a width, drawn in a box. Lengths are points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reportlab.lib.colors import HexColor

from app.printing.chinese_text import FONTS, INK, PLAIN, STRONG
from app.printing.font_chain import composed
from app.printing.line_breaking import break_places, line_ends
from app.printing.reportlab_fonts import register_chain_font

BORDER, FILL = HexColor(0x8A8F98), HexColor(0xEEF1F5)
PADDING = 3.0
_LEADING = 1.3


@dataclass(frozen=True, slots=True)
class Cell:
    """A text set in a box: its lines, how wide the box is, and how they look."""

    lines: tuple[str, ...]
    width: float
    size: float
    align: str = "left"
    font: str = PLAIN
    is_filled: bool = False

    @property
    def height(self) -> float:
        """Return the height that the lines need, with room around them."""
        return len(self.lines) * self.size * _LEADING + 2 * PADDING


def set_cell(
    text: str,
    width: float,
    *,
    size: float,
    align: str = "left",
    is_bold: bool = False,
    is_filled: bool = False,
    on_one_line: bool = False,
) -> Cell:
    """Break `text` to a box of this width; on one line it is set smaller where it must be."""
    name = STRONG if is_bold else PLAIN
    font, room = register_chain_font(name, FONTS[name]), width - 2 * PADDING
    text = composed(text).replace("\t", " ")
    if on_one_line:
        size = min(size, size * room / max(font.stringWidth(text, size), 0.1))
        return Cell((text,), width, size, align, name, is_filled)
    lines: list[str] = []
    for part in text.split("\n"):
        widths = [font.fallback.advance(sign) * size for sign in part]
        ends = line_ends(widths, break_places(part), first=room, width=room)
        lines += [part[start:end] for start, end in zip([0, *ends], ends, strict=False)]
    return Cell(tuple(lines), width, size, align, name, is_filled)


def draw_row(canvas: Any, x: float, top: float, height: float, cells: Sequence[Cell]) -> None:
    """Draw cells beside one another, each in its box, their texts in the middle of the height."""
    for cell in cells:
        canvas.setLineWidth(0.5)
        canvas.setStrokeColor(BORDER)
        canvas.setFillColor(FILL)
        canvas.rect(x, top - height, cell.width, height, stroke=1, fill=1 if cell.is_filled else 0)
        _draw_text(canvas, x, top, height, cell)
        x += cell.width


def _draw_text(canvas: Any, x: float, top: float, height: float, cell: Cell) -> None:
    font = register_chain_font(cell.font, FONTS[cell.font])
    step = cell.size * _LEADING
    first = top - (height - len(cell.lines) * step) / 2 - step + cell.size * (_LEADING - 1) / 2
    base = first + cell.size * 0.12  # the box of a Chinese character reaches below the line it stands on
    text = canvas.beginText()
    text.setFont(cell.font, cell.size)
    text.setFillColor(INK)
    for number, line in enumerate(cell.lines):
        width = font.stringWidth(line, cell.size)
        shift = {"left": PADDING, "center": (cell.width - width) / 2, "right": cell.width - PADDING - width}
        text.setTextOrigin(x + shift[cell.align], base - number * step)
        text.textOut(line)
    canvas.drawText(text)
