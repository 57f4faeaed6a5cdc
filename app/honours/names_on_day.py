"""The name a unit or a person carried on a day: papers keep it, whatever they are called later."""

from __future__ import annotations

from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models import Person, PersonName, Unit, UnitName


def unit_name_on(session: Session, unit: Unit, day: date) -> str:
    """Return the name the unit carried on `day`; a former name ends the day before its `valid_to`.

    A former name without an end is another name that lists use, not a name of the past.
    """
    query = select(UnitName.name).where(UnitName.unit_id == unit.id, UnitName.valid_to > day)
    query = query.where(or_(UnitName.valid_from.is_(None), UnitName.valid_from <= day))
    return session.scalar(query.order_by(UnitName.valid_to).limit(1)) or unit.name


def person_name_on(session: Session, person: Person, day: date) -> str:
    """Return the name the person carried on `day`; a former name ends the day before its `valid_to`."""
    query = select(PersonName.name).where(PersonName.person_id == person.id, PersonName.valid_to > day)
    return session.scalar(query.order_by(PersonName.valid_to).limit(1)) or person.name
