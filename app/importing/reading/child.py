"""The reading process: opens the files that outsiders sent, and hands their rows to the program.

It is a process of its own because a damaged workbook can abort its reader, fill the memory or keep it busy
for ever. It ends when the program does. Standard input brings requests, standard output takes the answers:

    ("open", path, seconds)   → (sha256, [(name, is_hidden, encoding) of each sheet])
    ("sheet", number)         → (merged spans, marks, height, is_ragged)
    ("begin", number)         → the number of a walk through the sheet's rows
    ("more", walk)            → the next rows of the walk, packed, b"" at the end
    ("mark", path, out, marks, seconds)  → None, once `out` is a copy of the workbook with causes
    ("close",)                lets the file go, and has no answer

An answer is ("ok", value), ("error", code, params) for an InputError, or ("failed", what) for any other.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import fields
from itertools import islice
from pathlib import Path
from typing import IO, Any

from app.errors import InputError
from app.importing.reading.limits import limit_memory, limit_seconds
from app.importing.reading.open_file import sheets_of
from app.importing.reading.sheet import Marks, OpenSheet, Row, Sheet
from app.importing.reading.transfer import packed, packed_rows, receive

_CELLS = 40_000  # of one answer, about
_MOST_ROWS = 2_000


def serve_files() -> None:
    """Answer requests until there are none."""
    requests, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb", buffering=0)
    with open(os.devnull, "wb") as nowhere:  # noqa: PTH123 a device, not a path of ours
        for stream in (1, 2):  # whatever a reader prints must not stand between the answers
            os.dup2(nowhere.fileno(), stream)
    limit_memory()
    file = _OpenFile()
    ahead: dict[tuple[Any, ...], bytes] = {}  # the next rows of each walk, made while the program is busy
    while True:
        try:
            request = receive(requests.read)
        except EOFError:
            return
        if request[0] in ("open", "close"):
            ahead.clear()
        answer = ahead.pop(request, b"") or _answer(file, request)
        if request[0] != "close":
            _write(answers, answer)
        if request[0] == "more":
            ahead[request] = _answer(file, request)


def _write(answers: IO[bytes], answer: bytes) -> None:
    rest = memoryview(answer)
    while rest:
        rest = rest[answers.write(rest) :]


def _answer(file: _OpenFile, request: tuple[Any, ...]) -> bytes:
    try:
        return packed(("ok", getattr(file, request[0])(*request[1:])))
    except InputError as error:
        file.close()
        return packed(("error", error.code, {name: _plain(value) for name, value in error.params.items()}))
    except MemoryError:
        file.close()
        return packed(("error", "import-reader-memory", {}))
    except BaseException as error:
        file.close()
        return packed(("failed", _place(error)))


def _plain(value: object) -> object:
    return value if isinstance(value, str | int) else str(value)


def _place(error: BaseException) -> str:
    """Return what was raised and where, without its message, which may repeat cells."""
    from app.private_logs import format_traceback

    return format_traceback(error)


class _OpenFile:
    """The file being read: its sheets, the one loaded last, and the walks through rows."""

    def __init__(self) -> None:
        self._sheets: list[Sheet] = []
        self._loaded: tuple[int, OpenSheet] | None = None
        self._walks: dict[int, Iterator[list[Row]]] = {}
        self._next_walk = 0

    def open(self, path: str, seconds: int) -> tuple[str, list[tuple[str, bool, str]]]:
        """Open a file, with the processor time that all of it may take."""
        self.close()
        limit_seconds(seconds)
        digest, self._sheets = sheets_of(Path(path))
        return digest, [(sheet.name, sheet.is_hidden, sheet.encoding) for sheet in self._sheets]

    def sheet(self, number: int) -> tuple[Any, ...]:
        """Load a sheet; return all of it but the rows."""
        opened = self._sheet(number)
        marks = opened.marks()
        values = tuple(getattr(marks, field.name) for field in fields(Marks))
        return opened.merged.spans, values, opened.height, opened.is_ragged

    def begin(self, number: int) -> int:
        """Begin a walk through the rows of a sheet."""
        self._next_walk += 1
        self._walks[self._next_walk] = _chunks(iter(self._sheet(number).rows))
        return self._next_walk

    def more(self, walk: int) -> bytes:
        """Return the next rows of a walk, packed; nothing at its end."""
        rows = next(self._walks[walk], [])
        return packed_rows(rows) if rows else b""

    def mark(self, path: str, out: str, marks: dict[str, tuple[Any, ...]], seconds: int) -> None:
        """Write a copy of a workbook with causes beside its rows."""
        from app.importing.reading.marked_copy import write_marked_copy

        self.close()
        limit_seconds(seconds)
        write_marked_copy(Path(path), Path(out), marks)

    def close(self) -> None:
        """Let the file go."""
        self._sheets, self._loaded = [], None
        self._walks.clear()

    def _sheet(self, number: int) -> OpenSheet:
        if self._loaded is None or self._loaded[0] != number:
            self._loaded = None  # two loaded sheets at once would take twice the memory
            self._loaded = number, self._sheets[number].open()
        return self._loaded[1]


def _chunks(rows: Iterator[Row]) -> Iterator[list[Row]]:
    most = 1
    while chunk := list(islice(rows, most)):
        yield chunk
        most = max(1, min(_MOST_ROWS, _CELLS // max(map(len, chunk), default=1)))
