"""Writes drawing operators of a page: fills, frames, shapes, pictures, text, the QR.

Takes millimetres from the top left corner, gives points from the bottom left one.
Source: ISO 32000-1, 8.5, 8.9.7 and 9.4.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from app.printing.font_chain import Glyph
from app.printing.qr import SIDE
from app.printing.template import Fill, Frame, Qr, Shape

POINT = 72 / 25.4  # points to the millimetre
_TOKEN = re.compile(r"[MLHVCZ]|-?[0-9.]+")
_ENDS_EARLY = re.compile(rb"[\0\t\n\f\r ]EI[\0\t\n\f\r ]")
_OPERANDS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "Z": 0}


@dataclass(frozen=True, slots=True)
class Style:
    """How a piece of text looks: `size` in points, `bold` the outline's width in em."""

    size: float
    colour: str
    bold: float = 0.0


@dataclass(frozen=True, slots=True)
class Run:
    """Glyphs of one style that follow each other."""

    style: Style
    glyphs: list[Glyph]


def number(value: float) -> str:
    """Return a number as PDF writes it, short."""
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


@cache
def colour(code: str) -> str:
    """Return the operands of a colour given as RRGGBB."""
    return " ".join(number(int(code[at : at + 2], 16) / 255) for at in (0, 2, 4))


def draw_fill(fill: Fill, height: float) -> str:
    """Return the operators of a filled rectangle on a page `height` mm high."""
    box = _box(fill.x, fill.y, fill.width, fill.height, height)
    return f"{colour(fill.colour)} rg {box} re f\n"


def draw_frame(frame: Frame, height: float) -> str:
    """Return the operators of a rectangle's outline."""
    box = _box(frame.x, frame.y, frame.width, frame.height, height)
    return f"{colour(frame.colour)} RG {number(frame.line * POINT)} w 0 j {box} re S\n"


def _box(x: float, y: float, width: float, height: float, page: float) -> str:
    return " ".join(number(value * POINT) for value in (x, page - y - height, width, height))


def draw_shape(shape: Shape, width: float, height: float) -> str:
    """Return the operators of a path and its mirror images."""
    turns = {"none": ((1, 1),), "sides": ((1, 1), (-1, 1)), "corners": ((1, 1), (-1, 1), (1, -1), (-1, -1))}
    path = "".join(_path(shape.path))
    ink = colour(shape.colour)
    pen = f"{ink} RG {number(shape.line)} w 0 J 0 j\n" if shape.line else f"{ink} rg\n"
    drawn = []
    for across, down in turns[shape.mirror]:
        x = shape.x if across == 1 else width - shape.x
        y = shape.y if down == 1 else height - shape.y
        scale = shape.scale * POINT
        matrix = (across * scale, 0, 0, -down * scale, x * POINT, (height - y) * POINT)
        turned = " ".join(number(value) for value in matrix)
        drawn.append(f"q {turned} cm {pen}{path}{'S' if shape.line else 'f*'} Q\n")
    return "".join(drawn)


def _path(path: str) -> Iterable[str]:
    """Yield a path's operators, y still downwards."""
    tokens = _TOKEN.findall(path)
    letter, x, y, at = "M", 0.0, 0.0, 0
    while at < len(tokens):
        if tokens[at] in _OPERANDS:
            letter = tokens[at]
            at += 1
        values = [float(token) for token in tokens[at : at + _OPERANDS[letter]]]
        at += len(values)
        if letter == "Z":
            yield "h\n"
            continue
        if letter in "HV":
            values = [values[0], y] if letter == "H" else [x, values[0]]
        x, y = values[-2:]
        operator = {"M": "m", "C": "c"}.get(letter, "l")
        yield f"{' '.join(number(value) for value in values)} {operator}\n"
        letter = "L" if letter == "M" else letter


def draw_text(x: float, y: float, runs: Iterable[Run], *, spacing: float = 0.0) -> str:
    """Return the operators of one line of text; `x`, `y` and `spacing` in points from the bottom left."""
    out = [f"BT 1 0 0 1 {number(x)} {number(y)} Tm"]
    if spacing:
        out.append(f"{number(spacing)} Tc")
    for run in runs:
        out.append(_run(run))
    if spacing:
        out.append("0 Tc")
    out.append("ET\n")
    return " ".join(out)


def _run(run: Run) -> str:
    style, out = run.style, []
    ink = colour(style.colour)
    out.append(f"{ink} rg")
    if style.bold:
        out.append(f"{ink} RG {number(style.bold * style.size)} w 1 j 2 Tr")
    face = -1
    codes: list[str] = []
    for glyph in run.glyphs:
        if glyph.face != face:
            out.append(_shown(face, style.size, codes))
            face, codes = glyph.face, []
        codes.append(glyph.code)
    out.append(_shown(face, style.size, codes))
    if style.bold:
        out.append("0 Tr")
    return " ".join(part for part in out if part)


def _shown(face: int, size: float, codes: list[str]) -> str:
    return f"/F{face} {number(size)} Tf <{''.join(codes)}> Tj" if codes else ""


def draw_qr(qr: Qr, image: bytes, height: float) -> bytes:
    """Return the operators of a QR as a 1-bit stencil, its light modules left open."""
    box = f"{colour(qr.colour)} rg {number(qr.size * POINT)} 0 0 {number(qr.size * POINT)} "
    place = f"{number(qr.x * POINT)} {number((height - qr.y - qr.size) * POINT)} cm"
    head = f"q {box}{place} BI/W {SIDE}/H {SIDE}/BPC 1/IM true/D[1 0]"
    if _ENDS_EARLY.search(image + b"\n"):  # by chance the data looks like its own end: spell it out
        return f"{head}/F/AHx ID {image.hex()}>\nEI Q\n".encode("ascii")
    return head.encode("ascii") + b" ID " + image + b"\nEI Q\n"
