"""Results that an import changes: the old version stays as it was, a new one becomes current."""

from __future__ import annotations

from typing import Any

from app.importing.staging import CHANGED, EntryChange, Understood
from app.transitions import Noun, move
from app.unit_of_work import UnitOfWork
from models import Entry, ImportChange, Result
from models.types import ResultState


def write_new_versions(work: UnitOfWork, understood: Understood, batch: int) -> None:
    """Write every changed entry: facts of the result as a new version, facts of the entry in place."""
    sources = _sources(understood)
    for at, change in understood.entry_changes.items():
        if understood.kinds[at] != CHANGED:
            continue
        if change.result:
            _supersede(work, change, batch, sources[at][0])
        if change.entry:
            _amend_entry(work, change, batch, _unit_of(understood, sources[at][1]))


def _sources(understood: Understood) -> dict[int, tuple[str, int]]:
    """Return where each changed row stands, and its unit."""
    wanted = understood.entry_changes
    found: dict[int, tuple[str, int]] = {}
    for start, rows in understood.rows.chunks() if wanted else ():
        for at in range(start, start + len(rows)):
            if at in wanted:
                row = rows[at - start]
                found[at] = (f"{understood.sheets[row[0]]}!{row[1]}"[:60], row[5])
    return found


def _unit_of(understood: Understood, unit: int) -> int | None:
    return understood.units[unit].id if unit >= 0 else None


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
        work.session.add(recorded(batch, "entry", entry.id, field=name, change=(before, after)))
    work.audit("amend", "entry", entry.id, detail={"batch": batch, "fields": sorted(change.entry)})


def recorded(batch: int, subject: str, number: int, *, field: str, change: tuple[Any, Any]) -> ImportChange:
    """Return what an import changed, kept so that it can be taken back."""
    values = [None if value is None else str(value) for value in change]
    return ImportChange(
        batch_id=batch, subject=subject, subject_id=number, field=field, before=values[0], after=values[1]
    )
