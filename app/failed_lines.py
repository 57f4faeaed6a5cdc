"""Failed lines (退回的发放行) that are given up: their award is paid by no line any more."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from app.changes import Changes
from app.transitions import Noun, move
from app.unit_of_work import LONGEST_REASON, UnitOfWork
from app.words import tr
from models import PaymentLine
from models.payment import LineKind, LineState


def give_up(work: UnitOfWork, lines: Iterable[PaymentLine], *, reason: str, follows: bool = False) -> None:
    """Cancel lines that the bank gave back; what the bank said stays beside the reason.

    `follows`: it follows from another move that was allowed. Raises as `move` does.
    """
    for line in lines:
        told = tr("payments.given-up", bank=line.state_reason, reason=reason)
        move(work, Noun.PAYMENT_LINE, line, LineState.CANCELLED, reason=reason, follows=follows)
        line.state_reason = told[:LONGEST_REASON]
        work.touched(Changes.PAYMENTS)


def give_up_fallen(work: UnitOfWork, award_id: int, *, reason: str) -> None:
    """Cancel what failed of an award that nobody is due any more: it was annulled or corrected."""
    query = select(PaymentLine).where(PaymentLine.award_id == award_id, PaymentLine.kind == LineKind.AWARD)
    failed = work.session.scalars(query.where(PaymentLine.state == LineState.FAILED)).all()
    give_up(work, failed, reason=reason, follows=True)
