"""Which contests on record may be one (是否同一竞赛): names that differ in spelling only, and nobody decided.

Read by the import, which asks; by an assessment, which holds back what may be paid twice; and by the
registry, where a person answers by merging them or saying that they are two.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.orm import Session

from app.contest_names import ContestKey, contest_key
from models import Contest, DistinctContests
from models.bulk import among, batched_ids


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


_NAMED = select(Contest.id, Contest.name, Contest.year).order_by(Contest.id)
_NAMED_IN_YEARS = _NAMED.where(Contest.year.between(bindparam("first"), bindparam("last")))
_YEARS = select(func.min(Contest.year), func.max(Contest.year)).where(
    Contest.id.in_(bindparam("contests", expanding=True))
)


def _keys(session: Session, only: Collection[int] | None) -> list[tuple[int, ContestKey]]:
    """Return the contests that may be one with some of `only`: of the same years or a year beside them."""
    connection = session.connection()
    if only is None:
        rows = connection.execute(_NAMED)
    else:
        years = [connection.execute(_YEARS, {"contests": some}).one() for some in batched_ids(only)]
        known = [year for pair in years for year in pair if year is not None]
        if not known:
            return []
        rows = connection.execute(_NAMED_IN_YEARS, {"first": min(known) - 1, "last": max(known) + 1})
    return [(id_, contest_key(name, year)) for id_, name, year in rows]
