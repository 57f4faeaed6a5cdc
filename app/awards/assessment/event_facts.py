"""Events and their contests as facts for the policy: with the event's own class where it has one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from app.awards.assessment.other_spellings import Undecided, other_spellings
from app.awards.filters import AnySelect
from app.bases import Bases
from app.bases_on_record import bases_in
from app.contest_names import without_group
from app.policy import ContestFacts, EventFacts, OtherSpelling
from app.same_contests import names_said_distinct, undecided_contests
from models import Contest, Event
from models.bulk import among_parameter, many_as_parameter


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


ContestRow = Row[*tuple[Any, ...]]
_EVENT = tuple(getattr(Event, name) for name in _EventRow._fields)


def event_facts(
    session: Session, only: Collection[int] | None = None, *, undecided: Undecided | None = None
) -> dict[int, EventFacts]:
    """Return what the policy may know of all events, or of `only` these, by id and in order of id.

    `undecided` are their contests that may be one with another, where somebody has asked already.
    """
    connection = session.connection()
    dialect = connection.dialect.name
    events, contests, all_groups = _queries(dialect, is_all=only is None)
    values = {} if only is None else {"events": many_as_parameter(dialect, only)}
    known = {row.id: row for row in connection.execute(contests, values)}
    groups: defaultdict[tuple[int, str], set[str]] = defaultdict(set)
    for contest_id, name, group in connection.execute(all_groups, values):
        line, own = without_group(name, group)
        groups[contest_id, line].add(own)
    frozen = {key: frozenset(some) for key, some in groups.items()}
    bases = bases_in(session)
    if undecided is None:
        undecided = undecided_contests(session, None if only is None else known.keys())
    spelled = other_spellings(session, undecided)
    distinct = names_said_distinct(session)
    rows = [_EventRow._make(row) for row in connection.execute(events, values)]
    facts, contest_facts = {}, {}  # one record of a contest for all its events of one class
    for row in rows:
        seen_as = (row.contest_id, row.own_class, row.own_official_class, row.own_class_basis)
        if seen_as not in contest_facts:
            contest_facts[seen_as] = _contest_facts(
                row, known[row.contest_id], bases, distinct.get(row.contest_id, frozenset())
            )
        line, _ = without_group(row.name_key, row.group)
        groups_there = frozen[row.contest_id, line]
        facts[row.id] = _event_facts(row, contest_facts[seen_as], groups_there, spelled.get(row.id))
    return facts


@cache
def _queries(dialect: str, *, is_all: bool) -> tuple[AnySelect, AnySelect, AnySelect]:
    """Return the queries for events, their contests and the groups there; building costs more than asking."""
    events: AnySelect = select(*_EVENT).order_by(Event.id)
    contests: AnySelect = select(Contest.__table__)
    groups: AnySelect = select(Event.contest_id, Event.name_key, Event.group)
    if is_all:
        return events, contests, groups
    these = among_parameter(dialect, Event.id, "events")
    of_these = select(Event.contest_id).where(these)
    return (
        events.where(these),
        contests.where(Contest.id.in_(of_these)),
        groups.where(Event.contest_id.in_(of_these)),
    )


def _event_facts(
    event: _EventRow,
    contest: ContestFacts,
    groups: frozenset[str],
    spelled: OtherSpelling | None,
) -> EventFacts:
    return EventFacts(
        contest=contest,
        name=event.name,
        group=without_group(event.name_key, event.group)[1],
        form=event.form,
        team_size=event.team_size,
        occupation=event.occupation,
        is_demonstration=event.is_demonstration,
        is_selection=event.is_selection,
        groups=groups,
        other_spelling=spelled,
    )


def _contest_facts(
    event: _EventRow, contest: ContestRow, bases: Bases, distinct_from: frozenset[str]
) -> ContestFacts:
    """Return the contest as this event sees it: with the event's own class where it has one."""
    own = event.own_class is not None
    basis = (event.own_class_basis or "") if own else contest.class_basis
    return ContestFacts(
        name=contest.name,
        level=contest.level,
        contest_class=(event.own_class or "") if own else contest.contest_class,
        official_class=(event.own_official_class or "") if own else contest.official_class,
        class_basis=basis,
        is_outside=contest.is_outside,
        is_selection=contest.is_selection,
        cycle=contest.cycle,
        basis_problem=bases.problem(basis) if basis else None,
        series=contest.series,
        series_by=contest.series_by,
        series_basis=contest.series_basis,
        started_on=contest.started_on,
        organiser=contest.organiser,
        medal_rule=contest.medal_rule,
        medal_rule_basis=contest.medal_rule_basis,
        distinct_from=distinct_from,
    )
