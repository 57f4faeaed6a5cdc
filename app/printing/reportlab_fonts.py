"""The font chain as a font of reportlab, so that its paragraphs and tables fall back per character.

reportlab's own TrueType fonts do not fall back, draw a character that the font lacks as .notdef without a
word, and copy out wrong beyond U+FFFF. `ChainFont` answers what reportlab asks of a font; widths, glyphs,
subsets and the map back to text are those of the certificates (`font_chain`, `pdf_fonts`).
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any
from weakref import WeakKeyDictionary

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfdoc import PDFObject, PDFObjectReference

from app.printing.font_chain import FontChain, FontPool, font_fallback
from app.printing.pdf_fonts import embed_face


class ChainFont:
    """A font of reportlab over a chain of font files. Register it with `register_chain_font`.

    reportlab calls a run of glyphs of one embedded font a «subset»: here that is the number of the face in
    the document's pool, and codes have two bytes.
    """

    _dynamicFont = 1  # its glyphs are known only when the document ends
    _multiByte = 1
    shapable = False
    encoding = "utf-8"

    def __init__(self, name: str, file_names: Sequence[str]) -> None:
        self.fontName = name
        self._file_names = tuple(file_names)
        self.fallback = font_fallback(*file_names)
        self._chains: WeakKeyDictionary[Any, FontChain] = WeakKeyDictionary()
        # a face of its own name: reportlab takes two fonts of one face name for the same font
        self.face = SimpleNamespace(name=f"chain-{name}", ascent=880, descent=-120)

    def stringWidth(self, text: str, size: float, encoding: str = "utf-8") -> float:
        """Return the width of `text` in points. Raises KeyError for a character that no font has."""
        return sum(map(self.fallback.advance, text)) * size

    def splitString(self, text: str, document: Any, encoding: str = "utf-8") -> list[tuple[int, bytes]]:
        """Return `text` as runs of codes of one face each. Raises KeyError as `stringWidth` does."""
        chain = self._chain(document)
        runs: list[tuple[int, bytearray]] = []
        for character in text:
            glyph = chain.glyph(character)
            if not runs or runs[-1][0] != glyph.face:
                runs.append((glyph.face, bytearray()))
            runs[-1][1].extend(bytes.fromhex(glyph.code))
        return [(face, bytes(codes)) for face, codes in runs]

    def getSubsetInternalName(self, subset: int, document: Any) -> str:
        """Return how a page of `document` names the face `subset`."""
        return f"/C{subset}"

    def _chain(self, document: Any) -> FontChain:
        if document not in self._chains:
            self._chains[document] = FontChain(_embedding_of(document).pool, self._file_names)
        return self._chains[document]


def register_chain_font(name: str, file_names: Sequence[str]) -> ChainFont:
    """Make a font chain known to reportlab under `name`; a second time the same font is returned."""
    if name not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(ChainFont(name, file_names))
    font: ChainFont = pdfmetrics.getFont(name)
    return font


class _Embedding:
    """The fonts of one document, written when reportlab has drawn everything."""

    def __init__(self) -> None:
        self.pool = FontPool()

    def addObjects(self, document: Any) -> None:
        """Write the faces that were used into the document."""
        file, fonts = _Objects(document), document.idToObject["BasicFonts"].dict
        for number, face in enumerate(self.pool.faces):
            if len(face.used) > 1:
                font = file.reserve()
                embed_face(file, face, number=font)
                fonts[f"C{number}"] = file.reference(font)


_embeddings: WeakKeyDictionary[Any, _Embedding] = WeakKeyDictionary()


def _embedding_of(document: Any) -> _Embedding:
    if document not in _embeddings:
        _embeddings[document] = _Embedding()
        document.delayedFonts.append(_embeddings[document])
    return _embeddings[document]


class _Written(PDFObject):  # type: ignore[misc]  # reportlab has no types
    """An object whose bytes are known."""

    def __init__(self) -> None:
        self.body = b"null"

    def format(self, document: Any) -> bytes:
        """Return the bytes."""
        return self.body


class _Objects:
    """Writes finished objects into a document of reportlab, as `pdf_fonts` asks."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._written: dict[int, tuple[str, _Written]] = {}

    def reserve(self) -> int:
        """Return the number of a new object."""
        written = _Written()
        name: str = self._document.Reference(written).name
        number: int = self._document.idToObjectNumberAndVersion[name][0]
        self._written[number] = name, written
        return number

    def reference(self, number: int) -> PDFObjectReference:
        """Return what names an object elsewhere in the document."""
        return PDFObjectReference(self._written[number][0])

    def add(self, body: bytes, *, number: int = 0) -> int:
        """Write an object; return its number."""
        number = number or self.reserve()
        self._written[number][1].body = body
        return number

    def add_stream(self, data: bytes, *, entries: str = "", number: int = 0) -> int:
        """Write a compressed stream object; return its number."""
        packed = zlib.compress(data, 9)
        head = f"<<{entries}/Filter/FlateDecode/Length {len(packed)}>>stream\n".encode("ascii")
        return self.add(head + packed + b"\nendstream", number=number)
