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


def hidden_texts(pdf: bytes) -> Iterator[tuple[str, str | bytes]]:
    """Yield what a document holds besides its pages' text: the kind of place, and the text or the bytes.

    Kinds are `metadata`, `attachment`, `annotation`, `bookmark`, `object` (strings of the file's objects,
    forms and scripts among them) and `stream` (unpacked streams that are text, such as XMP).
    """
    with opened_pdf(pdf) as document:
        facts = document.get_metadata_dict(skip_empty=True).values()
        yield from (("metadata", _DATE.sub("", fact)) for fact in facts)
        for number in range(document.count_attachments()):
            attachment = document.get_attachment(number)
            yield "attachment", attachment.get_name()
            yield "attachment", bytes(attachment.get_data())
        yield from (("bookmark", one.get_title()) for one in document.get_toc())
        for page in document:
            yield from (("annotation", text) for text in _annotation_texts(page))
            page.close()
    for part in _objects_of(pdf):
        yield from (("object", text) for text in _strings_of(part))
    for found in _ANY_STREAM.finditer(pdf):
        data = _unpacked(pdf[found.end() :])
        if _is_readable(data):
            yield "stream", data


_DATE = re.compile(r"D:\d{14}(?!\d)")  # ISO 32000-1, 7.9.4
_ANY_STREAM = re.compile(rb">>\s*stream\r?\n")
_STREAM = re.compile(rb"stream\r?\n.*?endstream", re.DOTALL)
_LITERAL = re.compile(rb"\(((?:\\.|[^\\()])*)\)", re.DOTALL)
_HEX = re.compile(rb"(?<!<)<([0-9A-Fa-f\s]{10,})>(?!>)")
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
_KEYS_OF_ANNOTATIONS = (b"Contents", b"T", b"TU", b"V", b"DV", b"NM", b"RC", b"Subj", b"CA")


def _annotation_texts(page: Any) -> Iterator[str]:
    import ctypes

    import pypdfium2.raw as pdfium

    for number in range(pdfium.FPDFPage_GetAnnotCount(page)):
        annotation = pdfium.FPDFPage_GetAnnot(page, number)
        for key in _KEYS_OF_ANNOTATIONS:
            length = pdfium.FPDFAnnot_GetStringValue(annotation, key, None, 0)
            if length > 2:
                buffer = ctypes.create_string_buffer(length)
                into = ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR))
                pdfium.FPDFAnnot_GetStringValue(annotation, key, into, length)
                yield buffer.raw[: length - 2].decode("utf-16-le", "replace")
        pdfium.FPDFPage_CloseAnnot(annotation)


def _strings_of(part: bytes) -> Iterator[str]:
    """Yield the strings of objects: literal ones, and hexadecimal ones that are text."""
    part = _STREAM.sub(b"", part)
    for found in _LITERAL.finditer(part):
        data = _ESCAPE.sub(_unescaped, found[1])
        if (text := _text_string(data)) is not None:
            yield text
    for found in _HEX.finditer(part):
        digits = b"".join(found[1].split())
        data = bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))
        if (text := _text_string(data)) is not None:
            yield text


def _unescaped(found: re.Match[bytes]) -> bytes:
    escaped = found[1]
    if escaped[:1] in b"01234567":
        return bytes([int(escaped, 8) & 255])
    return {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"\n": b"", b"\r\n": b""}.get(escaped, escaped)


def _text_string(data: bytes) -> str | None:
    """Return a text string (ISO 32000-1, 7.9.2.2) that can be read, None for other bytes."""
    coding = "utf-16-be" if data.startswith(b"\xfe\xff") else "utf-8"
    try:
        text = data.decode(coding)
    except UnicodeDecodeError:
        return None
    text = _DATE.sub("", text)
    return text if all(sign.isprintable() or sign in "\r\n\t\ufeff" for sign in text) else None


def _unpacked(data: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(data)
    except zlib.error:
        return data[: max(data.find(b"endstream"), 0)]


def _is_readable(data: bytes) -> bool:
    """Return whether a stream is text for people: not what draws a page, nor a font's map."""
    if not data or b"BT" in data or b"begincmap" in data:
        return False
    text = data[:100_000].decode("utf-8", "replace")
    readable = sum(sign.isprintable() or sign.isspace() for sign in text if sign != "\ufffd")
    return readable > 0.97 * len(text)
