"""Payments (发放): frozen runs, their lines, the bank's answers, and money that comes back."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from models.base import SQLITE_AUTOINCREMENT, Base, Versioned
from models.types import AwardId, PersonId, UtcDateTime, one_of

_RECOVERS = text("kind = 'recovery'")
_REISSUES = text("reissue_of_id IS NOT NULL")


class TaxTreatment(StrEnum):
    """How the prizes of a run are taxed: the answers of the question `income-tax`."""

    EXEMPT = "exempt"
    INCIDENTAL_INCOME = "incidental-income-20"
    BY_UNIT = "by-unit"


class LineKind(StrEnum):
    """A line pays an award, or mirrors a paid one with minus signs because money must come back."""

    AWARD = "award"
    RECOVERY = "recovery"


class LineState(StrEnum):
    """A line waits, is at the bank, was paid (a recovery: all is back), failed, or another took its place.

    CANCELLED: its run was taken back before it left the office, or it failed and was given up.
    """

    PENDING = "pending"
    EXPORTED = "exported"
    PAID = "paid"
    FAILED = "failed"
    REISSUED = "re-issued"
    CANCELLED = "cancelled"


OVER_LINES = (LineState.REISSUED, LineState.CANCELLED)
"""Lines that pay nobody any more: an award has at most one other, which stands."""

_STANDS = text(f"kind = 'award' AND state NOT IN ('{LineState.REISSUED}', '{LineState.CANCELLED}')")


class ReturnOutcome(StrEnum):
    """What a bank's return says of one of its rows."""

    PAID = "paid"
    FAILED = "failed"
    UNCLEAR = "unclear"


class PaymentRun(Versioned, Base):
    """Lines paid together (发放表): frozen when made, `sha256` is over the canonical JSON of its lines.

    `batch_id` is None for a run of recoveries. `tax_basis` is the document of the ruling;
    `over_budget_reason` is given where the run exceeds what the year's arrangement leaves.
    """

    __tablename__ = "payment_run"
    __table_args__ = (one_of("tax", TaxTreatment), SQLITE_AUTOINCREMENT)

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("batch.id"), index=True)
    fund: Mapped[str] = mapped_column(String(120), default="")
    budget_year: Mapped[int]
    over_budget_reason: Mapped[str] = mapped_column(String(500), default="")
    tax: Mapped[str] = mapped_column(String(24))
    tax_basis: Mapped[str] = mapped_column(String(200), default="")
    sha256: Mapped[str] = mapped_column(String(64))
    created_by: Mapped[str] = mapped_column(String(40))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    exported_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class PaymentLine(Versioned, Base):
    """One line; amounts in fen, minus for recoveries. All but `state` and what the bank said is frozen.

    `mirrors_id` is the paid line that a recovery takes back; `reissue_of_id` the failed line that this one
    takes the place of. `details` is canonical JSON of what the list shows besides (contest, event, rank,
    unit, document number). `payee_proof` says why the payee is not the winner. `recovery_reason` tells the
    letter to the person what happened, with its document.
    """

    __tablename__ = "payment_line"
    __table_args__ = (
        one_of("kind", LineKind),
        one_of("state", LineState),
        CheckConstraint("net_fen = gross_fen - tax_fen", name="net_is_exact"),
        CheckConstraint(
            "(kind = 'award' AND gross_fen > 0 AND tax_fen >= 0 AND net_fen >= 0)"
            " OR (kind = 'recovery' AND gross_fen < 0 AND tax_fen <= 0 AND net_fen <= 0)",
            name="sign_of_kind",
        ),
        CheckConstraint("(kind = 'recovery') = (mirrors_id IS NOT NULL)", name="recovery_mirrors_a_line"),
        CheckConstraint("payee = person_name OR payee_proof <> ''", name="other_payee_has_a_proof"),
        CheckConstraint(
            "kind = 'award' OR state IN ('pending', 'paid', 'cancelled')", name="state_of_a_recovery"
        ),
        UniqueConstraint("run_id", "position"),
        Index(
            "uq_payment_line_award", "award_id", unique=True,
            sqlite_where=_STANDS, postgresql_where=_STANDS,
        ),
        Index("ix_payment_line_mirrors_id", "mirrors_id", sqlite_where=_RECOVERS, postgresql_where=_RECOVERS),
        Index(
            "uq_payment_line_reissue", "reissue_of_id", unique=True,
            sqlite_where=_REISSUES, postgresql_where=_REISSUES,
        ),
        SQLITE_AUTOINCREMENT,
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("payment_run.id"))
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(10))
    award_id: Mapped[AwardId] = mapped_column(ForeignKey("award.id"), index=True)
    adjustment_id: Mapped[int | None] = mapped_column(ForeignKey("adjustment.id"))
    mirrors_id: Mapped[int | None] = mapped_column(ForeignKey("payment_line.id"))
    reissue_of_id: Mapped[int | None] = mapped_column(ForeignKey("payment_line.id"))
    person_id: Mapped[PersonId] = mapped_column(ForeignKey("person.id"), index=True)
    person_name: Mapped[str] = mapped_column(String(100))
    payee: Mapped[str] = mapped_column(String(100))
    payee_proof: Mapped[str] = mapped_column(String(200), default="")
    bank: Mapped[str] = mapped_column(String(200), default="")
    card: Mapped[str] = mapped_column(String(40), default="")
    gross_fen: Mapped[int] = mapped_column(BigInteger)
    tax_fen: Mapped[int] = mapped_column(BigInteger)
    net_fen: Mapped[int] = mapped_column(BigInteger)
    details: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(12), default="pending")
    state_reason: Mapped[str] = mapped_column(String(500), default="")
    recovery_reason: Mapped[str] = mapped_column(String(500), default="")
    paid_on: Mapped[date | None]
    bank_reference: Mapped[str] = mapped_column(String(80), default="")


class Repayment(Base):
    """Money that came back for a recovery line, in fen; a recovery may be repaid in parts. Only added."""

    __tablename__ = "repayment"
    __table_args__ = (CheckConstraint("amount_fen > 0", name="amount_positive"), SQLITE_AUTOINCREMENT)

    id: Mapped[int] = mapped_column(primary_key=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("payment_line.id"), index=True)
    amount_fen: Mapped[int] = mapped_column(BigInteger)
    received_on: Mapped[date]
    reference: Mapped[str] = mapped_column(String(120), default="")
    recorded_by: Mapped[str] = mapped_column(String(40))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)


class BankReturn(Base):
    """A file that the bank or finance sent back for a run, kept as it came; the same file is taken once."""

    __tablename__ = "bank_return"
    __table_args__ = (UniqueConstraint("run_id", "sha256"), SQLITE_AUTOINCREMENT)

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("payment_run.id"))
    file_name: Mapped[str] = mapped_column(String(260))
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    recorded_by: Mapped[str] = mapped_column(String(40))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)


class BankReturnLine(Base):
    """One row of a bank's return: what it said (net amount in fen), and of which line it was understood."""

    __tablename__ = "bank_return_line"
    __table_args__ = (one_of("outcome", ReturnOutcome), SQLITE_AUTOINCREMENT)

    id: Mapped[int] = mapped_column(primary_key=True)
    return_id: Mapped[int] = mapped_column(ForeignKey("bank_return.id"), index=True)
    row: Mapped[int]
    line_id: Mapped[int | None] = mapped_column(ForeignKey("payment_line.id"), index=True)
    outcome: Mapped[str] = mapped_column(String(8))
    amount_fen: Mapped[int | None] = mapped_column(BigInteger)
    paid_on: Mapped[date | None]
    reference: Mapped[str] = mapped_column(String(80), default="")
    message: Mapped[str] = mapped_column(String(400), default="")
