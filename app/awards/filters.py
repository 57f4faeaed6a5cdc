"""Which awards a list shows: the filter, and the ids it selects in reading order."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, literal, or_, select
from sqlalchemy.orm import Session

from app.formats import name_key
from app.people_matching import people_matching
from models import Award, BatchAward, Contest, Entry, Event, Result, Unit
from models.award import STATUS_IS_NOT_NONE

AnySelect = Select[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class AwardFilter:
    """What to list; an empty field selects everything. `words` is a person as searches
    find one, or part of a unit's name.

    `batch_id`: what is in this batch and has not left it.
    """

    statuses: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    question: str = ""
    level: str = ""
    contest_class: str = ""
    year: int | None = None
    contest_id: int | None = None
    event_id: int | None = None
    person_id: int | None = None
    unit_id: int | None = None
    batch_id: int | None = None
    words: str = ""


EVERYTHING = AwardFilter()
WAITING = AwardFilter(statuses=("proposed", "blocked"))


def award_ids(session: Session, chosen: AwardFilter = EVERYTHING, *, limit: int | None = None) -> array[int]:
    """Return the ids of the awards chosen: by contest, event, rank, and the order of entry."""
    query = filtered(select(Award.id), chosen).join(Result, Result.id == Award.id)
    query = query.order_by(Award.event_id, Result.rank.is_(None), Result.rank, Award.id).limit(limit)
    return array("q", session.scalars(query))


def filtered(query: AnySelect, chosen: AwardFilter) -> AnySelect:
    """Narrow a query over Award to the awards chosen."""
    query = _by_award(query, chosen)
    if chosen.level or chosen.contest_class or chosen.contest_id is not None or chosen.year is not None:
        query = query.where(Award.event_id.in_(_events(chosen)))
    if chosen.person_id is not None or chosen.unit_id is not None or chosen.words:
        query = query.where(Award.id.in_(_entered_by(chosen)))
    return query


def _by_award(query: AnySelect, chosen: AwardFilter) -> AnySelect:
    if chosen.statuses:
        query = query.where(Award.status.in_(chosen.statuses))
        if "none" not in chosen.statuses:
            query = query.where(STATUS_IS_NOT_NONE)
    if chosen.states:
        query = query.where(Award.state.in_(chosen.states))
    if chosen.question:
        wrapped = literal(",") + Award.questions + ","
        query = query.where(wrapped.contains(f",{chosen.question},"))
    if chosen.event_id is not None:
        query = query.where(Award.event_id == chosen.event_id)
    if chosen.batch_id is not None:
        inside = select(BatchAward.award_id).where(BatchAward.batch_id == chosen.batch_id)
        query = query.where(Award.id.in_(inside.where(BatchAward.left_at.is_(None))))
    return query


def _events(chosen: AwardFilter) -> AnySelect:
    query = select(Event.id).join(Contest)
    if chosen.level:
        query = query.where(Contest.level == chosen.level)
    if chosen.contest_class:
        query = query.where(func.coalesce(Event.own_class, Contest.contest_class) == chosen.contest_class)
    if chosen.contest_id is not None:
        query = query.where(Contest.id == chosen.contest_id)
    if chosen.year is not None:
        query = query.where(Contest.year == chosen.year)
    return query


def _entered_by(chosen: AwardFilter) -> AnySelect:
    query = select(Result.id).join(Entry, Entry.id == Result.entry_id)
    if chosen.person_id is not None:
        query = query.where(Entry.person_id == chosen.person_id)
    if chosen.unit_id is not None:
        query = query.where(Entry.unit_id == chosen.unit_id)
    if chosen.words:
        key = name_key(chosen.words)
        query = query.outerjoin(Unit, Unit.id == Entry.unit_id)
        query = query.where(
            or_(
                Entry.person_id.in_(people_matching(chosen.words)),
                Unit.name_key.contains(key, autoescape=True),
            )
        )
    return query
