"""Writing what is new, chunk by chunk and column by column, so that little is held at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection, Table, insert

from app.formats import name_key
from app.importing.cleaning.records import Record, RecordChunk
from app.importing.matching.staged_import import ABSENT, CHANGED, NEW, StagedImport, UnitDraft
from app.importing.values.names import is_plain
from app.pinyin import name_initials
from app.progress import Progress
from app.unit_of_work import UnitOfWork
from app.words import tr
from models import Contest, Entry, Event, JointUnitPart, Person, Result, Unit
from models.bulk import Constant, insert_columns, reserve_ids

LONGEST_SOURCE = 60  # characters of «sheet!row»


@dataclass(slots=True)
class UsedDrafts:
    """Drafts on which an accepted record stands, by number: nothing else may be written."""

    contests: set[int] = field(default_factory=set)
    events: set[int] = field(default_factory=set)
    units: set[int] = field(default_factory=set)
    people: set[int] = field(default_factory=set)


class NewRecords:
    """Writes the new contests, events, units, people, entries and results of one staged import."""

    def __init__(self, work: UnitOfWork, staged: StagedImport, batch: int) -> None:
        self.used = UsedDrafts()
        self._staged = staged
        self._batch = batch
        self._work = work
        self._connection: Connection = work.session.connection()

    def write(self, progress: Progress) -> None:
        """Write every new record, and note on which drafts the changed ones stand."""
        kinds = self._staged.kinds
        for chunk in self._staged.file.records.chunks():
            end = chunk.start + len(chunk.records)
            of_chunk = kinds[chunk.start : end]
            self._note_used([at for at, kind in enumerate(of_chunk, chunk.start) if kind in (NEW, CHANGED)])
            self._write_drafts()
            if NEW in of_chunk:
                self._write_records(chunk, [i for i, kind in enumerate(of_chunk) if kind == NEW])
            progress.report(end, len(kinds), tr("importing.text.writing"))

    def _note_used(self, written: list[int]) -> None:
        staged, used = self._staged, self.used
        events = {staged.events[at] for at in written}
        used.events |= events
        used.people.update([staged.people[at] for at in written])
        units = {staged.units[at] for at in written} - {ABSENT}
        used.units |= units | {part for unit in units for part in staged.unit_drafts[unit].parts}
        used.contests |= {staged.event_drafts[event].contest for event in events}

    def _write_drafts(self) -> None:
        staged, used = self._staged, self.used
        contests = [staged.contests[number] for number in sorted(used.contests)]
        events = [staged.event_drafts[number] for number in sorted(used.events)]
        units = [staged.unit_drafts[number] for number in sorted(used.units)]
        self._write_new(_table(Contest), contests, self._contest_facts)
        self._write_new(_table(Event), events, self._event_facts)
        self._write_new(_table(Unit), units, self._unit_facts)
        self._write_parts(units)

    def _write_new(self, table: Table, drafts: list[Any], facts_of: Any) -> None:
        new = [draft for draft in drafts if not draft.id]
        for draft, number in zip(new, reserve_ids(self._connection, table, len(new)), strict=True):
            draft.id = number
        if new:
            facts = [{"id": draft.id, "import_batch_id": self._batch} | facts_of(draft) for draft in new]
            self._connection.execute(insert(table), facts)

    def _contest_facts(self, draft: Any) -> dict[str, Any]:
        names = ("name", "name_key", "level", "contest_class", "official_class", "class_basis")
        facts = {name: getattr(draft, name) for name in (*names, "organiser", "year")}
        started = date.fromordinal(draft.started_on) if draft.started_on else None
        return facts | {"started_on": started, "is_outside": None, "cycle": None}

    def _event_facts(self, draft: Any) -> dict[str, Any]:
        contest = self._staged.contests[draft.contest].id
        facts = {name: getattr(draft, name) for name in ("name", "name_key", "group", "form")}
        return facts | {"contest_id": contest}

    def _write_parts(self, units: list[UnitDraft]) -> None:
        """Write of units that stand for several which these are."""
        joint = [draft for draft in units if draft.parts and not draft.has_parts]
        rows = [
            {"joint_id": draft.id, "position": place, "unit_id": self._staged.unit_drafts[part].id}
            for draft in joint
            for place, part in enumerate(draft.parts)
        ]
        if rows:
            self._connection.execute(insert(_table(JointUnitPart)), rows)
        for draft in joint:
            draft.has_parts = True

    def _unit_facts(self, draft: Any) -> dict[str, Any]:
        code = draft.credit_code or None
        return {"name": draft.name, "name_key": draft.name_key, "credit_code": code}

    def _write_records(self, chunk: RecordChunk, new: list[int]) -> None:
        """Write people, entries and results of some records of a chunk."""
        start, end = chunk.start, chunk.start + len(chunk.records)
        records = chunk.records if len(new) == len(chunk.records) else [chunk.records[at] for at in new]
        columns: Any = Record._make(zip(*records, strict=True))
        numbers = (self._staged.events, self._staged.people, self._staged.units, self._staged.positions)
        events, people, units, positions = (_picked(each[start:end], new) for each in numbers)
        self._write_people(columns, people)
        event_ids = [self._staged.event_drafts[event].id for event in events]
        entries = self._write_entries(columns, event_ids, people, units=units, positions=positions)
        self._write_results(columns, event_ids, entries, sheet=chunk.sheet, rows=_picked(chunk.rows, new))

    def _write_people(self, columns: Any, people: Sequence[int]) -> None:
        ids_of = self._staged.person_ids
        first = {person: at for at, person in reversed(list(enumerate(people))) if not ids_of[person]}
        numbers = sorted(first)
        at = [first[person] for person in numbers]
        ids = reserve_ids(self._connection, _table(Person), len(at))
        for person, number in zip(numbers, ids, strict=True):
            ids_of[person] = number
        names = _picked(columns.name, at)
        written: dict[str, Sequence[Any] | Constant] = {
            "id": ids,
            "name": names,
            "name_key": [name if is_plain(name) else name_key(name) for name in names],
            "initials": [name_initials(name) for name in names],
            **{name: _picked(getattr(columns, name), at) for name in ("id_type", "id_number", "id_key")},
            **{name: _picked(getattr(columns, name), at) for name in ("phone", "bank_name", "bank_account")},
            "import_batch_id": Constant(self._batch),
            "lock_version": Constant(1),
        }
        insert_columns(self._connection, _table(Person), written, size=len(at))

    def _write_entries(
        self,
        columns: Any,
        events: list[int],
        people: Sequence[int],
        *,
        units: Sequence[int],
        positions: Sequence[int],
    ) -> Sequence[int]:
        staged = self._staged
        entries = reserve_ids(self._connection, _table(Entry), len(events))
        drafts = [staged.unit_drafts[unit] if unit != ABSENT else None for unit in units]
        named = zip(columns.unit, drafts, strict=True)
        written: dict[str, Sequence[Any] | Constant] = {
            "id": entries,
            "event_id": events,
            "person_id": [staged.person_ids[person] for person in people],
            "role": columns.role,
            "team_no": columns.team_no,
            "position": positions,
            "unit_id": [draft.id if draft else None for draft in drafts],
            "unit_name": [name or (draft.name if draft else "") for name, draft in named],
            "employer": columns.employer,
            "remark": columns.remark,
            "import_batch_id": Constant(self._batch),
        }
        insert_columns(self._connection, _table(Entry), written, size=len(events))
        return entries

    def _write_results(
        self, columns: Any, events: list[int], entries: Sequence[int], *, sheet: int, rows: Sequence[int]
    ) -> None:
        days = {day: date.fromordinal(day) for day in set(columns.published_on)}
        name = self._staged.file.sheets[sheet]
        written: dict[str, Sequence[Any] | Constant] = {
            "id": reserve_ids(self._connection, _table(Result), len(events)),
            "entry_id": entries,
            "event_id": events,
            "version": Constant(1),
            "is_current": Constant(True),
            "state": Constant("draft"),
            **{fact: getattr(columns, fact) for fact in ("rank", "medal", "grade", "score", "no_rank")},
            "published_on": [days[day] for day in columns.published_on],
            "basis": Constant(""),
            "recorded_by": Constant(self._work.actor.name),
            "recorded_at": Constant(self._work.now),
            "import_batch_id": Constant(self._batch),
            "source": [source_of(name, row) for row in rows],
        }
        insert_columns(self._connection, _table(Result), written, size=len(events))


def source_of(sheet: str, row: int) -> str:
    """Return the place of a result in its file, as the result keeps it."""
    return f"{sheet}!{row}"[:LONGEST_SOURCE]


def _picked(column: Sequence[Any], at: list[int]) -> Sequence[Any]:
    """Return the values of a column at some places, the column itself where they are all of it."""
    return column if len(at) == len(column) else [column[place] for place in at]


def _table(model: Any) -> Table:
    table: Table = model.__table__
    return table
