"""Honours (荣誉): titles that others gave to a person or a unit, each with its document."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Versioned
from models.person import Person
from models.types import AwardId, PersonId, UnitId, UtcDateTime, one_of
from models.unit import Unit

_ONE_HOLDER = "(person_id IS NULL AND unit_id IS NOT NULL) OR (person_id IS NOT NULL AND unit_id IS NULL)"
_STANDING = text("state <> 'revoked'")


class HonourState(StrEnum):
    """An honour stands, is under review, or was revoked."""

    STANDING = "standing"
    UNDER_REVIEW = "under-review"
    REVOKED = "revoked"


class Honour(Versioned, Base):
    """One title of one holder. `title` is a key of the dictionary of honours.

    `award_id` is the award of the result it was given for, where the office knows; `holder_name` is the
    holder's name as the document gives it.
    """

    __tablename__ = "honour"
    __table_args__ = (
        one_of("state", HonourState),
        CheckConstraint(_ONE_HOLDER, name="one_holder"),
        Index(
            "uq_honour_person", "person_id", "title", "document", unique=True,
            sqlite_where=_STANDING, postgresql_where=_STANDING,
        ),
        Index(
            "uq_honour_unit", "unit_id", "title", "document", unique=True,
            sqlite_where=_STANDING, postgresql_where=_STANDING,
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(60), index=True)
    person_id: Mapped[PersonId | None] = mapped_column(ForeignKey("person.id"))
    unit_id: Mapped[UnitId | None] = mapped_column(ForeignKey("unit.id"))
    holder_name: Mapped[str] = mapped_column(String(200))
    awarded_on: Mapped[date]
    document: Mapped[str] = mapped_column(String(120))
    issuer: Mapped[str] = mapped_column(String(200), default="")
    evidence: Mapped[str] = mapped_column(String(400), default="")
    award_id: Mapped[AwardId | None] = mapped_column(ForeignKey("award.id"), index=True)
    state: Mapped[str] = mapped_column(String(16), default="standing")
    recorded_by: Mapped[str] = mapped_column(String(40))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)

    person: Mapped[Person | None] = relationship()
    unit: Mapped[Unit | None] = relationship()
