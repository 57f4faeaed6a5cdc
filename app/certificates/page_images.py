"""Pages of a PDF as pixels and as text, through pdfium. Loaded when first used.

pdfium works for one thread at a time: whoever uses it holds `PDFIUM`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock
from typing import Any

from app.certificates.outcomes import PageImage
from app.errors import DocumentError

PDFIUM = RLock()


@contextmanager
def opened(pdf: bytes) -> Iterator[Any]:
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


def count_pages(pdf: bytes) -> int:
    """Return the number of pages."""
    with opened(pdf) as document:
        return len(document)


def render_page(pdf: bytes, *, page: int, scale: float) -> PageImage:
    """Return a page as pixels; `scale` 1.0 is 72 to the inch."""
    with opened(pdf) as document:
        bitmap = document[page].render(scale=scale, prefer_bgrx=True)
        return PageImage(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))


def page_texts(pdf: bytes) -> Iterator[str]:
    """Yield the text of each page as it copies out."""
    with opened(pdf) as document:
        for page in document:
            text = page.get_textpage()
            yield text.get_text_range()
            text.close()
            page.close()
