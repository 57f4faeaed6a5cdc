"""What becomes of a failed line: paid again (重发) in a new run, to a card that a second person looked at; or
given up (放弃发放), where its winner cannot be paid.
"""

from __future__ import annotations

import json
from collections.abc import Collection

from sqlalchemy.orm import Session

from app.accounts import Right
from app.awards import AwardRow, award_rows, hindrances
from app.changes import Changes
from app.errors import ConflictError, InputError, NotFoundError
from app.failed_lines import give_up
from app.frozen_runs import RUN, canonical, details_of, freeze, next_number
from app.payments.cards import card_records, refuse_own_cards
from app.payments.planning import CARD_RECORDED, OtherPayee, award_line, batch_at_payment
from app.payments.run_steps import found_run, lines_of, refuse_approver, refuse_tampered
from app.payments.tax import tax_treatment
from app.transitions import Noun, move
from app.unit_of_work import UnitOfWork
from app.validation import required_text
from app.words import tr
from models import PaymentLine, PaymentRun, Person
from models.payment import LineState
from models.types import AwardState


def reissue_lines(work: UnitOfWork, run_id: int, line_ids: Collection[int], *, reason: str = "") -> int:
    """Make a run that pays these failed lines again to the cards recorded now; return its id.

    A card that was corrected must have been recorded by somebody else (`refuse_own_cards`); one that was
    not needs a reason why the bank will take it this time. Raises ConflictError where a line did not
    fail, its award no longer stands, or whoever acts recorded the card or approved the batch; InputError,
    NotFoundError.
    """
    work.require(Right.PAY)
    session = work.session
    old_run, failed = _failed_lines(session, run_id, line_ids)
    if old_run.batch_id is not None:
        batch_at_payment(session, old_run.batch_id)
        refuse_approver(work, old_run.batch_id)
    rows = _standing_rows(work, failed)
    tax = tax_treatment(session, rows.values())
    recorded = card_records(session, {line.person_id for line in failed})
    lines = []
    for line in failed:
        payee = _payee_now(work, line, reason)
        facts = {**details_of(line), **({"reissue": reason.strip()} if reason.strip() else {})}
        if payee.card != line.card and line.person_id in recorded:
            facts[CARD_RECORDED] = recorded[line.person_id].words
        details = canonical(facts)
        amounts = line.gross_fen, tax.tax_fen(line.gross_fen)
        move(work, Noun.PAYMENT_LINE, line, LineState.REISSUED)
        row = rows[line.award_id]
        lines.append(award_line(row, payee=payee, amounts=amounts, details=details, reissue_of_id=line.id))
    session.flush()  # the failed lines make room before the new ones stand
    run = PaymentRun(
        number=next_number(work),
        batch_id=old_run.batch_id,
        fund=old_run.fund,
        budget_year=old_run.budget_year,
        over_budget_reason=old_run.over_budget_reason,
        tax=tax.treatment.value,
        tax_basis=tax.basis,
        created_by=work.actor.name,
        created_at=work.now,
    )
    freeze(work, run, lines)
    work.touched(Changes.PAYMENTS)
    return run.id


def give_up_lines(work: UnitOfWork, run_id: int, line_ids: Collection[int], *, reason: str) -> int:
    """Give failed lines up; return how many. Their awards stay approved, and on no list.

    Such an award is listed again once its card is another one, or it leaves its batch, or its result is
    annulled. Raises InputError without a reason, NotFoundError, ConflictError where a line did not fail.
    """
    work.require(Right.PAY)
    why = required_text(reason, what=tr("payments.field.reason"))
    run, failed = _failed_lines(work.session, run_id, line_ids)
    give_up(work, failed, reason=why)
    detail: dict[str, object] = {"number": run.number, "lines": [line.position for line in failed]}
    work.audit("give-up", RUN, run.id, detail=detail, reason=why)
    work.session.flush()
    return len(failed)


def _failed_lines(
    session: Session, run_id: int, line_ids: Collection[int]
) -> tuple[PaymentRun, list[PaymentLine]]:
    """Return a run that is as it was frozen, and these lines of it, all of which failed."""
    run = found_run(session, run_id)
    refuse_tampered(session, run)
    wanted = set(line_ids)
    chosen = [line for line in lines_of(session, run_id) if line.id in wanted]
    if not chosen or len(chosen) != len(wanted):
        raise NotFoundError("payment-line-missing", run=run.number)
    for line in chosen:
        if line.state != LineState.FAILED:
            state = tr(f"core.payment-line-state.{line.state}")
            raise ConflictError("payment-not-failed", person=line.person_name, state=state)
    return run, chosen


def _standing_rows(work: UnitOfWork, failed: Collection[PaymentLine]) -> dict[int, AwardRow]:
    rows = {
        row.id: row for row in award_rows(work.session, [line.award_id for line in failed], show_ids=True)
    }
    stopped = hindrances(work.session, rows.values())
    for line in failed:
        row = rows[line.award_id]
        if row.id in stopped:
            raise ConflictError("payment-no-longer", person=row.person, why=stopped[row.id].words)
        if row.state != AwardState.APPROVED or row.amount_fen != line.gross_fen:
            why = tr("payments.not-listed.not-approved", state=row.state_words)
            raise ConflictError("payment-no-longer", person=row.person, why=why)
    return rows


def _payee_now(work: UnitOfWork, line: PaymentLine, reason: str) -> OtherPayee:
    person = work.session.get_one(Person, line.person_id)
    if line.payee != line.person_name or "cash" in json.loads(line.details):
        if not reason.strip():
            raise InputError("payment-same-card", person=line.payee)
        return OtherPayee(line.payee, line.payee_proof, line.bank, line.card)
    if not person.bank_name.strip() or not person.bank_account.strip():
        raise ConflictError("payment-no-longer", person=person.name, why=tr("payments.not-listed.no-card"))
    if (person.bank_account, person.bank_name) == (line.card, line.bank):
        if not reason.strip():
            raise InputError("payment-same-card", person=person.name)
    else:
        refuse_own_cards(work, [person.id])
    return OtherPayee(line.person_name, "", person.bank_name, person.bank_account)
