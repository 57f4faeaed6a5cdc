"""Acts (办理记录) on a line of an honours register: what was done to it, when, by which document.

Acts are only added. What a line says today follows from its acts; the past is never edited.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.types import UtcDateTime

_ONE_SUBJECT = (
    "(CASE WHEN designation_id IS NULL THEN 0 ELSE 1 END)"
    " + (CASE WHEN recognition_id IS NULL THEN 0 ELSE 1 END)"
    " + (CASE WHEN honour_id IS NULL THEN 0 ELSE 1 END) = 1"
)


class RegisterAct(Base):
    """One act on one designation, recognition or honour.

    `name` is the unit's or person's name on the day; `happened_on` the day the document gives, which is
    not the moment of recording.
    """

    __tablename__ = "register_act"
    __table_args__ = (CheckConstraint(_ONE_SUBJECT, name="one_subject"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    designation_id: Mapped[int | None] = mapped_column(
        ForeignKey("designation.id", ondelete="CASCADE"), index=True
    )
    recognition_id: Mapped[int | None] = mapped_column(ForeignKey("recognition.id"), index=True)
    honour_id: Mapped[int | None] = mapped_column(ForeignKey("honour.id"), index=True)
    act: Mapped[str] = mapped_column(String(16))
    happened_on: Mapped[date]
    name: Mapped[str] = mapped_column(String(200), default="")
    document: Mapped[str] = mapped_column(String(120), default="")
    reason: Mapped[str] = mapped_column(String(400), default="")
    recorded_by: Mapped[str] = mapped_column(String(40))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
