"""From cleaned records to what would become of each: against the file itself, and against the registry.

`resolve` runs its loop once per row and is kept flat for speed; whatever is rare has a method of its own.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from typing import Any

from app.importing.cleaning.sheet_cleaner import Cleaned, Head
from app.importing.finding_list import FindingList
from app.importing.findings import Note, severity_of
from app.importing.matching.contests import ContestDrafts
from app.importing.matching.existing_entries import ExistingEntries, Waiting
from app.importing.matching.people import People
from app.importing.matching.ranks import Ranks
from app.importing.matching.registry_lookup import Registry
from app.importing.matching.units import UnitDrafts
from app.importing.plan import Change
from app.importing.staging import CHANGED, NEW, REJECTED, SAME, SKIPPED, Understood

_ROLES = {"contestant": 0, "coach": 1, "expert": 2, "translator": 3}


class Place:
    """Where a chunk's records stand: the sheet, and each record's row, counted from 1."""

    __slots__ = ("has_splits", "name", "returned", "rows", "sheet")

    def __init__(self, sheet: int, name: str, rows: Sequence[int]) -> None:
        self.sheet = sheet
        self.name = name
        self.rows = rows
        self.has_splits = False  # some row names several people
        self.returned: set[int] = set()  # rows that still carry the cause for which they came back


class Resolver:
    """Resolves records one chunk at a time, in file order."""

    def __init__(self, understood: Understood, registry: Registry, findings: FindingList) -> None:
        self._understood = understood
        self._findings = findings
        self._contests = ContestDrafts(understood, registry)
        self._units = UnitDrafts(understood, registry)
        self._people = People(understood, registry)
        self._ranks = Ranks(understood, registry, where=self._people.where)
        self._standing = ExistingEntries(understood, registry)
        self._first_entries = array("q")  # by person: the key of the first entry
        self._more_entries: dict[int, int] = {}  # by key: the index of a person's further entries

    def resolve(  # noqa: PLR0912, PLR0915 one flat loop, for speed
        self, cleaned: Cleaned, place: Place, *, without_units: bool
    ) -> None:
        """Add the records of a chunk to what is understood, each with its kind and findings."""
        self._learn(cleaned, place, without_units=without_units)
        understood, units, contests, people = self._understood, self._units, self._contests, self._people
        kinds, events, rows, broken = understood.kinds, understood.events, place.rows, cleaned.broken
        start, sheet = len(kinds), place.sheet
        numbers, is_unknown, first_entries = people.numbers, not people.fresh, self._first_entries
        tied = {note.record for note in cleaned.notes if note.note.code == "rank-tied"}
        added: list[tuple[Any, ...]] = []
        waiting: list[Waiting] = []
        last_head, event = None, -1
        problems: tuple[tuple[str, Note], ...] = ()
        unit: int = -1
        notes: tuple[Note, ...] = ()
        for index, record in enumerate(cleaned.records):
            if broken and index in broken:
                self._reject(added, place, rows[index])
                continue
            head, day, team, achievement, score, name, identity, role, said, *contact = record
            if head != last_head:
                event, problems = self._placed(head, day, place, rows[index])
                last_head = head if event >= 0 else None
            if not without_units:
                unit, notes = units.found.get(said) or units.find(said)
            if problems or notes:
                self._say_all(place, rows[index], [(field, note, "") for field, note in problems])
                self._say_all(place, rows[index], [("unit", note, said[0]) for note in notes])
            id_type, number, id_key = identity
            if event < 0 or unit < -1:
                kind, person = SKIPPED, -1
            elif is_unknown and id_key not in numbers:  # as nearly everybody in a first import
                kind, person = NEW, people.unknown(id_key, name, start + index)
                first_entries.append(event << 2 | _ROLES[role])
            else:
                kind, person = self._person(record, place, index, start, event << 2 | _ROLES[role])
            if person < 0:
                self._reject(added, place, rows[index])
                continue
            draft = events[event]
            unit_said = "" if unit < 0 or said[0] == understood.units[unit].name else said[0]
            if id_key == f"{id_type}:{number}":
                id_key = ""
            rank, medal, grade = achievement
            employer, phone, bank, account, remark = contact
            # fmt: off
            added.append((
                sheet, rows[index], draft.entries, event, person, unit, unit_said, role, team, employer,
                remark, rank, medal, grade, score, day, name, id_type, number, id_key, phone, bank, account,
            ))
            # fmt: on
            draft.entries += 1
            if people.changes or contests.changes or units.changes:
                kind = self._settle_changes(start + index, kind)
            kinds.append(kind)
            if day not in draft.published_on:
                self._new_day(place, rows[index], event, day)
            if rank is not None and rank <= 3 and kind == NEW and role == "contestant":
                self._look_at_rank(place, rows[index], event, rank, (name, team, index in tied))
            if draft.id and understood.people[person] and kind == NEW:
                waiting.append((start + index, record, event, person, unit))
        understood.rows.extend(added)
        self._compare(waiting, place, start)

    def _learn(self, cleaned: Cleaned, place: Place, *, without_units: bool) -> None:
        records = cleaned.records
        if cleaned.broken:
            records = [record for index, record in enumerate(records) if index not in cleaned.broken]
        if not without_units:
            self._units.learn({record[8] for record in records})
        self._people.learn(place.sheet, place.rows, cleaned.records, [record[6][2] for record in records])

    def _placed(self, head: tuple[Any, ...], day: int, place: Place, row: int) -> Any:
        contests = self._contests
        return contests.placed.get(head) or contests.place(Head._make(head), day, (place.sheet, row))

    def _person(
        self, record: tuple[Any, ...], place: Place, index: int, start: int, entry: int
    ) -> tuple[int, int]:
        """Return the kind of a row and the number of its person, -1 where it may not come in."""
        people = self._people
        person = people.numbers.get(record[6][2])
        kind = NEW
        if person is None:
            person = people.new(record, start + index)
            if person >= 0:
                self._first_entries.append(entry)
        elif people.again(record, start + index, person):
            kind = self._again(place, index, start, person, entry)
        else:
            person = -1
        if people.notes:
            self._say_all(place, place.rows[index], people.notes)
            people.notes = []
        return kind, -1 if kind == SKIPPED else person

    def _reject(self, added: list[tuple[Any, ...]], place: Place, row: int) -> None:
        added.append((place.sheet, row, 0, REJECTED))
        self._understood.kinds.append(SKIPPED)

    def _again(self, place: Place, index: int, start: int, person: int, entry: int) -> int:
        """Return the kind of a row whose person an earlier row had already."""
        said, at = self._people.said, start + index
        if self._first_entries[person] == entry:
            first = self._people.first[person]
        else:
            first = self._more_entries.setdefault(entry << 32 | person, at)
        if first == at:
            return NEW
        is_same = said.facts[at] == said.facts[first]
        note = Note("duplicate-row" if is_same else "duplicate-entry", {"where": self._people.where(first)})
        self._say(place, place.rows[index], "name", note)
        return SAME if is_same else SKIPPED

    def _settle_changes(self, at: int, kind: int) -> int:
        """Hang what was filled in on the row that said it; return the row's kind."""
        changes: list[Change] = self._people.changes + self._contests.changes + self._units.changes
        self._understood.changes[at] = changes
        self._people.changes, self._contests.changes, self._units.changes = [], [], []
        return CHANGED if kind == SAME else kind

    def _new_day(self, place: Place, row: int, event: int, day: int) -> None:
        draft = self._understood.events[event]
        if draft.published_on:
            self._say(place, row, "published_on", Note("date-differs", {"event": draft.name}))
        draft.published_on.add(day)

    def _look_at_rank(
        self, place: Place, row: int, event: int, rank: int, held_by: tuple[str, str, bool]
    ) -> None:
        name, team, is_tied = held_by
        if note := self._ranks.look_at(
            event, rank, (len(self._understood.kinds) - 1, name, team), is_tied=is_tied
        ):
            self._say(place, row, "rank", note, rank)

    def _compare(self, waiting: list[Waiting], place: Place, start: int) -> None:
        kinds = self._understood.kinds
        for at, note in self._standing.compare(waiting):
            self._say(place, place.rows[at - start], "rank", note)
            if severity_of(note.code) == "error":
                kinds[at] = SKIPPED
        for at, *_ in waiting if place.returned else ():
            row = place.rows[at - start]
            if kinds[at] == CHANGED and row in place.returned:
                kinds[at] = SKIPPED
                self._say(place, row, "name", Note("returned-row-changes"))

    def _say_all(self, place: Place, row: int, problems: Iterable[tuple[str, Note, str]]) -> None:
        for field, note, value in problems:
            self._say(place, row, field, note, value)

    def _say(self, place: Place, row: int, field: str, note: Note, value: Any = "") -> None:
        self._findings.say(note, sheet=place.sheet, name=place.name, row=row, field=field, value=value)
