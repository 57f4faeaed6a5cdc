"""The register of craftsmen (工匠台账) as lists and pages show it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.formats import name_key
from app.honours.recognising import recognition_of
from app.introductions import Precondition, preconditions
from app.registry import Act, acts_of
from app.words import tr
from models import Person, Recognition


@dataclass(frozen=True, slots=True)
class CraftsmanRow:
    """A line of the register. Names are those of the day of naming; before it, as proposed."""

    id: int
    version: int
    person_id: int
    person: str
    unit: str
    title: str
    title_name: str
    category: str
    choice_basis: str
    state: str
    recognised_on: date | None
    document: str
    assessment: str
    introduction_id: int
    proposed_by: str


@dataclass(frozen=True, slots=True)
class CraftsmanDetail:
    """A line with its three preconditions as they stand today, and its acts."""

    row: CraftsmanRow
    preconditions: tuple[Precondition, ...]
    acts: tuple[Act, ...]


def craftsman_rows(
    session: Session,
    *,
    title: str = "",
    words: str = "",
    states: Collection[str] = (),
    person_id: int | None = None,
) -> list[CraftsmanRow]:
    """Return recognitions, the latest first; `words` is part of the person's or the unit's name."""
    query = select(Recognition).join(Recognition.person)
    if title:
        query = query.where(Recognition.title == title)
    if states:
        query = query.where(Recognition.state.in_(states))
    if person_id is not None:
        query = query.where(Recognition.person_id == person_id)
    if words.strip():
        named = Person.name_key.contains(name_key(words), autoescape=True)
        query = query.where(or_(named, Recognition.unit_name.contains(words.strip(), autoescape=True)))
    order = (Recognition.recognised_on.is_(None).desc(), Recognition.recognised_on.desc(), Recognition.id)
    return [craftsman_row(line) for line in session.scalars(query.order_by(*order))]


def craftsman_detail(session: Session, recognition_id: int) -> CraftsmanDetail:
    """Return everything about one recognition. Raises NotFoundError."""
    line = recognition_of(session, recognition_id)
    return CraftsmanDetail(
        craftsman_row(line), preconditions(session, line.introduction), acts_of(session, line)
    )


def craftsman_row(line: Recognition) -> CraftsmanRow:
    """Return one line as lists show it."""
    return CraftsmanRow(
        line.id,
        line.lock_version,
        line.person_id,
        line.person_name,
        line.unit_name,
        line.title,
        tr(f"honours.craftsman.{line.title}"),
        line.introduction.category,
        line.choice_basis,
        line.state,
        line.recognised_on,
        line.document,
        line.assessment.document,
        line.introduction_id,
        line.proposed_by,
    )
