"""From raw columns to records: each distinct cell value is read once, a column at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import repeat
from typing import Any

from app.importing.cleaning.cleaned_rows import CleanedRows, usable
from app.importing.cleaning.ditto_marks import DittoMarks
from app.importing.cleaning.records import Head, HeadIndex, Record
from app.importing.cleaning.sheet_doubts import (
    doubt_round_numbers,
    drop_cards_of_others,
    note_ranks_within_grades,
    part_events,
)
from app.importing.columns.fields import REQUIRED
from app.importing.columns.layout import Layout
from app.importing.findings import InvalidCell, Note
from app.importing.reading.cells import as_text, compact
from app.importing.values.achievements import (
    ACHIEVED,
    NOTHING_ACHIEVED,
    Achievement,
    combined,
    no_rank_word,
)
from app.importing.values.birth import YOUNGEST, age_on, birth_date
from app.importing.values.field_readers import (
    ALREADY_CLEAN,
    DEFAULTS,
    MOSTLY_DISTINCT,
    combined_achievements,
    combined_level,
    field_readers,
)
from app.importing.values.identity import NO_IDENTITY, identity_reader
from app.importing.values.text import CellReader

Columns = Sequence[Sequence[Any]]
_NEEDED = ("contest", "level", "published_on", "event")  # besides name and document, read on their own


class Memoized(dict[Any, Any]):
    """Readings by cell value: each distinct value is read once. Emptied when it grows too big."""

    def __init__(self, read: CellReader, *, most: int = 20_000) -> None:
        super().__init__()
        self._read = read
        self._most = most
        self.has_invalid = False  # some value was read with a note

    def __missing__(self, raw: Any) -> Any:
        if len(self) >= self._most:
            self.clear()
        value = self[raw] = self._read(raw)
        if value.__class__ is InvalidCell:
            self.has_invalid = True
        return value


class SheetCleaner:
    """Cleans the rows of one sheet, by its layout. `fact_notes` is what is wrong above the header.

    `lacks_facts` tells that a required fact above the header is of no use and no column gives it;
    `replaced` are the words that were read by the office's explanation: field and word, what it means.
    """

    def __init__(
        self,
        layout: Layout,
        heads: HeadIndex,
        *,
        today: date,
        aliases: Mapping[str, Mapping[str, str]] | None = None,
        is_1904: bool = False,
    ) -> None:
        self._aliases = aliases or {}
        self._heads = heads
        self.replaced: dict[tuple[str, str], str] = {}
        self._columns = {c.field: c.index for c in layout.columns if c.field and c.member < 2}
        self._facts: dict[str, Any] = {}
        self.fact_notes: list[tuple[str, Any, Note]] = []
        self._readers = field_readers(today, is_1904=is_1904)
        self._dittos = DittoMarks()
        self._has_lost_digits = False  # some document number above lost its last digits
        self._read_identity = identity_reader(today)
        self._achieved = Memoized(combined_achievements)
        self._levels = Memoized(combined_level)
        self._read_facts(layout.preface.facts)
        given = self._columns.keys() | self._facts.keys()
        self.lacks_facts = any(name in layout.preface.facts and name not in given for name in REQUIRED)
        self._memoized: dict[str, Memoized] = {}
        self._maps = {name: self._map_of(name) for name in self._columns if name in self._readers}

    def _read_facts(self, facts: dict[str, Any]) -> None:
        for name, raw in facts.items():
            value = self._by_alias(name)(raw)
            if isinstance(value, InvalidCell):
                self.fact_notes += [(name, raw, note) for note in value.notes]
                value = value.value
            if value not in ("", None):
                self._facts[name] = value

    def _map_of(self, name: str) -> Callable[[Any], Any]:
        read, default = self._by_alias(name), self._default(name)
        if name in MOSTLY_DISTINCT:
            return read

        def or_default(raw: Any) -> Any:
            value = read(raw)
            return default if value == "" else value

        memoized = self._memoized[name] = Memoized(read if default == "" else or_default)
        return memoized.__getitem__

    def _by_alias(self, name: str) -> CellReader:
        """Return a field's reader, to which words that the office explained are what they mean."""
        read, aliases = self._readers[name], self._aliases.get(name)
        if not aliases:
            return read

        def by_meaning(raw: Any) -> Any:
            meaning = aliases.get(compact(as_text(raw)))
            if meaning is None:
                return read(raw)
            self.replaced[name, as_text(raw)] = meaning
            return read(meaning)

        return by_meaning

    def _default(self, name: str) -> Any:
        return self._facts.get(name, DEFAULTS.get(name, ""))

    def clean(self, raw: Columns, *, size: int) -> CleanedRows:
        """Return the records of `size` rows given column by column."""
        cleaned = CleanedRows()
        columns: dict[str, Sequence[Any]] = {
            name: self._column(name, raw, cleaned, size) for name in self._readers
        }
        identities = self._identities(columns["id_type"], raw, cleaned, size)
        columns["id_type"], columns["id_number"], columns["id_key"] = zip(*identities, strict=True)
        self._note_missing(columns, raw, cleaned)
        _note_births(columns, cleaned)
        part_events(columns, cleaned)
        achieved = self._achievements(columns, cleaned)
        names = ("rank", "medal", "grade", "no_rank")
        columns |= dict(zip(names, zip(*achieved, strict=True), strict=True))
        columns["level"] = self._level_words(columns, cleaned)
        self._join_banks(columns)
        drop_cards_of_others(columns, cleaned)
        self._has_lost_digits = doubt_round_numbers(columns, cleaned, is_known=self._has_lost_digits)
        heads = zip(*(columns[name] for name in Head._fields), strict=True)
        columns["head"] = list(map(self._heads.__getitem__, heads))
        note_ranks_within_grades(columns, cleaned)
        cleaned.records = list(zip(*(columns[name] for name in Record._fields), strict=True))
        return cleaned

    def _column(self, name: str, raw: Columns, cleaned: CleanedRows, size: int) -> Sequence[Any]:
        index = self._columns.get(name)
        if index is None:
            return (self._default(name),) * size
        is_clean = ALREADY_CLEAN.get(name)
        if (
            is_clean is not None
            and set(map(type, raw[index])) == {str}
            and None not in map(is_clean, raw[index])
        ):
            return raw[index]
        cells, dittos = self._dittos.resolve(name, raw[index])
        for record, code in dittos:
            cleaned.add(record, name, raw[index][record], Note(code, {"text": as_text(cells[record])[:40]}))
        values = list(map(self._maps[name], cells))
        memoized = self._memoized.get(name)
        if memoized is not None and not memoized.has_invalid:
            return values
        return usable(values, name, cells, cleaned)

    def _identities(
        self, kinds: Sequence[Any], raw: Columns, cleaned: CleanedRows, size: int
    ) -> Sequence[Any]:
        index = self._columns.get("id_number")
        if index is None:
            return (NO_IDENTITY,) * size
        values = list(map(self._read_identity, kinds, raw[index]))
        identities = usable(values, "id_number", raw[index], cleaned)
        return [identity or NO_IDENTITY for identity in identities] if cleaned.invalid else identities

    def _note_missing(self, columns: dict[str, Sequence[Any]], raw: Columns, cleaned: CleanedRows) -> None:
        for name in _NEEDED:
            if name in self._columns and "" in columns[name]:
                for record, value in enumerate(columns[name]):
                    if value == "":
                        cleaned.add(record, name, "", Note(f"{name}-missing"))
            if name in ("contest", "event") and name in self._columns and name in self._facts:
                self._note_unfilled(name, raw[self._columns[name]], columns[name], cleaned)

    def _note_unfilled(
        self, name: str, raw: Sequence[Any], values: Sequence[Any], cleaned: CleanedRows
    ) -> None:
        """Refuse empty cells of a column that elsewhere says something else than the line above it."""
        if any(value not in ("", None, self._facts[name]) for value in set(values)):
            for record, cell in enumerate(raw):
                if not as_text(cell):
                    cleaned.add(record, name, "", Note(f"{name}-missing"))

    def _achievements(self, columns: dict[str, Sequence[Any]], cleaned: CleanedRows) -> Sequence[Any]:
        names = [name for name in ACHIEVED if name in self._columns]
        if len(names) == 1 and not self._facts.keys() & set(ACHIEVED):
            result = columns[names[0]]
        else:
            triples = zip(*(columns[name] for name in ACHIEVED), strict=True)
            joined = list(map(self._achieved.__getitem__, triples))
            result = usable(joined, "rank", repeat(""), cleaned)
        result = self._with_words_beside(result, columns, cleaned)
        if NOTHING_ACHIEVED in result:
            for record, (achievement, role) in enumerate(zip(result, columns["role"], strict=True)):
                if achievement == NOTHING_ACHIEVED and role == "contestant":
                    cleaned.add(record, names[0] if names else "rank", "", Note("result-missing"))
        return [achieved or NOTHING_ACHIEVED for achieved in result] if cleaned.invalid else result

    def _with_words_beside(
        self, achieved: Sequence[Any], columns: dict[str, Sequence[Any]], cleaned: CleanedRows
    ) -> Sequence[Any]:
        """Return the achievements with words such as 弃权 that stand in the score or the remark instead."""
        for name in ("score", "remark"):
            if name not in self._columns:
                continue
            said = set(filter(None, columns[name]))
            words = {text: reason for text in said if (reason := no_rank_word(text))}
            if not words:
                continue
            changed = list(achieved)
            for record, text in enumerate(columns[name]):
                if text in words:
                    joined = combined([changed[record] or NOTHING_ACHIEVED, Achievement(no_rank=words[text])])
                    if joined is None:
                        cleaned.add(record, name, text, Note("no-rank-conflict"))
                    else:
                        changed[record] = joined
            achieved = changed
        return achieved

    def _level_words(self, columns: dict[str, Sequence[Any]], cleaned: CleanedRows) -> Sequence[Any]:
        if "class" not in self._columns and "class" not in self._facts:
            return columns["level"]
        pairs = zip(columns["level"], columns["class"], strict=True)
        return usable(list(map(self._levels.__getitem__, pairs)), "class", repeat(""), cleaned)

    def _join_banks(self, columns: dict[str, Sequence[Any]]) -> None:
        """Tell bank and account apart: a column may hold one of them or both."""
        one, both = columns["bank_name"], columns["bank"]
        if "bank" in self._columns:
            one = [a if a.name or a.account else b for a, b in zip(one, both, strict=True)]
        accounts = zip(columns["bank_account"], one, strict=True)
        columns["bank_account"] = [account or bank.account for account, bank in accounts]
        columns["bank_name"] = [bank.name for bank in one]


def _note_births(columns: dict[str, Sequence[Any]], cleaned: CleanedRows) -> None:
    """Keep out who was born after the contest; add a note on who was a small child then."""
    numbers = columns["id_number"]
    newest = max((number[6:14] for number in numbers if len(number) == 18), default="")
    days = {day for name in ("started_on", "published_on") for day in set(columns[name]) if day}
    if not days or newest <= f"{date.fromordinal(min(days)).year - YOUNGEST}0101":
        return
    facts = zip(columns["id_type"], numbers, columns["started_on"], columns["published_on"], strict=True)
    for record, (kind, number, started, published) in enumerate(facts):
        born = birth_date(kind, number)
        if born is None or not (started or published):
            continue
        day = date.fromordinal(started or published)
        if born > day:
            note = Note("born-after-contest", {"born": born.isoformat(), "day": day.isoformat()})
            cleaned.add(record, "id_number", number, note)
        elif (age := age_on(born, day)) < YOUNGEST:
            cleaned.add(record, "id_number", number, Note("contestant-young", {"age": age}))
