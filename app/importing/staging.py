"""An import as the room itself keeps it: drafts of what would be written, and the rows, packed small.

A hundred thousand rows as Python tuples of strings take 75 MB; marshalled by the chunk they take 15.
"""

from __future__ import annotations

import marshal
from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from app.importing.columns.layout import Layout
from app.importing.plan import Change, Kind, SheetMapping

KINDS = (Kind.NEW, Kind.CHANGED, Kind.SAME, Kind.SKIPPED)
NEW, CHANGED, SAME, SKIPPED = range(4)
CHUNK = 5_000
_WITHOUT_REFERENCES = 2  # marshal's older format: quicker, and rows share little
REJECTED = -1  # in place of an event: the row was kept out


class EntryRow(NamedTuple):
    """One person's part in one event, ready to be written. Drafts by number, -1 for no unit.

    `key` is "" where it is kind of document and number joined by a colon.
    """

    sheet: int
    row: int
    position: int
    event: int
    person: int
    unit: int
    unit_said: str  # the unit's name where the list says another than the draft
    role: str
    team_no: str
    employer: str
    remark: str
    rank: int | None
    medal: str
    grade: str
    score: str
    published_on: int
    name: str
    id_type: str
    number: str
    key: str
    phone: str
    bank_name: str
    bank_account: str


class PackedRows:
    """Rows in file order: marshalled chunks, unpacked again one chunk at a time."""

    def __init__(self) -> None:
        self._chunks: list[bytes] = []
        self._open: list[tuple[Any, ...]] = []

    def __len__(self) -> int:
        return len(self._chunks) * CHUNK + len(self._open)

    def extend(self, rows: list[tuple[Any, ...]]) -> None:
        """Append rows of plain values."""
        self._open += rows
        while len(self._open) >= CHUNK:
            self._chunks.append(marshal.dumps(self._open[:CHUNK], _WITHOUT_REFERENCES))
            self._open = self._open[CHUNK:]

    def chunks(self, first: int = 0) -> Iterator[tuple[int, list[tuple[Any, ...]]]]:
        """Give (index of its first row, rows) from the chunk on that holds row `first`."""
        for number in range(first // CHUNK, len(self._chunks)):
            yield number * CHUNK, marshal.loads(self._chunks[number])  # noqa: S302 our own bytes, never a file's
        if self._open:
            yield len(self._chunks) * CHUNK, self._open


@dataclass(slots=True)
class ContestDraft:
    """A contest a file speaks of; `id` is 0 while the registry does not know it."""

    name: str
    name_key: str
    level: str
    contest_class: str
    official_class: str
    class_basis: str
    organiser: str
    started_on: int | None
    year: int
    id: int = 0
    said_in: tuple[int, int] = (0, 0)  # sheet and row where the file first spoke of it
    fills: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class EventDraft:
    """An event of a contest draft."""

    contest: int
    name: str
    name_key: str
    group: str
    form: str
    id: int = 0
    entries: int = 0
    published_on: set[int] = field(default_factory=set)
    fills: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class UnitDraft:
    """A sending unit."""

    name: str
    name_key: str
    credit_code: str
    id: int = 0
    fills: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EntryChange:
    """What a row changes of an entry that stands: result facts make a new version, entry facts do not."""

    entry_id: int
    result_id: int
    version: int
    result: dict[str, tuple[Any, Any]]
    entry: dict[str, tuple[Any, Any]]
    whole: dict[str, Any]  # the result as it would be


@dataclass(slots=True)
class Understood:
    """All that a file says, resolved against a registry that stood at `stamp`."""

    sheets: list[str] = field(default_factory=list)
    layouts: dict[int, Layout] = field(default_factory=dict)
    tops: dict[int, list[list[Any]]] = field(default_factory=dict)  # rows above the data, as received
    contests: list[ContestDraft] = field(default_factory=list)
    events: list[EventDraft] = field(default_factory=list)
    units: list[UnitDraft] = field(default_factory=list)
    people: array[int] = field(default_factory=lambda: array("q"))  # ids, 0: unknown to the registry
    people_fills: dict[int, dict[str, tuple[Any, Any]]] = field(default_factory=dict)
    rows: PackedRows = field(default_factory=PackedRows)
    kinds: bytearray = field(default_factory=bytearray)
    entry_changes: dict[int, EntryChange] = field(default_factory=dict)
    changes: dict[int, list[Change]] = field(default_factory=dict)
    rejected: list[tuple[int, int, list[Any]]] = field(default_factory=list)  # sheet, row, cells
    stamp: tuple[Any, ...] = ()
    names: dict[int, str] = field(default_factory=dict)  # of people asked for, by number
    beside: object = None  # what the pages gather once
    named_rows: int = 0  # rows whose names are in `names`
    today: date = date.min
    mapping: Mapping[str, SheetMapping] = field(default_factory=dict)
    is_known_file: bool = False
    has_splits: bool = False  # some row names several people

    def name_of(self, person: int) -> str:
        """Return the name by which the file first called a person."""
        if person not in self.names:
            for _, rows in self.rows.chunks(self.named_rows):
                for row in rows:
                    if row[3] != REJECTED:
                        self.names.setdefault(row[4], row[_NAME])
            self.named_rows = len(self.rows)
        return self.names.get(person, "")


_NAME = EntryRow._fields.index("name")
