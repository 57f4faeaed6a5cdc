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
    rows = Rows(partial(_walk, process, number, progress))
    return OpenSheet(rows, MergedCells(spans), partial(Marks, *marks), height, is_ragged)


def _walk(process: ReaderProcess, number: int, progress: Progress) -> Iterator[Row]:
    walk = process.ask(("begin", number), progress)
    while rows := unpacked_rows(process.ask(("more", walk), progress)):
        yield from rows
