"""Batches (批次): awards that go through review, publicity, approval and payment together."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from models.base import SQLITE_AUTOINCREMENT, Base, Versioned
from models.types import AwardId, UtcDateTime, one_of

_LIVE = text("left_at IS NULL")


class BatchState(StrEnum):
    """The steps of a batch, in order; DISSOLVED: given up before any money moved."""

    DRAFT = "draft"  # 草稿
    REVIEW = "review"  # 复核
    PUBLICITY = "publicity"  # 公示
    APPROVAL = "approval"  # 审批
    PAYMENT = "payment"  # 发放
    ARCHIVED = "archived"  # 归档
    DISSOLVED = "dissolved"  # 撤销


class Batch(Versioned, Base):
    """One batch. `chosen` is JSON of how its awards were chosen (contest, year, level)."""

    __tablename__ = "batch"
    __table_args__ = (one_of("state", BatchState), SQLITE_AUTOINCREMENT)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120), unique=True)
    chosen: Mapped[str] = mapped_column(String(500), default="{}")
    state: Mapped[str] = mapped_column(String(12), default="draft")
    created_by: Mapped[str] = mapped_column(String(40))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class BatchAward(Base):
    """An award in a batch, with the amount in fen it came in with; in at most one batch it has not left."""

    __tablename__ = "batch_award"
    __table_args__ = (
        CheckConstraint("(left_at IS NULL) = (left_reason = '')", name="left_with_a_reason"),
        Index("uq_batch_award_live", "award_id", unique=True, sqlite_where=_LIVE, postgresql_where=_LIVE),
        Index("ix_batch_award_batch_id", "batch_id", "award_id"),
        SQLITE_AUTOINCREMENT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"))
    award_id: Mapped[AwardId] = mapped_column(ForeignKey("award.id"))
    amount_fen: Mapped[int] = mapped_column(BigInteger)
    added_by: Mapped[str] = mapped_column(String(40))
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    left_by: Mapped[str] = mapped_column(String(40), default="")
    left_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    left_reason: Mapped[str] = mapped_column(String(500), default="")


class BatchPaper(Base):
    """A paper or file made of a batch, or a signed scan brought back: its bytes, never changed or removed.

    `kind` is a word such as notice, approval-sheet, payment-list, bank-file, signed-approval.
    `audit_entries` and `audit_seal` are the digest of the audit chain that the paper carries: how long the
    chain was and its last line's seal.
    """

    __tablename__ = "batch_paper"
    __table_args__ = (UniqueConstraint("batch_id", "kind", "sha256"), SQLITE_AUTOINCREMENT)

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"))
    kind: Mapped[str] = mapped_column(String(24))
    file_name: Mapped[str] = mapped_column(String(260))
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    made_by: Mapped[str] = mapped_column(String(40))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    audit_entries: Mapped[int]
    audit_seal: Mapped[str] = mapped_column(String(64))
