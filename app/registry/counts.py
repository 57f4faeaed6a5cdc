"""How much waits where: counts of results and awards by event and by contest, read from indexes alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from models import Award, Event, Result
from models.result import IS_DRAFT


@dataclass(frozen=True, slots=True)
class Counts:
    """Current results, those a second person has not confirmed, and awards proposed and blocked."""

    results: int = 0
    unconfirmed: int = 0
    proposed: int = 0
    blocked: int = 0


def counts_by_event(session: Session, *, contest_id: int | None = None) -> dict[int, Counts]:
    """Return counts by event, of one contest or of all."""
    results = select(Result.event_id, func.count()).where(Result.is_current).group_by(Result.event_id)
    drafts = select(Result.event_id, func.count()).where(IS_DRAFT).group_by(Result.event_id)
    awards = (
        select(Award.event_id, Award.status, func.count())
        .where(Award.status != "none")
        .group_by(Award.event_id, Award.status)
    )
    if contest_id is not None:
        events = select(Event.id).where(Event.contest_id == contest_id).scalar_subquery()
        results = results.where(Result.event_id.in_(events))
        drafts = drafts.where(Result.event_id.in_(events))
        awards = awards.where(Award.event_id.in_(events))
    return _together(_counted(session, results), _counted(session, drafts), _by_status(session, awards))


def waiting_confirmations(session: Session) -> int:
    """Return how many results wait for a second person."""
    return session.scalar(select(func.count()).select_from(Result).where(IS_DRAFT)) or 0


def counts_by_contest(session: Session) -> tuple[Counter[int], dict[int, Counts]]:
    """Return how many events each contest has, and its counts."""
    by_event = counts_by_event(session)
    events: Counter[int] = Counter()
    sums: dict[int, Counts] = {}
    for event, contest in session.execute(select(Event.id, Event.contest_id)):
        events[contest] += 1
        if event in by_event:
            sums[contest] = _sum(sums.get(contest, Counts()), by_event[event])
    return events, sums


def _sum(one: Counts, other: Counts) -> Counts:
    return Counts(
        one.results + other.results,
        one.unconfirmed + other.unconfirmed,
        one.proposed + other.proposed,
        one.blocked + other.blocked,
    )


def _counted(session: Session, query: Select[int, int]) -> dict[int, int]:
    return dict(session.execute(query).all())


def _by_status(session: Session, query: Select[int, str, int]) -> dict[tuple[int, str], int]:
    return {(event, status): number for event, status, number in session.execute(query)}


def _together(
    results: dict[int, int], drafts: dict[int, int], awards: dict[tuple[int, str], int]
) -> dict[int, Counts]:
    events: Iterable[int] = results.keys() | {event for event, _status in awards}
    return {
        event: Counts(
            results.get(event, 0),
            drafts.get(event, 0),
            awards.get((event, "proposed"), 0),
            awards.get((event, "blocked"), 0),
        )
        for event in events
    }
