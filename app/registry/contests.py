"""Contests and their events as the results screen lists them, with what waits in each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from app.bases import Bases
from app.bases_on_record import bases_in
from app.contest_series import series_named
from app.errors import ConflictError, NotFoundError
from app.formats import name_key
from app.known_names import contest_named, has_contest_name
from app.registry.counts import Counts, counts_by_contest, counts_by_event
from models import Contest, Event, Result


@dataclass(frozen=True, slots=True)
class ContestRow:
    """A contest at a glance. Counts are of current results; `blocked` and `proposed` of their awards."""

    id: int
    name: str
    year: int
    level: str
    contest_class: str
    official_class: str
    class_basis: str
    events: int
    results: int
    unconfirmed: int
    proposed: int
    blocked: int
    cycle: str | None
    series: str
    series_by: str
    medal_rule: str
    basis_problem: str = ""  # in words: why what stands as the class's basis is none


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event of a contest at a glance."""

    id: int
    version: int
    name: str
    group: str
    form: str
    occupation: str
    is_demonstration: bool
    is_selection: bool
    own_class: str | None
    own_class_basis: str
    results: int
    unconfirmed: int
    proposed: int
    blocked: int


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another contest that may belong to the same cycle."""

    id: int
    name: str
    cycle: str | None


@dataclass(frozen=True, slots=True)
class ContestPage:
    """Every fact of a contest, for its dialog; `version` guards against a change in between."""

    id: int
    version: int
    name: str
    year: int
    level: str
    contest_class: str
    official_class: str
    class_basis: str
    organiser: str
    is_outside: bool | None
    is_selection: bool
    cycle: str | None
    started_on: date | None
    linked: tuple[str, ...]  # names of the other contests of its cycle
    published_on: date | None  # the newest day on which a result of it was published
    neighbours: tuple[Neighbour, ...]
    series: str
    series_by: str
    series_basis: str
    named_series: str  # what the name states
    medal_rule: str
    medal_rule_basis: str
    basis_problem: str = ""  # in words: why what stands as the class's basis is none


def contest_rows(
    session: Session, *, year: int | None = None, level: str = "", text: str = ""
) -> list[ContestRow]:
    """Return contests, the newest year first, narrowed where asked."""
    query = select(Contest).order_by(Contest.year.desc(), Contest.started_on.desc(), Contest.id.desc())
    if year is not None:
        query = query.where(Contest.year == year)
    if level:
        query = query.where(Contest.level == level)
    if text:
        query = query.where(has_contest_name(text))
    contests = session.scalars(query).all()
    events, counts = counts_by_contest(session)
    nothing, bases = Counts(), bases_in(session)
    return [
        _contest_row(each, events.get(each.id, 0), counts.get(each.id, nothing), bases) for each in contests
    ]


def _basis_problem(basis: str, bases: Bases) -> str:
    problem = bases.problem(basis) if basis else None
    return problem.words if problem else ""


def contest_years(session: Session) -> list[int]:
    """Return the years in which contests were held, the newest first."""
    return list(session.scalars(select(Contest.year).distinct().order_by(Contest.year.desc())))


def event_named(session: Session, *, contest: str, event: str) -> int:
    """Return the id of a contest's event of this name. Raises NotFoundError, ConflictError for several."""
    of_contest = Event.contest_id == contest_named(session, contest)
    found = session.scalars(select(Event.id).where(of_contest, Event.name_key == name_key(event))).all()
    if not found:
        raise NotFoundError("event-not-found", contest=contest, event=event)
    if len(found) > 1:
        raise ConflictError("event-several", contest=contest, event=event, count=len(found))
    return found[0]


def event_rows(session: Session, contest_id: int) -> list[EventRow]:
    """Return the events of a contest by name and group."""
    query = select(Event).where(Event.contest_id == contest_id).order_by(Event.name, Event.group)
    events = session.scalars(query).all()
    counts = counts_by_event(session, contest_id=contest_id)
    return [_event_row(event, counts.get(event.id, Counts())) for event in events]


def contest_page(session: Session, contest_id: int) -> ContestPage:
    """Return every fact of a contest. Raises NotFoundError."""
    contest = session.get(Contest, contest_id)
    if contest is None:
        raise NotFoundError("contest-missing", contest=contest_id)
    return ContestPage(
        id=contest.id,
        version=contest.lock_version,
        name=contest.name,
        year=contest.year,
        level=contest.level,
        contest_class=contest.contest_class,
        official_class=contest.official_class,
        class_basis=contest.class_basis,
        organiser=contest.organiser,
        is_outside=contest.is_outside,
        is_selection=contest.is_selection,
        cycle=contest.cycle,
        started_on=contest.started_on,
        linked=_linked(session, contest),
        published_on=_published_on(session, contest_id),
        neighbours=_neighbours(session, contest),
        series=contest.series,
        series_by=contest.series_by,
        series_basis=contest.series_basis,
        named_series=series_named(contest.name),
        medal_rule=contest.medal_rule,
        medal_rule_basis=contest.medal_rule_basis,
        basis_problem=_basis_problem(contest.class_basis, bases_in(session)),
    )


def _published_on(session: Session, contest_id: int) -> date | None:
    events = select(Event.id).where(Event.contest_id == contest_id)
    return session.scalar(select(func.max(Result.published_on)).where(Result.event_id.in_(events)))


def _neighbours(session: Session, contest: Contest) -> tuple[Neighbour, ...]:
    """Contests at another level, not more than two years away: a cycle leads from one level to the next."""
    query = (
        select(Contest.id, Contest.name, Contest.cycle)
        .where(Contest.level != contest.level, Contest.year.between(contest.year - 2, contest.year + 2))
        .order_by(Contest.year.desc(), Contest.name)
    )
    return tuple(Neighbour(*row) for row in session.execute(query))


def _linked(session: Session, contest: Contest) -> tuple[str, ...]:
    if not contest.cycle:
        return ()
    others = and_(Contest.cycle == contest.cycle, Contest.id != contest.id)
    return tuple(session.scalars(select(Contest.name).where(others).order_by(Contest.year, Contest.name)))


def _contest_row(contest: Contest, events: int, counts: Counts, bases: Bases) -> ContestRow:
    return ContestRow(
        id=contest.id,
        name=contest.name,
        year=contest.year,
        level=contest.level,
        contest_class=contest.contest_class,
        official_class=contest.official_class,
        class_basis=contest.class_basis,
        events=events,
        results=counts.results,
        unconfirmed=counts.unconfirmed,
        proposed=counts.proposed,
        blocked=counts.blocked,
        cycle=contest.cycle,
        series=contest.series,
        series_by=contest.series_by,
        medal_rule=contest.medal_rule,
        basis_problem=_basis_problem(contest.class_basis, bases),
    )


def _event_row(event: Event, counts: Counts) -> EventRow:
    return EventRow(
        id=event.id,
        version=event.lock_version,
        name=event.name,
        group=event.group,
        form=event.form,
        occupation=event.occupation,
        is_demonstration=event.is_demonstration,
        is_selection=event.is_selection,
        own_class=event.own_class,
        own_class_basis=event.own_class_basis or "",
        results=counts.results,
        unconfirmed=counts.unconfirmed,
        proposed=counts.proposed,
        blocked=counts.blocked,
    )
