"""Writes the part of a TrueType font that a document uses, glyph numbers starting anew from 0.

A glyph may be asked for with an advance of its own: a letter-spaced letter is a wider glyph, so a
reader that copies text sees no gap to fill with a space. The subset carries no name table: the PDF
names it with a subset tag, which renames it as the fonts' licence asks.
Source: OpenType specification 1.9; ISO 32000-1, 9.9.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence

from app.certificates.sfnt import FontFile, component_places

_COPIED = (b"cvt ", b"fpgm", b"prep")
_INK_UNIT = 4


def subset_font(font: FontFile, glyphs: Sequence[tuple[int, int]]) -> bytes:
    """Return a font whose glyph *n* is `glyphs[n]`: (glyph in `font`, advance in font units)."""
    outlines, advances = _collected(font, glyphs)
    glyf, loca = _packed(outlines)
    metrics = b"".join(
        struct.pack(">Hh", advance, _left_bearing(outline))
        for advance, outline in zip(advances, outlines, strict=True)
    )
    tables = {
        b"glyf": glyf,
        b"head": _patched(_patched(font.table(b"head"), 50, ">h", 1), 8, ">I", 0),
        b"hhea": _patched(font.table(b"hhea"), 34, ">H", len(outlines)),
        b"hmtx": metrics,
        b"loca": loca,
        b"maxp": _patched(font.table(b"maxp"), 4, ">H", len(outlines)),
    }
    tables |= {tag: font.table(tag) for tag in _COPIED if font.has_table(tag)}
    return _assembled(tables)


def _collected(font: FontFile, glyphs: Sequence[tuple[int, int]]) -> tuple[list[bytes], list[int]]:
    """Return outlines and advances; parts of composite glyphs are added at the end."""
    sources = list(glyphs)
    places = {glyph: index for index, (glyph, _) in reversed(list(enumerate(sources)))}
    outlines: list[bytes] = []
    for glyph, _ in sources:  # grows while it is walked: a part may have parts
        outline = bytearray(font.outline(glyph))
        for at in component_places(bytes(outline)):
            part = struct.unpack_from(">H", outline, at)[0]
            if part not in places:
                places[part] = len(sources)
                sources.append((part, font.advance(part)))
            struct.pack_into(">H", outline, at, places[part])
        outlines.append(bytes(outline))
    return outlines, [advance for _, advance in sources]


def _packed(outlines: Sequence[bytes]) -> tuple[bytes, bytes]:
    parts, offsets, at = [], [0], 0
    for outline in outlines:
        padded = outline + bytes(-len(outline) % _INK_UNIT)
        parts.append(padded)
        at += len(padded)
        offsets.append(at)
    return b"".join(parts), struct.pack(f">{len(offsets)}I", *offsets)


def _left_bearing(outline: bytes) -> int:
    return int(struct.unpack_from(">h", outline, 2)[0]) if outline else 0


def _patched(table: bytes, at: int, form: str, value: int) -> bytes:
    changed = bytearray(table)
    struct.pack_into(form, changed, at, value)
    return bytes(changed)


def _checksum(data: bytes) -> int:
    padded = data + bytes(-len(data) % 4)
    words: tuple[int, ...] = struct.unpack(f">{len(padded) // 4}I", padded)
    return sum(words) & 0xFFFFFFFF


def _place_of(tag: bytes, directory: list[bytes]) -> int:
    return next(int(struct.unpack_from(">I", entry, 8)[0]) for entry in directory if entry.startswith(tag))


def _assembled(tables: dict[bytes, bytes]) -> bytes:
    count = len(tables)
    power = 1 << (count.bit_length() - 1)
    header = struct.pack(
        ">IHHHH", 0x00010000, count, power * 16, power.bit_length() - 1, (count - power) * 16
    )
    at = 12 + 16 * count
    directory, body = [], []
    for tag, data in sorted(tables.items()):
        directory.append(struct.pack(">4sIII", tag, _checksum(data), at, len(data)))
        padded = data + bytes(-len(data) % 4)
        body.append(padded)
        at += len(padded)
    whole = header + b"".join(directory) + b"".join(body)
    head = _place_of(b"head", directory)
    return _patched(whole, head + 8, ">I", (0xB1B0AFBA - _checksum(whole)) & 0xFFFFFFFF)
