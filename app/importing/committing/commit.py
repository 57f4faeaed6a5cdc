"""Writing an accepted plan: one batch, one transaction, many rows at a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Table, insert

from app.changes import Changes
from app.errors import ConflictError
from app.formats import name_key
from app.importing.collecting import gc_paused
from app.importing.committing.filling import write_fills
from app.importing.committing.superseding import write_new_versions
from app.importing.matching.registry_lookup import registry_stamp
from app.importing.plan import ImportReport, Plan
from app.importing.staging import CHANGED, NEW, EntryRow, Understood
from app.importing.values.initials import initials_of
from app.importing.values.names import is_plain
from app.progress import Progress
from app.unit_of_work import UnitOfWork
from app.words import tr
from models import Contest, Entry, Event, ImportBatch, Person, Result, Unit
from models.bulk import Constant, enlarged_page_cache, insert_columns, reserve_ids


def write_plan(work: UnitOfWork, plan: Plan, *, progress: Progress | None = None) -> ImportReport:
    """Write a plan; a plan with nothing new and nothing changed leaves no trace.

    Raises ConflictError where the registry changed since the preview and the plan would differ.
    """
    plan = _still_true(work, plan)
    if not plan.counts.new + plan.counts.changed:
        return ImportReport(plan)
    plan.understood.stamp = ()  # drafts get ids now: should this fail, the plan must be made anew
    batch = _new_batch(work, plan)
    writing = _Writing(work, plan.understood, batch)
    with gc_paused(), enlarged_page_cache(work.session.connection()):
        writing.write(progress or Progress())
    write_new_versions(work, plan.understood, batch)
    write_fills(work, plan.understood, batch, used=writing.used)
    detail: dict[str, object] = {"file": plan.file_name, "sha256": plan.sha256, "rows": plan.counts.rows}
    detail |= {"new": plan.counts.new, "changed": plan.counts.changed, "skipped": plan.counts.skipped}
    work.audit("import", "import_batch", batch, detail=detail)
    work.touched(Changes.IMPORTS | Changes.CONTESTS | Changes.RESULTS | Changes.PEOPLE | Changes.UNITS)
    return ImportReport(plan, batch)


def _still_true(work: UnitOfWork, plan: Plan) -> Plan:
    """Return the plan, made anew where the registry changed since it was made."""
    if registry_stamp(work.session) == plan.understood.stamp:
        return plan
    from app.importing.planning import plan_of

    understood = plan.understood
    again = plan_of(
        plan.path, work.session, today=understood.today, mapping=understood.mapping, progress=None
    )
    is_same = again.sha256 == plan.sha256 and again.understood.kinds == understood.kinds
    if not is_same or again.understood.changes != understood.changes:
        raise ConflictError("import-plan-outdated", file=plan.file_name)
    return again


def _new_batch(work: UnitOfWork, plan: Plan) -> int:
    counts = plan.counts
    batch = ImportBatch(
        file_name=plan.file_name[-260:],
        sha256=plan.sha256,
        imported_at=work.now,
        imported_by=work.actor.name,
        rows=counts.rows,
        rows_new=counts.new,
        rows_changed=counts.changed,
        rows_same=counts.same,
        rows_skipped=counts.skipped,
    )
    work.session.add(batch)
    work.session.flush()
    return batch.id


class Used:
    """Drafts that an accepted row stands on: nothing else may be written."""

    def __init__(self) -> None:
        self.contests: set[int] = set()
        self.events: set[int] = set()
        self.units: set[int] = set()
        self.people: set[int] = set()


class _Writing:
    """Writes what is new, chunk by chunk and column by column, so that little is held at a time."""

    def __init__(self, work: UnitOfWork, understood: Understood, batch: int) -> None:
        self.used = Used()
        self._understood = understood
        self._batch = batch
        self._work = work
        self._connection: Connection = work.session.connection()

    def write(self, progress: Progress) -> None:
        """Write every new row, and note what the changed ones stand on."""
        kinds = self._understood.kinds
        for start, rows in self._understood.rows.chunks():
            chunk = kinds[start : start + len(rows)]
            self._use([row for row, kind in zip(rows, chunk, strict=True) if kind in (NEW, CHANGED)])
            self._write_drafts()
            if new := [row for row, kind in zip(rows, chunk, strict=True) if kind == NEW]:
                columns = EntryRow._make(zip(*new, strict=True))
                self._write_people(columns)
                self._write_entries(columns, len(new))
            progress.report(start + len(chunk), len(kinds), tr("importing.text.writing"))

    def _use(self, rows: list[tuple[Any, ...]]) -> None:
        events = {row[3] for row in rows}
        self.used.events |= events
        self.used.people.update([row[4] for row in rows])
        self.used.units |= {row[5] for row in rows} - {-1}
        self.used.contests |= {self._understood.events[event].contest for event in events}

    def _write_drafts(self) -> None:
        understood = self._understood
        contests = [understood.contests[n] for n in sorted(self.used.contests)]
        events = [understood.events[n] for n in sorted(self.used.events)]
        units = [understood.units[n] for n in sorted(self.used.units)]
        self._write_new(_table(Contest), contests, self._contest_facts)
        self._write_new(_table(Event), events, self._event_facts)
        self._write_new(_table(Unit), units, self._unit_facts)

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
        contest = self._understood.contests[draft.contest].id
        facts = {name: getattr(draft, name) for name in ("name", "name_key", "group", "form")}
        return facts | {"contest_id": contest}

    def _unit_facts(self, draft: Any) -> dict[str, Any]:
        code = draft.credit_code or None
        return {"name": draft.name, "name_key": draft.name_key, "credit_code": code}

    def _write_people(self, rows: Any) -> None:
        people = self._understood.people
        first = {person: at for at, person in reversed(list(enumerate(rows.person))) if not people[person]}
        numbers = sorted(first)
        at = [first[person] for person in numbers]
        ids = reserve_ids(self._connection, _table(Person), len(at))
        for person, number in zip(numbers, ids, strict=True):
            people[person] = number
        names = _picked(rows.name, at)
        kinds, documents = _picked(rows.id_type, at), _picked(rows.number, at)
        keys = zip(_picked(rows.key, at), kinds, documents, strict=True)
        columns: dict[str, Sequence[Any] | Constant] = {
            "id": ids,
            "name": names,
            "name_key": [name if is_plain(name) else name_key(name) for name in names],
            "initials": [initials_of(name) for name in names],
            "id_type": kinds,
            "id_number": documents,
            "id_key": [key or f"{kind}:{document}" for key, kind, document in keys],
            "phone": _picked(rows.phone, at),
            "bank_name": _picked(rows.bank_name, at),
            "bank_account": _picked(rows.bank_account, at),
            "import_batch_id": Constant(self._batch),
            "lock_version": Constant(1),
        }
        insert_columns(self._connection, _table(Person), columns, size=len(at))

    def _write_entries(self, rows: Any, size: int) -> None:
        understood = self._understood
        events = [understood.events[event].id for event in rows.event]
        entries = reserve_ids(self._connection, _table(Entry), size)
        named = zip(rows.unit_said, rows.unit, strict=True)
        columns: dict[str, Sequence[Any] | Constant] = {
            "id": entries,
            "event_id": events,
            "person_id": [understood.people[person] for person in rows.person],
            "role": rows.role,
            "team_no": rows.team_no,
            "position": rows.position,
            "unit_id": [understood.units[unit].id if unit >= 0 else None for unit in rows.unit],
            "unit_name": [said or self._unit_name(unit) for said, unit in named],
            "employer": rows.employer,
            "remark": rows.remark,
            "import_batch_id": Constant(self._batch),
        }
        insert_columns(self._connection, _table(Entry), columns, size=size)
        self._write_results(rows, entries, events)

    def _unit_name(self, unit: int) -> str:
        return self._understood.units[unit].name if unit >= 0 else ""

    def _write_results(self, rows: Any, entries: Sequence[int], events: list[int]) -> None:
        days = {day: date.fromordinal(day) for day in set(rows.published_on)}
        places = zip(rows.sheet, rows.row, strict=True)
        sheets = self._understood.sheets
        columns: dict[str, Sequence[Any] | Constant] = {
            "id": reserve_ids(self._connection, _table(Result), len(events)),
            "entry_id": entries,
            "event_id": events,
            "version": Constant(1),
            "is_current": Constant(True),
            "state": Constant("draft"),
            "rank": rows.rank,
            "medal": rows.medal,
            "grade": rows.grade,
            "score": rows.score,
            "published_on": [days[day] for day in rows.published_on],
            "basis": Constant(""),
            "recorded_by": Constant(self._work.actor.name),
            "recorded_at": Constant(self._work.now),
            "import_batch_id": Constant(self._batch),
            "source": [f"{sheets[sheet]}!{row}"[:60] for sheet, row in places],
        }
        insert_columns(self._connection, _table(Result), columns, size=len(events))


def _picked(column: Sequence[Any], at: list[int]) -> Sequence[Any]:
    """Return the values of a column at some places, the column itself where they are all of it."""
    return column if len(at) == len(column) and at[0] == 0 else [column[place] for place in at]


def _table(model: Any) -> Table:
    table: Table = model.__table__
    return table
