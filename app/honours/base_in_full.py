"""One line of the register of bases in full: its results, acts and successions, the unit's other titles."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, or_, select
from sqlalchemy.orm import Session

from app.honours.acts import Act, acts_of
from app.honours.naming import DesignationLine, as_line, designation
from app.honours.settling import basis_status, predecessors
from models import Contest, Designation, DesignationBasis, Entry, Event, Person, Result, Succession, Unit


@dataclass(frozen=True, slots=True)
class BaseFact:
    """A result a designation rests on; `status` is what it is worth today."""

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
        as_line(line),
        line.unit.name,
        line.unit.credit_code or "",
        _facts(session, sources, of=line.id),
        acts_of(session, line),
        _passings(session, line.id),
        tuple((row[0], row[1]) for row in session.execute(others.order_by(Designation.title))),
    )


def base_facts_query() -> Select[*tuple[Any, ...]]:
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
    query = base_facts_query().where(DesignationBasis.designation_id.in_(sources))
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
