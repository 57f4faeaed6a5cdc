"""Sets text: one line fitted to a width, or a paragraph broken, justified and fitted to a box.

Lengths are points. A piece of text that was set is a list of pieces: glyphs of one style.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby, pairwise

from app.printing.drawing import POINT, Run, Style, draw_text
from app.printing.font_chain import INVISIBLE, FontChain, Glyph
from app.printing.line_breaking import break_places, line_ends
from app.printing.template import Line, Paragraph, Span

SPREAD = 1.0  # em between the characters of a two-character name
_STEP = 0.97  # a paragraph shrinks by this factor until it fits
_LOOSEST = 0.06  # em a justified line opens between characters: a wider gap would copy out as a space

_CLOSING = frozenset("，。、；：）》」』】〕")
_MARKS = _CLOSING | frozenset("（《「『【〔")
_HALF = 0.5

Set = tuple[Span, Glyph, float]  # a glyph with its span and its width at full size


class Overflow(Exception):
    """A text that does not fit even at its smallest; `args[0]` is the text."""


def _set(spans: Sequence[Span], texts: Sequence[str], chains: Mapping[str, FontChain]) -> list[Set]:
    """Return the glyphs of the spans. Raises KeyError for a character that no font has."""
    found: list[Set] = []
    for index, (span, text) in enumerate(zip(spans, texts, strict=True)):
        chain, size = chains[span.face], span.size
        if span.tracking or (span.spread and _visible_length(text) == 2 and not text.isascii()):
            glyphs = _spaced(chain, text, span.tracking or SPREAD)
        else:
            after = "".join(texts[index + 1 :])[:1]
            glyphs = _squeezed(chain, text, after=after)
        found += [(span, glyph, glyph.advance * size) for glyph in glyphs]
    return found


def _spaced(chain: FontChain, text: str, extra: float) -> list[Glyph]:
    """Return glyphs `extra` em apart: all visible ones but the last are wider, so no gap is left to copy."""
    if INVISIBLE.isdisjoint(text):
        return [*(chain.spaced(character, extra) for character in text[:-1]), *map(chain.glyph, text[-1:])]
    last = max((place for place, character in enumerate(text) if character not in INVISIBLE), default=-1)
    return [
        chain.spaced(character, extra)
        if place < last and character not in INVISIBLE
        else chain.glyph(character)
        for place, character in enumerate(text)
    ]


def _visible_length(text: str) -> int:
    return len(text) if INVISIBLE.isdisjoint(text) else sum(sign not in INVISIBLE for sign in text)


def _squeezed(chain: FontChain, text: str, *, after: str) -> list[Glyph]:
    """Return glyphs, closing marks half as wide before another mark, also one that comes `after`."""
    glyphs = [chain.glyph(character) for character in text]
    for index, (character, following) in enumerate(pairwise(text + after)):
        if character in _CLOSING and following in _MARKS and glyphs[index].advance >= 1:
            glyphs[index] = chain.spaced(character, -_HALF)
    return glyphs


def _runs(glyphs: Sequence[Set], scale: float) -> list[Run]:
    runs = []
    for _, group in groupby(glyphs, key=lambda item: id(item[0])):
        members = list(group)
        span = members[0][0]
        style = Style(span.size * scale, span.colour, span.bold)
        runs.append(Run(style, [glyph for _, glyph, _ in members]))
    return runs


def set_line(line: Line, texts: Sequence[str], chains: Mapping[str, FontChain], *, page_height: float) -> str:
    """Return the operators of a line. Raises Overflow, KeyError."""
    glyphs = _set(line.spans, texts, chains)
    if not glyphs:
        return ""
    width, room = sum(item[2] for item in glyphs), line.width * POINT
    scale = min(1.0, room / width)
    if scale < line.smallest:
        raise Overflow("".join(texts))
    shift = {"left": 0.0, "centre": 0.5, "right": 1.0}[line.anchor] * width * scale
    return draw_text(line.x * POINT - shift, (page_height - line.y) * POINT, _runs(glyphs, scale))


def set_paragraph(
    paragraph: Paragraph, texts: Sequence[str], chains: Mapping[str, FontChain], *, page_height: float
) -> str:
    """Return the operators of a paragraph. Raises Overflow, KeyError."""
    glyphs = _set(paragraph.spans, texts, chains)
    if not glyphs:
        return ""
    places = break_places("".join(texts), _unbroken(paragraph.spans, texts))
    scale, ends = _fitted(paragraph, [item[2] for item in glyphs], places, text="".join(texts))
    em, room = paragraph.spans[0].size * scale, paragraph.width * POINT
    out, start = [], 0
    for number, end in enumerate(ends):
        indent = paragraph.indent * em if number == 0 else 0.0
        y = (page_height - paragraph.y) * POINT - number * paragraph.leading * em
        slack = room - indent - scale * sum(item[2] for item in glyphs[start:end])
        spacing = slack / max(1, end - start - 1) if number < len(ends) - 1 else 0.0
        spacing = spacing if 0 < spacing <= _LOOSEST * em else 0.0
        runs = _runs(glyphs[start:end], scale)
        out.append(draw_text(paragraph.x * POINT + indent, y, runs, spacing=spacing))
        start = end
    return "".join(out)


def _unbroken(spans: Sequence[Span], texts: Sequence[str]) -> list[tuple[int, int]]:
    unbroken, at = [], 0
    for span, text in zip(spans, texts, strict=True):
        if span.keep:
            unbroken.append((at, at + len(text)))
        at += len(text)
    return unbroken


def _fitted(
    paragraph: Paragraph, widths: list[float], places: list[bool], *, text: str
) -> tuple[float, list[int]]:
    """Return the largest scale at which the paragraph fits its box, and where its lines end."""
    scale, em = 1.0, paragraph.spans[0].size
    room, height = paragraph.width * POINT, paragraph.height * POINT
    while scale >= paragraph.smallest:
        wide = room / scale
        ends = line_ends(widths, places, first=wide - paragraph.indent * em, width=wide)
        if (len(ends) - 1) * paragraph.leading * em * scale <= height:
            return scale, ends
        scale *= _STEP
    raise Overflow(text)
