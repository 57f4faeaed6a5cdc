"""Designations (命名): a unit named as a base of talent, and the awards that support it."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import SQLITE_AUTOINCREMENT, Base, Versioned
from models.types import AwardId, UnitId, one_of
from models.unit import Unit


class DesignationState(StrEnum):
    """States of a unit's designation. The first two are proposals and may be recomputed away."""

    BLOCKED = "blocked"
    PROPOSED = "proposed"
    DESIGNATED = "designated"
    UNDER_REVIEW = "under-review"
    PASSED_ON = "passed-on"
    REVOKED = "revoked"


class BasisStatus(StrEnum):
    """Whether an award supports a designation, awaits a ruling, or no longer supports it."""

    PROPOSED = "proposed"
    BLOCKED = "blocked"
    FALLEN = "fallen"


class Designation(Versioned, Base):
    """One row per unit and title, however many results support it.

    `unit_name` is the unit's name on the day it was named; empty while only proposed.
    """

    __tablename__ = "designation"
    __table_args__ = (
        UniqueConstraint("unit_id", "title"),
        one_of("state", DesignationState),
        SQLITE_AUTOINCREMENT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[UnitId] = mapped_column(ForeignKey("unit.id"))
    title: Mapped[str] = mapped_column(String(60))
    policy: Mapped[str] = mapped_column(String(40))
    clause: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(16), default="proposed")
    unit_name: Mapped[str] = mapped_column(String(200), default="")
    designated_on: Mapped[date | None]
    document: Mapped[str] = mapped_column(String(120), default="")

    unit: Mapped[Unit] = relationship()


class DesignationBasis(Base):
    """An award that supports a designation; `question` is what is open of the title alone, "" for nothing."""

    __tablename__ = "designation_basis"
    __table_args__ = (one_of("status", BasisStatus),)

    designation_id: Mapped[int] = mapped_column(
        ForeignKey("designation.id", ondelete="CASCADE"), primary_key=True
    )
    award_id: Mapped[AwardId] = mapped_column(ForeignKey("award.id"), primary_key=True, index=True)
    status: Mapped[str] = mapped_column(String(8), default="proposed")
    question: Mapped[str] = mapped_column(String(40), default="", server_default="")
