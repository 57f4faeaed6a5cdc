"""Which contests on record may be one (是否同一竞赛), undecided: by their spelling, or one result in both.

Read by the import, which asks; by an assessment, which holds back what may be paid twice; and by the
registry, where a person answers by merging them or saying that they are two.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from functools import cache
from typing import Any

from sqlalchemy import Select, func, or_, select, true, union_all
from sqlalchemy.orm import Session

from app.contest_names import ContestKey, contest_key, event_line, may_be_one_contest
from models import Award, Contest, DistinctContests, Entry, Event, Result
from models.award import STATUS_IS_NOT_NONE
from models.bulk import among, among_parameter, batched_ids, many_as_parameter


def undecided_contests(session: Session, only: Collection[int] | None = None) -> dict[int, frozenset[int]]:
    """Return contests with the others that they may be one with; those of `only`, or all.

    A contest of which nothing is open is not there, so that nearly always nothing comes back.
    """
    by_key: defaultdict[ContestKey, list[int]] = defaultdict(list)
    for contest, key in _keys(session, only):
        by_key[key].append(contest)
    groups = [frozenset(ids) for ids in by_key.values() if len(ids) > 1]
    if not groups:
        return {}
    said = distinct_pairs(session, frozenset().union(*groups))
    open_ones = {
        contest: frozenset(
            other for other in group - {contest} if (min(contest, other), max(contest, other)) not in said
        )
        for group in groups
        for contest in group
        if only is None or contest in only
    }
    return {contest: others for contest, others in open_ones.items() if others}


def contests_spelled_like(session: Session, name: str, year: int = 0) -> list[tuple[int, str]]:
    """Return id and name of the contests that differ from `name` in nothing but spelling."""
    wanted = contest_key(name, year)
    near = (wanted.year - 1, wanted.year + 1)
    query = select(Contest.id, Contest.name, Contest.year).order_by(Contest.id)
    if wanted.year:
        query = query.where(Contest.year.between(*near))
    rows = session.execute(query)
    return [
        (int(id_), other)
        for id_, other, of_year in rows
        if contest_key(other, of_year) == (wanted if wanted.year else wanted._replace(year=of_year))
    ]


def distinct_pairs(session: Session, contests: Collection[int]) -> set[tuple[int, int]]:
    """Return the pairs with one of these contests that somebody said are two, the smaller id first."""
    pair = DistinctContests
    connection = session.connection()
    query = select(pair.first_id, pair.second_id).where(
        or_(
            among(connection, pair.first_id, list(contests)),
            among(connection, pair.second_id, list(contests)),
        )
    )
    return {(int(first), int(second)) for first, second in session.execute(query)}


def names_said_distinct(session: Session) -> dict[int, frozenset[str]]:
    """Return, by contest, the names of those that somebody said are others. Nearly always nothing."""
    names = dict[int, set[str]]()
    for contest, name in session.connection().execute(_SAID_DISTINCT):
        names.setdefault(int(contest), set()).add(name)
    return {contest: frozenset(some) for contest, some in names.items()}


def contests_of_one_result(session: Session) -> set[tuple[int, int]]:
    """Return pairs of contests, the smaller id first, that hold back one person's award as one result twice.

    Read from the awards held back at the last assessment: the people are few, their results fewer still.
    """
    held = select(Entry.person_id).join(Result, Result.entry_id == Entry.id)
    held = held.join(Award, Award.id == Result.id).where(
        STATUS_IS_NOT_NONE, Award.status == "blocked", Award.reason == "same-contest-undecided"
    )
    people = set(session.scalars(held))
    groups: defaultdict[tuple[object, ...], dict[int, str]] = defaultdict(dict)
    for some in batched_ids(people):
        for rank, medal, event, contest, name, *rest in session.execute(
            _OF_PEOPLE.where(Entry.person_id.in_(some))
        ):
            for place in (rank, medal):
                if place:
                    groups[*rest, place, event_line(event)][int(contest)] = name
    pairs = {
        (first, second)
        for group in groups.values()
        for first in group
        for second in group
        if first < second and may_be_one_contest(group[first], group[second])
    }
    return pairs - distinct_pairs(session, {id_ for pair in pairs for id_ in pair}) if pairs else set()


_OF_PEOPLE = (
    select(Result.rank, Result.medal, Event.name, Contest.id, Contest.name)
    .add_columns(Entry.person_id, Entry.role, Contest.level, Result.published_on)
    .select_from(Entry)
    .join(Result, Result.entry_id == Entry.id)
    .join(Event, Event.id == Result.event_id)
    .join(Contest, Contest.id == Event.contest_id)
    .where(Result.is_current == true())
)
_SAID_DISTINCT = union_all(
    select(DistinctContests.first_id, Contest.name).join(Contest, Contest.id == DistinctContests.second_id),
    select(DistinctContests.second_id, Contest.name).join(Contest, Contest.id == DistinctContests.first_id),
)
_NAMED = select(Contest.id, Contest.name, Contest.year).order_by(Contest.id)


@cache
def _named_near(dialect: str) -> Select[*tuple[Any, ...]]:
    """Return the query for the contests of the years of some, or of a year beside them."""
    of_these = among_parameter(dialect, Contest.id, "contests")
    first = select(func.min(Contest.year) - 1).where(of_these).scalar_subquery()
    last = select(func.max(Contest.year) + 1).where(of_these).scalar_subquery()
    return _NAMED.where(Contest.year.between(first, last))


def _keys(session: Session, only: Collection[int] | None) -> list[tuple[int, ContestKey]]:
    """Return the contests that may be one with some of `only`: of the same years or a year beside them."""
    connection = session.connection()
    if only is None:
        rows = connection.execute(_NAMED)
    else:
        dialect = connection.dialect.name
        rows = connection.execute(_named_near(dialect), {"contests": many_as_parameter(dialect, only)})
    return [(id_, contest_key(name, year)) for id_, name, year in rows]
