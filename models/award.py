"""Awards (奖励): what the policy says of one version of a result, and the frozen explanation."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Versioned
from models.result import Result
from models.types import AwardId, AwardState, AwardStatus, EventId, UtcDateTime, one_of

_NOT_NONE = text("status <> 'none'")
STATUS_IS_NOT_NONE = text(
    "award.status <> 'none'"
)  # for queries: SQLite uses the partial index only where the text is equal


class Award(Versioned, Base):
    """The award of a result. Its id is the result version's id, so recomputing never renumbers it.

    `questions` holds question ids separated by commas; `amounts_by_answer` is JSON of fen by answer.
    A result that earns nothing has a row too, with the reason.
    """

    __tablename__ = "award"
    __table_args__ = (
        one_of("status", AwardStatus),
        one_of("state", AwardState),
        CheckConstraint("amount_fen IS NULL OR amount_fen >= 0", name="amount_not_negative"),
        Index("ix_award_waiting", "status", "id", sqlite_where=_NOT_NONE, postgresql_where=_NOT_NONE),
        Index("ix_award_event_id_status", "event_id", "status"),
    )

    id: Mapped[AwardId] = mapped_column(ForeignKey("result.id"), primary_key=True, autoincrement=False)
    event_id: Mapped[EventId] = mapped_column(ForeignKey("event.id"))
    policy: Mapped[str] = mapped_column(String(40))
    rule: Mapped[str] = mapped_column(String(40), default="")
    clause: Mapped[str] = mapped_column(String(40), default="")
    status: Mapped[str] = mapped_column(String(8))
    state: Mapped[str] = mapped_column(String(12))
    amount_fen: Mapped[int | None] = mapped_column(BigInteger)
    reason: Mapped[str] = mapped_column(String(40), default="")
    questions: Mapped[str] = mapped_column(String(200), default="")
    amounts_by_answer: Mapped[str | None] = mapped_column(Text)

    result: Mapped[Result] = relationship()


class Explanation(Base):
    """The explanation of an award as it stood when it was reviewed; never rewritten."""

    __tablename__ = "explanation"

    award_id: Mapped[AwardId] = mapped_column(ForeignKey("award.id"), primary_key=True, autoincrement=False)
    body: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    policy_sha256: Mapped[str] = mapped_column(String(64))
    frozen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    frozen_by: Mapped[str] = mapped_column(String(40))
