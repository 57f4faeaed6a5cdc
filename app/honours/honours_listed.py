"""The register of honours as lists show it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.formats import name_key
from app.honours.acts import Act, acts_of
from app.honours.honour_register import honour_of
from app.honours.reference_data import LEVELS, honour_titles
from models import Honour, Person, Unit


@dataclass(frozen=True, slots=True)
class HonourRow:
    """A line of the register. `holder` is the name as the document gives it."""

    id: int
    version: int
    title: str
    title_name: str
    level: str
    person_id: int | None
    unit_id: int | None
    holder: str
    awarded_on: date
    document: str
    issuer: str
    evidence: str
    award_id: int | None
    state: str


def honour_rows(
    session: Session,
    *,
    level: str = "",
    title: str = "",
    words: str = "",
    states: Collection[str] = (),
    person_id: int | None = None,
    unit_id: int | None = None,
) -> list[HonourRow]:
    """Return honours, national ones first, the latest first among equals; narrowed where asked."""
    query = select(Honour).outerjoin(Person, Person.id == Honour.person_id)
    query = query.outerjoin(Unit, Unit.id == Honour.unit_id)
    if title:
        query = query.where(Honour.title == title)
    if states:
        query = query.where(Honour.state.in_(states))
    if person_id is not None:
        query = query.where(Honour.person_id == person_id)
    if unit_id is not None:
        query = query.where(Honour.unit_id == unit_id)
    if words.strip():
        key = name_key(words)
        named = (column.contains(key, autoescape=True) for column in (Person.name_key, Unit.name_key))
        query = query.where(or_(*named, Honour.holder_name.contains(words.strip(), autoescape=True)))
    rows = [_row(honour) for honour in session.scalars(query.order_by(Honour.awarded_on.desc(), Honour.id))]
    order = {key: place for place, key in enumerate(honour_titles())}
    chosen = [row for row in rows if not level or row.level == level]
    return sorted(chosen, key=lambda row: (LEVELS.index(row.level), order[row.title]))


def honour_acts(session: Session, honour_id: int) -> tuple[Act, ...]:
    """Return the acts on one honour, oldest first. Raises NotFoundError."""
    return acts_of(session, honour_of(session, honour_id))


def _row(honour: Honour) -> HonourRow:
    title = honour_titles()[honour.title]
    return HonourRow(
        honour.id,
        honour.lock_version,
        title.key,
        title.name,
        title.level,
        honour.person_id,
        honour.unit_id,
        honour.holder_name,
        honour.awarded_on,
        honour.document,
        honour.issuer,
        honour.evidence,
        honour.award_id,
        honour.state,
    )
