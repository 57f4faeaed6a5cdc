"""Render composed pages into one PDF, streamed; what pages share is written once.

Each page is a short stream of text operators and its QR; background, frame and fixed text are one Form
XObject; each font is one subset written at the end, when it is known what was used.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from app.printing.composing import Composer
from app.printing.drawing import POINT, number
from app.printing.font_chain import FontPool
from app.printing.pdf_file import PageTree, PdfFile, Sink, document_info
from app.printing.pdf_fonts import embed_face
from app.printing.pdf_images import add_picture, read_picture
from app.printing.qr import qr_image

_WINDOW = 12  # bits: 4 kB, more than a page's text
_ZLIB_HEADER = b"\x48\x89"  # deflate with that window


class PdfRenderer:
    """A document being written: `page` for each page, then `finish`."""

    def __init__(self, sink: Sink, composer: Composer, pool: FontPool, *, pictures: Path) -> None:
        self._composer = composer
        self._pool = pool
        self._template = composer.template
        self._pictures = pictures
        self._file = PdfFile(sink)
        self._tree = PageTree(self._file)
        self._background = self._file.reserve()

    def page(self, fields: Mapping[str, str], *, code_content: bytes = b"") -> None:
        """Write one page; `code_content` is what the QR holds where the template has one."""
        text = b"/G Do\n" + self._composer.compose(fields)
        code = self._composer.codes(qr_image(code_content)) if self._composer.has_code else b""
        content = self._file.add_stream(_packed(text, code), entries="/Filter/FlateDecode", is_packed=True)
        page = f"<</Type/Page/Parent {self._tree.parent()} 0 R/Contents {content} 0 R>>"
        self._tree.add(self._file.add(page.encode("ascii")))

    def finish(self, *, made_at: datetime, title: str = "") -> None:
        """Write what the pages share; the document is complete then."""
        file, box = self._file, self._box()
        background = self._composer.static()  # the last to take glyphs: from here on the fonts are complete
        fonts = self._embed_fonts()
        self._write_background(background, fonts)
        self._tree.finish(
            entries=f"/MediaBox[{box}]/Resources<<{fonts}/XObject<</G {self._background} 0 R>>>>"
        )
        root = file.add(
            f"<</Type/Catalog/Pages {self._tree.root} 0 R/Lang(zh-CN)"
            "/ViewerPreferences<</PrintScaling/None/DisplayDocTitle true>>>>".encode("ascii")
        )
        info = document_info(title=title or self._template.title, made_at=made_at)
        file.finish(root=root, info=file.add(info))

    def _box(self) -> str:
        return f"0 0 {number(self._template.width * POINT)} {number(self._template.height * POINT)}"

    def _embed_fonts(self) -> str:
        """Write the fonts that were used; return the entry that names them."""
        names = []
        for index, face in enumerate(self._pool.faces):
            if len(face.used) > 1:
                font = self._file.reserve()
                embed_face(self._file, face, number=font)
                names.append(f"/F{index} {font} 0 R")
        return f"/Font<<{''.join(names)}>>"

    def _write_background(self, operators: bytes, fonts: str) -> None:
        pictures = "".join(
            f"/P{index} {add_picture(self._file, read_picture(self._pictures / picture.file))} 0 R"
            for index, picture in enumerate(self._composer.pictures)
        )
        self._file.add_stream(
            operators,
            entries=f"/Type/XObject/Subtype/Form/BBox[{self._box()}]"
            f"/Resources<<{fonts}/XObject<<{pictures}>>>>",
            number=self._background,
        )


def _packed(text: bytes, code: bytes) -> bytes:
    """Return a page's stream: the text squeezed, the QR (which nothing squeezes) stored as it is.

    Source: RFC 1950 (frame and checksum), RFC 1951 3.2.4 (stored block).
    """
    if not code:
        return zlib.compress(text)
    packer = zlib.compressobj(6, zlib.DEFLATED, -_WINDOW, 6)
    squeezed = packer.compress(text) + packer.flush(zlib.Z_SYNC_FLUSH)
    checksum = zlib.adler32(code, zlib.adler32(text))
    stored = struct.pack("<BHH", 1, len(code), len(code) ^ 0xFFFF)
    return b"".join((_ZLIB_HEADER, squeezed, stored, code, struct.pack(">I", checksum)))
