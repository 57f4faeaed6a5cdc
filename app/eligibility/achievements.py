"""Contestants' results as rules on eligibility and promotion ask for them, streamed in one query."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select, true
from sqlalchemy.orm import Session

from app.contest_series import names_of_series
from app.formats import name_key, place_text
from app.policy import Achievement, Condition
from app.words import tr
from models import Contest, Entry, Event, Person, Result
from models.types import Form, Group, Role

_SIZES = {Form.SINGLE: 1, Form.PAIR: 2, Form.TRIO: 3}
_WORKERS = {Group.WORKER: True, Group.TEACHER: True, Group.STUDENT: False}
PLACES = 3  # the first of them are won, whatever was given for them
_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class Basis:
    """What puts a person on a list: a contest result, or an honour with its title as `place`.

    `dated_on` is the day the result was published or the honour given; only an honour has a `document`.
    """

    contest: str
    event: str
    place: str
    dated_on: date
    document: str = ""

    @property
    def text(self) -> str:
        """Return the basis in words."""
        if not self.contest:
            return tr("eligibility.honour", title=self.place, document=self.document)
        return tr("registers.result", contest=self.contest, event=self.event, place=self.place).strip()


@dataclass(frozen=True, slots=True)
class ContestResult:
    """A current result with whom and what it concerns; `facts` are what a rule asks."""

    result_id: int
    person_id: int
    person: str
    unit: str
    basis: Basis
    is_confirmed: bool
    facts: Achievement
    occupation: str = ""


def achievements(session: Session, *, covered: ColumnElement[bool]) -> Iterator[ContestResult]:
    """Yield what contestants achieved, by event; annulled results never.

    `covered` says of contest, event and result which can matter at all: the store passes over the rest.
    """
    query = _query().where(covered).order_by(Result.event_id, Result.rank, Result.id)
    for row in session.execute(query.execution_options(yield_per=_AT_ONCE)):
        yield _contest_result(row)


def may_meet(condition: Condition) -> ColumnElement[bool]:
    """Return which results may meet a condition; the policy's own answer decides among them."""
    asked: list[ColumnElement[bool]] = []
    if condition.levels:
        asked.append(Contest.level.in_(condition.levels))
    if condition.classes:
        asked.append(contest_class().in_(condition.classes))
    if condition.series:
        asked.append(may_be_of_series(condition.series))
    if condition.medals:
        won: ColumnElement[bool] = Result.medal.in_(condition.medals)
        if condition.or_first_without_medal:
            won = or_(won, and_(Result.rank == 1, Result.medal == ""))
        asked.append(won)
    if condition.rank_at_most is not None:
        asked.append(Result.rank <= condition.rank_at_most)
    if condition.is_selection is not None:
        asked.append(or_(Event.is_selection, Contest.is_selection) == condition.is_selection)
    if condition.is_won:
        asked.append(or_(Result.medal != "", Result.grade != "", Result.rank <= PLACES))
    return and_(true(), *asked)


def may_be_of_series(series: Collection[str]) -> ColumnElement[bool]:
    """Return which contests may be of one of these series: as recorded, or by a listed name in theirs.

    The year and the number of the session may stand between any two characters of the name.
    """
    names = [name_key(name) for one in series for name in names_of_series(one)]
    written = (Contest.name_key.like("".join(f"%{character}" for character in f"{name}%")) for name in names)
    unrecorded = and_(Contest.series == "", or_(*written))
    return or_(Contest.series.in_(series), unrecorded)


def contest_class() -> ColumnElement[str]:
    """Return the class that counts for an event: its own, or else its contest's."""
    return func.coalesce(Event.own_class, Contest.contest_class)


def _query() -> Select[*tuple[Any, ...]]:
    result = (Result.id, Result.rank, Result.medal, Result.grade, Result.published_on, Result.state)
    person = (Person.id, Person.name, Entry.unit_name, Entry.team_no)
    event = (Event.name, Event.group, Event.form, Event.team_size, Event.own_class, Event.is_selection)
    event_row = (Event.occupation,)
    contest = (Contest.name, Contest.level, Contest.contest_class, Contest.is_selection)
    contest_row = (Contest.series, Contest.year)
    return (
        select(*result, *person, *event, *contest, *contest_row, *event_row)
        .join(Entry, Entry.id == Result.entry_id)
        .join(Person, Person.id == Entry.person_id)
        .join(Event, Event.id == Result.event_id)
        .join(Contest, Contest.id == Event.contest_id)
        .where(Result.is_current == true(), Result.state != "annulled", Entry.role == Role.CONTESTANT)
        .where(or_(Result.rank.is_not(None), Result.medal != "", Result.grade != ""))
    )


def _contest_result(row: Row[*tuple[Any, ...]]) -> ContestResult:
    result, rank, medal, grade, published_on, state, *rest = row
    person_id, person, unit, team_no, event, group, form, size, own_class, *rest = rest
    event_selects, contest, level, contest_class, contest_selects, series, year, occupation = rest
    facts = Achievement(
        level=level,
        published_on=published_on,
        contest=contest,
        contest_class=contest_class if own_class is None else own_class,
        medal=medal,
        rank=rank,
        grade=grade,
        is_selection=bool(event_selects or contest_selects),
        team_size=_team_size(form, size, team_no),
        is_worker=_WORKERS.get(group),
        entry=result,
        series=series,
        year=year or 0,
    )
    basis = Basis(contest, event, place_text(rank, medal, grade), published_on)
    confirmed = state == "confirmed"
    return ContestResult(result, person_id, person, unit, basis, confirmed, facts, occupation or event)


def _team_size(form: str, size: int | None, team_no: str) -> int:
    """Return how many a team has; 0 where nobody recorded it, which fits no table."""
    if form == Form.UNRECORDED:
        return size or (0 if team_no else 1)
    return _SIZES.get(Form(form), size or 0)
