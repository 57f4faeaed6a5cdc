"""TrueType fonts: read a font file's characters, advances and outlines; write a subset of it.

Reading takes tables straight from the mapped file, so that opening a 30 MB font costs a millisecond.
A subset numbers its glyphs anew from 0. A glyph may be asked for with an advance of its own: a
letter-spaced letter is a wider glyph, so a reader that copies text sees no gap to fill with a space.
The subset carries no name table: the PDF names it with a subset tag, which renames it as the fonts'
licence asks.
Source: OpenType specification 1.9, chapters cmap, glyf, head, hhea, hmtx, loca, maxp; ISO 32000-1, 9.9.
"""

from __future__ import annotations

import mmap
import struct
import sys
from array import array
from bisect import bisect_right
from collections.abc import Collection, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

from app.errors import DocumentError

_COMPOSITE_MORE = 0x20
_ARGS_ARE_WORDS = 0x01
_SCALES = ((0x08, 2), (0x40, 4), (0x80, 8))
_COPIED_TABLES = (b"cvt ", b"fpgm", b"prep")
_GLYPH_ALIGNMENT = 4  # bytes


def _big_endian(code: str, data: bytes) -> array[int]:
    values = array(code, data)
    if sys.byteorder == "little":
        values.byteswap()
    return values


class FontFile:
    """An open TrueType font. Distances are in font units, `units` of them to the em."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            with path.open("rb") as file:
                self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            self._tables = self._directory()
            self._read_measures()
            self._read_characters()
        except (OSError, ValueError, struct.error, KeyError) as error:
            raise DocumentError("font-unreadable", path=path) from error

    def _directory(self) -> dict[bytes, tuple[int, int]]:
        count = struct.unpack_from(">H", self._data, 4)[0]
        records = (struct.unpack_from(">4sIII", self._data, 12 + 16 * index) for index in range(count))
        return {tag: (offset, length) for tag, _, offset, length in records}

    def table(self, tag: bytes) -> bytes:
        """Return a table's bytes. Raises KeyError."""
        offset, length = self._tables[tag]
        return self._data[offset : offset + length]

    def has_table(self, tag: bytes) -> bool:
        """Return whether the font has a table."""
        return tag in self._tables

    def _read_measures(self) -> None:
        head, hhea = self.table(b"head"), self.table(b"hhea")
        self.units: int = struct.unpack_from(">H", head, 18)[0]
        self.box: tuple[int, int, int, int] = struct.unpack_from(">4h", head, 36)
        self.ascent, self.descent = struct.unpack_from(">2h", hhea, 4)
        self.glyph_count: int = struct.unpack_from(">H", self.table(b"maxp"), 4)[0]
        measured = struct.unpack_from(">H", hhea, 34)[0]
        self._advances = _big_endian("H", self.table(b"hmtx")[: measured * 4])[::2]
        long_offsets = struct.unpack_from(">h", head, 50)[0]
        loca = self.table(b"loca")
        self._offsets = _big_endian("I", loca) if long_offsets else _doubled(_big_endian("H", loca))
        self._glyf = self._tables[b"glyf"][0]

    def _read_characters(self) -> None:
        cmap = self.table(b"cmap")
        count = struct.unpack_from(">H", cmap, 2)[0]
        offsets = [struct.unpack_from(">HHI", cmap, 4 + 8 * index)[2] for index in range(count)]
        tables = [offset for offset in offsets if struct.unpack_from(">H", cmap, offset)[0] == 12]
        groups = struct.unpack_from(">I", cmap, tables[-1] + 12)[0] if tables else 0
        if not groups:
            raise ValueError("no table of all characters")
        numbers = _big_endian("I", cmap[tables[-1] + 16 : tables[-1] + 16 + groups * 12])
        self._starts, self._ends, self._glyphs = numbers[::3], numbers[1::3], numbers[2::3]

    def glyph_of(self, character: str) -> int:
        """Return the glyph of a character, 0 where the font has none."""
        code = ord(character)
        group = bisect_right(self._starts, code) - 1
        if group < 0 or code > self._ends[group]:
            return 0
        return int(self._glyphs[group] + code - self._starts[group])

    def advance(self, glyph: int) -> int:
        """Return a glyph's advance width in font units."""
        return int(self._advances[min(glyph, len(self._advances) - 1)])

    def outline(self, glyph: int) -> bytes:
        """Return a glyph's record in `glyf`, empty for a blank one."""
        return self._data[self._glyf + self._offsets[glyph] : self._glyf + self._offsets[glyph + 1]]

    def is_drawable(self, glyph: int) -> bool:
        """Return whether the glyph has ink."""
        return self._offsets[glyph + 1] > self._offsets[glyph]


def _doubled(halves: array[int]) -> array[int]:
    return array("I", [2 * value for value in halves])


def component_places(outline: bytes) -> list[int]:
    """Return where in a composite glyph's record its components' glyph numbers stand."""
    if len(outline) < 10 or struct.unpack_from(">h", outline)[0] >= 0:
        return []
    places, at, flags = [], 10, _COMPOSITE_MORE
    while flags & _COMPOSITE_MORE:
        flags = struct.unpack_from(">H", outline, at)[0]
        places.append(at + 2)
        at += 8 if flags & _ARGS_ARE_WORDS else 6
        at += next((size for bit, size in _SCALES if flags & bit), 0)
    return places


@cache
def font_file(path: Path) -> FontFile:
    """Return the open font at `path`; a file is mapped once for the life of the program."""
    return FontFile(path)


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
    tables |= {tag: font.table(tag) for tag in _COPIED_TABLES if font.has_table(tag)}
    return _assembled(tables)


def without_unused_glyphs(program: bytes, used: Collection[int]) -> bytes:
    """Return a font of `subset_font` in which only these glyphs, and their parts, still have an outline.

    Every glyph keeps its number and its advance, so that codes in a document stay as they are.
    """
    tables = _tables_of(program)
    offsets = _big_endian("I", tables[b"loca"])
    outlines = [tables[b"glyf"][start:end] for start, end in pairwise(offsets)]
    kept: set[int] = set()
    wanted = [0, *used]
    while wanted:
        glyph = wanted.pop()
        if glyph not in kept:
            kept.add(glyph)
            parts = component_places(outlines[glyph])
            wanted += [struct.unpack_from(">H", outlines[glyph], at)[0] for at in parts]
    tables[b"glyf"], tables[b"loca"] = _packed(
        [outline if number in kept else b"" for number, outline in enumerate(outlines)]
    )
    tables[b"head"] = _patched(tables[b"head"], 8, ">I", 0)
    return _assembled(tables)


def _tables_of(program: bytes) -> dict[bytes, bytes]:
    count = struct.unpack_from(">H", program, 4)[0]
    records = (struct.unpack_from(">4sIII", program, 12 + 16 * index) for index in range(count))
    return {tag: program[offset : offset + length] for tag, _, offset, length in records}


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
        padded = outline + bytes(-len(outline) % _GLYPH_ALIGNMENT)
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
