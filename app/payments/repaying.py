"""Money that comes back (追回): repayments in parts, the balance, and the end of a recovery."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from app.accounts import Right
from app.changes import Changes
from app.errors import ConflictError, InputError, NotFoundError
from app.formats import money
from app.frozen_runs import details_of
from app.recoveries import repaid_fen
from app.transitions import Noun, move
from app.unit_of_work import UnitOfWork
from app.validation import check_not_future
from app.words import tr
from models import Adjustment, Award, PaymentLine, PaymentRun, Repayment
from models.adjustment import AdjustmentState
from models.bulk import batched_ids
from models.payment import LineKind, LineState
from models.types import AwardState


@dataclass(frozen=True, slots=True)
class RecoveryRow:
    """One recovery with its balance; all amounts in fen, positive. `tax_fen` of it was withheld as tax.

    What is to come back is the gross amount: the tax in it may come from the tax office.
    """

    line_id: int
    award_id: int
    person: str
    contest: str
    event: str
    demanded_fen: int
    tax_fen: int
    repaid_fen: int
    reason: str
    demanded_by: str
    demanded_at: datetime
    run: str
    paid_in: str
    state: str

    @property
    def balance_fen(self) -> int:
        """What still has to come back."""
        return self.demanded_fen - self.repaid_fen


@dataclass(frozen=True, slots=True)
class RepaymentReport:
    """What one repayment left: the balance of its line in fen; `is_recovered` at zero."""

    line_id: int
    balance_fen: int
    is_recovered: bool


def recoveries(session: Session, award_ids: Collection[int] | None = None) -> list[RecoveryRow]:
    """Return the recoveries that were not cancelled, of these awards or of all, oldest first."""
    query = select(PaymentLine, PaymentRun).join(PaymentRun, PaymentRun.id == PaymentLine.run_id)
    query = query.where(PaymentLine.kind == LineKind.RECOVERY, PaymentLine.state != LineState.CANCELLED)
    asked = [query]
    if award_ids is not None:
        asked = [query.where(PaymentLine.award_id.in_(some)) for some in batched_ids(award_ids)]
    found = sorted((row for one in asked for row in session.execute(one)), key=lambda row: row[0].id)
    back = repaid_fen(session, [line.id for line, _ in found])
    return [_row(session, line, run, back.get(line.id, 0)) for line, run in found]


def _row(session: Session, line: PaymentLine, run: PaymentRun, repaid: int) -> RecoveryRow:
    details = details_of(line)
    mirrored = session.get_one(PaymentLine, line.mirrors_id)
    return RecoveryRow(
        line.id,
        line.award_id,
        line.person_name,
        details.get("contest", ""),
        details.get("event", ""),
        -line.gross_fen,
        -line.tax_fen,
        repaid,
        line.recovery_reason,
        run.created_by,
        run.created_at,
        run.number,
        session.get_one(PaymentRun, mirrored.run_id).number,
        line.state,
    )


def record_repayment(
    work: UnitOfWork, line_id: int, *, amount_fen: int, received_on: date, reference: str = ""
) -> RepaymentReport:
    """Record money that came back for a recovery line; at zero the award (or the difference) is recovered.

    Raises InputError for nothing, more than the balance, or a day to come; NotFoundError; ConflictError
    where all is back already.
    """
    work.require(Right.PAY)
    line = work.session.get(PaymentLine, line_id)
    if line is None or line.kind != LineKind.RECOVERY:
        raise NotFoundError("recovery-missing", line=line_id)
    if line.state != LineState.PENDING:
        raise ConflictError("recovery-ended", person=line.person_name)
    _require_positive(amount_fen)
    check_not_future(work, received_on, what=tr("payments.field.received-on"))
    before = -line.gross_fen - repaid_fen(work.session, [line.id]).get(line.id, 0)
    if amount_fen > before:
        told = {"balance": money(before), "amount": money(amount_fen)}
        raise InputError("repayment-amount", person=line.person_name, **told)
    row = Repayment(
        line_id=line.id,
        amount_fen=amount_fen,
        received_on=received_on,
        reference=reference.strip()[:120],
        recorded_by=work.actor.name,
        recorded_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    balance = before - amount_fen
    detail: dict[str, object] = {"line": line.id, "amount_fen": amount_fen, "balance_fen": balance}
    work.audit("repay", "award", line.award_id, detail={**detail, "received_on": received_on})
    if balance == 0:
        _end(work, line)
    work.touched(Changes.PAYMENTS | Changes.AWARDS)
    work.session.flush()
    return RepaymentReport(line.id, balance, balance == 0)


def _require_positive(fen: int) -> None:
    if fen <= 0:
        raise InputError("repayment-not-positive", amount=money(fen))


def _end(work: UnitOfWork, line: PaymentLine) -> None:
    """Close a recovery whose money is all back; the last line of an adjustment settles it."""
    move(work, Noun.PAYMENT_LINE, line, LineState.PAID)
    work.session.flush()
    adjustment = work.session.get(Adjustment, line.adjustment_id)
    is_open = adjustment is not None and adjustment.state == AdjustmentState.OPEN
    if adjustment is not None and is_open and not _waits(work, PaymentLine.adjustment_id == adjustment.id):
        move(work, Noun.ADJUSTMENT, adjustment, AdjustmentState.SETTLED)
    award = work.session.get_one(Award, line.award_id)
    if award.state == AwardState.TO_RECOVER and not _waits(work, PaymentLine.award_id == award.id):
        move(work, Noun.AWARD, award, AwardState.RECOVERED)
    work.reassess([award.event_id])


def _waits(work: UnitOfWork, of_these: ColumnElement[bool]) -> bool:
    """Return whether any of these recovery lines still waits for money."""
    query = select(PaymentLine.id).where(PaymentLine.kind == LineKind.RECOVERY, of_these)
    query = query.where(PaymentLine.state == LineState.PENDING).limit(1)
    return work.session.scalar(query) is not None


def recover_award(
    work: UnitOfWork, award_id: int, *, amount_fen: int, received_on: date, reference: str = ""
) -> tuple[RepaymentReport, ...]:
    """Record money that came back for an award, over its recovery lines from the oldest on.

    Raises NotFoundError where nothing is demanded back of this award; as `record_repayment`.
    """
    work.require(Right.PAY)
    _require_positive(amount_fen)
    waiting = [row for row in recoveries(work.session, [award_id]) if row.balance_fen > 0]
    if not waiting:
        raise NotFoundError("recovery-none", award=award_id)
    balance = sum(row.balance_fen for row in waiting)
    if amount_fen > balance:
        told = {"balance": money(balance), "amount": money(amount_fen)}
        raise InputError("repayment-amount", person=waiting[0].person, **told)
    reports = []
    for row in waiting:
        part = min(amount_fen, row.balance_fen)
        if part > 0:
            fresh = record_repayment(
                work, row.line_id, amount_fen=part, received_on=received_on, reference=reference
            )
            reports.append(fresh)
            amount_fen -= part
    return tuple(reports)
