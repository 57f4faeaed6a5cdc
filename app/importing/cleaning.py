"""From raw rows to records, a column at a time: each distinct cell value is read once.

A record is a plain tuple, see `Record`; whatever is wrong with its cells stands beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import repeat
from typing import Any, NamedTuple

from app.importing.achievements import NOTHING_ACHIEVED, Achievement
from app.importing.closed_words import LevelWord
from app.importing.contacts import Bank
from app.importing.fields import ACHIEVED
from app.importing.identity import Identity, identity_reader
from app.importing.layout import Layout
from app.importing.notes import Faulty, Note, severity_of
from app.importing.readers import (
    DEFAULTS,
    ONE_BY_ONE,
    joined_achievements,
    joined_bank,
    joined_level,
    readers,
)
from app.importing.sheet import Row
from app.importing.text import Remembered


class Head(NamedTuple):
    """What the rows of one event have in common."""

    contest: str
    level: LevelWord
    class_basis: str
    started_on: int | str
    organiser: str
    event: str
    group: str
    form: str


class Record(NamedTuple):
    """One person's part in one event, cleaned. Days are proleptic ordinals."""

    head: Head
    published_on: int
    team_no: str
    achievement: Achievement
    score: str
    name: str
    identity: Identity
    role: str
    unit: str
    credit_code: str
    employer: str
    phone: str
    bank: Bank
    remark: str


class CellNote(NamedTuple):
    """A note on one cell: the record it belongs to, the field, the cell as received."""

    record: int
    field: str
    raw: Any
    note: Note


@dataclass(slots=True)
class Cleaned:
    """Records of some rows, what is to be said of them, and which of them may not come in."""

    records: list[Record]
    notes: list[CellNote] = field(default_factory=list)
    broken: set[int] = field(default_factory=set)

    def say(self, index: int, name: str, raw: Any, note: Note) -> None:
        """Add a note on one cell; an error keeps the record out."""
        self.notes.append(CellNote(index, name, raw, note))
        if severity_of(note.code) == "error":
            self.broken.add(index)


class SheetCleaner:
    """Cleans the rows of one sheet, by its layout. `fact_notes` is what is wrong above the header."""

    def __init__(self, layout: Layout, *, today: date) -> None:
        self._columns = {column.field: column.index for column in layout.columns if column.field}
        self._facts: dict[str, Any] = {}
        self.fact_notes: list[tuple[str, Any, Note]] = []
        self._readers = readers(today)
        self._read_identity = identity_reader(today)
        self._achieved = Remembered(joined_achievements)
        self._levels = Remembered(joined_level)
        self._learn_facts(layout.preface.facts)
        self._maps = {name: self._map_of(name) for name in self._columns if name in self._readers}

    def _learn_facts(self, facts: dict[str, Any]) -> None:
        for name, raw in facts.items():
            value = self._readers[name](raw)
            if isinstance(value, Faulty):
                self.fact_notes += [(name, raw, note) for note in value.notes]
                value = value.value
            if value not in ("", None):
                self._facts[name] = value

    def _default(self, name: str) -> Any:
        return self._facts.get(name, DEFAULTS.get(name, ""))

    def _map_of(self, name: str) -> Callable[[Any], Any]:
        read, default = self._readers[name], self._default(name)
        if name in ONE_BY_ONE:
            return read

        def or_default(raw: Any) -> Any:
            value = read(raw)
            return default if value == "" else value

        return Remembered(or_default).__getitem__

    def clean(self, rows: Sequence[Row]) -> Cleaned:
        """Return the records of `rows`, one each."""
        raw = list(zip(*rows, strict=True))
        cleaned = Cleaned([])
        columns = {name: self._column(name, raw, cleaned, len(rows)) for name in self._readers}
        columns["identity"] = self._identities(columns["id_type"], raw, cleaned, len(rows))
        self._say_missing(columns, cleaned)
        columns["achievement"] = self._achievements(columns, cleaned)
        columns["level"] = self._level_words(columns, cleaned)
        columns["bank"] = self._bank_facts(columns)
        columns["head"] = _rows_of(Head, columns)
        cleaned.records = _rows_of(Record, columns)
        return cleaned

    def _say_missing(self, columns: dict[str, list[Any]], cleaned: Cleaned) -> None:
        for name in _NEEDED:
            if name in self._columns and "" in columns[name]:
                for index, value in enumerate(columns[name]):
                    if value == "":
                        cleaned.say(index, name, "", Note(f"{name}-missing"))

    def _column(self, name: str, raw: list[Any], cleaned: Cleaned, size: int) -> list[Any]:
        index = self._columns.get(name)
        if index is None:
            return [self._default(name)] * size
        values = list(map(self._maps[name], raw[index]))
        return _without_faults(values, name, raw[index], cleaned)

    def _identities(self, kinds: list[Any], raw: list[Any], cleaned: Cleaned, size: int) -> list[Any]:
        index = self._columns.get("id_number")
        if index is None:
            return [None] * size
        values = list(map(self._read_identity, kinds, raw[index]))
        return _without_faults(values, "id_number", raw[index], cleaned)

    def _achievements(self, columns: dict[str, list[Any]], cleaned: Cleaned) -> list[Any]:
        names = [name for name in ACHIEVED if name in self._columns]
        if len(names) == 1:
            result = columns[names[0]]
        else:
            result = list(map(self._achieved.__getitem__, zip(*(columns[n] for n in ACHIEVED), strict=True)))
            result = _without_faults(result, "rank", repeat(""), cleaned)
        if NOTHING_ACHIEVED in result:
            for index, (achievement, role) in enumerate(zip(result, columns["role"], strict=True)):
                if achievement == NOTHING_ACHIEVED and role == "contestant":
                    cleaned.say(index, names[0] if names else "rank", "", Note("result-missing"))
        return result

    def _level_words(self, columns: dict[str, list[Any]], cleaned: Cleaned) -> list[Any]:
        if "class" not in self._columns and "class" not in self._facts:
            return columns["level"]
        pairs = zip(columns["level"], columns["class"], strict=True)
        values = list(map(self._levels.__getitem__, pairs))
        return _without_faults(values, "class", repeat(""), cleaned)

    def _bank_facts(self, columns: dict[str, list[Any]]) -> list[Any]:
        if "bank_name" not in self._columns and "bank_account" not in self._columns:
            return columns["bank"]
        triples = zip(columns["bank"], columns["bank_name"], columns["bank_account"], strict=True)
        return [joined_bank(triple) for triple in triples]


_NEEDED = ("contest", "level", "published_on", "event")


def _rows_of(kind: Any, columns: dict[str, list[Any]]) -> list[Any]:
    return list(map(kind._make, zip(*(columns[name] for name in kind._fields), strict=True)))


def _without_faults(values: list[Any], name: str, raw: Iterable[Any], cleaned: Cleaned) -> list[Any]:
    """Return the usable values of a column; what is wrong with it goes to `cleaned`."""
    for index, (value, cell) in enumerate(zip(values, raw, strict=False)):
        if value.__class__ is Faulty:
            values[index] = value.value
            for note in value.notes:
                cleaned.say(index, name, cell, note)
    return values
