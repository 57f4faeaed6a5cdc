"""The outcome of cleaning: records of people's results, packed small, and all else the file says.

A hundred thousand records as Python tuples of strings take 75 MB; marshalled by the chunk they take 15. Those
beyond `MOST_PLAIN` are compressed too.
Nothing here depends on the registry, so that the records can be matched again without reading the file.
"""

from __future__ import annotations

import gc
import marshal
import zlib
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from app.importing.cleaning.received_cells import ReceivedCells
from app.importing.columns.layout import Layout
from app.importing.finding_list import FindingList
from app.importing.mapping import SheetMapping
from app.importing.reading.edited_cells import Cell, Edit
from app.importing.regions.region import Region
from app.importing.values.level_words import LevelWord
from app.importing.views import SheetView

CHUNK = 5_000  # rows that are cleaned, matched and written together
INVALID, TIED, RETURNED = 1, 2, 4  # flags of a record
MOST_PLAIN = 200_000  # records that are kept without compressing them
_WITHOUT_REFERENCES = 2  # marshal's older format: quicker, and records share little
_QUICKLY = 1  # zlib's level: lists repeat themselves so much that more gains little


class Head(NamedTuple):
    """What the records of one event have in common, as the list says it. `started_on` is an ordinal or ""."""

    contest: str
    level: LevelWord
    class_basis: str
    started_on: int | str
    organiser: str
    event: str
    group: str
    form: str


class Record(NamedTuple):
    """One person's part in one event, cleaned. Days are proleptic ordinals, "" means not said.

    Chunks hold records as plain tuples in this order: named ones cost more than all the checking.
    """

    head: int  # index in `CleanedFile.heads`
    published_on: int
    team_no: str
    rank: int | None
    medal: str
    grade: str
    score: str
    name: str
    id_type: str
    id_number: str
    id_key: str  # what one person's documents have in common
    role: str
    unit: str
    credit_code: str
    employer: str
    phone: str
    bank_name: str
    bank_account: str
    remark: str
    no_rank: str


class RecordChunk(NamedTuple):
    """Consecutive records of one sheet, from index `start` of the import; `rows` count from 1.

    `flags`: INVALID may not come in, TIED shares its rank by the list's own words, RETURNED still carries the
    cause for which its row was kept out before.
    """

    start: int
    sheet: int
    rows: Sequence[int]
    records: list[tuple[Any, ...]]
    flags: bytes

    @property
    def has_splits(self) -> bool:
        """Return whether some row names several people."""
        return len(set(self.rows)) < len(self.rows)


class PackedRecords:
    """Records in file order, in marshalled chunks; rows and flags beside them."""

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._sheets: list[int] = []
        self._packed: list[bytes] = []
        self._split: list[int] = []  # chunks in which some row names several people
        self._rows = array("l")
        self._flags = bytearray()

    def __len__(self) -> int:
        return len(self._rows)

    def append(
        self, sheet: int, rows: Sequence[int], records: list[tuple[Any, ...]], flags: bytes
    ) -> RecordChunk:
        """Append records of one sheet; return them as a chunk."""
        chunk = RecordChunk(len(self._rows), sheet, rows, records, flags)
        if chunk.has_splits:
            self._split.append(len(self._starts))
        self._starts.append(chunk.start)
        self._sheets.append(sheet)
        packed = marshal.dumps(records, _WITHOUT_REFERENCES)
        self._packed.append(packed if chunk.start < MOST_PLAIN else zlib.compress(packed, _QUICKLY))
        self._rows.extend(rows)
        self._flags += flags
        return chunk

    @property
    def rows(self) -> array[int]:
        """Return the row (from 1) of each record."""
        return self._rows

    def spans(self) -> Iterator[tuple[int, int, int]]:
        """Give part, first index and end of each chunk."""
        for at, start in enumerate(self._starts):
            end = self._starts[at + 1] if at + 1 < len(self._starts) else len(self._rows)
            yield self._sheets[at], start, end

    def place(self, at: int) -> tuple[int, int]:
        """Return sheet and row of a record."""
        return self._sheets[bisect_right(self._starts, at) - 1], self._rows[at]

    def indexes_of(self, sheet: int, row: int) -> Iterator[int]:
        """Give the indexes of the records of one row of a sheet."""
        for at, start in enumerate(self._starts):
            if self._sheets[at] != sheet:
                continue
            end = self._starts[at + 1] if at + 1 < len(self._starts) else len(self._rows)
            yield from (index for index in range(start, end) if self._rows[index] == row)

    def chunks(self, first: int = 0) -> Iterator[RecordChunk]:
        """Give the chunks from the one on that holds record `first`."""
        first_chunk = max(bisect_right(self._starts, first) - 1, 0)
        return map(self._chunk, range(first_chunk, len(self._starts)))

    def split_chunks(self) -> Iterator[RecordChunk]:
        """Give the chunks in which some row names several people."""
        return map(self._chunk, self._split)

    def _chunk(self, number: int) -> RecordChunk:
        start = self._starts[number]
        packed = self._packed[number] if start < MOST_PLAIN else zlib.decompress(self._packed[number])
        records = marshal.loads(packed)  # noqa: S302 our own bytes, never a file's
        end = start + len(records)
        rows, flags = self._rows[start:end], bytes(self._flags[start:end])
        return RecordChunk(start, self._sheets[number], rows, records, flags)

    def records_at(self, indexes: Iterable[int]) -> Iterator[tuple[int, Record]]:
        """Give the records of some indexes, which must ascend."""
        chunk: RecordChunk | None = None
        for at in indexes:
            if chunk is None or at >= chunk.start + len(chunk.records):
                chunk = next(self.chunks(at))
            yield at, Record._make(chunk.records[at - chunk.start])


class HeadIndex(dict[tuple[Any, ...], int]):
    """The number of each distinct head; `heads` gives them by number."""

    def __init__(self) -> None:
        super().__init__()
        self.heads: list[Head] = []

    def __missing__(self, head: tuple[Any, ...]) -> int:
        number = self[head] = len(self.heads)
        self.heads.append(Head._make(head))
        return number


@dataclass(slots=True)
class SurveyedSheet:
    """How many filled rows a sheet has, how many of them hold no result, and its parts."""

    name: str
    filled: int
    named: int
    parts: range = range(0)


@dataclass(slots=True)
class CleanedFile:
    """All that a file says, read by the rules of its columns; nothing of the registry is in it.

    Its parts are the regions of its sheets: `sheets` names the sheet of each, and all by «sheet» here is by
    part. `cells` holds rows as received that may not come in, by part and row.
    """

    path: Path
    sha256: str
    today: date
    mapping: Mapping[str, SheetMapping]
    findings: FindingList = field(default_factory=FindingList)
    sheets: list[str] = field(default_factory=list)
    views: list[SheetView] = field(default_factory=list)
    layouts: dict[int, Layout] = field(default_factory=dict)
    regions: dict[int, Region] = field(default_factory=dict)
    surveyed: list[SurveyedSheet] = field(default_factory=list)
    heads: HeadIndex = field(default_factory=HeadIndex)
    records: PackedRecords = field(default_factory=PackedRecords)
    cells: ReceivedCells = field(default_factory=ReceivedCells)
    as_written: dict[str, str] = field(default_factory=dict)  # what stood for a corrected document number
    edits: dict[int, dict[Cell, Edit]] = field(default_factory=dict)  # by sheet: cells edited by hand
    without_units: set[int] = field(default_factory=set)  # sheets that have no column of the sending unit


@contextmanager
def gc_paused() -> Iterator[None]:
    """Pause the collector inside the block: it would walk all records again and again, and find no cycle."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
