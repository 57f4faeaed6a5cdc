"""Results as tables show them: a listing of ids in order, and the rows of a page of ids."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from app.formats import masked_id, name_key
from app.listing import Listing
from app.registry.searching import people_matching
from app.store import Store
from models import Award, Contest, Entry, Event, Person, Result, Unit
from models.result import IS_DRAFT
from models.types import ResultState


class ResultRow(NamedTuple):
    """A current result with everything a list shows of it; `award_*` are "" and None while not assessed."""

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
    """What narrows a list of results; what is None or "" does not narrow."""

    contest_id: int | None = None
    event_id: int | None = None
    person_id: int | None = None
    unit_id: int | None = None
    state: str = ""
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
    """Return the listing of current results, by event and rank unless another order is asked for."""
    return Listing(store, result_query(narrowed, order=order, descending=descending), result_rows)


def result_query(
    narrowed: ResultFilter = _EVERYTHING, *, order: str = "", descending: bool = False
) -> Select[int]:
    """Return the ids of current results in order. The natural order of everything needs no sort."""
    # Every draft is current: asked for by its own words alone, SQLite reads only the index of drafts.
    is_draft = narrowed.state == ResultState.DRAFT
    query: Select[Any] = select(Result.id).where(IS_DRAFT if is_draft else Result.is_current)
    if order in _ORDERS:
        model, keys = _ORDERS[order]
        query = _joined(query, model)
        query = query.order_by(*(key.desc() if descending else key.asc() for key in keys))
    query = query.order_by(*_natural(narrowed))
    return _narrow(query, narrowed)


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
    if narrowed.event_id is not None:
        query = query.where(Result.event_id == narrowed.event_id)
    elif narrowed.contest_id is not None:
        events = select(Event.id).where(Event.contest_id == narrowed.contest_id)
        query = query.where(Result.event_id.in_(events))
    if narrowed.state and narrowed.state != ResultState.DRAFT:
        query = query.where(Result.state == narrowed.state)
    entries = _entries(narrowed)
    return query if entries is None else query.where(Result.entry_id.in_(entries))


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
