"""Facts that an import adds to records which stood before it: a class's basis, a credit code, a phone."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, update

from app.importing.committing.superseding import recorded
from app.importing.staging import Understood
from app.unit_of_work import UnitOfWork
from models import Contest, Event, Person, Unit

if TYPE_CHECKING:
    from app.importing.committing.commit import Used


def write_fills(work: UnitOfWork, understood: Understood, batch: int, *, used: Used) -> None:
    """Write what accepted rows add to contests, events, units and people; one audit line per record."""
    drafts: tuple[tuple[str, Any, list[Any], set[int]], ...] = (
        ("contest", Contest, understood.contests, used.contests),
        ("event", Event, understood.events, used.events),
        ("unit", Unit, understood.units, used.units),
    )
    for subject, model, all_of_them, numbers in drafts:
        for number in sorted(numbers):
            draft = all_of_them[number]
            if draft.fills:
                _fill(work, work.session.get_one(model, draft.id), subject, draft.fills, batch)
    _fill_people(work, understood, batch, used)


def _fill(work: UnitOfWork, record: Any, subject: str, fills: dict[str, Any], batch: int) -> None:
    for name, value in fills.items():
        after = date.fromordinal(value) if name == "started_on" else value
        change = (getattr(record, name), after)
        work.session.add(recorded(batch, subject, record.id, field=name, change=change))
        setattr(record, name, after)
    work.audit("fill", subject, record.id, detail={"batch": batch, "fields": sorted(fills)})


def _fill_people(work: UnitOfWork, understood: Understood, batch: int, used: Used) -> None:
    """Write changed phones and cards; values go to the registry only, never to the audit's detail."""
    by_fields: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for person, facts in understood.people_fills.items():
        if person not in used.people:
            continue
        number = understood.people[person]
        values = {f"new_{name}": after for name, (_, after) in facts.items()}
        by_fields.setdefault(tuple(sorted(facts)), []).append(values | {"number": number})
        for name, (before, after) in facts.items():
            work.session.add(recorded(batch, "person", number, field=name, change=(before, after)))
        work.audit("fill", "person", number, detail={"batch": batch, "fields": sorted(facts)})
    table: Any = Person.__table__
    for fields, values_of_all in by_fields.items():
        changes: dict[str, Any] = {name: bindparam(f"new_{name}") for name in fields}
        changes["lock_version"] = table.c.lock_version + 1
        statement = update(table).where(table.c.id == bindparam("number")).values(**changes)
        work.session.connection().execute(statement, values_of_all)
