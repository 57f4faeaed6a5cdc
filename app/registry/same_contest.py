"""Is it the same contest (是否同一竞赛)? A person says that two contests of one name are two."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts import Right
from app.changes import Changes
from app.contest_names import contest_key, may_be_one_contest
from app.errors import InputError, NotFoundError
from app.registry.editing import events_of
from app.same_contests import contests_of_one_result, distinct_pairs, undecided_contests
from app.unit_of_work import UnitOfWork
from models import Contest, DistinctContests

LONGEST_REASON = 500  # characters, as `distinct_contests.reason`


@dataclass(frozen=True, slots=True)
class UndecidedPair:
    """Two contests that may be one, by their spelling or one result in both; nobody said whether they are."""

    first: int
    first_name: str
    second: int
    second_name: str


def undecided_pairs(session: Session, contest_id: int | None = None) -> list[UndecidedPair]:
    """Return the pairs that a person has to decide: those of one contest, or all."""
    undecided = undecided_contests(session, None if contest_id is None else [contest_id])
    pairs = sorted({(min(one, other), max(one, other)) for one in undecided for other in undecided[one]})
    pairs = sorted({*pairs, *(p for p in contests_of_one_result(session) if contest_id in (None, *p))})
    wanted = {contest for pair in pairs for contest in pair}
    query = select(Contest.id, Contest.name).where(Contest.id.in_(wanted))
    names = {int(id_): name for id_, name in session.execute(query)}
    return [UndecidedPair(first, names[first], second, names[second]) for first, second in pairs]


def say_contests_differ(work: UnitOfWork, first: int, second: int, *, reason: str = "") -> bool:
    """Record that two contests are two, whatever their names; their awards are assessed anew.

    Return whether anything changed. Raises NotFoundError, InputError for one contest given twice, for names
    that mean other contests anyway, or a reason too long.
    """
    work.require(Right.RECORD)
    smaller, larger = sorted((first, second))
    contests = [work.session.get(Contest, id_) for id_ in (smaller, larger)]
    for id_, contest in zip((smaller, larger), contests, strict=True):
        if contest is None:
            raise NotFoundError("contest-missing", contest=id_)
    one, other = (contest for contest in contests if contest is not None)
    if smaller == larger:
        raise InputError("contest-with-itself", name=one.name)
    if len(reason) > LONGEST_REASON:
        raise InputError("reason-too-long", most=LONGEST_REASON, length=len(reason))
    is_one_spelling = contest_key(one.name, one.year) == contest_key(other.name, other.year)
    may_share_a_result = one.level == other.level and may_be_one_contest(one.name, other.name)
    if not is_one_spelling and not may_share_a_result:
        raise InputError("contests-differ-anyway", first=one.name, second=other.name)
    if (smaller, larger) in distinct_pairs(work.session, [smaller]):
        return False
    work.session.add(
        DistinctContests(
            first_id=smaller,
            second_id=larger,
            reason=reason.strip(),
            said_by=work.actor.name,
            said_at=work.now,
        )
    )
    work.session.flush()
    names = {"first": one.name, "second": other.name}
    work.audit("tell-apart", "contest", smaller, detail={"other": larger, **names}, reason=reason.strip())
    work.touched(Changes.CONTESTS)
    work.reassess(events_of(work.session, [smaller, larger]))
    return True
