"""Search: a person by name, pinyin initials or the end of an ID number, a unit by any name it carried,
a contest or event by name, a certificate by number. Two characters are enough."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, literal, or_, select
from sqlalchemy.orm import Session

from app.formats import masked_id, name_key
from app.known_names import has_contest_name, number_ends
from models import Certificate, Contest, Entry, Event, Person, PersonName, Result, Unit, UnitName

_INITIALS = re.compile(r"[a-z]{2,8}")
_ID_TAIL = re.compile(r"[0-9]{3,17}[0-9X]")


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
        *_people(session, text, limit),
        *_units(session, text, limit),
        *_contests(session, text, limit),
        *_events(session, text, limit),
        *_certificates(session, text, limit),
    ]


def people_matching(text: str) -> Select[int]:
    """Return the ids of people whom `text` may mean."""
    return select(Person.id).where(_is_person(text))


def _is_person(text: str) -> ColumnElement[bool]:
    key, plain = name_key(text), text.strip().lower()
    ways: list[ColumnElement[bool]] = [Person.name_key.contains(key, autoescape=True)]
    former = select(PersonName.person_id).where(PersonName.name.contains(key, autoescape=True))
    ways.append(Person.id.in_(former))
    if _INITIALS.fullmatch(plain):
        ways.append((literal(" ") + Person.initials).contains(f" {plain}"))
    if _ID_TAIL.fullmatch(plain.upper()):
        ways.append(number_ends(plain))
    return or_(*ways)


def _people(session: Session, text: str, limit: int) -> list[SearchHit]:
    exact_first = (
        Person.name_key != name_key(text),
        func.length(Person.name_key),
        Person.name_key,
        Person.id,
    )
    query = select(Person.id, Person.name, Person.id_number).where(_is_person(text))
    rows = session.execute(query.order_by(*exact_first).limit(limit)).all()
    units = _unit_of_each(session, [person for person, _name, _number in rows])
    return [
        SearchHit("person", person, name, " · ".join(filter(None, (masked_id(number), units.get(person)))))
        for person, name, number in rows
    ]


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
