"""What becomes of a failed line: paid again (重发) in a new run, to a card that a second person looked at; or
given up (放弃发放), where its winner cannot be paid.
"""

from __future__ import annotations

import json
from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts import Right, require_second_person
from app.awards import AwardRow, award_rows, hindrances
from app.changes import Changes
from app.check_digits import luhn_ok
from app.errors import ConflictError, InputError, NotFoundError
from app.failed_lines import give_up
from app.formats import masked_id
from app.frozen_runs import RUN, canonical, details_of, freeze, next_number
from app.payments.planning import OtherPayee, award_line, batch_at_payment
from app.payments.run_steps import found_run, lines_of, refuse_approver, refuse_tampered
from app.payments.tax import tax_treatment
from app.transitions import Noun, move
from app.unit_of_work import UnitOfWork
from app.validation import required_text
from app.words import tr
from models import AuditEntry, PaymentLine, PaymentRun, Person
from models.payment import LineState
from models.types import AwardState

_SET_CARD = "set-card"


def set_card(
    work: UnitOfWork,
    person_id: int,
    *,
    bank: str,
    card: str,
    proof: str,
    is_confirmed_by_bank: bool = False,
) -> None:
    """Record where a person is paid from now on; `proof` is what the number was copied from.

    A number that is written as a UnionPay card (16 to 19 digits from 62) has to satisfy its check digit,
    unless the bank confirmed it. Raises NotFoundError, InputError where bank, card or proof is missing, the
    card is no number or its check digit is wrong.
    """
    work.require(Right.RECORD)
    person = work.session.get(Person, person_id)
    if person is None:
        raise NotFoundError("person-missing", id=person_id)
    branch = required_text(bank, what=tr("payments.columns.bank"))
    number = "".join(card.split())
    if not (number.isascii() and number.isdecimal() and 8 <= len(number) <= 30):
        raise InputError("payment-card", person=person.name)
    if _has_wrong_check_digit(number) and not is_confirmed_by_bank:
        raise InputError("payment-card-checksum", person=person.name)
    source = required_text(proof, what=tr("payments.field.proof"))
    before = {"bank": person.bank_name, "card": masked_id(person.bank_account)}
    person.bank_name, person.bank_account = branch[:200], number
    after: dict[str, object] = {"before": before, "bank": branch, "card": masked_id(number)}
    if is_confirmed_by_bank:
        after["confirmed_by_bank"] = True
    work.audit(_SET_CARD, "person", person_id, detail=after, reason=source)
    work.touched(Changes.PEOPLE)
    work.session.flush()


def _has_wrong_check_digit(number: str) -> bool:
    """Return whether a UnionPay card (ISO/IEC 7812-1, from 62) fails its check digit."""
    return number.startswith("62") and 16 <= len(number) <= 19 and not luhn_ok(number)


def reissue_lines(work: UnitOfWork, run_id: int, line_ids: Collection[int], *, reason: str = "") -> int:
    """Make a run that pays these failed lines again to the cards recorded now; return its id.

    A card that was corrected must have been recorded by somebody else (`set_card`); one that was not needs a
    reason why the bank will take it this time. Raises ConflictError where a line did not fail, its award no
    longer stands, or whoever acts recorded the card or approved the batch; InputError, NotFoundError.
    """
    work.require(Right.PAY)
    session = work.session
    old_run, failed = _failed_lines(session, run_id, line_ids)
    if old_run.batch_id is not None:
        batch_at_payment(session, old_run.batch_id)
        refuse_approver(work, old_run.batch_id)
    rows = _standing_rows(work, failed)
    tax = tax_treatment(session, rows.values())
    lines = []
    for line in failed:
        payee = _payee_now(work, line, reason)
        details = canonical({**details_of(line), **({"reissue": reason.strip()} if reason.strip() else {})})
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
            why = tr("payments.not-listed.not-approved", state=tr(f"core.award-state.{row.state}"))
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
        query = select(AuditEntry.actor).where(
            AuditEntry.subject == "person",
            AuditEntry.subject_id == str(person.id),
            AuditEntry.action == _SET_CARD,
        )
        recorded_by = work.session.scalars(query.order_by(AuditEntry.id.desc()).limit(1)).first()
        require_second_person(work.actor, recorded_by, code="second-person-card", person=person.name)
    return OtherPayee(line.person_name, "", person.bank_name, person.bank_account)
