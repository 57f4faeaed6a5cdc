"""Rows that may not come in, as received, packed and compressed: of a million rows each may be wrong."""

from __future__ import annotations

import zlib
from array import array
from bisect import bisect_left, bisect_right

from app.importing.reading.sheet import Row
from app.importing.reading.transfer import packed_cells, unpacked_cells

_BLOCK = 2**18  # bytes of rows that are compressed together
_QUICKLY = 1  # zlib's level: lists repeat themselves so much that more gains little


class ReceivedCells:
    """Rows of cells by part and row. Rows of a part mostly come in ascending order; others take more room."""

    def __init__(self) -> None:
        self._parts: dict[int, _Part] = {}

    def __setitem__(self, place: tuple[int, int], cells: Row) -> None:
        part, row = place
        of_part = self._parts.get(part)
        if of_part is None:
            of_part = self._parts[part] = _Part()
        of_part.put(row, packed_cells(cells))

    def __getitem__(self, place: tuple[int, int]) -> Row:
        part, row = place
        packed = self._parts[part].get(row) if part in self._parts else None
        if packed is None:
            raise KeyError(place)
        return unpacked_cells(packed)

    def __contains__(self, place: tuple[int, int]) -> bool:
        part, row = place
        return part in self._parts and self._parts[part].get(row) is not None


class _Part:
    def __init__(self) -> None:
        self._rows = array("l")
        self._ends = array("q")  # of each row, among the bytes of all
        self._begins = array("q", [0])  # of each block
        self._blocks: list[bytes] = []  # compressed, all but the last one
        self._last = bytearray()
        self._opened = (-1, b"")  # number and content of the block asked for last
        self._late: dict[int, bytes] = {}

    def put(self, row: int, packed: bytes) -> None:
        if self._rows and row <= self._rows[-1]:
            self._late[row] = packed
            return
        self._rows.append(row)
        self._last += packed
        self._ends.append(self._begins[-1] + len(self._last))
        if len(self._last) >= _BLOCK:
            self._blocks.append(zlib.compress(self._last, _QUICKLY))
            self._begins.append(self._ends[-1])
            self._last.clear()

    def get(self, row: int) -> bytes | None:
        if row in self._late:
            return self._late[row]
        at = bisect_left(self._rows, row)
        if at == len(self._rows) or self._rows[at] != row:
            return None
        begin, end = self._ends[at - 1] if at else 0, self._ends[at]
        block = bisect_right(self._begins, begin) - 1
        first = self._begins[block]
        return bytes(self._content(block)[begin - first : end - first])

    def _content(self, block: int) -> bytes | bytearray:
        if block == len(self._blocks):
            return self._last
        if self._opened[0] != block:
            self._opened = block, zlib.decompress(self._blocks[block])
        return self._opened[1]
