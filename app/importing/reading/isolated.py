"""Files that outsiders sent, read in a process of their own: whatever ends it, the program lives."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from app.importing.reading.reader_process import ReaderProcess, reader_process
from app.importing.reading.sheet import Marks, MergedCells, OpenSheet, Row, Rows, Sheet
from app.importing.reading.transfer import unpacked_rows
from app.progress import Progress

_MOST_KEPT = 32 * 2**20  # bytes of a sheet's rows: 100,000 × 14 cells take 28 MB


@contextmanager
def open_sheets(path: Path, progress: Progress | None = None) -> Iterator[tuple[str, list[Sheet]]]:
    """Give the file's SHA-256 and its sheets, each read only when asked and only inside the block.

    Raises InputError for a file that cannot be read, also later, while rows are read; Cancelled where the
    user asks `progress` to stop.
    """
    progress = progress or Progress()
    with reader_process() as process:
        digest, described = process.open(path, progress)
        yield (
            digest,
            [
                Sheet(name, partial(_open, process, number, progress), is_hidden, encoding)
                for number, (name, is_hidden, encoding) in enumerate(described)
            ],
        )


def _open(process: ReaderProcess, number: int, progress: Progress) -> OpenSheet:
    spans, marks, height, is_ragged = process.ask(("sheet", number), progress)
    rows = Rows(_Walks(process, number, progress).begin)
    return OpenSheet(rows, MergedCells(spans), partial(Marks, *marks), height, is_ragged)


class _Walks:
    """The walks through a sheet's rows: what the first one brought is kept, packed, unless it is too much."""

    def __init__(self, process: ReaderProcess, number: int, progress: Progress) -> None:
        self._process = process
        self._number = number
        self._progress = progress
        self._kept: list[bytes] | None = None

    def begin(self) -> Iterator[Row]:
        """Give all rows, from the first one on."""
        for chunk in self._asked_for() if self._kept is None else self._kept:
            yield from unpacked_rows(chunk)

    def _asked_for(self) -> Iterator[bytes]:
        chunks: list[bytes] = []
        size = 0
        walk = self._process.ask(("begin", self._number), self._progress)
        while chunk := self._process.ask(("more", walk), self._progress):
            yield chunk
            size += len(chunk)
            if size > _MOST_KEPT:
                chunks.clear()
            else:
                chunks.append(chunk)
        if size <= _MOST_KEPT:
            self._kept = chunks
