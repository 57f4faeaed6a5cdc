"""Events and their contests as facts for the policy: with the event's own class where it has one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.policy import ContestFacts, EventFacts
from models import Contest, Event
from models.bulk import among


class _EventRow(NamedTuple):
    """An event's own columns."""

    id: int
    contest_id: int
    name: str
    name_key: str
    group: str
    form: str
    team_size: int | None
    occupation: str
    is_demonstration: bool
    is_selection: bool
    own_class: str | None
    own_official_class: str | None
    own_class_basis: str | None


_EVENT = tuple(getattr(Event, name) for name in _EventRow._fields)


def event_facts(session: Session, only: Collection[int] | None = None) -> dict[int, EventFacts]:
    """Return what the policy may know of all events, or of `only` these, by id and in order of id."""
    events, contests = select(*_EVENT).order_by(Event.id), select(Contest)
    if only is not None:
        these = among(session.connection(), Event.id, list(only))
        events = events.where(these)
        contests = contests.where(Contest.id.in_(select(Event.contest_id).where(these)))
    known = {int(contest.id): contest for contest in session.scalars(contests)}
    groups = _groups(session, only)
    rows = [_EventRow._make(row) for row in session.connection().execute(events)]
    return {
        row.id: _event_facts(row, known[row.contest_id], groups[row.contest_id, row.name_key]) for row in rows
    }


def _groups(session: Session, only: Collection[int] | None) -> dict[tuple[int, str], frozenset[str]]:
    query = select(Event.contest_id, Event.name_key, Event.group)
    if only is not None:
        contests = select(Event.contest_id).where(among(session.connection(), Event.id, list(only)))
        query = query.where(Event.contest_id.in_(contests))
    found: defaultdict[tuple[int, str], set[str]] = defaultdict(set)
    for contest_id, name, group in session.execute(query):
        found[contest_id, name].add(group)
    return {key: frozenset(groups) for key, groups in found.items()}


def _event_facts(event: _EventRow, contest: Contest, groups: frozenset[str]) -> EventFacts:
    return EventFacts(
        contest=_contest_facts(event, contest),
        name=event.name,
        group=event.group,
        form=event.form,
        team_size=event.team_size,
        occupation=event.occupation,
        is_demonstration=event.is_demonstration,
        is_selection=event.is_selection,
        groups=groups,
    )


def _contest_facts(event: _EventRow, contest: Contest) -> ContestFacts:
    """Return the contest as this event sees it: with the event's own class where it has one."""
    own = event.own_class is not None
    return ContestFacts(
        name=contest.name,
        level=contest.level,
        contest_class=(event.own_class or "") if own else contest.contest_class,
        official_class=(event.own_official_class or "") if own else contest.official_class,
        class_basis=(event.own_class_basis or "") if own else contest.class_basis,
        is_outside=contest.is_outside,
        is_selection=contest.is_selection,
        cycle=contest.cycle,
    )
