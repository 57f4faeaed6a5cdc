"""Approvals (审批): what was decided of a batch at each stage, by whom, on which paper."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import SQLITE_AUTOINCREMENT, Base
from models.types import UtcDateTime


class Approval(Base):
    """One decision on a batch at one stage. Of a row that stands, only `is_void` is ever changed.

    `amount_fen` and `awards` are what was approved; `awards_sha256` is over the award ids and amounts in
    order, so that a batch that changed afterwards is seen. Not `is_granted`: the batch was returned.
    `is_void` marks decisions taken back when the batch returned to an earlier step.
    """

    __tablename__ = "approval"
    __table_args__ = (
        CheckConstraint("stage IN (1, 2)", name="stage_known"),
        CheckConstraint("is_granted OR reason <> ''", name="refused_with_a_reason"),
        SQLITE_AUTOINCREMENT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"), index=True)
    stage: Mapped[int]
    is_granted: Mapped[bool]
    is_void: Mapped[bool] = mapped_column(default=False)
    awards: Mapped[int]
    amount_fen: Mapped[int] = mapped_column(BigInteger)
    awards_sha256: Mapped[str] = mapped_column(String(64))
    decided_on: Mapped[date]
    document: Mapped[str] = mapped_column(String(120), default="")
    reason: Mapped[str] = mapped_column(String(500), default="")
    decided_by: Mapped[str] = mapped_column(String(40))
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)
