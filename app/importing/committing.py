"""Writing an accepted plan: one batch, one transaction, many rows at a time."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Connection, Table, insert

from app.changes import Changes
from app.errors import ConflictError
from app.formats import name_key
from app.importing.filling import write_fills
from app.importing.initials import initials_of
from app.importing.lookups import registry_stamp
from app.importing.plan import ImportReport, Plan
from app.importing.superseding import write_new_versions
from app.importing.understood import CHANGED, NEW, EntryRow, Understood
from app.progress import Progress
from app.unit_of_work import UnitOfWork
from app.words import word
from models import Contest, Entry, Event, ImportBatch, Person, Result, Unit
from models.bulk import insert_rows, take_ids

_PERSON = (
    *("id", "name", "name_key", "initials", "id_type", "id_number", "id_key", "phone", "bank_name"),
    *("bank_account", "import_batch_id", "lock_version"),
)
_ENTRY = (
    *("id", "event_id", "person_id", "role", "team_no", "position", "unit_id", "unit_name", "employer"),
    *("remark", "import_batch_id"),
)
_RESULT = (
    *("id", "entry_id", "event_id", "version", "is_current", "state", "rank", "medal", "grade", "score"),
    *("published_on", "basis", "recorded_by", "recorded_at", "import_batch_id", "source"),
)


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
        imported_by=work.actor,
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
    """Writes what is new, chunk by chunk, so that little is held at a time."""

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
            accepted = [row for row, kind in zip(rows, chunk, strict=True) if kind in (NEW, CHANGED)]
            self._use(accepted)
            new = [EntryRow(*row) for row, kind in zip(rows, chunk, strict=True) if kind == NEW]
            if new:
                self._write_drafts()
                self._write_people(new)
                self._write_entries(new)
            progress.report(start + len(rows), len(kinds), word("importing.text.writing"))

    def _use(self, rows: list[tuple[Any, ...]]) -> None:
        self.used.events.update(row[3] for row in rows)
        self.used.people.update(row[4] for row in rows)
        self.used.units.update(row[5] for row in rows if row[5] >= 0)
        self.used.contests.update(self._understood.events[event].contest for event in self.used.events)

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
        for draft, number in zip(new, take_ids(self._connection, table, len(new)), strict=True):
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

    def _write_people(self, rows: list[EntryRow]) -> None:
        people = self._understood.people
        new = {row.person: row for row in reversed(rows) if not people[row.person]}
        ids = take_ids(self._connection, _table(Person), len(new))
        for person, number in zip(sorted(new), ids, strict=True):
            people[person] = number
        facts = [self._person(new[person], people[person]) for person in sorted(new)]
        insert_rows(self._connection, _table(Person), _PERSON, facts)

    def _person(self, row: EntryRow, number: int) -> tuple[Any, ...]:
        key = row.key or f"{row.id_type}:{row.number}"
        document = (row.id_type, row.number, key)
        contact = (row.phone, row.bank_name, row.bank_account)
        named = (row.name, name_key(row.name), initials_of(row.name))
        return (number, *named, *document, *contact, self._batch, 1)

    def _write_entries(self, rows: list[EntryRow]) -> None:
        understood, batch, actor, now = self._understood, self._batch, self._work.actor, self._work.now
        events, units, people, sheets = (
            understood.events,
            understood.units,
            understood.people,
            understood.sheets,
        )
        entry_ids = take_ids(self._connection, _table(Entry), len(rows))
        result_ids = take_ids(self._connection, _table(Result), len(rows))
        entries, results = [], []
        for row, entry, result in zip(rows, entry_ids, result_ids, strict=True):
            event = events[row.event].id
            unit = units[row.unit] if row.unit >= 0 else None
            entries.append(
                (
                    *(entry, event, people[row.person], row.role, row.team_no, row.position),
                    *((unit.id, row.unit_said or unit.name) if unit else (None, "")),
                    *(row.employer, row.remark, batch),
                )
            )
            results.append(
                (
                    *(result, entry, event, 1, True, "draft", row.rank, row.medal, row.grade, row.score),
                    *(date.fromordinal(row.published_on), "", actor, now, batch),
                    f"{sheets[row.sheet]}!{row.row}"[:60],
                )
            )
        insert_rows(self._connection, _table(Entry), _ENTRY, entries)
        insert_rows(self._connection, _table(Result), _RESULT, results)


def _table(model: Any) -> Table:
    table: Table = model.__table__
    return table
