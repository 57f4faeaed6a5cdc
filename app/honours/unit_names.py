"""The name a unit carried on a day: papers keep it, whatever the unit is called later."""

from __future__ import annotations

from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models import Unit, UnitName


def unit_name_on(session: Session, unit: Unit, day: date) -> str:
    """Return the former name whose validity holds `day`, else the present name.

    A former name without an end is another name that lists use, not a name of the past.
    """
    query = select(UnitName.name).where(UnitName.unit_id == unit.id, UnitName.valid_to >= day)
    query = query.where(or_(UnitName.valid_from.is_(None), UnitName.valid_from <= day))
    return session.scalar(query.order_by(UnitName.valid_to).limit(1)) or unit.name
