"""Results as tables show them: a listing of ids in order, and the rows of a page of ids."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, TextClause, and_, exists, or_, select, true
from sqlalchemy.orm import Session, aliased

from app.formats import masked_id, name_key
from app.listing import Listing
from app.people_matching import people_matching
from app.store import Store
from models import Award, Contest, Entry, Event, Person, Result, Unit
from models.result import IS_DRAFT
from models.types import ResultState


class ResultRow(NamedTuple):
    """A result with everything a list shows of it; `award_*` are "" and None while not assessed."""

    id: int
    state: str
    rank: int | None
    medal: str
    grade: str
    score: str
    no_rank: str
    published_on: date
    recorded_by: str
    role: str
    team_no: str
    unit_id: int | None
    unit: str
    person_id: int
    person: str
    masked_id: str
    event_id: int
    event: str
    group: str
    form: str
    contest_id: int
    contest: str
    level: str
    contest_class: str
    year: int
    award_status: str
    award_state: str
    amount_fen: int | None


@dataclass(frozen=True, slots=True)
class ResultFilter:
    """What narrows a list of results; what is None or "" does not narrow.

    Lists hold current results. The state "annulled" asks for those that were annulled and not restored;
    `with_annulled` adds them to the others: whoever lost a result stays visible where he competed.
    """

    contest_id: int | None = None
    event_id: int | None = None
    person_id: int | None = None
    unit_id: int | None = None
    state: str = ""
    with_annulled: bool = False
    text: str = ""  # part of a person's name, initials, or the end of an ID number


_EVERYTHING = ResultFilter()
_COLUMNS = (
    Result.id,
    Result.state,
    Result.rank,
    Result.medal,
    Result.grade,
    Result.score,
    Result.no_rank,
    Result.published_on,
    Result.recorded_by,
    Entry.role,
    Entry.team_no,
    Entry.unit_id,
    Entry.unit_name,
    Person.id,
    Person.name,
    Person.id_number,
    Event.id,
    Event.name,
    Event.group,
    Event.form,
    Contest.id,
    Contest.name,
    Contest.level,
    Event.own_class,
    Contest.contest_class,
    Contest.year,
    Award.status,
    Award.state,
    Award.amount_fen,
)


def result_rows(session: Session, ids: Sequence[int]) -> Mapping[int, ResultRow]:
    """Return the rows of these results that still stand, by id: two milliseconds for a screen of them."""
    query: Any = (
        select(*_COLUMNS)
        .join(Entry, Entry.id == Result.entry_id)
        .join(Person, Person.id == Entry.person_id)
        .join(Event, Event.id == Result.event_id)
        .join(Contest, Contest.id == Event.contest_id)
        .outerjoin(Award, Award.id == Result.id)
        .where(Result.id.in_(ids))
    )
    return {row[0]: _row(row) for row in session.connection().execute(query)}


def _row(row: Any) -> ResultRow:
    facts = list(row)
    facts[15] = masked_id(facts[15])
    own, contests = facts[23:25]
    facts[23:25] = [contests if own is None else own]
    facts[25] = facts[25] or ""
    facts[26] = facts[26] or ""
    return ResultRow._make(facts)


def result_listing(
    store: Store, narrowed: ResultFilter = _EVERYTHING, *, order: str = "", descending: bool = False
) -> Listing[ResultRow]:
    """Return the listing of results, by event and rank unless another order is asked for."""
    return Listing(store, result_query(narrowed, order=order, descending=descending), result_rows)


def result_query(
    narrowed: ResultFilter = _EVERYTHING, *, order: str = "", descending: bool = False
) -> Select[int]:
    """Return the ids of results in order. The natural order of everything needs no sort."""
    query: Select[Any] = select(Result.id).where(_standing(narrowed))
    if order in _ORDERS:
        model, keys = _ORDERS[order]
        query = _joined(query, model)
        query = query.order_by(*(key.desc() if descending else key.asc() for key in keys))
    query = query.order_by(*_natural(narrowed))
    return _narrow(query, narrowed)


def _standing(narrowed: ResultFilter) -> ColumnElement[bool] | TextClause:
    if narrowed.state == ResultState.DRAFT:
        # Every draft is current: asked for by its own words alone, SQLite reads only the index of drafts.
        return IS_DRAFT
    if narrowed.state == ResultState.ANNULLED:
        return _annulled()
    return (
        or_(Result.is_current == true(), _annulled())
        if narrowed.with_annulled
        else Result.is_current == true()
    )


def _annulled() -> ColumnElement[bool]:
    """Return the condition that a result was annulled, and no later version of it stands or was annulled."""
    other = aliased(Result)
    later = and_(other.state == ResultState.ANNULLED, other.version > Result.version)
    newer = exists().where(other.entry_id == Result.entry_id, or_(other.is_current == true(), later))
    return and_(Result.state == ResultState.ANNULLED, ~newer)


def annulled_ids(
    session: Session, *, contest_id: int | None = None, event_id: int | None = None
) -> list[int]:
    """Return the results of a contest or an event that were annulled and not restored."""
    narrowed = ResultFilter(contest_id=contest_id, event_id=event_id, state=ResultState.ANNULLED)
    return list(session.scalars(result_query(narrowed)))


def draft_ids(session: Session, *, contest_id: int | None = None, event_id: int | None = None) -> list[int]:
    """Return the results of a contest or an event that wait for a second person."""
    narrowed = ResultFilter(contest_id=contest_id, event_id=event_id, state="draft")
    return list(session.scalars(result_query(narrowed)))


_ORDERS: dict[str, tuple[str, tuple[Any, ...]]] = {
    "person": ("person", (Person.name_key,)),
    "unit": ("entry", (Entry.unit_name,)),
    "event": ("event", (Event.name, Event.group)),
    "contest": ("contest", (Contest.year, Contest.name)),
    "rank": ("", (Result.rank,)),
    "published": ("", (Result.published_on,)),
    "state": ("", (Result.state,)),
}


def _joined(query: Select[int], table: str) -> Select[int]:
    if table in ("entry", "person"):
        query = query.join(Entry, Entry.id == Result.entry_id)
    if table == "person":
        query = query.join(Person, Person.id == Entry.person_id)
    if table in ("event", "contest"):
        query = query.join(Event, Event.id == Result.event_id)
    if table == "contest":
        query = query.join(Contest, Contest.id == Event.contest_id)
    return query


def _natural(narrowed: ResultFilter) -> tuple[Any, ...]:
    if narrowed.event_id is not None:  # few enough to sort: those without a rank come last
        return (Result.rank.is_(None), Result.rank, Result.entry_id)
    return (Result.event_id, Result.rank, Result.entry_id)


def _narrow(query: Select[int], narrowed: ResultFilter) -> Select[int]:
    if narrowed.with_annulled or narrowed.state == ResultState.ANNULLED:
        # the index of results by event holds current ones only, that of entries all
        if (found := _of_event(narrowed, Entry.event_id)) is not None:
            query = query.where(Result.entry_id.in_(select(Entry.id).where(found)))
    elif (found := _of_event(narrowed, Result.event_id)) is not None:
        query = query.where(found)
    if narrowed.state and narrowed.state not in (ResultState.DRAFT, ResultState.ANNULLED):
        query = query.where(Result.state == narrowed.state)
    entries = _entries(narrowed)
    return query if entries is None else query.where(Result.entry_id.in_(entries))


def _of_event(narrowed: ResultFilter, event: Any) -> ColumnElement[bool] | None:
    """Return the condition that `event`, a column, is what the list is narrowed to; None for any event."""
    found: ColumnElement[bool] | None = None
    if narrowed.event_id is not None:
        found = event == narrowed.event_id
    elif narrowed.contest_id is not None:
        found = event.in_(select(Event.id).where(Event.contest_id == narrowed.contest_id))
    return found


def _is_named(text: str) -> ColumnElement[bool]:
    return Unit.name_key.contains(name_key(text), autoescape=True)


def _entries(narrowed: ResultFilter) -> Select[int] | None:
    if narrowed.person_id is None and narrowed.unit_id is None and not narrowed.text:
        return None
    entries = select(Entry.id)
    if narrowed.person_id is not None:
        entries = entries.where(Entry.person_id == narrowed.person_id)
    if narrowed.unit_id is not None:
        entries = entries.where(Entry.unit_id == narrowed.unit_id)
    if narrowed.text:
        units = Entry.unit_id.in_(select(Unit.id).where(_is_named(narrowed.text)))
        entries = entries.where(Entry.person_id.in_(people_matching(narrowed.text)) | units)
    return entries
