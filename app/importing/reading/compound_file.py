"""Streams of a compound file (MS-CFB): what an old workbook is wrapped in."""

from __future__ import annotations

import struct
from collections.abc import Sequence

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END = 0xFFFFFFFA  # numbers of sectors from here on are marks
_ENTRY = 128


def stream_of(content: bytes, names: Sequence[str]) -> bytes:
    """Return the first stream found of these names, compared without case; b"" for none.

    Raises ValueError, IndexError or struct.error for a damaged file.
    """
    return _CompoundFile(content).stream(names)


class _CompoundFile:
    def __init__(self, content: bytes) -> None:
        if not content.startswith(SIGNATURE):
            raise ValueError("no compound file")
        self._content = content
        shift, mini_shift = struct.unpack_from("<HH", content, 0x1E)
        if shift not in (9, 12) or mini_shift > shift:
            raise ValueError("odd sectors")
        self._size, self._mini_size = 1 << shift, 1 << mini_shift
        (self._directory,) = struct.unpack_from("<I", content, 0x30)
        self._cutoff, self._mini_start = struct.unpack_from("<II", content, 0x38)
        self._table = self._sector_table()

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        return self._content[start : start + self._size]

    def _sector_table(self) -> list[int]:
        """Return the number of the sector after each."""
        numbers = [n for n in struct.unpack_from("<109I", self._content, 0x4C) if n < _END]
        (following,) = struct.unpack_from("<I", self._content, 0x44)
        for _ in range(len(self._content) // self._size + 1):
            if following >= _END:
                break
            *more, following = struct.unpack(f"<{self._size // 4}I", self._sector(following))
            numbers += [n for n in more if n < _END]
        if len(numbers) > len(self._content) // self._size:
            raise ValueError("more tables than sectors")
        return [
            entry
            for number in numbers
            if len(sector := self._sector(number)) == self._size
            for entry in struct.unpack(f"<{self._size // 4}I", sector)
        ]

    def _chain(self, first: int, table: Sequence[int]) -> list[int]:
        chain: list[int] = []
        while first < _END:
            if first >= len(table) or len(chain) > len(table):
                raise ValueError("broken chain")
            chain.append(first)
            first = table[first]
        return chain

    def _read(self, first: int) -> bytes:
        return b"".join(map(self._sector, self._chain(first, self._table)))

    def stream(self, names: Sequence[str]) -> bytes:
        entries = self._read(self._directory)
        wanted = [name.casefold() for name in names]
        found: dict[str, tuple[int, int]] = {}
        root = 0
        for at in range(0, len(entries) - _ENTRY + 1, _ENTRY):
            (length,) = struct.unpack_from("<H", entries, at + 64)
            name = entries[at : at + min(max(length - 2, 0), 62)].decode("utf-16-le", "replace").casefold()
            start, size = struct.unpack_from("<II", entries, at + 116)
            if entries[at + 66] == 5:
                root = start
            elif entries[at + 66] == 2:
                found.setdefault(name, (start, size))
        name = next((name for name in wanted if name in found), "")
        if not name:
            return b""
        start, size = found[name]
        if size >= self._cutoff:
            return self._read(start)[:size]
        short = self._read(root)
        table_bytes = self._read(self._mini_start)
        table = struct.unpack(f"<{len(table_bytes) // 4}I", table_bytes)
        parts = (short[n * self._mini_size : (n + 1) * self._mini_size] for n in self._chain(start, table))
        return b"".join(parts)[:size]
