"""Reads PDFs as others would: poppler, pdfium, a scanner."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pypdfium2
import zxingcpp


def poppler_text(pdf: bytes, folder: Path, *, is_raw: bool = False) -> str:
    """The text as poppler copies it out; fails where poppler has anything to complain of.

    `is_raw` gives the words in the order in which the page was written, not as they stand on it.
    """
    file = folder / "page.pdf"
    file.write_bytes(pdf)
    done = subprocess.run(
        ["pdftotext", *(["-raw"] if is_raw else []), file, "-"], capture_output=True, check=True
    )
    assert done.stderr == b""
    return done.stdout.decode()


def pdfium_texts(pdf: bytes) -> list[str]:
    """The text of each page as pdfium copies it out."""
    document = pypdfium2.PdfDocument(pdf)
    texts = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return texts


def scanned(pdf: bytes, *, dpi: int, page: int = 0) -> str:
    """What a scanner reads from the rasterised page."""
    document = pypdfium2.PdfDocument(pdf)
    image: Any = document[page].render(scale=dpi / 72).to_pil().convert("L")
    document.close()
    codes = zxingcpp.read_barcodes(image)
    assert len(codes) == 1
    text: str = codes[0].text
    return text
