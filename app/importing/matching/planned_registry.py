"""The registry as it will stand once earlier files of the same import are written.

What those files bring has no ids yet. It gets provisional ones, all negative, that serve comparing only:
a plan made on them is matched again with the registry itself before it is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property

from sqlalchemy.orm import Session

from app.contest_names import contest_key
from app.importing.cleaning.records import Record
from app.importing.matching.known_results import KnownResult
from app.importing.matching.registry_lookup import EntryKey, HeldRank, KnownEntry, KnownPerson, RegistryLookup
from app.importing.matching.staged_import import (
    ABSENT,
    CHANGED,
    NEW,
    ContestDraft,
    EntryChange,
    EventDraft,
    StagedImport,
    UnitDraft,
)

_CONTACTS = ("phone", "bank_name", "bank_account")
_FILES = 1 << 12  # provisional ids count the files of one import up to here


def registry_after(session: Session, earlier: Sequence[StagedImport]) -> RegistryLookup:
    """Return the registry as it will stand after these imports, in their order."""
    registry = RegistryLookup(session)
    for number, staged in enumerate(earlier, start=1):
        if staged.is_written:
            registry = PlannedRegistry(registry, staged, number)
    return registry


class PlannedRegistry(RegistryLookup):
    """A registry as it will stand after one more import; `before` is the registry without it."""

    def __init__(self, before: RegistryLookup, staged: StagedImport, number: int) -> None:
        self._before = before
        self.bases = before.bases
        self._staged = staged
        self._records = staged.file.records
        self._number = number

    def _provisional(self, draft: int) -> int:
        return -(draft * _FILES + self._number)

    @property
    def has_people(self) -> bool:
        """Return whether anybody at all is known."""
        return True

    def entries_from(self, sha256: str, entries: Sequence[int]) -> set[int]:
        """Return which of these entries came from this very file; what is planned has no versions."""
        return self._before.entries_from(sha256, [entry for entry in entries if entry > 0])

    def has_file(self, sha256: str) -> bool:
        """Return whether this very file is the earlier one, or was imported before."""
        return sha256 == self._staged.file.sha256 or self._before.has_file(sha256)

    # -- contests and events

    @cached_property
    def _events(self) -> set[int]:
        """The events of which something will be written, by their number in the earlier file."""
        return {self._staged.events[at] for at in self._staged.written()}

    @cached_property
    def _contest_ids(self) -> dict[int, int]:
        """The ids of contests of which something will be written, by their number in the earlier file."""
        contests = {self._staged.event_drafts[event].contest for event in self._events}
        return {number: self._staged.contests[number].id or self._provisional(number) for number in contests}

    def contest(self, key: str) -> ContestDraft | None:
        """Return the contest of a comparable name."""
        for number, known in self._contest_ids.items():
            draft = self._staged.contests[number]
            if draft.name_key == key:
                return replace(draft, id=known, fills={})
        return self._before.contest(key)

    def spelled_like(self, draft: ContestDraft) -> list[tuple[int, str]]:
        """Return id and name of contests that may be one with a draft, planned ones among them."""
        key, known = contest_key(draft.name, draft.year), self._before.spelled_like(draft)
        new = [(id_, self._staged.contests[number]) for number, id_ in self._contest_ids.items() if id_ < 0]
        planned = [(id_, one.name) for id_, one in new if contest_key(one.name, one.year) == key]
        return [*known, *(one for one in planned if one[0] != draft.id)]

    def event(self, contest: ContestDraft, key: str, group: str) -> EventDraft | None:
        """Return a known contest's event of a comparable name for one group; its contest's number is 0."""
        for number in self._events:
            draft = self._staged.event_drafts[number]
            of_contest = self._contest_ids[draft.contest]
            if (of_contest, draft.name_key, draft.group) == (contest.id, key, group):
                known = draft.id or self._provisional(number)
                return EventDraft(0, draft.name, draft.name_key, draft.group, draft.form, id=known)
        return self._before.event(contest, key, group)

    @cached_property
    def _event_ids(self) -> dict[int, int]:
        drafts = self._staged.event_drafts
        return {number: drafts[number].id or self._provisional(number) for number in self._events}

    def top_ranks(self, event_id: int) -> list[HeldRank]:
        """Return who holds the event's first three ranks as they will stand."""
        changed = {change.entry_id: at for at, change in self._changes()}
        ranks = [held for held in self._before.top_ranks(event_id) if held.entry not in changed]
        events = {number for number, known in self._event_ids.items() if known == event_id}
        indexes = [at for at in self._staged.written() if self._staged.events[at] in events]
        for at, record in self._records.records_at(indexes):
            change = self._staged.entry_changes.get(at)
            rank = change.whole["rank"] if change else record.rank
            if rank and rank <= 3 and (change or self._staged.kinds[at] == NEW):
                entry = change.entry_id if change else self._provisional(at)
                ranks.append(HeldRank(entry, rank, record.name, record.team_no))
        return ranks

    def _changes(self) -> list[tuple[int, EntryChange]]:
        staged = self._staged
        return [(at, change) for at, change in staged.entry_changes.items() if staged.kinds[at] == CHANGED]

    # -- units

    @cached_property
    def _units(self) -> list[UnitDraft]:
        """The units on which something that will be written stands."""
        numbers = {self._staged.units[at] for at in self._staged.written()} - {ABSENT}
        return [self._planned_unit(number) for number in sorted(numbers)]

    def _planned_unit(self, number: int) -> UnitDraft:
        """Return a unit as a later file finds it: its parts have numbers of this file only."""
        draft = self._staged.unit_drafts[number]
        known = bool(draft.parts) or draft.has_parts
        return replace(draft, id=self._unit_id(number) or 0, fills={}, parts=(), has_parts=known)

    def _unit_id(self, number: int) -> int | None:
        if number == ABSENT:
            return None
        return self._staged.unit_drafts[number].id or self._provisional(number)

    def units(self, keys: Iterable[str], codes: Iterable[str]) -> list[tuple[UnitDraft, str]]:
        """Return (unit, the comparable name it was found by) for names present and former, and codes."""
        names, numbers = set(keys), set(codes)
        planned = [(u, u.name_key) for u in self._units if u.name_key in names or u.credit_code in numbers]
        return planned + self._before.units(sorted(names), sorted(numbers))

    # -- people and entries

    @cached_property
    def _people(self) -> dict[str, tuple[int, int]]:
        """By document: each person of whom something will be written, and the first record of it."""
        staged = self._staged
        people: dict[str, tuple[int, int]] = {}
        key_of = Record._fields.index("id_key")
        for chunk in self._records.chunks():
            for at, record in enumerate(chunk.records, chunk.start):
                if staged.kinds[at] in (NEW, CHANGED):
                    people.setdefault(record[key_of], (staged.people[at], at))
        return people

    def _person_id(self, person: int) -> int:
        return self._staged.person_ids[person] or self._provisional(person)

    def people(self, keys: Sequence[str]) -> dict[str, KnownPerson]:
        """Return the people known by these documents."""
        known = self._before.people(keys)
        planned = sorted((self._people[key] for key in keys if key in self._people), key=lambda one: one[1])
        person_at = {at: person for person, at in planned}
        for at, record in self._records.records_at(person_at):
            person = person_at[at]
            contacts = {name: getattr(record, name) for name in _CONTACTS}
            new = KnownPerson(self._person_id(person), record.name, record.id_number, **contacts)
            fills = self._staged.person_fills.get(person, {})
            facts = {name: after for name, (_, after) in fills.items()}
            known[record.id_key] = known.get(record.id_key, new)._replace(**facts)
        return known

    def entries(self, events: Sequence[int], people: Sequence[int]) -> dict[EntryKey, KnownEntry]:
        """Return the entries of these people in these events, each with its current result and award."""
        known = self._before.entries(events, people)
        keys = {entry.entry_id: key for key, entry in known.items()}
        for at, change in self._changes():
            if (key := keys.get(change.entry_id)) is not None:
                known[key] = self._changed(known[key], at, change)
        staged = self._staged
        of_events = {number for number, event in self._event_ids.items() if event in set(events)}
        wanted = set(people)
        of_people = {n for n in range(len(staged.person_ids)) if self._person_id(n) in wanted}
        indexes = [
            at
            for at, (event, person) in enumerate(zip(staged.events, staged.people, strict=True))
            if person in of_people and event in of_events and staged.kinds[at] == NEW
        ]
        for at, record in self._records.records_at(indexes):
            person, event = self._person_id(staged.people[at]), self._event_ids[staged.events[at]]
            known[event, person, record.role] = self._new_entry(at, record)
        return known

    def results_of(self, people: Sequence[int]) -> list[KnownResult]:
        """Return the current results of these people as they will stand."""
        wanted = set(people)
        new = [one for one in self._new_results() if one.person in wanted]
        return [*map(self._changed_result, self._before.results_of(people)), *new]

    def results_of_namesakes(self, events: Sequence[int], names: Sequence[str]) -> list[KnownResult]:
        """Return the results in these events, as they will stand, of people who bear one of these names."""
        of_events, called = set(events), set(names)
        new = [one for one in self._new_results() if one.event in of_events and one.name in called]
        return [*map(self._changed_result, self._before.results_of_namesakes(events, names)), *new]

    def people_of(self, events: Sequence[int]) -> list[tuple[int, int, str]]:
        """Return event, id and name of everybody who will have a result as a contestant in these events."""
        of_events = set(events)
        new = [one for one in self._new_results() if one.event in of_events and one.role == "contestant"]
        return [*self._before.people_of(events), *((one.event, one.person, one.name) for one in new)]

    def are_distinct(self, contest: int, other: int) -> bool:
        """Return whether somebody said that two contests are two."""
        return self._before.are_distinct(contest, other)

    @cached_property
    def _changes_by_entry(self) -> dict[int, EntryChange]:
        return {change.entry_id: change for _, change in self._changes()}

    def _changed_result(self, known: KnownResult) -> KnownResult:
        change = self._changes_by_entry.get(known.entry)
        if change is None:
            return known
        names = ("rank", "medal", "grade", "published_on")
        return known._replace(**{name: change.whole[name] for name in names})

    def _new_results(self) -> Iterator[KnownResult]:
        """Give the results that the earlier file brings."""
        staged = self._staged
        indexes = [at for at in staged.written() if staged.kinds[at] == NEW]
        for at, record in self._records.records_at(indexes):
            event = staged.event_drafts[staged.events[at]]
            contest, person = staged.contests[event.contest], staged.people[at]
            yield KnownResult(
                entry=self._provisional(at),
                person=self._person_id(person),
                name=record.name,
                id_number=record.id_number,
                id_key=record.id_key,
                contest=self._contest_ids[event.contest],
                contest_name=contest.name,
                event=self._event_ids[staged.events[at]],
                event_name=event.name,
                group=event.group,
                role=record.role,
                unit=record.unit,
                rank=record.rank,
                medal=record.medal,
                grade=record.grade,
                published_on=date.fromordinal(record.published_on),
            )

    def _changed(self, entry: KnownEntry, at: int, change: EntryChange) -> KnownEntry:
        facts = {name: after for name, (_, after) in change.entry.items()}
        if "unit_name" in facts:
            facts["unit_id"] = self._unit_id(self._staged.units[at])
        if change.result:
            facts |= change.whole | {"version": change.version + 1, "award_state": None}
        return entry._replace(**facts)

    def _new_entry(self, at: int, record: Record) -> KnownEntry:
        unit = self._staged.units[at]
        name = record.unit or (self._staged.unit_drafts[unit].name if unit != ABSENT else "")
        return KnownEntry(
            entry_id=self._provisional(at),
            unit_id=self._unit_id(unit),
            unit_name=name,
            team_no=record.team_no,
            employer=record.employer,
            remark=record.remark,
            result_id=self._provisional(at),
            version=1,
            rank=record.rank,
            medal=record.medal,
            grade=record.grade,
            score=record.score,
            no_rank=record.no_rank,
            published_on=date.fromordinal(record.published_on),
            award_state=None,
        )
