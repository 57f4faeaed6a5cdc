"""Adjustments (调整): what a correction or annulment makes more or less of an award that was frozen."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import SQLITE_AUTOINCREMENT, Base, Versioned
from models.types import AwardId, UtcDateTime, one_of


class AdjustmentState(StrEnum):
    """An adjustment waits, was paid or recovered, or fell away before anything moved."""

    OPEN = "open"
    SETTLED = "settled"
    DROPPED = "dropped"


class Adjustment(Versioned, Base):
    """A plus or minus in fen beside a frozen award, with its own explanation (JSON).

    `award_id` is the award of the new result version, or the frozen one where the result was annulled or
    its facts corrected; `replaces_id` the frozen award whose amount it changes.
    """

    __tablename__ = "adjustment"
    __table_args__ = (
        one_of("state", AdjustmentState),
        CheckConstraint("difference_fen = after_fen - before_fen", name="difference_is_exact"),
        SQLITE_AUTOINCREMENT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    award_id: Mapped[AwardId] = mapped_column(ForeignKey("award.id"), index=True)
    replaces_id: Mapped[AwardId | None] = mapped_column(ForeignKey("award.id"), index=True)
    before_fen: Mapped[int] = mapped_column(BigInteger)
    after_fen: Mapped[int] = mapped_column(BigInteger)
    difference_fen: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[str] = mapped_column(String(16), default="open")
    reason: Mapped[str] = mapped_column(String(500), default="")
    document: Mapped[str] = mapped_column(String(120), default="")
    explanation: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by: Mapped[str] = mapped_column(String(40))
