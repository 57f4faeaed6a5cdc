"""Recoveries (追回): mirror lines with minus signs for money that must come back, and when they end.

The paid line is never changed. What is demanded back of several paid lines is taken from the latest first.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.changes import Changes
from app.clock import office_day
from app.frozen_runs import details_of, freeze, next_number
from app.transitions import Noun, move
from app.unit_of_work import UnitOfWork
from app.words import tr
from models import PaymentLine, PaymentRun, Repayment
from models.bulk import batched_ids
from models.payment import LineKind, LineState

_LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class _Part:
    """What is demanded back of one paid line: gross and tax, in fen and positive."""

    line: PaymentLine
    gross_fen: int
    tax_fen: int


def demand_back(
    work: UnitOfWork,
    *,
    adjustment_id: int,
    award_ids: Collection[int],
    fen: int,
    reason: str,
    document: str = "",
) -> int | None:
    """Make a run of mirror lines that take `fen` (gross) back of what was paid for these awards.

    Returns the run, or None where nothing is on record as paid. `reason` and `document` go to the letter.
    """
    session = work.session
    session.flush()
    paid = _paid_lines(session, award_ids)
    parts = _parts(session, paid, fen)
    if not parts:
        return None
    origin = session.get_one(PaymentRun, parts[0].line.run_id)
    run = PaymentRun(
        number=next_number(work, prefix=tr("payments.recovery-prefix")),
        batch_id=None,
        fund=origin.fund,
        budget_year=office_day(work.now).year,
        over_budget_reason="",
        tax=origin.tax,
        tax_basis=origin.tax_basis,
        created_by=work.actor.name,
        created_at=work.now,
    )
    told = "；".join(one for one in (document, reason if reason != document else "") if one)
    lines = [_mirror(part, adjustment_id, told[:_LONGEST_REASON]) for part in parts]
    freeze(work, run, lines)
    work.touched(Changes.PAYMENTS | Changes.AWARDS)
    return run.id


def _mirror(part: _Part, adjustment_id: int, told: str) -> PaymentLine:
    line = part.line
    return PaymentLine(
        kind=LineKind.RECOVERY,
        award_id=line.award_id,
        adjustment_id=adjustment_id,
        mirrors_id=line.id,
        person_id=line.person_id,
        person_name=line.person_name,
        payee=line.payee,
        payee_proof=line.payee_proof,
        bank=line.bank,
        card=line.card,
        gross_fen=-part.gross_fen,
        tax_fen=-part.tax_fen,
        net_fen=part.tax_fen - part.gross_fen,
        details=json.dumps(details_of(line), ensure_ascii=False),
        state=LineState.PENDING,
        recovery_reason=told,
    )


def _paid_lines(session: Session, award_ids: Iterable[int]) -> list[PaymentLine]:
    query = select(PaymentLine).where(PaymentLine.kind == LineKind.AWARD, PaymentLine.state == LineState.PAID)
    found = [
        line
        for some in batched_ids(set(award_ids))
        for line in session.scalars(query.where(PaymentLine.award_id.in_(some)))
    ]
    return sorted(found, key=lambda line: -line.id)


def _parts(session: Session, paid: list[PaymentLine], fen: int) -> list[_Part]:
    parts: list[_Part] = []
    for line in paid:
        gross_back, tax_back = _demanded(session, line.id)
        part = min(fen, line.gross_fen - gross_back)
        if part > 0:
            tax = _rounded(line.tax_fen * (gross_back + part), line.gross_fen) - tax_back
            parts.append(_Part(line, part, tax))
            fen -= part
    return parts


def _rounded(numerator: int, denominator: int) -> int:
    """Return the quotient of two positive numbers, half a fen rounded up."""
    return (2 * numerator + denominator) // (2 * denominator)


def _demanded(session: Session, line_id: int) -> tuple[int, int]:
    """Return what is demanded back of a paid line already: gross and tax in fen, positive."""
    query = select(func.sum(PaymentLine.gross_fen), func.sum(PaymentLine.tax_fen))
    query = query.where(PaymentLine.kind == LineKind.RECOVERY, PaymentLine.mirrors_id == line_id)
    gross, tax = session.execute(query.where(PaymentLine.state != LineState.CANCELLED)).one()
    return -int(gross or 0), -int(tax or 0)


def open_recoveries(session: Session, adjustment_id: int) -> list[PaymentLine]:
    """Return the mirror lines of an adjustment that still wait for money."""
    query = select(PaymentLine).where(
        PaymentLine.kind == LineKind.RECOVERY,
        PaymentLine.adjustment_id == adjustment_id,
        PaymentLine.state == LineState.PENDING,
    )
    return list(session.scalars(query.order_by(PaymentLine.id)))


def repaid_fen(session: Session, line_ids: Collection[int]) -> dict[int, int]:
    """Return, by mirror line, what came back for it so far, in fen; lines without repayments are absent."""
    query = select(Repayment.line_id, func.sum(Repayment.amount_fen)).group_by(Repayment.line_id)
    return {
        int(line): int(fen)
        for some in batched_ids(line_ids)
        for line, fen in session.execute(query.where(Repayment.line_id.in_(some)))
    }


def came_back_fen(session: Session, adjustment_id: int) -> int:
    """Return what was repaid for an adjustment, in fen; where anything was, it can be no other one."""
    query = select(func.sum(Repayment.amount_fen)).join(PaymentLine, PaymentLine.id == Repayment.line_id)
    return int(session.scalar(query.where(PaymentLine.adjustment_id == adjustment_id)) or 0)


def given_back_fen(session: Session, award_ids: Collection[int]) -> dict[int, int]:
    """Return, by award, what of its payment came back or is coming back in parts; in fen, gross."""
    some_back = select(Repayment.line_id).where(Repayment.line_id == PaymentLine.id).exists()
    query = select(PaymentLine.award_id, func.sum(-PaymentLine.gross_fen)).group_by(PaymentLine.award_id)
    query = query.where(PaymentLine.kind == LineKind.RECOVERY, some_back)
    return {
        int(award): int(fen)
        for some in batched_ids(award_ids)
        for award, fen in session.execute(query.where(PaymentLine.award_id.in_(some)))
    }


def cancel_recoveries(work: UnitOfWork, adjustment_id: int, reason: str) -> None:
    """Cancel the mirror lines of an adjustment for which nothing came back yet."""
    waiting = open_recoveries(work.session, adjustment_id)
    begun = repaid_fen(work.session, [line.id for line in waiting])
    for line in waiting:
        if line.id not in begun:
            move(work, Noun.PAYMENT_LINE, line, LineState.CANCELLED, reason=reason, follows=True)
            line.state_reason = reason[:_LONGEST_REASON]
            work.touched(Changes.PAYMENTS)
