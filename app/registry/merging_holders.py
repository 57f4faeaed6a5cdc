"""Merge (合并) units or people that are one: entries, titles, registers and names go to the one that is kept.

A unit has one credit code and a person one resident ID: two different ones are two units, two people.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, cast

from sqlalchemy import Table, delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.accounts import Right
from app.errors import ConflictError
from app.formats import name_key
from app.registry.merge_facts import UNIT_FACTS, differing_facts, fill_facts
from app.registry.merge_pairs import EntryPair, merge_pairs, pair_blocks
from app.registry.merge_steps import MergeSteps, register_words
from app.registry.merging import MergePreview, check_reason, record_merge, refuse_blocked, two_records
from app.unit_of_work import UnitOfWork
from app.words import tr
from models import (
    Base,
    Designation,
    Entry,
    Event,
    JointUnitPart,
    Person,
    PersonDocument,
    PersonName,
    Result,
    Unit,
    UnitName,
)
from models.designation import DesignationState
from models.merge import MergedNoun
from models.types import IdType

_OPEN_LINES = (DesignationState.PROPOSED, DesignationState.BLOCKED)


def preview_unit_merge(session: Session, merged_id: int, *, into: int) -> MergePreview:
    """Return what merging a unit into another would do. Raises NotFoundError, InputError for itself."""
    kept, merged = two_records(session, Unit, merged_id, into, missing="unit-missing")
    entries = _entries(session, Entry.unit_id == merged_id)
    return _preview(session, kept, merged, entries, blocks=[*_unit_blocks(session, kept, merged)])


def merge_units(work: UnitOfWork, merged_id: int, *, into: int, reason: str) -> int:
    """Merge a unit into another; return the merge's id. Its name goes on as a former name.

    Raises InputError without a reason, NotFoundError, ConflictError that lists everything that forbids it.
    """
    work.require(Right.RECORD)
    check_reason(reason)
    session = work.session
    preview = preview_unit_merge(session, merged_id, into=into)
    refuse_blocked(preview)
    kept, merged = session.get_one(Unit, into), session.get_one(Unit, merged_id)
    events = _events(session, Entry.unit_id.in_((into, merged_id)))
    steps = MergeSteps(work)
    _drop_open_lines(session, kept=into, merged=merged_id)
    _move_references(steps, kept, merged)
    if merged.name_key != kept.name_key:
        steps.add(
            UnitName,
            {"unit_id": into, "name": merged.name, "name_key": merged.name_key, "basis": reason[:200]},
        )
    session.expunge(merged)
    steps.remove(Unit, [merged_id])  # first, for a credit code stands once
    fill_facts(steps, kept, merged, UNIT_FACTS)
    ids = (into, merged_id)
    return record_merge(work, steps, preview, noun=MergedNoun.UNIT, ids=ids, reason=reason, events=events)


def preview_person_merge(session: Session, merged_id: int, *, into: int) -> MergePreview:
    """Return what merging a person into another would do. Raises as for units."""
    kept, merged = two_records(session, Person, merged_id, into, missing="person-missing")
    pairs = _person_pairs(session, kept=into, merged=merged_id)
    blocks = [*_person_blocks(session, kept, merged), *pair_blocks(session, pairs)]
    entries = _entries(session, Entry.person_id == merged_id)
    return _preview(session, kept, merged, entries, blocks=blocks, pairs=[pair.event for pair in pairs])


def merge_people(work: UnitOfWork, merged_id: int, *, into: int, reason: str) -> int:
    """Merge a person into another; return the merge's id. The document goes on meaning the one kept.

    Raises as for units.
    """
    work.require(Right.RECORD)
    check_reason(reason)
    session = work.session
    preview = preview_person_merge(session, merged_id, into=into)
    refuse_blocked(preview)
    kept, merged = session.get_one(Person, into), session.get_one(Person, merged_id)
    events = _events(session, Entry.person_id.in_((into, merged_id)))
    steps = MergeSteps(work)
    merge_pairs(session, steps, _person_pairs(session, kept=into, merged=merged_id), reason=reason)
    _move_references(steps, kept, merged)
    for name in _contacts_taken_over(kept, merged):
        steps.change(Person, [into], name, getattr(merged, name))
    document = {name: getattr(merged, name) for name in ("id_type", "id_number", "id_key")}
    if merged.name_key != kept.name_key:
        steps.add(PersonName, {"person_id": into, "name": merged.name, "basis": reason[:200]})
    steps.remove(Person, [merged_id])
    steps.add(PersonDocument, {"person_id": into, **document})
    ids = (into, merged_id)
    return record_merge(work, steps, preview, noun=MergedNoun.PERSON, ids=ids, reason=reason, events=events)


def _preview(
    session: Session,
    kept: Any,
    merged: Any,
    entries: list[int],
    *,
    blocks: list[str],
    pairs: Collection[str] = (),
) -> MergePreview:
    query = select(func.count()).select_from(Result).where(Result.entry_id.in_(entries), Result.is_current)
    return MergePreview(
        kept=kept.name,
        merged=merged.name,
        events_moved=0,
        events_joined=0,
        results=session.scalar(query) or 0,
        pairs=tuple(pairs),
        notes=(),
        blocks=tuple(blocks),
    )


def _unit_blocks(session: Session, kept: Unit, merged: Unit) -> Iterator[str]:
    joint = select(JointUnitPart.joint_id).where(JointUnitPart.joint_id.in_((kept.id, merged.id)))
    if session.scalar(joint.limit(1)) is not None:
        yield tr("registry.merge.block-joint")
    for what, here, there in differing_facts(kept, merged, UNIT_FACTS):
        yield tr("registry.merge.block-fact", what=what, here=here, there=there)
    query = select(Designation.title).where(
        Designation.unit_id.in_((kept.id, merged.id)), Designation.state.not_in(_OPEN_LINES)
    )
    titles = list(session.scalars(query))
    for title in sorted({title for title in titles if titles.count(title) > 1}):
        yield tr("registry.merge.block-title", title=title)


def _person_blocks(session: Session, kept: Person, merged: Person) -> Iterator[str]:
    former = session.scalars(select(PersonName.name).where(PersonName.person_id.in_((kept.id, merged.id))))
    known = {kept.name_key, *map(name_key, former)}
    if merged.name_key not in known:
        yield tr("registry.merge.block-person-name", here=kept.name, there=merged.name)
    if kept.id_type == merged.id_type == IdType.RESIDENT:
        yield tr("registry.merge.block-person-document")


def _contacts_taken_over(kept: Person, merged: Person) -> list[str]:
    """Return the columns that the kept person lacks; a card goes with its bank, never one of each."""
    names = ["phone"] if merged.phone and not kept.phone else []
    if merged.bank_account and not kept.bank_account:
        names += ["bank_name", "bank_account"]
    elif merged.bank_name and not kept.bank_name and merged.bank_account == kept.bank_account:
        names.append("bank_name")
    return names


def _drop_open_lines(session: Session, *, kept: int, merged: int) -> None:
    """Delete proposals to name either unit for a title: the assessment makes those that are due anew."""
    lines = select(Designation.id, Designation.unit_id, Designation.title, Designation.state)
    rows = session.execute(lines.where(Designation.unit_id.in_((kept, merged)))).all()
    open_ones = [line for line, _unit, _title, state in rows if state in _OPEN_LINES]
    session.execute(delete(Designation).where(Designation.id.in_(open_ones)))


def _person_pairs(session: Session, *, kept: int, merged: int) -> list[EntryPair]:
    """Return the events in which both stand in one role."""
    query = select(Entry.event_id, Entry.role, Entry.id, Event.name).join(Event, Event.id == Entry.event_id)
    known = {
        (event, role): entry
        for event, role, entry, _ in session.execute(query.where(Entry.person_id == kept))
    }
    name = session.get_one(Person, kept).name
    return [
        EntryPair(known[event, role], entry, name, event_name)
        for event, role, entry, event_name in session.execute(query.where(Entry.person_id == merged))
        if (event, role) in known
    ]


def _move_references(steps: MergeSteps, kept: Unit | Person, merged: Unit | Person) -> None:
    """Let every row that refers to the merged record refer to the kept one. Raises ConflictError."""
    target = cast(Table, type(kept).__table__)
    names = {"kept": kept.name, "merged": merged.name}
    ids = {"old": int(merged.id), "new": int(kept.id)}
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_keys:
            if key.column.table is not target:
                continue
            try:
                steps.replace_reference(table, key.parent.name, **ids)
            except IntegrityError as error:
                blocks = tr("registry.merge.block-register", register=register_words(table.name))
                raise ConflictError("merge-blocked", blocks=blocks, **names) from error


def _entries(session: Session, where: Any) -> list[int]:
    return list(session.scalars(select(Entry.id).where(where)))


def _events(session: Session, where: Any) -> set[int]:
    return set(session.scalars(select(Entry.event_id).where(where).distinct()))
