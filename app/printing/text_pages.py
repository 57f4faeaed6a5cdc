"""Plain documents in the same type as the certificates: headed blocks of text on A4, text layer correct.

Each `TextPage` begins on a page of its own and is set smaller until it fits there; only what is too long
even so runs on to a further page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from itertools import zip_longest

from app.errors import MissingGlyphError
from app.printing.drawing import POINT, Run, Style, colour, draw_text, number
from app.printing.font_chain import FontChain, FontPool
from app.printing.line_breaking import break_places, broken
from app.printing.pdf_file import PageTree, PdfFile, pdf_text
from app.printing.pdf_fonts import embed_face
from app.words import tr

_WIDTH, _HEIGHT = 210 * POINT, 297 * POINT
_LEFT, _TOP, _BOTTOM = 22 * POINT, 24 * POINT, 20 * POINT
_ROOM = _WIDTH - 2 * _LEFT
_REGULAR = ("NotoSerifSC-Regular", "LXGWWenKai-Regular", "HanaMinB")
_BOLD = ("NotoSerifSC-Bold", *_REGULAR)
_TEXT, _QUIET, _ACTION, _WRONG, _RULE = "1B1F24", "5B6470", "1E5AA8", "B3322A", "C9CED6"
_SMALLEST, _STEP = 0.66, 0.96
_LEADING = 1.6


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A heading and its lines; `is_section` begins a new matter: a rule above, its lines large.

    `in_columns` sets the lines two in a row.
    """

    heading: str
    lines: tuple[str, ...] = ()
    is_section: bool = False
    in_columns: bool = False


@dataclass(frozen=True, slots=True)
class TextPage:
    """One matter for one person: `state` stands under the title in red, `foot` small at the bottom."""

    title: str
    subject: str
    state: str
    blocks: tuple[TextBlock, ...]
    foot: str


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of text as it will stand: points, the space above it included in `height`."""

    text: str
    size: float
    colour: str
    height: float
    is_bold: bool = False
    is_centred: bool = False
    has_rule: bool = False
    indent: float = 0.0


def text_pages_pdf(pages: Sequence[TextPage], *, title: str, made_at: datetime) -> bytes:
    """Return the pages as a PDF. Raises MissingGlyphError naming the page's subject."""
    sink, setter = BytesIO(), _Setter()
    file = PdfFile(sink)
    tree = PageTree(file)
    sheets = [(page, lines) for page in pages for lines in setter.sheets(page)]
    for count, (page, lines) in enumerate(sheets, start=1):
        foot = tr("printing.page-of", page=count, pages=len(sheets))
        content = file.add_stream(setter.drawn(page, lines, foot).encode("ascii"))
        body = f"<</Type/Page/Parent {tree.parent()} 0 R/Contents {content} 0 R>>"
        tree.add(file.add(body.encode("ascii")))
    box = f"0 0 {number(_WIDTH)} {number(_HEIGHT)}"
    tree.finish(entries=f"/MediaBox[{box}]/Resources<<{setter.embedded(file)}>>")
    root = file.add(f"<</Type/Catalog/Pages {tree.root} 0 R/Lang(zh-CN)>>".encode("ascii"))
    made = f"/CreationDate(D:{made_at:%Y%m%d%H%M%S}Z)"
    info = file.add(f"<</Title{pdf_text(title)}/Producer(Muye Awards){made}>>".encode("ascii"))
    file.finish(root=root, info=info)
    return sink.getvalue()


class _Setter:
    """Sets text with one document's fonts."""

    def __init__(self) -> None:
        self._pool = FontPool()
        self._regular, self._bold = FontChain(self._pool, _REGULAR), FontChain(self._pool, _BOLD)

    def sheets(self, page: TextPage) -> list[list[_Line]]:
        """Return the page's lines, on one sheet where they fit at a readable size."""
        self._refuse_missing(page)
        room, scale = _HEIGHT - _TOP - _BOTTOM, 1.0
        while scale >= _SMALLEST:
            lines = list(self._lines(page, scale))
            if sum(line.height for line in lines) <= room:
                return [lines]
            scale *= _STEP
        return _split(list(self._lines(page, _SMALLEST)), room)

    def _refuse_missing(self, page: TextPage) -> None:
        texts = [page.title, page.subject, page.state, page.foot]
        texts += [text for block in page.blocks for text in (block.heading, *block.lines)]
        missing = self._regular.missing("".join(texts))
        if missing:
            code = f"U+{ord(missing[0]):04X}"
            raise MissingGlyphError(
                "text-missing-glyph", person=page.subject, character=missing[0], unicode=code
            )

    def _lines(self, page: TextPage, scale: float) -> Iterator[_Line]:
        yield _Line(page.title, 20 * scale, _TEXT, 30 * scale, is_bold=True, is_centred=True)
        yield _Line(page.subject, 11 * scale, _QUIET, 22 * scale, is_centred=True)
        if page.state:
            yield _Line(page.state, 10 * scale, _WRONG, 17 * scale, is_bold=True, is_centred=True)
        for block in page.blocks:
            yield from self._block(block, scale)

    def _block(self, block: TextBlock, scale: float) -> Iterator[_Line]:
        size = (12 if block.is_section else 10.5) * scale
        above = 16 if block.is_section else 8
        heading = self._broken(block.heading, size, self._bold, _ROOM) if block.heading else []
        for place, text in enumerate(heading):
            height = size * _LEADING + (above * scale if place == 0 else 0)
            is_first = block.is_section and place == 0
            ink = _TEXT if block.is_section else _ACTION
            yield _Line(text, size, ink, height, is_bold=True, has_rule=is_first)
        if block.in_columns:
            yield from self._columns(block, scale)
            return
        size, indent = (13 if block.is_section else 10) * scale, 10 * scale
        chain = self._bold if block.is_section else self._regular
        for line in block.lines:
            for place, text in enumerate(self._broken(line, size, chain, _ROOM - 2 * indent)):
                hanging = indent if place == 0 else 2 * indent
                height = size * _LEADING
                yield _Line(text, size, _TEXT, height, is_bold=block.is_section, indent=hanging)

    def _columns(self, block: TextBlock, scale: float) -> Iterator[_Line]:
        """Set short lines two in a row, read across."""
        size, indent = 10 * scale, 10 * scale
        half = _ROOM / 2
        cells = [self._broken(line, size, self._regular, half - 2 * indent) for line in block.lines]
        for left, right in zip_longest(cells[::2], cells[1::2], fillvalue=[""]):
            for one, other in zip_longest(left, right, fillvalue=""):
                yield _Line(one, size, _TEXT, size * _LEADING, indent=indent)
                yield _Line(other, size, _TEXT, 0, indent=half + indent)

    def _broken(self, text: str, size: float, chain: FontChain, room: float) -> list[str]:
        if not text:
            return [""]
        widths = [chain.glyph(sign).advance * size for sign in text]
        ends = broken(widths, break_places(text), first=room, width=room)
        return [text[start:end] for start, end in zip([0, *ends], ends, strict=False)]

    def drawn(self, page: TextPage, lines: Sequence[_Line], foot: str) -> str:
        """Return a sheet's drawing operators."""
        out, y = [], _HEIGHT - _TOP
        for line in lines:
            if line.has_rule:
                out.append(_rule(y - line.height + line.size * _LEADING + 6))
            y -= line.height
            out.append(self._drawn_line(line, y))
        out.append(_rule(_BOTTOM - 8))
        out.append(self._drawn_line(_Line(page.foot, 7, _QUIET, 0), _BOTTOM - 18))
        right = _Line(foot, 7, _QUIET, 0, indent=_ROOM - self._width(foot, 7))
        return "".join([*out, self._drawn_line(right, _BOTTOM - 18)])

    def _width(self, text: str, size: float) -> float:
        return sum(self._regular.glyph(sign).advance for sign in text) * size

    def _drawn_line(self, line: _Line, y: float) -> str:
        if not line.text:
            return ""
        chain = self._bold if line.is_bold else self._regular
        glyphs = [chain.glyph(sign) for sign in line.text]
        width = sum(glyph.advance for glyph in glyphs) * line.size
        x = (_WIDTH - width) / 2 if line.is_centred else _LEFT + line.indent
        return draw_text(x, y, [Run(Style(line.size, line.colour), glyphs)])

    def embedded(self, file: PdfFile) -> str:
        """Write the fonts that were used; return the entry that names them."""
        names = []
        for index, face in enumerate(self._pool.faces):
            if len(face.used) > 1:
                font = file.reserve()
                embed_face(file, face, number=font)
                names.append(f"/F{index} {font} 0 R")
        return f"/Font<<{''.join(names)}>>"


def _rule(y: float) -> str:
    ends = f"{number(_LEFT)} {number(y)} m {number(_LEFT + _ROOM)} {number(y)} l S\n"
    return f"{colour(_RULE)} RG 0.5 w {ends}"


def _split(lines: Sequence[_Line], room: float) -> list[list[_Line]]:
    sheets: list[list[_Line]] = [[]]
    used = 0.0
    for line in lines:
        if used + line.height > room and sheets[-1]:
            sheets.append([])
            used = 0.0
        sheets[-1].append(line)
        used += line.height
    return sheets
