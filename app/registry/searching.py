"""Search: a person by name, pinyin initials or the end of an ID number, a unit by any name it carried,
a contest or event by name, a certificate by number. Two characters are enough."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.formats import masked_id, name_key
from app.known_names import has_contest_name
from app.people_matching import first_people
from models import (
    Certificate,
    Contest,
    Entry,
    Event,
    Result,
    Unit,
    UnitName,
)


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One thing found: `kind` is "person", "unit", "contest", "event" or "certificate".

    `id` is that thing's own, except that a certificate gives its result's.
    """

    kind: str
    id: int
    title: str
    hint: str


def search(session: Session, text: str, *, limit: int = 8) -> list[SearchHit]:
    """Return what `text` may mean, at most `limit` of each kind, exact names first."""
    text = text.strip()
    if not text:
        return []
    return [
        *search_people(session, text, limit=limit),
        *_units(session, text, limit),
        *_contests(session, text, limit),
        *_events(session, text, limit),
        *_certificates(session, text, limit),
    ]


def search_people(session: Session, text: str, *, limit: int) -> list[SearchHit]:
    """Return people of exactly this name, then whose name begins so, then others, the shorter names first."""
    people = first_people(session, text, limit=limit)
    units = _unit_of_each(session, [person.id for person in people])
    return [
        SearchHit(
            "person",
            one.id,
            one.name,
            " · ".join(filter(None, (masked_id(one.id_number), units.get(one.id)))),
        )
        for one in people
    ]


def _hint(*parts: str) -> str:
    return " · ".join(filter(None, parts))


def _unit_of_each(session: Session, people: list[int]) -> dict[int, str]:
    """Return a unit that sent each person: what tells two people of one name apart."""
    query = select(Entry.person_id, Entry.unit_name).where(Entry.person_id.in_(people), Entry.unit_name != "")
    return dict(session.execute(query.order_by(Entry.id)).all())


def _units(session: Session, text: str, limit: int) -> list[SearchHit]:
    key = name_key(text)
    former = select(UnitName.unit_id).where(UnitName.name_key.contains(key, autoescape=True))
    query = (
        select(Unit.id, Unit.name, Unit.credit_code)
        .where(
            Unit.name_key.contains(key, autoescape=True)
            | Unit.id.in_(former)
            | (Unit.credit_code == text.upper())
        )
        .order_by(Unit.name_key != key, func.length(Unit.name_key), Unit.name_key)
    )
    return [
        SearchHit("unit", unit, name, code or "") for unit, name, code in session.execute(query.limit(limit))
    ]


def _contests(session: Session, text: str, limit: int) -> list[SearchHit]:
    query = (
        select(Contest.id, Contest.name, Contest.year)
        .where(has_contest_name(text))
        .order_by(Contest.year.desc(), Contest.name)
    )
    return [SearchHit("contest", *row[:2], str(row[2])) for row in session.execute(query.limit(limit))]


def _events(session: Session, text: str, limit: int) -> list[SearchHit]:
    query = (
        select(Event.id, Event.name, Contest.name)
        .join(Contest, Contest.id == Event.contest_id)
        .where(Event.name_key.contains(name_key(text), autoescape=True))
        .order_by(Contest.year.desc(), Event.name)
    )
    return [SearchHit("event", *row) for row in session.execute(query.limit(limit))]


def _certificates(session: Session, text: str, limit: int) -> list[SearchHit]:
    if len(text) < 4:
        return []
    query = (
        select(Certificate.result_id, Certificate.number, Certificate.person_name)
        .join(Result, Result.id == Certificate.result_id)
        .where(Certificate.number.contains(text.upper(), autoescape=True))
        .order_by(Certificate.number)
    )
    return [SearchHit("certificate", *row) for row in session.execute(query.limit(limit))]
