"""Reads the QR codes of our own pages back out of a PDF, from their exact modules."""

from __future__ import annotations

from collections.abc import Iterator

from app.certificates.page_images import opened
from app.certificates.qr import IMAGE_BYTES, qr_table
from app.errors import InputError

_IMAGE = 3  # pdfium's FPDF_PAGEOBJ_IMAGE


def statements_in(pdf: bytes) -> Iterator[str]:
    """Yield the text of each QR that is drawn as this program draws it. Raises DocumentError."""
    with opened(pdf) as document:
        for page in document:
            for image in page.get_objects(filter=[_IMAGE], max_depth=2):
                data = bytes(image.get_data(decode_simple=True))
                if len(data) == IMAGE_BYTES:
                    text = _text(data)
                    if text:
                        yield text
            page.close()


def _text(image: bytes) -> str:
    try:
        return qr_table().message(image).decode("utf-8")
    except (InputError, UnicodeDecodeError):
        return ""
