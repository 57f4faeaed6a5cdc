"""The register of bases (基地台账) as lists and pages show it: one line per unit and title."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, or_, select
from sqlalchemy.orm import Session, contains_eager

from app.formats import name_key
from app.honours.designating import DesignationLine, designation, designation_line
from app.honours.recomputing import OPEN_STATES, basis_status, batches, own_basis_statuses, predecessors
from app.policy_in_force import policy_in_force
from app.registry import Act, acts_of
from models import (
    Contest,
    Designation,
    DesignationBasis,
    Entry,
    Event,
    Person,
    Result,
    Succession,
    Unit,
    UnitName,
)
from models.designation import DesignationState
from models.types import Level


@dataclass(frozen=True, slots=True)
class BaseRow:
    """A line of the register. `unit` is the present name, `named_as` the one on the document.

    `bases` counts the results in force on which it rests, with those of lines it succeeded. `is_highest`
    marks the highest title that a unit holds; the unit keeps its other titles beside it.
    """

    id: int
    version: int
    unit_id: int
    unit: str
    named_as: str
    credit_code: str
    district: str
    title: str
    clause: str
    state: str
    designated_on: date | None
    document: str
    bases: int
    is_highest: bool


def base_rows(
    session: Session,
    *,
    states: Collection[str] = (),
    title: str = "",
    words: str = "",
    unit_id: int | None = None,
) -> list[BaseRow]:
    """Return lines by title and unit, narrowed where asked; `words` is part of a name or a credit code."""
    query = select(Designation).join(Designation.unit).options(contains_eager(Designation.unit))
    if states:
        query = query.where(Designation.state.in_(states))
    if title:
        query = query.where(Designation.title == title)
    if unit_id is not None:
        query = query.where(Designation.unit_id == unit_id)
    if words.strip():
        query = query.where(_is_called(words.strip()))
    lines = list(session.scalars(query.order_by(Designation.title, Unit.name, Designation.id)))
    carried = _basis_counts(session, [line.id for line in lines])
    highest = _highest(session, {line.unit_id for line in lines})
    return [_row(line, carried[line.id], is_highest=line.id in highest) for line in lines]


def _is_called(words: str) -> ColumnElement[bool]:
    key = name_key(words)
    former = select(UnitName.unit_id).where(UnitName.name_key.contains(key, autoescape=True))
    return or_(
        Unit.name_key.contains(key, autoescape=True),
        Designation.unit_name.contains(words, autoescape=True),
        Unit.credit_code == words.upper(),
        Unit.id.in_(former),
    )


def _row(line: Designation, bases: int, *, is_highest: bool) -> BaseRow:
    unit = line.unit
    return BaseRow(
        line.id,
        line.lock_version,
        unit.id,
        unit.name,
        line.unit_name,
        unit.credit_code or "",
        unit.district,
        line.title,
        line.clause,
        line.state,
        line.designated_on,
        line.document,
        bases,
        is_highest,
    )


def _highest(session: Session, unit_ids: Collection[int]) -> set[int]:
    """Return the lines in force that are the highest of their unit, by the level of the policy's rule."""
    order = _title_order(session)
    best: dict[int, tuple[int, int]] = {}
    for some in batches(unit_ids):
        query = select(Designation.unit_id, Designation.title, Designation.id)
        query = query.where(Designation.unit_id.in_(some), Designation.state == DesignationState.DESIGNATED)
        for unit, title, line in session.execute(query):
            place = (order.get(title, len(order)), line)
            best[unit] = min(best.get(unit, place), place)
    return {line for _, line in best.values()}


def _title_order(session: Session) -> dict[str, int]:
    """Return the place of each title the policy gives, the highest level's first."""
    levels = [level.value for level in Level]
    rules = policy_in_force(session).titles.items()
    ordered = sorted(rules, key=lambda item: levels.index(item[0][0]))
    titles = (dated.value for _, rule in ordered for dated in rule.designation.history if dated.value)
    return {title: place for place, title in enumerate(dict.fromkeys(titles))}


def _basis_counts(session: Session, line_ids: Collection[int]) -> Counter[int]:
    """Return how many results in force each line rests on."""
    wanted = set(line_ids)
    successors = wanted.intersection(session.scalars(select(Succession.successor_id)))
    taken = {line: predecessors(session, line) for line in successors}
    own: Counter[int] = Counter()
    for line, status in own_basis_statuses(session, wanted.union(*taken.values())):
        own[line] += status in ("proposed", "unconfirmed")
    return Counter({line: own[line] + sum(own[one] for one in taken.get(line, ())) for line in wanted})


def waiting_bases(session: Session) -> dict[str, int]:
    """Return how many lines wait to be named, for a ruling, and under review."""
    query = select(Designation.state).where(Designation.state.in_(OPEN_STATES | {"under-review"}))
    return dict(Counter(session.scalars(query)))


@dataclass(frozen=True, slots=True)
class BaseFact:
    """A result a designation rests on; `status` says whether it is still in force."""

    award_id: int
    result_id: int
    contest: str
    level: str
    event: str
    person_id: int
    person: str
    rank: int | None
    published_on: date
    status: str
    from_unit: str


@dataclass(frozen=True, slots=True)
class Passing:
    """A succession: which unit passed the title to which, when, by which document."""

    from_unit: str
    to_unit: str
    happened_on: date
    document: str


@dataclass(frozen=True, slots=True)
class BaseDetail:
    """Everything about one line: its facts, its acts, its successions, the unit's other titles."""

    line: DesignationLine
    unit: str
    credit_code: str
    facts: tuple[BaseFact, ...]
    acts: tuple[Act, ...]
    passings: tuple[Passing, ...]
    other_titles: tuple[tuple[str, str], ...]


def base_detail(session: Session, designation_id: int) -> BaseDetail:
    """Return everything about one line. Raises NotFoundError."""
    line = designation(session, designation_id)
    sources = {line.id, *predecessors(session, line.id)}
    others = select(Designation.title, Designation.state).where(
        Designation.unit_id == line.unit_id, Designation.id != line.id
    )
    return BaseDetail(
        designation_line(line),
        line.unit.name,
        line.unit.credit_code or "",
        _facts(session, sources, of=line.id),
        acts_of(session, line),
        _passings(session, line.id),
        tuple((row[0], row[1]) for row in session.execute(others.order_by(Designation.title))),
    )


def _base_facts_query() -> Select[*tuple[Any, ...]]:
    """Return the query of every designation's results with what an explanation needs."""
    return (
        select(DesignationBasis, Result, Entry, Person, Event, Contest, Unit)
        .join(Result, Result.id == DesignationBasis.award_id)
        .join(Entry, Entry.id == Result.entry_id)
        .join(Person, Person.id == Entry.person_id)
        .join(Event, Event.id == Entry.event_id)
        .join(Contest, Contest.id == Event.contest_id)
        .join(Designation, Designation.id == DesignationBasis.designation_id)
        .join(Unit, Unit.id == Designation.unit_id)
    )


def _facts(session: Session, sources: Collection[int], *, of: int) -> tuple[BaseFact, ...]:
    query = _base_facts_query().where(DesignationBasis.designation_id.in_(sources))
    query = query.order_by(Result.published_on, Result.rank, Result.id)
    return tuple(_fact(row, of=of) for row in session.execute(query))


def _fact(row: Row[*tuple[Any, ...]], *, of: int) -> BaseFact:
    basis, result, entry, person, event, contest, unit = row
    return BaseFact(
        basis.award_id,
        result.id,
        contest.name,
        contest.level,
        event.name,
        person.id,
        person.name,
        result.rank,
        result.published_on,
        basis_status(basis.status, is_current=result.is_current, result_state=result.state),
        "" if basis.designation_id == of else entry.unit_name or unit.name,
    )


def _passings(session: Session, line_id: int) -> tuple[Passing, ...]:
    concerned = or_(Succession.designation_id == line_id, Succession.successor_id == line_id)
    rows = session.scalars(
        select(Succession).where(concerned).order_by(Succession.happened_on, Succession.id)
    )
    return tuple(
        Passing(
            designation(session, row.designation_id).unit_name,
            designation(session, row.successor_id).unit_name,
            row.happened_on,
            row.document,
        )
        for row in rows
    )
