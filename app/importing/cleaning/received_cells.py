"""Rows that may not come in, as received, packed: of a million rows each may be wrong."""

from __future__ import annotations

from array import array
from bisect import bisect_left

from app.importing.reading.sheet import Row
from app.importing.reading.transfer import packed_cells, unpacked_cells


class ReceivedCells:
    """Rows of cells by part and row. Rows of a part mostly come in ascending order; others take more room."""

    def __init__(self) -> None:
        self._parts: dict[int, _Part] = {}

    def __setitem__(self, place: tuple[int, int], cells: Row) -> None:
        part, row = place
        self._parts.setdefault(part, _Part()).put(row, packed_cells(cells))

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
        self._ends = array("q")
        self._bytes = bytearray()
        self._late: dict[int, bytes] = {}

    def put(self, row: int, packed: bytes) -> None:
        if self._rows and row <= self._rows[-1]:
            self._late[row] = packed
            return
        self._rows.append(row)
        self._bytes += packed
        self._ends.append(len(self._bytes))

    def get(self, row: int) -> bytes | None:
        if row in self._late:
            return self._late[row]
        at = bisect_left(self._rows, row)
        if at == len(self._rows) or self._rows[at] != row:
            return None
        return bytes(self._bytes[self._ends[at - 1] if at else 0 : self._ends[at]])
