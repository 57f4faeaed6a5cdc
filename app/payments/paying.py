"""What follows when a line is paid or comes back (到账、退回): its award moves, adjustments end or begin."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from app.failed_lines import give_up_fallen
from app.recoveries import demand_back
from app.transitions import Noun, move
from app.unit_of_work import UnitOfWork
from app.words import tr
from models import Adjustment, Award, PaymentLine, Result
from models.adjustment import AdjustmentState
from models.payment import LineState
from models.types import AwardState, ResultState


def pay_line(work: UnitOfWork, line: PaymentLine, *, paid_on: date | None, reference: str) -> None:
    """Record a line that was out as paid, and its award with it.

    An award whose result was annulled meanwhile is to be recovered at once, and what a correction of its
    contest or event made too much of it is demanded back.
    """
    move(work, Noun.PAYMENT_LINE, line, LineState.PAID, document=reference)
    line.paid_on, line.bank_reference = paid_on, reference
    award = work.session.get_one(Award, line.award_id)
    move(work, Noun.AWARD, award, AwardState.PAID, document=reference)
    for adjustment in _open(work, award):
        if adjustment.difference_fen > 0 and not _is_of_facts(adjustment):
            move(work, Noun.ADJUSTMENT, adjustment, AdjustmentState.SETTLED)
    if work.session.get_one(Result, award.id).state == ResultState.ANNULLED:
        _recover_annulled(work, award)
    else:
        _demand_back_overpaid(work, award)
    _reassess_corrected(work, award)


def fail_line(work: UnitOfWork, line: PaymentLine, *, reason: str) -> None:
    """Record that the bank gave a line back; its award is approved again, or falls where it was annulled."""
    move(work, Noun.PAYMENT_LINE, line, LineState.FAILED, reason=reason)
    line.state_reason = reason
    award = work.session.get_one(Award, line.award_id)
    move(work, Noun.AWARD, award, AwardState.APPROVED, reason=reason)
    result = work.session.get_one(Result, award.id)
    if result.state == ResultState.ANNULLED:
        _withdraw_annulled(work, award)
    else:
        _drop_of_facts(work, award)
    _reassess_corrected(work, award)


def _open(work: UnitOfWork, award: Award) -> list[Adjustment]:
    query = select(Adjustment).where(Adjustment.award_id == award.id)
    return list(work.session.scalars(query.where(Adjustment.state == AdjustmentState.OPEN)))


def _is_of_facts(adjustment: Adjustment) -> bool:
    """Return whether facts of the contest or event were corrected while the award was out."""
    return adjustment.replaces_id == adjustment.award_id


def _demand_back_overpaid(work: UnitOfWork, award: Award) -> None:
    for adjustment in _open(work, award):
        if _is_of_facts(adjustment) and adjustment.difference_fen < 0:
            demand_back(
                work,
                adjustment_id=adjustment.id,
                award_ids=[award.id],
                fen=-adjustment.difference_fen,
                reason=adjustment.reason,
                document=adjustment.document,
            )


def _drop_of_facts(work: UnitOfWork, award: Award) -> None:
    """Drop what a correction of facts would have changed: nothing was paid, the award is looked at anew."""
    for adjustment in _open(work, award):
        if _is_of_facts(adjustment):
            reason = tr("awards.adjustment.anew")
            move(work, Noun.ADJUSTMENT, adjustment, AdjustmentState.DROPPED, reason=reason)


def _recover_annulled(work: UnitOfWork, award: Award) -> None:
    for adjustment in _open(work, award):
        told = {"reason": adjustment.reason, "document": adjustment.document}
        reason = adjustment.reason or tr("payments.annulled-at-bank")
        move(
            work,
            Noun.AWARD,
            award,
            AwardState.TO_RECOVER,
            reason=reason,
            document=adjustment.document,
            follows=True,
        )
        demand_back(
            work,
            adjustment_id=adjustment.id,
            award_ids=[award.id],
            fen=-adjustment.difference_fen,
            **told,
        )


def _withdraw_annulled(work: UnitOfWork, award: Award) -> None:
    for adjustment in _open(work, award):
        reason, document = adjustment.reason, adjustment.document
        move(work, Noun.AWARD, award, AwardState.WITHDRAWN, reason=reason, document=document, follows=True)
        award.status, award.amount_fen = "none", None
        give_up_fallen(work, award.id, reason=reason or document)
        move(work, Noun.ADJUSTMENT, adjustment, AdjustmentState.SETTLED, follows=True)


def _reassess_corrected(work: UnitOfWork, award: Award) -> None:
    """Ask for an assessment where a newer version of the result waited for this line."""
    if not work.session.get_one(Result, award.id).is_current:
        work.reassess([award.event_id])
