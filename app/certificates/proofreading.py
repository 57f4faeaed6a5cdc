"""Reads a finished run again, as whoever copies from it would, and compares each page's words."""

from __future__ import annotations

from collections.abc import Sequence

from app.certificates.page_images import page_texts
from app.errors import DocumentError
from app.progress import Progress


def proofread(
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
            if word not in text:
                raise DocumentError("text-layer-wrong", page=count, word=word)
    if count != len(expected):
        raise DocumentError("text-layer-wrong", page=count + 1, word="".join(expected[count]))
