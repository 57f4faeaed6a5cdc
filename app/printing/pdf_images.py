"""Puts a picture into a PDF without decoding it where its format allows: PNG data and JPEG pass through.

Source: PNG specification (ISO 15948), ISO 32000-1 7.4.4.4 (predictor 15) and 7.4.8 (DCT).
"""

from __future__ import annotations

import io
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path

from app.errors import DocumentError
from app.printing.pdf_file import PdfFile

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_SPACES = {0: ("/DeviceGray", 1), 2: ("/DeviceRGB", 3)}
_NO_FRAME = {0xC4, 0xC8, 0xCC}


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture ready for a PDF: `data` with the entries of its stream."""

    entries: str
    data: bytes
    mask: Picture | None = None


def read_picture(path: Path) -> Picture:
    """Return the picture in a PNG or JPEG file. Raises DocumentError naming the file."""
    try:
        data = path.read_bytes()
        if data.startswith(_SIGNATURE):
            return _png(data) or _decoded(data)
        if data.startswith(b"\xff\xd8"):
            return _jpeg(data) or _decoded(data)
        return _decoded(data)
    except (OSError, ValueError, struct.error, zlib.error) as error:
        raise DocumentError("picture-unreadable", path=path) from error


def _entries(width: int, height: int, space: str, bits: int) -> str:
    return (
        f"/Type/XObject/Subtype/Image/Width {width}/Height {height}/ColorSpace{space}/BitsPerComponent {bits}"
    )


def _png(data: bytes) -> Picture | None:
    """Return a PNG as it stands; None where it has transparency or interlacing."""
    width, height, bits, kind, _, _, interlace = struct.unpack_from(">IIBBBBB", data, 16)
    parts: list[bytes] = []
    palette, at = b"", 8
    while at < len(data):
        length, name = struct.unpack_from(">I4s", data, at)
        body = data[at + 8 : at + 8 + length]
        if name == b"tRNS":
            return None
        palette = body if name == b"PLTE" else palette
        if name == b"IDAT":
            parts.append(body)
        at += 12 + length
    if interlace or kind not in (0, 2, 3) or bits == 16:
        return None
    space, colours = _SPACES.get(kind, (f"[/Indexed/DeviceRGB {len(palette) // 3 - 1}<{palette.hex()}>]", 1))
    filters = (
        "/Filter/FlateDecode/DecodeParms<</Predictor 15"
        f"/Colors {colours}/BitsPerComponent {bits}/Columns {width}>>"
    )
    return Picture(_entries(width, height, space, bits) + filters, b"".join(parts))


def _jpeg(data: bytes) -> Picture | None:
    """Return a JPEG as it stands; None where it has neither one nor three colours."""
    at = 2
    while at + 9 < len(data):
        marker, length = data[at + 1], struct.unpack_from(">H", data, at + 2)[0]
        if 0xC0 <= marker <= 0xCF and marker not in _NO_FRAME:
            bits, height, width, colours = struct.unpack_from(">BHHB", data, at + 4)
            space = {1: "/DeviceGray", 3: "/DeviceRGB"}.get(colours)
            if space is None:
                return None
            return Picture(_entries(width, height, space, bits) + "/Filter/DCTDecode", data)
        at += 2 + length
    return None


def _decoded(data: bytes) -> Picture:
    """Return any other picture, decoded; its transparency becomes a soft mask."""
    from PIL import Image

    with Image.open(io.BytesIO(data)) as image:
        pixels = image.convert("RGBA")
    width, height = pixels.size
    mask = Picture(
        _entries(width, height, "/DeviceGray", 8) + "/Filter/FlateDecode",
        zlib.compress(pixels.getchannel("A").tobytes(), 9),
    )
    colours = zlib.compress(pixels.convert("RGB").tobytes(), 9)
    return Picture(_entries(width, height, "/DeviceRGB", 8) + "/Filter/FlateDecode", colours, mask)


def add_picture(file: PdfFile, picture: Picture) -> int:
    """Write a picture; return its object number."""
    entries = picture.entries
    if picture.mask is not None:
        entries += f"/SMask {add_picture(file, picture.mask)} 0 R"
    return file.add_stream(picture.data, entries=entries, is_packed=True)
