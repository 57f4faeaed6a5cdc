"""Introduction subsidies (引才奖补): at most one per unit and person that is not withdrawn."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Versioned
from models.introduction import Introduction
from models.types import PersonId, UnitId, UtcDateTime, one_of

_ALIVE = text("state <> 'withdrawn'")


class SubsidyState(StrEnum):
    """Claimed by the unit, approved by a second person, paid; withdrawn; to be recovered, recovered."""

    CLAIMED = "claimed"
    APPROVED = "approved"
    PAID = "paid"
    TO_RECOVER = "to-recover"
    RECOVERED = "recovered"
    WITHDRAWN = "withdrawn"


class IntroductionSubsidy(Versioned, Base):
    """A unit's claim for one introduced person, its amount and explanation frozen on the day of the claim."""

    __tablename__ = "introduction_subsidy"
    __table_args__ = (
        one_of("state", SubsidyState),
        CheckConstraint("amount_fen >= 0", name="amount_not_negative"),
        Index(
            "uq_introduction_subsidy_alive", "unit_id", "person_id", unique=True,
            sqlite_where=_ALIVE, postgresql_where=_ALIVE,
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    introduction_id: Mapped[int] = mapped_column(ForeignKey("introduction.id"), index=True)
    unit_id: Mapped[UnitId] = mapped_column(ForeignKey("unit.id"))
    person_id: Mapped[PersonId] = mapped_column(ForeignKey("person.id"), index=True)
    unit_name: Mapped[str] = mapped_column(String(200))
    amount_fen: Mapped[int] = mapped_column(BigInteger)
    standard_basis: Mapped[str] = mapped_column(String(200))
    explanation: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(12), default="claimed")
    claimed_on: Mapped[date]
    document: Mapped[str] = mapped_column(String(120), default="")
    claimed_by: Mapped[str] = mapped_column(String(40))
    claimed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    approved_on: Mapped[date | None]
    approved_by: Mapped[str | None] = mapped_column(String(40))
    paid_on: Mapped[date | None]
    recovered_on: Mapped[date | None]
    state_reason: Mapped[str] = mapped_column(String(400), default="")

    introduction: Mapped[Introduction] = relationship()
