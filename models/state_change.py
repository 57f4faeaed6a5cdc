"""State changes (状态变更): each move of a result, award, register line … with its date and actor."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import SQLITE_AUTOINCREMENT, Base
from models.types import UtcDateTime


class StateChange(Base):
    """One move of the record `subject_id` of the table that `noun` names; rows are only added.

    `from_state` is empty where the record was new. `is_carried_over` marks a row made when a registry of
    the first release was upgraded and nothing in it told when or by whom: `changed_at` is then the moment
    of the upgrade and `actor` is empty. `amount_fen` is what an award or a subsidy came to when it moved.
    """

    __tablename__ = "state_change"
    __table_args__ = (
        Index("ix_state_change_subject", "noun", "subject_id", "id"),
        Index("ix_state_change_moment", "noun", "to_state", "changed_at"),
        SQLITE_AUTOINCREMENT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    noun: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[int]
    from_state: Mapped[str] = mapped_column(String(16), default="")
    to_state: Mapped[str] = mapped_column(String(16))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor: Mapped[str] = mapped_column(String(40))
    reason: Mapped[str] = mapped_column(String(500), default="")
    document: Mapped[str] = mapped_column(String(120), default="")
    amount_fen: Mapped[int | None] = mapped_column(BigInteger)
    is_carried_over: Mapped[bool] = mapped_column(default=False)
