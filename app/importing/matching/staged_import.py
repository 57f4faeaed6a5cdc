"""The outcome of matching: what the records of a file would do to the registry. Nothing of it is written."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from app.importing.cleaning.records import CleanedFile
from app.importing.finding_list import FindingList
from app.importing.views import Change, Kind

KINDS = (Kind.NEW, Kind.CHANGED, Kind.SAME, Kind.SKIPPED)
NEW, CHANGED, SAME, SKIPPED = range(4)
ABSENT = -1  # in place of an event or a person: the record does not come in; of a unit: none is named


@dataclass(slots=True)
class ContestDraft:
    """A contest of a file; `id` is 0 while it is not in the registry.

    `fills` are the facts that the registry's record lacks and the file gives.
    """

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
    first_place: tuple[int, int] = (0, 0)  # sheet and row that first name it
    fills: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class EventDraft:
    """An event of a contest draft; `entries` counts those of the file."""

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
    """A sending unit; `parts` are the numbers of those it stands for where a list names several in one cell.

    `has_parts`: the registry knows them already.
    """

    name: str
    name_key: str
    credit_code: str
    id: int = 0
    parts: tuple[int, ...] = ()
    has_parts: bool = False
    fills: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EntryChange:
    """What a record changes of an existing entry: result facts make a new version, entry facts do not.

    Facts by name: before and after. `whole` is the result as it would be.
    """

    entry_id: int
    result_id: int
    version: int
    result: dict[str, tuple[Any, Any]]
    entry: dict[str, tuple[Any, Any]]
    whole: dict[str, Any]


@dataclass(slots=True)
class StagedImport:
    """The records of one file, matched with a registry that stood at `stamp`.

    `kinds`, `events`, `people`, `units` and `positions` have one item per record: its kind, the numbers of
    its drafts, and its place within the event. `person_ids` are registry ids by person, 0 for new ones.
    """

    file: CleanedFile
    stamp: tuple[Any, ...]
    is_known_file: bool = False
    findings: FindingList = field(init=False)
    contests: list[ContestDraft] = field(default_factory=list)
    event_drafts: list[EventDraft] = field(default_factory=list)
    unit_drafts: list[UnitDraft] = field(default_factory=list)
    person_ids: array[int] = field(default_factory=lambda: array("q"))
    person_fills: dict[int, dict[str, tuple[Any, Any]]] = field(default_factory=dict)
    kinds: bytearray = field(default_factory=bytearray)
    events: array[int] = field(default_factory=lambda: array("i"))
    people: array[int] = field(default_factory=lambda: array("i"))
    units: array[int] = field(default_factory=lambda: array("i"))
    positions: array[int] = field(default_factory=lambda: array("i"))
    entry_changes: dict[int, EntryChange] = field(default_factory=dict)  # by record
    changes: dict[int, list[Change]] = field(default_factory=dict)  # by record, in words

    def __post_init__(self) -> None:
        self.findings = self.file.findings.emptied()

    def kept_out(self, first: int = 0) -> Iterator[tuple[int, int]]:
        """Give sheet and row of what may not come in, in file order and once each, from a record on."""
        at, last = self.kinds.find(SKIPPED, first), (-1, -1)
        while at >= 0:
            if (place := self.file.records.place(at)) != last:
                yield place
            last, at = place, self.kinds.find(SKIPPED, at + 1)

    @property
    def is_written(self) -> bool:
        """Return whether anything would be written."""
        return NEW in self.kinds or CHANGED in self.kinds

    def written(self) -> Iterator[int]:
        """Give the indexes of the records that would be written."""
        return (at for at, kind in enumerate(self.kinds) if kind in (NEW, CHANGED))
