"""Which contest or person on record a name or document means, also one that was merged (合并) since."""

from __future__ import annotations

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from app.errors import NotFoundError
from app.formats import name_key
from models import Contest, ContestName, Person, PersonDocument
from models.types import ContestId, IdType, PersonId


def contest_of_name(session: Session, name: str) -> ContestId | None:
    """Return the contest of this name, however it is spaced, or the one into which it was merged."""
    key = name_key(name)
    found = session.scalar(select(Contest.id).where(Contest.name_key == key))
    if found is None:
        found = session.scalar(select(ContestName.contest_id).where(ContestName.name_key == key))
    return found


def contest_named(session: Session, name: str) -> ContestId:
    """Return the contest of this name as `contest_of_name` does. Raises NotFoundError where there is none."""
    found = contest_of_name(session, name)
    if found is None:
        raise NotFoundError("contest-not-found", contest=name)
    return found


def present_names(session: Session) -> dict[str, str]:
    """Return, by the comparable name of each contest that was merged, the name it goes by today."""
    query = select(ContestName.name_key, Contest.name).join(Contest, Contest.id == ContestName.contest_id)
    return {row[0]: row[1] for row in session.execute(query)}


def has_contest_name(text: str) -> ColumnElement[bool]:
    """Return which contests have `text` in their name, or in that of one merged into them."""
    key = name_key(text)
    merged = select(ContestName.contest_id).where(ContestName.name_key.contains(key, autoescape=True))
    return or_(Contest.name_key.contains(key, autoescape=True), Contest.id.in_(merged))


def known_person(session: Session, id_key: str) -> Person | None:
    """Return the person with this document, or with it until a merge; `id_key` as `Person.id_key`."""
    found = session.scalar(select(Person).where(Person.id_key == id_key))
    if found is None:
        merged = select(Person).join(PersonDocument, PersonDocument.person_id == Person.id)
        found = session.scalar(merged.where(PersonDocument.id_key == id_key))
    return found


def people_of_number(session: Session, number: str) -> list[PersonId]:
    """Return the people with a document of this number, of whatever kind, or with it until a merge."""
    plain = number.strip()
    keys = [f"{kind.value}:{plain.upper()}" for kind in IdType]
    found: set[PersonId] = set()
    for table, person in ((Person, Person.id), (PersonDocument, PersonDocument.person_id)):
        of_number = or_(table.id_number == plain, table.id_key.in_(keys))
        found.update(session.scalars(select(person).where(of_number)))
    return sorted(found)


def number_ends(tail: str) -> ColumnElement[bool]:
    """Return which people have a document, or had one until a merge, whose number ends so."""
    end = tail.upper()
    merged = select(PersonDocument.person_id).where(func.upper(PersonDocument.id_number).endswith(end))
    return or_(func.upper(Person.id_number).endswith(end), Person.id.in_(merged))


def has_number(text: str) -> ColumnElement[bool]:
    """Return which people have `text` in the number of their document, or of one they had until a merge."""
    key = text.upper()
    merged = select(PersonDocument.person_id)
    merged = merged.where(PersonDocument.id_key.contains(key, autoescape=True))
    return or_(Person.id_key.contains(key, autoescape=True), Person.id.in_(merged))
