"""Reads a TrueType font file: which characters it has, how wide they are, their outlines.

Only what a certificate needs, straight from the mapped file, so that opening a 30 MB font costs
a millisecond. Source: OpenType specification 1.9, chapters cmap, glyf, head, hhea, hmtx, loca, maxp.
"""

from __future__ import annotations

import mmap
import struct
import sys
from array import array
from bisect import bisect_right
from functools import cache
from pathlib import Path

from app.errors import DocumentError

_COMPOSITE_MORE = 0x20
_ARGS_ARE_WORDS = 0x01
_SCALES = ((0x08, 2), (0x40, 4), (0x80, 8))


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
