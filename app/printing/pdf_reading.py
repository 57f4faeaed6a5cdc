"""Read a PDF back through pdfium: pages as pixels and as text, and a check of the text layer.

pdfium works for one thread at a time: whoever uses it holds `PDFIUM`.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from threading import RLock
from typing import Any

from app.errors import DocumentError
from app.printing.font_chain import composed
from app.progress import Progress

PDFIUM = RLock()
_LAYERS = b"/OCProperties"
_STREAM_OF_OBJECTS = re.compile(rb"/ObjStm\b[^>]*>>\s*stream\r?\n")


@dataclass(frozen=True, slots=True)
class PageImage:
    """A page as pixels: rows from the top, four bytes each (blue, green, red, opaque)."""

    width: int
    height: int
    stride: int
    bgra: bytes


@contextmanager
def opened_pdf(pdf: bytes) -> Iterator[Any]:
    """Give the open document. Raises DocumentError where it is no PDF or is damaged or locked."""
    import pypdfium2

    with PDFIUM:
        try:
            document = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError as error:
            raise DocumentError("pdf-unreadable", problem=error) from error
        try:
            yield document
        finally:
            document.close()


def page_count(pdf: bytes) -> int:
    """Return the number of pages."""
    with opened_pdf(pdf) as document:
        return len(document)


def page_image(pdf: bytes, *, page: int = 0, scale: float = 1.0) -> PageImage:
    """Return a page as pixels; `page` counts from 0, `scale` 1.0 is 72 pixels to the inch."""
    with opened_pdf(pdf) as document:
        bitmap = document[page].render(scale=scale, prefer_bgrx=True)
        return PageImage(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))


def page_texts(pdf: bytes) -> Iterator[str]:
    """Yield the text of each page as it copies out."""
    with opened_pdf(pdf) as document:
        for page in document:
            text = page.get_textpage()
            yield text.get_text_range()
            text.close()
            page.close()


def has_more_than_pages(pdf: bytes) -> bool:
    """Return whether a document holds what some viewers show or run besides its pages.

    That is a form, annotations, attachments, scripts or layers: over a genuine page they can show another
    name. Raises DocumentError.
    """
    import pypdfium2.raw as pdfium

    with opened_pdf(pdf) as document:
        counts = [
            pdfium.FPDF_GetFormType(document),
            pdfium.FPDFDoc_GetAttachmentCount(document),
            pdfium.FPDFDoc_GetJavaScriptActionCount(document),
        ]
        for page in document:
            counts.append(pdfium.FPDFPage_GetAnnotCount(page))
            page.close()
    return any(counts) or any(_LAYERS in part for part in _objects_of(pdf))


def _objects_of(pdf: bytes) -> Iterator[bytes]:
    """Yield the file, and the small objects that are packed in it."""
    yield pdf
    for found in _STREAM_OF_OBJECTS.finditer(pdf):
        with suppress(zlib.error):
            yield zlib.decompressobj().decompress(pdf[found.end() :])


def check_text_layer(
    pdf: bytes, expected: Sequence[tuple[str, ...]], *, progress: Progress | None = None, label: str = ""
) -> None:
    """Check that each page's text holds the words expected of it.

    Raises DocumentError naming the first word that would not copy out as it is printed.
    """
    count = 0
    for count, (text, words) in enumerate(zip(page_texts(pdf), expected, strict=False), start=1):
        if progress is not None and count % 100 == 1:
            progress.report(count, len(expected), label)
        for word in words:
            if composed(word) not in text:
                raise DocumentError("text-layer-wrong", page=count, word=word)
    if count != len(expected):
        raise DocumentError("text-layer-wrong", page=count + 1, word="".join(expected[count]))
