"""Edit the facts of contests and events: what they are, of which class, and by which document.

Each edit is one audited use-case, and asks that the awards it may change be assessed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts import Right
from app.bases_on_record import required_basis
from app.changes import Changes
from app.errors import ConflictError, InputError, NotFoundError
from app.formats import name_key
from app.unit_of_work import UnitOfWork
from app.words import tr
from models import Contest, Event

LONGEST_CYCLE = 60  # characters, as `contest.cycle`
LONGEST_OCCUPATION = 120  # characters, as `event.occupation`


@dataclass(frozen=True, slots=True)
class ContestFactsEdit:
    """The facts of a contest as they shall stand. A class needs the document that recognises it."""

    contest_class: str
    official_class: str
    class_basis: str
    organiser: str
    is_outside: bool | None
    is_selection: bool
    started_on: date | None


@dataclass(frozen=True, slots=True)
class EventFactsEdit:
    """The facts of an event as they shall stand; `own_class` None takes the contest's class."""

    form: str
    occupation: str
    is_demonstration: bool
    is_selection: bool
    own_class: str | None = None
    own_class_basis: str = ""


def set_contest_facts(work: UnitOfWork, contest_id: int, *, facts: ContestFactsEdit, version: int) -> None:
    """Set a contest's facts; the awards of its events are assessed anew.

    Raises InputError for a class without its document or on words that are none, ConflictError where someone
    else changed the contest after `version` was read, NotFoundError.
    """
    work.require(Right.RECORD)
    if facts.contest_class and not facts.class_basis.strip():
        raise InputError("class-basis-needed")
    contest = work.session.get(Contest, contest_id)
    if contest is None:
        raise NotFoundError("contest-missing", contest=contest_id)
    _refuse_stale(contest.lock_version, version, contest.name)
    values = asdict(facts)
    values["class_basis"] = judged_basis(work, facts.class_basis, stands=contest.class_basis)
    changed = set_values(contest, values)
    if not changed:
        return
    work.audit("edit", "contest", contest_id, detail=changed)
    work.touched(Changes.CONTESTS)
    work.reassess(events_of(work.session, [contest_id]), is_correction=True)


def link_contests(
    work: UnitOfWork, contest_ids: Collection[int], *, cycle: str, is_replacing: bool = False
) -> dict[str, str]:
    """Say that these contests belong to one contest cycle (竞赛周期), and to no other; "" takes it back.

    A contest alone in a cycle is one of which the office said that it is linked to nothing. Return the cycle
    that each contest was taken out of, by its name. Raises InputError for an overlong name of a cycle,
    ConflictError where a contest stands in another cycle and `is_replacing` is not given.
    """
    work.require(Right.RECORD)
    name = cycle.strip()
    if len(name) > LONGEST_CYCLE:
        raise InputError("cycle-too-long", most=LONGEST_CYCLE, length=len(name))
    contests = work.session.scalars(select(Contest).where(Contest.id.in_(contest_ids))).all()
    replaced = {one.name: one.cycle for one in contests if one.cycle and one.cycle != name}
    if name and replaced and not is_replacing:
        stands = "；".join(tr("registry.cycle-stands", name=of, cycle=was) for of, was in replaced.items())
        raise ConflictError("cycle-replaces", cycle=name, stands=stands)
    for contest in contests:
        if changed := set_values(contest, {"cycle": name or None}):
            work.audit("link", "contest", contest.id, detail=changed)
            work.touched(Changes.CONTESTS)
    work.reassess(events_of(work.session, contest_ids))
    return replaced


def set_event_facts(work: UnitOfWork, event_id: int, *, facts: EventFactsEdit, version: int) -> None:
    """Set an event's facts; the awards of its whole contest are assessed anew.

    Raises as `set_contest_facts` does.
    """
    work.require(Right.RECORD)
    if facts.own_class and not facts.own_class_basis.strip():
        raise InputError("class-basis-needed")
    event = work.session.get(Event, event_id)
    if event is None:
        raise NotFoundError("event-missing", event=event_id)
    _refuse_stale(event.lock_version, version, event.name)
    values = asdict(facts)
    values["own_class_basis"] = judged_basis(work, facts.own_class_basis, stands=event.own_class_basis or "")
    if not facts.own_class:
        values |= {"own_class": None, "own_class_basis": None, "own_official_class": None}
    changed = set_values(event, values)
    if not changed:
        return
    work.audit("edit", "event", event_id, detail=changed)
    work.touched(Changes.CONTESTS)
    work.reassess(events_of(work.session, [event.contest_id]), is_correction=True)


def set_occupation(work: UnitOfWork, contest_id: int, event: str, *, occupation: str) -> int:
    """Record of which occupation (职业、工种) an event is, in all its groups; "" takes it back.

    Two events that both have one recorded are one line of work if it is the same, and two if it is not.
    Return how many events changed. Raises InputError for an overlong name, NotFoundError.
    """
    work.require(Right.RECORD)
    name = occupation.strip()
    if len(name) > LONGEST_OCCUPATION:
        raise InputError("occupation-too-long", most=LONGEST_OCCUPATION, length=len(name))
    of_name = select(Event).where(Event.contest_id == contest_id, Event.name_key == name_key(event))
    events = work.session.scalars(of_name.order_by(Event.id)).all()
    if not events:
        raise NotFoundError("event-not-found", event=event)
    changed = [one for one in events if _record_occupation(work, one, name)]
    if changed:
        work.touched(Changes.CONTESTS)
        work.reassess([one.id for one in changed])
    return len(changed)


def _record_occupation(work: UnitOfWork, event: Event, occupation: str) -> bool:
    changed = set_values(event, {"occupation": occupation})
    if changed:
        work.audit("edit", "event", event.id, detail=changed)
    return bool(changed)


def judged_basis(work: UnitOfWork, basis: str, *, stands: str) -> str:
    """Return a basis in its right form. Raises InputError where a new one is no document."""
    if not basis.strip() or basis.strip() == stands:
        return stands if basis.strip() else ""
    return required_basis(work, basis).number


def events_of(session: Session, contest_ids: Collection[int]) -> list[int]:
    """Return the ids of the events of these contests."""
    return list(session.scalars(select(Event.id).where(Event.contest_id.in_(contest_ids)).order_by(Event.id)))


def _refuse_stale(stands: int, read: int, name: str) -> None:
    if stands != read:
        raise ConflictError("changed-meanwhile", path=name)


def set_values(row: object, values: Mapping[str, object]) -> dict[str, object]:
    """Set what differs; return it as before and after, for the audit chain."""
    changed: dict[str, object] = {}
    for name, value in values.items():
        new = value.strip() if isinstance(value, str) else value
        before = getattr(row, name)
        if before != new:
            setattr(row, name, new)
            changed[name] = [before, new]
    return changed
