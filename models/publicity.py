"""Publicity (公示): the notices of batches, the objections that came in, and the days nobody works."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import SQLITE_AUTOINCREMENT, Base, Versioned
from models.types import AwardId, UtcDateTime, one_of


class ObjectionState(StrEnum):
    """An objection (异议) is open, was upheld or dismissed, or was taken back by whoever raised it."""

    OPEN = "open"
    UPHELD = "upheld"
    DISMISSED = "dismissed"
    TAKEN_BACK = "taken-back"


class Publicity(Versioned, Base):
    """One publication of a batch, both days included; `working_days` is how many working days that is.

    `ended_early_reason` is given where the batch went back to review: that publication does not count any
    more, over or not.
    """

    __tablename__ = "publicity"
    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="ends_after_start"),
        CheckConstraint("working_days > 0", name="some_days"),
        SQLITE_AUTOINCREMENT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    working_days: Mapped[int]
    place: Mapped[str] = mapped_column(String(200), default="")  # where it is shown: a website, a board
    contact: Mapped[str] = mapped_column(String(400), default="")  # who takes objections, and how
    started_by: Mapped[str] = mapped_column(String(40))
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    taken_down_on: Mapped[date | None]
    taken_down_by: Mapped[str] = mapped_column(String(40), default="")
    ended_early_reason: Mapped[str] = mapped_column(String(500), default="")


class Objection(Versioned, Base):
    """An objection to one award: who raised it, what it says, and how it was decided."""

    __tablename__ = "objection"
    __table_args__ = (
        one_of("state", ObjectionState),
        CheckConstraint("(state = 'open') = (decided_on IS NULL)", name="decided_with_a_day"),
        SQLITE_AUTOINCREMENT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"), index=True)
    award_id: Mapped[AwardId] = mapped_column(ForeignKey("award.id"), index=True)
    received_on: Mapped[date]
    source: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(12), default="open")
    recorded_by: Mapped[str] = mapped_column(String(40))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_on: Mapped[date | None]
    decision: Mapped[str] = mapped_column(String(500), default="")
    document: Mapped[str] = mapped_column(String(120), default="")
    decided_by: Mapped[str] = mapped_column(String(40), default="")


class CalendarDay(Base):
    """A day that is not what its weekday says: a public holiday, or a weekend day that is worked (调休)."""

    __tablename__ = "calendar_day"

    day: Mapped[date] = mapped_column(primary_key=True)
    is_working: Mapped[bool]
    name: Mapped[str] = mapped_column(String(40), default="")
    document: Mapped[str] = mapped_column(String(120), default="")
    recorded_by: Mapped[str] = mapped_column(String(40))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
