"""Successions (承继): a designation that passed from one unit to another, by hand and with a document."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.types import UtcDateTime


class Succession(Base):
    """Designation `designation_id` passed to designation `successor_id`; both keep the names of the day.

    The supporting results stay with the first; they support the successor through this row.
    """

    __tablename__ = "succession"
    __table_args__ = (CheckConstraint("designation_id <> successor_id", name="not_itself"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    designation_id: Mapped[int] = mapped_column(ForeignKey("designation.id"), unique=True)
    successor_id: Mapped[int] = mapped_column(ForeignKey("designation.id"), index=True)
    happened_on: Mapped[date]
    document: Mapped[str] = mapped_column(String(120))
    reason: Mapped[str] = mapped_column(String(400), default="")
    recorded_by: Mapped[str] = mapped_column(String(40))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
