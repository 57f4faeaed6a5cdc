"""What becomes of each record: compared with the file itself, then with the registry.

The loop of `Matcher.match` runs once per record and is flat for speed; what is rare has a method.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from typing import Any

from app.contest_names import event_line
from app.importing.cleaning.records import INVALID, RETURNED, TIED, RecordChunk
from app.importing.findings import Note
from app.importing.matching.contests import ContestMatcher, MatchedEvent
from app.importing.matching.existing_entries import Candidate, ExistingEntries
from app.importing.matching.missing_people import missing_people
from app.importing.matching.people import PersonMatcher
from app.importing.matching.ranks import FIRST_RANKS, FirstRanks, RankHolder
from app.importing.matching.registry_lookup import RegistryLookup
from app.importing.matching.same_results import SameResults, event_words
from app.importing.matching.staged_import import ABSENT, CHANGED, NEW, SAME, SKIPPED, StagedImport
from app.importing.matching.units import UnitMatcher
from app.importing.views import Change

_ROLES = {"contestant": 0, "coach": 1, "expert": 2, "translator": 3}


class Matcher:
    """Matches the records of one file, a chunk at a time, in file order."""

    def __init__(self, staged: StagedImport, registry: RegistryLookup) -> None:
        self._staged = staged
        self._file = staged.file
        self._findings = staged.findings
        self._contests = ContestMatcher(staged, registry)
        self._units = UnitMatcher(staged, registry)
        self._people = PersonMatcher(staged, registry)
        self._ranks = FirstRanks(staged, registry, where=self._people.where)
        self._existing = ExistingEntries(staged, registry)
        self._registry = registry
        self._same = SameResults(staged, registry, self._people.numbers)
        self._events: dict[int, MatchedEvent] = {}  # by head
        self._first_entries = array("q")  # by person: event and role of the first record
        self._more_entries: dict[int, int] = {}  # by person, event and role: the index of a further record
        staged.is_known_file = registry.has_file(self._file.sha256)

    def match(self, chunk: RecordChunk) -> None:  # noqa: PLR0912, PLR0915 one flat loop, for speed
        """Add the kind, the drafts and the findings of each record of a chunk to the staged import."""
        has_units = chunk.sheet not in self._file.without_units
        self._look_up(chunk, has_units=has_units)
        staged, people, contests, units = self._staged, self._people, self._contests, self._units
        kinds, drafts, flags = staged.kinds, staged.event_drafts, chunk.flags
        numbers, is_unknown, first_entries = people.numbers, not people.in_registry, self._first_entries
        candidates: list[Candidate] = []
        last_head, event, unit = -1, ABSENT, ABSENT
        problems: tuple[tuple[str, Note], ...] = ()
        notes: tuple[Note, ...] = ()
        for index, record in enumerate(chunk.records):
            at = chunk.start + index
            if flags[index] & INVALID:
                self._keep_out()
                continue
            head, day, team, rank, _, _, _, name, _, _, key, role, unit_name, code, *_ = record
            if head != last_head:
                event, problems = self._events.get(head) or self._match_event(head, day, chunk, index)
                last_head = head if event >= 0 else -1
            if has_units:
                named = (unit_name, code)
                unit, notes = units.matched.get(named) or units.match(named)
            if problems or notes:
                self._add_all(chunk, index, [(field, note, "") for field, note in problems])
                self._add_all(chunk, index, [("unit", note, unit_name) for note in notes])
            if event < 0 or unit < ABSENT:
                kind, person = SKIPPED, ABSENT
            elif is_unknown and key not in numbers:  # as nearly everybody in a first import
                kind, person = NEW, people.add(key, name, at)
                first_entries.append(event << 2 | _ROLES[role])
            else:
                kind, person = self._match_person(chunk, index, event << 2 | _ROLES[role])
            if person < 0:
                self._keep_out()
                continue
            draft = drafts[event]
            staged.events.append(event)
            staged.people.append(person)
            staged.units.append(unit)
            staged.positions.append(draft.entries)
            draft.entries += 1
            if people.changes or contests.changes or units.changes:
                kind = self._collect_changes(at, kind)
            kinds.append(kind)
            if day not in draft.published_on:
                self._add_day(chunk, index, event, day)
            if rank is not None and rank <= FIRST_RANKS and kind == NEW and role == "contestant":
                holder = RankHolder(at, name, team)
                note = self._ranks.check(event, rank, holder, is_tied=bool(flags[index] & TIED))
                if note is not None:
                    self._add(chunk, index, "id_number" if note.keeps_out else "rank", note, rank)
                    if note.keeps_out:
                        kinds[at] = SKIPPED
                if team and (note := self._ranks.check_team(event, rank, holder)) is not None:
                    self._add(chunk, index, "team_no", note, team)
            if draft.id and staged.person_ids[person] and kind == NEW:
                is_returned = bool(flags[index] & RETURNED)
                candidates.append(Candidate(at, event, person, unit, record, is_returned))
        self._compare(candidates, chunk)
        for at, field, note in self._same.check(chunk):
            self._add(chunk, at - chunk.start, field, note)
            if note.keeps_out:
                kinds[at] = SKIPPED
        if chunk.has_splits:
            self._keep_out_whole_rows(chunk)

    def add_notes_on_contests(self) -> None:
        """Add a note on each contest without a class or its basis, whose name another has in another
        spelling, which begins after its publication, or of which the registry has newer facts, at the row
        that first names it.
        """
        named = (*self._contests.put_aside(), *self._contests.spelled_differently())
        notes = [(draft, "contest", note) for draft, note in named]
        notes += [(draft, "started_on", note) for draft, note in self._contests.begun_after_publication()]
        for draft, field, note in (*notes, *self._contests.lacking()):
            sheet, row = draft.first_place
            self._findings.add(note, sheet=sheet, row=row, field=field, value=draft.name)
        for (sheet, row), field, note in self._contests.merged():
            self._findings.add(note, sheet=sheet, row=row, field=field, value=note.params["here"])

    def add_notes_on_teams(self) -> None:
        """Add a note on each team of fewer people than the event's form, at the row that first names it."""
        for at, number, note in self._ranks.incomplete_teams():
            sheet, row = self._file.records.place(at)
            self._findings.add(note, sheet=sheet, row=row, field="team_no", value=number)

    def add_notes_on_missing(self) -> None:
        """Add a note on each event in which people of an earlier list are missing, at its first row."""
        for at, note in missing_people(self._staged, self._registry):
            sheet, row = self._file.records.place(at)
            self._findings.add(note, sheet=sheet, row=row, field="name")

    def _look_up(self, chunk: RecordChunk, *, has_units: bool) -> None:
        records = chunk.records
        if any(flag & INVALID for flag in chunk.flags):
            records = [r for r, flag in zip(records, chunk.flags, strict=True) if not flag & INVALID]
        if has_units:
            self._units.look_up({(record[12], record[13]) for record in records})
        self._people.look_up(chunk, [record[10] for record in records])

    def _match_event(self, head: int, day: int, chunk: RecordChunk, index: int) -> MatchedEvent:
        place = (chunk.sheet, chunk.rows[index])
        matched = self._events[head] = self._contests.match(self._file.heads.heads[head], day, place)
        return matched

    def _match_person(self, chunk: RecordChunk, index: int, entry: int) -> tuple[int, int]:
        """Return the kind of a record and the number of its person, ABSENT where it may not come in."""
        people, record, at = self._people, chunk.records[index], chunk.start + index
        person = people.numbers.get(record[10], ABSENT)
        kind = NEW
        if person == ABSENT:
            person = people.match_first(record, at)
            if person >= 0:
                self._first_entries.append(entry)
        elif people.match_again(record, at, person):
            kind = self._match_again(chunk, index, person, entry)
        else:
            person = ABSENT
        if people.notes:
            self._add_all(chunk, index, people.notes)
            people.notes = []
        return kind, ABSENT if kind == SKIPPED else person

    def _match_again(self, chunk: RecordChunk, index: int, person: int, entry: int) -> int:
        """Return the kind of a record whose person an earlier one had already."""
        people, at = self._people, chunk.start + index
        if self._first_entries[person] == entry:
            first = people.first[person]
        else:
            first = self._more_entries.setdefault(entry << 32 | person, at)
        if first == at:
            if note := self._of_other_group(person, entry):
                self._add(chunk, index, "group", note)
                return SKIPPED
            return NEW
        is_same = people.digests.results[at] == people.digests.results[first]
        code = "duplicate-row" if is_same else "duplicate-entry"
        self._add(chunk, index, "name", Note(code, {"where": people.where(first)}))
        return SAME if is_same else SKIPPED

    def _of_other_group(self, person: int, entry: int) -> Note | None:
        """Return a question where a contestant's first event differs in nothing but group or spelling."""
        drafts, before = self._staged.event_drafts, self._first_entries[person]
        one, other = drafts[entry >> 2], drafts[before >> 2]
        if entry & 3 or before & 3 or one.contest != other.contest or entry == before:
            return None
        if event_line(one.name) != event_line(other.name):
            return None
        where = self._people.where(self._people.first[person])
        names = {"here": event_words(one), "there": event_words(other)}
        return Note("entry-in-other-group", {"where": where, **names})

    def _keep_out(self) -> None:
        staged = self._staged
        staged.kinds.append(SKIPPED)
        for numbers in (staged.events, staged.people, staged.units):
            numbers.append(ABSENT)
        staged.positions.append(0)

    def _keep_out_whole_rows(self, chunk: RecordChunk) -> None:
        """Keep out everybody of a row that names several people where one of them is kept out."""
        kinds, start = self._staged.kinds, chunk.start
        out = {row for row, kind in zip(chunk.rows, kinds[start:], strict=True) if kind == SKIPPED}
        for index, row in enumerate(chunk.rows):
            if row in out:
                kinds[start + index] = SKIPPED

    def _collect_changes(self, at: int, kind: int) -> int:
        """Copy what the record fills in at its person, contest and unit to its changes; return its kind."""
        changes: list[Change] = self._people.changes + self._contests.changes + self._units.changes
        self._staged.changes[at] = changes
        self._people.changes, self._contests.changes, self._units.changes = [], [], []
        return CHANGED if kind == SAME else kind

    def _add_day(self, chunk: RecordChunk, index: int, event: int, day: int) -> None:
        draft = self._staged.event_drafts[event]
        if draft.published_on:
            self._add(chunk, index, "published_on", Note("date-differs", {"event": draft.name}))
        draft.published_on.add(day)

    def _compare(self, candidates: list[Candidate], chunk: RecordChunk) -> None:
        kinds = self._staged.kinds
        for at, note in self._existing.compare(candidates):
            self._add(chunk, at - chunk.start, "rank", note)
            if note.keeps_out:
                kinds[at] = SKIPPED
        for at, *_ in candidates:
            index = at - chunk.start
            if kinds[at] == CHANGED and chunk.flags[index] & RETURNED:
                kinds[at] = SKIPPED
                self._add(chunk, index, "name", Note("returned-row-changes"))

    def _add_all(self, chunk: RecordChunk, index: int, problems: Iterable[tuple[str, Note, str]]) -> None:
        for field, note, value in problems:
            self._add(chunk, index, field, note, value)

    def _add(self, chunk: RecordChunk, index: int, field: str, note: Note, value: Any = "") -> None:
        self._findings.add(note, sheet=chunk.sheet, row=chunk.rows[index], field=field, value=value)
