"""From raw columns to records: each distinct cell value is read once, a column at a time.

Records are plain tuples in the order of `Record`, their heads in the order of `Head`: a hundred
thousand named ones would cost more than all the checking. Whatever is wrong stands beside them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import repeat
from typing import Any, NamedTuple

from app.importing.columns.fields import ACHIEVED, REQUIRED
from app.importing.columns.layout import Layout
from app.importing.findings import Faulty, Note, severity_of
from app.importing.values.achievements import NOTHING_ACHIEVED, Achievement
from app.importing.values.closed_words import LevelWord
from app.importing.values.field_readers import (
    CLEAN,
    DEFAULTS,
    ONE_BY_ONE,
    joined_achievements,
    joined_level,
    readers,
)
from app.importing.values.identity import Identity, identity_reader
from app.importing.values.text import Remembered, as_text, compact

Columns = Sequence[Sequence[Any]]


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
    unit: tuple[str, str]  # name, credit code
    employer: str
    phone: str
    bank_name: str
    bank_account: str
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

    records: list[tuple[Any, ...]] = field(default_factory=list)
    notes: list[CellNote] = field(default_factory=list)
    broken: set[int] = field(default_factory=set)

    def say(self, index: int, name: str, raw: Any, note: Note) -> None:
        """Add a note on one cell; an error keeps the record out."""
        self.notes.append(CellNote(index, name, raw, note))
        if severity_of(note.code) == "error":
            self.broken.add(index)


class SheetCleaner:
    """Cleans the rows of one sheet, by its layout. `fact_notes` is what is wrong above the header."""

    def __init__(
        self, layout: Layout, *, today: date, words: Mapping[str, Mapping[str, str]] | None = None
    ) -> None:
        self._words = words or {}
        self.lacks_facts = False  # a required fact above the header is of no use, and no column gives it
        self.replaced: dict[tuple[str, str], str] = {}  # field and word as received: what it means
        self._columns = {column.field: column.index for column in layout.columns if column.field}
        self._facts: dict[str, Any] = {}
        self.fact_notes: list[tuple[str, Any, Note]] = []
        self._readers = readers(today)
        self._read_identity = identity_reader(today)
        self._achieved = Remembered(joined_achievements)
        self._levels = Remembered(joined_level)
        self._learn_facts(layout.preface.facts)
        self._remembered: dict[str, Remembered] = {}
        self._maps = {name: self._map_of(name) for name in self._columns if name in self._readers}

    def _learn_facts(self, facts: dict[str, Any]) -> None:
        for name, raw in facts.items():
            value = self._explained(name)(raw)
            if isinstance(value, Faulty):
                self.fact_notes += [(name, raw, note) for note in value.notes]
                value = value.value
            if value not in ("", None):
                self._facts[name] = value
        given = self._columns.keys() | self._facts.keys()
        self.lacks_facts = any(name in facts and name not in given for name in REQUIRED)

    def _map_of(self, name: str) -> Callable[[Any], Any]:
        read, default = self._explained(name), self._default(name)
        if name in ONE_BY_ONE:
            return read

        def or_default(raw: Any) -> Any:
            value = read(raw)
            return default if value == "" else value

        remembered = self._remembered[name] = Remembered(read if default == "" else or_default)
        return remembered.__getitem__

    def _explained(self, name: str) -> Callable[[Any], Any]:
        """Return a field's reader; words that the office explained once are read by their meaning."""
        read, words = self._readers[name], self._words.get(name)
        if not words:
            return read

        def by_meaning(raw: Any) -> Any:
            meaning = words.get(compact(as_text(raw)))
            if meaning is None:
                return read(raw)
            self.replaced[name, as_text(raw)] = meaning
            return read(meaning)

        return by_meaning

    def _default(self, name: str) -> Any:
        return self._facts.get(name, DEFAULTS.get(name, ""))

    def clean(self, raw: Columns, *, size: int) -> Cleaned:
        """Return the records of `size` rows given column by column."""
        cleaned = Cleaned()
        columns: dict[str, Sequence[Any]] = {
            name: self._column(name, raw, cleaned, size) for name in self._readers
        }
        columns["identity"] = self._identities(columns["id_type"], raw, cleaned, size)
        self._say_missing(columns, cleaned)
        columns["achievement"] = self._achievements(columns, cleaned)
        columns["level"] = self._level_words(columns, cleaned)
        self._join_banks(columns)
        columns["unit"] = list(zip(columns["unit"], columns["credit_code"], strict=True))
        columns["head"] = list(zip(*(columns[name] for name in Head._fields), strict=True))
        cleaned.records = list(zip(*(columns[name] for name in Record._fields), strict=True))
        return cleaned

    def _column(self, name: str, raw: Columns, cleaned: Cleaned, size: int) -> Sequence[Any]:
        index = self._columns.get(name)
        if index is None:
            return (self._default(name),) * size
        is_clean = CLEAN.get(name)
        if (
            is_clean is not None
            and set(map(type, raw[index])) == {str}
            and None not in map(is_clean, raw[index])
        ):
            return raw[index]
        values = list(map(self._maps[name], raw[index]))
        remembered = self._remembered.get(name)
        if remembered is not None and not remembered.has_faults:
            return values
        return _without_faults(values, name, raw[index], cleaned)

    def _identities(self, kinds: Sequence[Any], raw: Columns, cleaned: Cleaned, size: int) -> Sequence[Any]:
        index = self._columns.get("id_number")
        if index is None:
            return (None,) * size
        values = list(map(self._read_identity, kinds, raw[index]))
        return _without_faults(values, "id_number", raw[index], cleaned)

    def _say_missing(self, columns: dict[str, Sequence[Any]], cleaned: Cleaned) -> None:
        for name in _NEEDED:
            if name in self._columns and "" in columns[name]:
                for index, value in enumerate(columns[name]):
                    if value == "":
                        cleaned.say(index, name, "", Note(f"{name}-missing"))

    def _achievements(self, columns: dict[str, Sequence[Any]], cleaned: Cleaned) -> Sequence[Any]:
        names = [name for name in ACHIEVED if name in self._columns]
        if len(names) == 1:
            result = columns[names[0]]
        else:
            triples = zip(*(columns[name] for name in ACHIEVED), strict=True)
            joined = list(map(self._achieved.__getitem__, triples))
            result = _without_faults(joined, "rank", repeat(""), cleaned)
        if NOTHING_ACHIEVED in result:
            for index, (achievement, role) in enumerate(zip(result, columns["role"], strict=True)):
                if achievement == NOTHING_ACHIEVED and role == "contestant":
                    cleaned.say(index, names[0] if names else "rank", "", Note("result-missing"))
        return result

    def _level_words(self, columns: dict[str, Sequence[Any]], cleaned: Cleaned) -> Sequence[Any]:
        if "class" not in self._columns and "class" not in self._facts:
            return columns["level"]
        pairs = zip(columns["level"], columns["class"], strict=True)
        return _without_faults(list(map(self._levels.__getitem__, pairs)), "class", repeat(""), cleaned)

    def _join_banks(self, columns: dict[str, Sequence[Any]]) -> None:
        """Settle bank and account: a column may hold one of them or both."""
        one, both = columns["bank_name"], columns["bank"]
        if "bank" in self._columns:
            one = [a if a.name or a.account else b for a, b in zip(one, both, strict=True)]
        accounts = zip(columns["bank_account"], one, strict=True)
        columns["bank_account"] = [account or bank.account for account, bank in accounts]
        columns["bank_name"] = [bank.name for bank in one]


_NEEDED = ("contest", "level", "published_on", "event")


def _without_faults(values: list[Any], name: str, raw: Any, cleaned: Cleaned) -> list[Any]:
    """Return the usable values of a column; what is wrong with it goes to `cleaned`."""
    if Faulty not in set(map(type, values)):
        return values
    for index, (value, cell) in enumerate(zip(values, raw, strict=False)):
        if value.__class__ is Faulty:
            values[index] = value.value
            for note in value.notes:
                cleaned.say(index, name, cell, note)
    return values
