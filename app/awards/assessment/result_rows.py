"""Current results as facts for the policy, streamed event by event over the covering index."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date
from functools import cache
from typing import NamedTuple

from sqlalchemy import Integer, bindparam, func, or_, select, true
from sqlalchemy.orm import Session, aliased

from app.awards.filters import AnySelect
from app.policy import EntryFacts
from app.recoveries import given_back_fen
from app.tie_words import says_tied
from models import Award, Entry, Result
from models.bulk import batched_ids
from models.types import UNFROZEN_STATES, AwardState


class StoredAward(NamedTuple):
    """What the award table holds of an award, in the order it is compared and written."""

    policy: str
    rule: str
    clause: str
    status: str
    amount_fen: int | None
    reason: str
    questions: str
    amounts_by_answer: str | None


class ResultRow(NamedTuple):
    """A current result with its entry, and the award it has so far (`state` is None where it has none).

    One flat tuple, as the store gives it: a province has a million of them.
    """

    event_id: int
    id: int
    person_id: int
    role: str
    rank: int | None
    published_on: date
    medal: str
    grade: str
    team_no: str
    position: int
    unit_id: int | None
    no_rank: str
    remark: str
    result_state: str
    state: str | None
    policy: str
    rule: str
    clause: str
    status: str
    amount_fen: int | None
    reason: str
    questions: str
    amounts_by_answer: str | None

    @property
    def award(self) -> StoredAward:
        """Return the award so far; of empty fields where there is none."""
        return StoredAward._make(self[FIRST_AWARD_FIELD:])


_AWARD = (
    Award.policy,
    Award.rule,
    Award.clause,
    Award.status,
    Award.amount_fen,
    Award.reason,
    Award.questions,
    Award.amounts_by_answer,
)
_RESULT = (
    Result.event_id,
    Result.id,
    Entry.person_id,
    Entry.role,
    Result.rank,
    Result.published_on,
    Result.medal,
    Result.grade,
    Entry.team_no,
    Entry.position,
    Entry.unit_id,
    Result.no_rank,
    Entry.remark,
    Result.state,
    Award.state,
)
FIRST_AWARD_FIELD = len(_RESULT)

_GONE = (*UNFROZEN_STATES, AwardState.RECOVERED, AwardState.WITHDRAWN)
_STANDING = [state for state in AwardState if state not in _GONE]
_MOVING = (AwardState.IN_PAYMENT, AwardState.TO_RECOVER)

# Built once: that costs more than to ask.
_EVENTS = bindparam("events", expanding=True, type_=Integer)
_DECIDED = select(Award.id).where(Award.event_id.in_(_EVENTS), Award.state.not_in(UNFROZEN_STATES)).limit(1)
_EVENTS_OF = (
    select(Result.event_id)
    .join(Entry, Entry.id == Result.entry_id)
    .where(Result.is_current == true())
    .where(Entry.person_id.in_(bindparam("people", expanding=True, type_=Integer)))
)
_WINNERS_IN = (
    select(Entry.person_id)
    .join(Result, Result.entry_id == Entry.id)
    .join(Award, Award.id == Result.id)
    .where(Award.event_id.in_(_EVENTS), or_(Award.status != "none", Award.state == AwardState.WITHDRAWN))
)


class EarlierAwards(NamedTuple):
    """What was decided for earlier versions of a result and not taken back or given back, in fen.

    `award_id` is the latest of these awards; `is_moving` while one is at the bank or being recovered.
    """

    award_id: int
    unpaid_fen: int
    paid_fen: int
    is_moving: bool

    @property
    def total_fen(self) -> int:
        """What was decided, paid or not."""
        return self.unpaid_fen + self.paid_fen


def entry_facts(
    row: ResultRow, *, units: tuple[int, ...] | None = None, is_outside: bool = False
) -> EntryFacts:
    """Return what the policy may know of a result; of its sending units as `SendingUnits` says."""
    own = () if row.unit_id is None else (row.unit_id,)
    return EntryFacts(
        row.id,
        row.person_id,
        row.role,
        row.rank,
        row.published_on,
        row.medal,
        row.grade,
        row.team_no,
        row.position,
        own if units is None else units,
        is_outside,
        no_rank=row.no_rank,
        says_tied=says_tied(row.remark, row.rank) if row.remark else False,
    )


def results_by_event(
    session: Session, events: Collection[int], *, last_rank: int | None = None
) -> Iterator[tuple[int, list[ResultRow]]]:
    """Yield each of these events with its current results in order of rank.

    With `last_rank` only what may come to something: ranks up to it, results without a rank, and results
    beyond that have an award of more than nothing all the same.
    """
    found: defaultdict[int, list[ResultRow]] = defaultdict(list)
    connection, values = session.connection(), {"events": list(events), "last_rank": last_rank}
    for query in _readings(is_all=last_rank is None):
        for row in connection.execute(query, values):
            found[row[0]].append(ResultRow._make(row))
    yield from sorted(found.items())


@cache
def _readings(*, is_all: bool) -> tuple[AnySelect, ...]:
    """Return the queries that together find each result once, each a plain seek in the index.

    Built once: that costs more than to ask.
    """
    every: AnySelect = select(*_RESULT, *_AWARD).join(Entry, Entry.id == Result.entry_id)
    every = every.outerjoin(Award, Award.id == Result.id)
    every = every.where(Result.is_current == true())  # «= 1» in SQLite: the words of the partial index
    every = every.where(Result.event_id.in_(_EVENTS)).order_by(Result.event_id, Result.rank, Result.entry_id)
    if is_all:
        return (every,)
    last_rank = bindparam("last_rank", type_=Integer)
    something = select(Award.id).where(Award.event_id.in_(_EVENTS), Award.status.in_(("proposed", "blocked")))
    return (
        every.where(Result.rank <= last_rank),
        every.where(Result.rank.is_(None)),
        every.where(Result.rank > last_rank, Result.id.in_(something)),
    )


def count_results(session: Session, only: Collection[int] | None) -> int:
    """Return how many current results there are, in all events or in `only` these."""
    query, connection = _count_query(), session.connection()
    if only is None:
        return connection.scalar(query) or 0
    query = _count_query(is_narrowed=True)
    return sum(connection.scalar(query, {"events": some}) or 0 for some in batched_ids(only))


@cache
def _count_query(*, is_narrowed: bool = False) -> AnySelect:
    query: AnySelect = select(func.count()).select_from(Result).where(Result.is_current == true())
    return query.where(Result.event_id.in_(_EVENTS)) if is_narrowed else query


def events_of(session: Session, people: Collection[int]) -> set[int]:
    """Return the events in which any of these people has a current result."""
    connection = session.connection()
    return {
        event_id
        for some in batched_ids(people)
        for event_id in connection.scalars(_EVENTS_OF, {"people": some})
    }


def winners_in(session: Session, events: Collection[int]) -> set[int]:
    """Return the people whose awards in these events, also of replaced results, are more than nothing."""
    connection = session.connection()
    return {
        int(person)
        for some in batched_ids(events)
        for person in connection.scalars(_WINNERS_IN, {"events": some})
    }


def any_decided(session: Session, events: Collection[int]) -> bool:
    """Return whether any award of these events was ever frozen. Where none was, nothing can be corrected."""
    connection = session.connection()
    return any(connection.scalar(_DECIDED, {"events": some}) is not None for some in batched_ids(events))


def earlier_awards(session: Session, only: Collection[int] | None = None) -> dict[int, EarlierAwards]:
    """Return, by current result, the frozen awards of its earlier versions, unless they were taken back."""
    if only is not None and not any_decided(session, only):
        return {}
    old, new = _versions()
    query = select(new.id, Award.id, Award.state, func.coalesce(Award.amount_fen, 0))
    query = query.join(old, old.entry_id == new.entry_id).join(Award, Award.id == old.id)
    query = query.where(new.is_current == true(), old.is_current != true(), Award.state.in_(_STANDING))
    query = query.order_by(new.id, old.version)
    found: defaultdict[int, list[tuple[int, str, int]]] = defaultdict(list)
    for some in [None] if only is None else batched_ids(only):
        within = query if some is None else query.where(Award.event_id.in_(some))
        for result, award, state, fen in session.execute(within):
            found[int(result)].append((int(award), state, int(fen)))
    paid_ids = [award for awards in found.values() for award, state, _ in awards if state == AwardState.PAID]
    back = given_back_fen(session, paid_ids)
    return {
        result: _together([(award, state, fen - back.get(award, 0)) for award, state, fen in awards])
        for result, awards in found.items()
    }


def _together(awards: list[tuple[int, str, int]]) -> EarlierAwards:
    paid = [fen for _, state, fen in awards if state in (*_MOVING, AwardState.PAID)]
    return EarlierAwards(
        awards[-1][0],
        sum(fen for _, _, fen in awards) - sum(paid),
        sum(paid),
        any(state in _MOVING for _, state, _ in awards),
    )


@cache
def _versions() -> tuple[type[Result], type[Result]]:
    """Return an older and a newer version of a result for a query; made once, it costs more than a query."""
    return aliased(Result), aliased(Result)
