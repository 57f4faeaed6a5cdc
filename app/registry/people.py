"""People (人员): the page of one person, from contests to certificates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import ConflictError, NotFoundError
from app.formats import masked_id
from app.known_names import people_of_number
from app.registry.results import ResultFilter, ResultRow, result_query, result_rows
from app.unit_of_work import UnitOfWork
from models import Certificate, Person, PersonName
from models.types import ResultState


@dataclass(frozen=True, slots=True)
class PersonCertificate:
    """A certificate a person was given."""

    number: str
    text: str
    dated_on: date
    state: str
    issued_at: datetime


@dataclass(frozen=True, slots=True)
class PersonPage:
    """What the registry knows of a person; numbers are masked."""

    id: int
    name: str
    former_names: tuple[str, ...]
    id_type: str
    masked_id: str
    masked_phone: str
    bank_name: str
    masked_account: str
    results: tuple[ResultRow, ...]
    certificates: tuple[PersonCertificate, ...]
    amount_fen: int
    blocked: int


def person_with_document(session: Session, number: str) -> int:
    """Return the id of the person with this document, or with it until a merge.

    Raises NotFoundError, ConflictError for several.
    """
    found = people_of_number(session, number)
    if not found:
        raise NotFoundError("person-not-found", number=masked_id(number.strip()))
    if len(found) > 1:
        raise ConflictError("person-several", number=masked_id(number.strip()), count=len(found))
    return found[0]


def person_page(session: Session, person_id: int) -> PersonPage:
    """Return what the registry knows of a person, the newest result first. Raises NotFoundError."""
    person = session.get(Person, person_id)
    if person is None:
        raise NotFoundError("person-missing", id=person_id)
    results = _results(session, person_id)
    return PersonPage(
        id=person.id,
        name=person.name,
        former_names=_former_names(session, person_id),
        id_type=person.id_type,
        masked_id=masked_id(person.id_number),
        masked_phone=masked_id(person.phone),
        bank_name=person.bank_name,
        masked_account=masked_id(person.bank_account),
        results=results,
        certificates=_certificates(session, person_id),
        amount_fen=sum(row.amount_fen or 0 for row in results if row.state != ResultState.ANNULLED),
        blocked=sum(row.award_status == "blocked" for row in results),
    )


NUMBERS = ("id_number", "phone", "bank_account")  # of a person, masked until somebody looks


def look_at_number(work: UnitOfWork, person_id: int, field: str) -> str:
    """Return one of a person's `NUMBERS` in full. Who looked at whose stands in the audit, not the number."""
    if field not in NUMBERS:
        raise ValueError(field)
    person = work.session.get(Person, person_id)
    if person is None:
        raise NotFoundError("person-missing", id=person_id)
    work.audit("look", "person", person_id, detail={"field": field})
    return str(getattr(person, field))


def person_name_on(session: Session, person: Person, day: date) -> str:
    """Return the name the person carried on `day`; a former name ends the day before its `valid_to`."""
    query = select(PersonName.name).where(PersonName.person_id == person.id, PersonName.valid_to > day)
    return session.scalar(query.order_by(PersonName.valid_to).limit(1)) or person.name


def _results(session: Session, person_id: int) -> tuple[ResultRow, ...]:
    ids = session.scalars(result_query(ResultFilter(person_id=person_id, with_annulled=True))).all()
    rows = result_rows(session, ids).values()
    return tuple(sorted(rows, key=lambda row: (row.published_on, row.id), reverse=True))


def _former_names(session: Session, person_id: int) -> tuple[str, ...]:
    query = select(PersonName.name).where(PersonName.person_id == person_id).order_by(PersonName.id.desc())
    return tuple(session.scalars(query))


def _certificates(session: Session, person_id: int) -> tuple[PersonCertificate, ...]:
    query = select(Certificate).where(Certificate.person_id == person_id).order_by(Certificate.id.desc())
    return tuple(
        PersonCertificate(each.number, each.award_text, each.dated_on, each.state, each.issued_at)
        for each in session.scalars(query)
    )
