"""Writing what an import changes in records that the registry holds, and keeping what they were before.

A changed result becomes a new version; facts that were missing are filled in: a class's basis, a credit
code, a telephone number. Each change is kept, so that it can be taken back.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import bindparam, update

from app.importing.committing.new_records import UsedDrafts, source_of
from app.importing.matching.staged_import import ABSENT, CHANGED, EntryChange, StagedImport
from app.transitions import Noun, move
from app.unit_of_work import UnitOfWork
from models import Contest, Entry, Event, ImportChange, Person, Result, Unit
from models.types import ResultState


def write_new_versions(work: UnitOfWork, staged: StagedImport, batch: int) -> None:
    """Write every changed entry: facts of the result as a new version, facts of the entry in place."""
    for at, change in staged.entry_changes.items():
        if staged.kinds[at] != CHANGED:
            continue
        if change.result:
            sheet, row = staged.file.records.place(at)
            _supersede(work, change, batch, source_of(staged.file.sheets[sheet], row))
        if change.entry:
            unit = staged.units[at]
            _amend_entry(work, change, batch, staged.unit_drafts[unit].id if unit != ABSENT else None)


def _supersede(work: UnitOfWork, change: EntryChange, batch: int, source: str) -> None:
    old = work.session.get_one(Result, change.result_id)
    old.is_current = False
    changes = {name: list(pair) for name, pair in change.result.items()}
    move(work, Noun.RESULT, old, ResultState.SUPERSEDED, detail={"batch": batch, "changes": changes})
    work.session.flush()
    new = Result(
        entry_id=old.entry_id,
        event_id=old.event_id,
        version=change.version + 1,
        state="draft",
        basis=old.basis,
        recorded_by=work.actor.name,
        recorded_at=work.now,
        import_batch_id=batch,
        source=source,
        **change.whole,
    )
    work.session.add(new)
    work.session.flush()


def _amend_entry(work: UnitOfWork, change: EntryChange, batch: int, unit: int | None) -> None:
    entry = work.session.get_one(Entry, change.entry_id)
    changes: dict[str, tuple[Any, Any]] = dict(change.entry)
    if "unit_name" in changes:
        changes["unit_id"] = (entry.unit_id, unit)
    for name, (before, after) in changes.items():
        setattr(entry, name, after)
        _keep_change(work, batch, "entry", entry.id, field=name, change=(before, after))
    work.audit("amend", "entry", entry.id, detail={"batch": batch, "fields": sorted(change.entry)})


def write_fills(work: UnitOfWork, staged: StagedImport, batch: int, *, used: UsedDrafts) -> None:
    """Write what accepted records add to contests, events, units and people; one audit line per record."""
    drafts: tuple[tuple[str, Any, list[Any], set[int]], ...] = (
        ("contest", Contest, staged.contests, used.contests),
        ("event", Event, staged.event_drafts, used.events),
        ("unit", Unit, staged.unit_drafts, used.units),
    )
    for subject, model, all_of_them, numbers in drafts:
        for number in sorted(numbers):
            draft = all_of_them[number]
            if draft.fills:
                _fill(work, work.session.get_one(model, draft.id), subject, draft.fills, batch)
    _fill_people(work, staged, batch, used)


def _fill(work: UnitOfWork, record: Any, subject: str, fills: dict[str, Any], batch: int) -> None:
    for name, value in fills.items():
        after = date.fromordinal(value) if name == "started_on" else value
        _keep_change(work, batch, subject, record.id, field=name, change=(getattr(record, name), after))
        setattr(record, name, after)
    work.audit("fill", subject, record.id, detail={"batch": batch, "fields": sorted(fills)})


def _fill_people(work: UnitOfWork, staged: StagedImport, batch: int, used: UsedDrafts) -> None:
    """Write changed phones and cards; values go to the registry only, never to the audit's detail."""
    by_fields: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for person, facts in staged.person_fills.items():
        if person not in used.people:
            continue
        number = staged.person_ids[person]
        values = {f"new_{name}": after for name, (_, after) in facts.items()}
        by_fields.setdefault(tuple(sorted(facts)), []).append(values | {"number": number})
        for name, change in facts.items():
            _keep_change(work, batch, "person", number, field=name, change=change)
        work.audit("fill", "person", number, detail={"batch": batch, "fields": sorted(facts)})
    table: Any = Person.__table__
    for fields, values_of_all in by_fields.items():
        changes: dict[str, Any] = {name: bindparam(f"new_{name}") for name in fields}
        changes["lock_version"] = table.c.lock_version + 1
        statement = update(table).where(table.c.id == bindparam("number")).values(**changes)
        work.session.connection().execute(statement, values_of_all)
        work.seal_too("person", [values["number"] for values in values_of_all])


def _keep_change(
    work: UnitOfWork, batch: int, subject: str, number: int, *, field: str, change: tuple[Any, Any]
) -> None:
    before, after = (None if value is None else str(value) for value in change)
    work.session.add(
        ImportChange(
            batch_id=batch, subject=subject, subject_id=number, field=field, before=before, after=after
        )
    )
