"""Other payees (他人代领): who makes a run with one does not also send it, until a second person agrees.

The money goes to a card that no winner named, so that two people stand for it: another of the finance people
sends the run, or an approver confirms its payees.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from app.accounts import Right, require_second_person
from app.changes import Changes
from app.errors import ConflictError
from app.frozen_runs import RUN
from app.unit_of_work import UnitOfWork
from app.words import tr
from models import AuditEntry, PaymentLine, PaymentRun
from models.payment import LineState

_CONFIRM = "confirm-payees"


def confirm_payees(work: UnitOfWork, run: PaymentRun, lines: Iterable[PaymentLine]) -> int:
    """Say as a second person that the other payees of a run and their proofs are right; return how many.

    Raises ConflictError for whoever made the run, one without other payees, or one that left already.
    """
    work.require(Right.APPROVE)
    others = _others(lines)
    if not others or run.exported_at is not None:
        raise ConflictError("payees-none" if not others else "payees-left", run=run.number)
    require_second_person(
        work.actor, run.created_by, code="second-person-payee", run=run.number, payees=_named(others)
    )
    work.audit(_CONFIRM, RUN, run.id, detail={"number": run.number, "lines": len(others)})
    work.touched(Changes.PAYMENTS)
    return len(others)


def refuse_unseen_payees(work: UnitOfWork, run: PaymentRun, lines: Iterable[PaymentLine]) -> None:
    """Raise ConflictError where whoever made a run with other payees sends it and nobody else saw them.

    A payee to whom the same award went out before, to the same card, was seen then.
    """
    unseen = [line for line in _others(lines) if not _went_out(work, line)]
    if not unseen or _was_confirmed(work, run):
        return
    payees = _named(unseen)
    require_second_person(
        work.actor, run.created_by, code="second-person-payee", run=run.number, payees=payees
    )


def _named(lines: Iterable[PaymentLine]) -> str:
    return "、".join(tr("payments.through", person=line.person_name, payee=line.payee) for line in lines)


def _others(lines: Iterable[PaymentLine]) -> list[PaymentLine]:
    return [line for line in lines if line.payee_proof and line.state != LineState.CANCELLED]


def _went_out(work: UnitOfWork, line: PaymentLine) -> bool:
    query = select(PaymentLine.id).join(PaymentRun, PaymentRun.id == PaymentLine.run_id)
    query = query.where(PaymentLine.award_id == line.award_id, PaymentRun.exported_at.is_not(None))
    same = (PaymentLine.payee == line.payee, PaymentLine.bank == line.bank, PaymentLine.card == line.card)
    return work.session.scalar(query.where(*same).limit(1)) is not None


def _was_confirmed(work: UnitOfWork, run: PaymentRun) -> bool:
    query = select(AuditEntry.actor).where(AuditEntry.subject == RUN, AuditEntry.subject_id == str(run.id))
    actors = work.session.scalars(query.where(AuditEntry.action == _CONFIRM))
    return any(actor != run.created_by for actor in actors)
