"""Runs (发放表): made from a batch and frozen, taken back before they leave, exported, paid by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts import Right, require_second_person
from app.awards import award_rows, hindrances
from app.batches import require_as_approved, standing_approvals
from app.changes import Changes
from app.errors import ConflictError, InputError, NotFoundError
from app.formats import money
from app.frozen_runs import RUN, freeze, next_number, tampered_runs
from app.payments.cards import refuse_own_cards
from app.payments.other_payees import confirm_payees, refuse_unseen_payees
from app.payments.paying import pay_line
from app.payments.planning import Exceptions, OtherPayee, RunPlan, plan_run
from app.transitions import Noun, move
from app.unit_of_work import UnitOfWork
from app.validation import check_not_future, required_text
from app.words import tr
from models import Award, PaymentLine, PaymentRun
from models.bulk import batched_ids
from models.payment import LineKind, LineState
from models.types import AwardState

_LONGEST_FUND = 120


@dataclass(frozen=True, slots=True)
class MadeRun:
    """A run just made from a plan: its id, and what the plan says of who is left out and of changed cards."""

    run_id: int
    plan: RunPlan


def make_run(
    work: UnitOfWork,
    batch_id: int,
    *,
    fund: str,
    budget_year: int,
    over_budget_reason: str = "",
    cash: Mapping[int, str] | None = None,
    payees: Mapping[int, OtherPayee] | None = None,
) -> MadeRun:
    """Freeze what of a batch can be paid today as a run.

    `cash` gives, by award, why it is paid in cash; `payees` who receives it in the winner's place.
    Raises as `plan_run` and `freeze_plan`.
    """
    work.require(Right.PAY)
    work.settle()
    special = Exceptions(cash or {}, payees or {})
    plan = plan_run(work.session, batch_id, budget_year=budget_year, exceptions=special)
    return freeze_plan(work, plan, fund=fund, over_budget_reason=over_budget_reason)


def freeze_plan(work: UnitOfWork, plan: RunPlan, *, fund: str, over_budget_reason: str = "") -> MadeRun:
    """Freeze a plan that was made in this unit of work as a run.

    Raises ConflictError where the batch is not as it was approved, nothing is left to list, or whoever acts
    approved it or recorded a card that it pays to; InputError where the fund is missing, or a reason for what
    is over the year's arrangement.
    """
    work.require(Right.PAY)
    name = required_text(fund, what=tr("payments.field.fund"))[:_LONGEST_FUND]
    _check_year(work, plan.budget_year)
    require_as_approved(work.session, plan.batch_id)
    refuse_approver(work, plan.batch_id)
    if plan.tax is None:
        raise ConflictError("payment-nothing", batch=plan.batch, why=_why_nothing(plan))
    if plan.over_fen and not over_budget_reason.strip():
        raise InputError("payment-over-budget", **_budget_words(plan))
    refuse_own_cards(work, {line.person_id for line in plan.lines if line.card and not line.payee_proof})
    run = PaymentRun(
        number=next_number(work),
        batch_id=plan.batch_id,
        fund=name,
        budget_year=plan.budget_year,
        over_budget_reason=over_budget_reason.strip() if plan.over_fen else "",
        tax=plan.tax.treatment.value,
        tax_basis=plan.tax.basis,
        created_by=work.actor.name,
        created_at=work.now,
    )
    freeze(work, run, plan.lines)
    work.touched(Changes.PAYMENTS)
    return MadeRun(run.id, plan)


def _check_year(work: UnitOfWork, year: int) -> None:
    if not work.now.year - 10 <= year <= work.now.year + 1:
        raise InputError("budget-year", year=year)


def refuse_approver(work: UnitOfWork, batch_id: int) -> None:
    """Raise ConflictError where whoever acts approved the batch."""
    for approval in standing_approvals(work.session, batch_id).values():
        require_second_person(work.actor, approval.decided_by, code="second-person-payment")


def _why_nothing(plan: RunPlan) -> str:
    """Return why nothing is listed: each reason once, with how many awards it keeps out."""
    counts: dict[str, int] = {}
    for one in plan.left_out:
        counts[one.words] = counts.get(one.words, 0) + 1
    words = [tr("payments.left-out-count", why=why, count=count) for why, count in counts.items()]
    return "；".join(words) or tr("payments.empty-batch")


def _budget_words(plan: RunPlan) -> dict[str, object]:
    return {
        "year": plan.budget_year,
        "arranged": money(plan.arranged_fen or 0),
        "amount": money(plan.gross_fen),
        "over": money(plan.over_fen),
    }


def cancel_run(work: UnitOfWork, run_id: int, *, reason: str) -> None:
    """Take back a run that has not left the office; its awards stay approved.

    Raises ConflictError for one that was exported or cancelled, InputError without a reason.
    """
    work.require(Right.PAY)
    run = found_run(work.session, run_id)
    text = required_text(reason, what=tr("payments.field.reason"))
    lines = lines_of(work.session, run_id)
    if any(line.kind == LineKind.RECOVERY or line.state != LineState.PENDING for line in lines):
        raise ConflictError("payment-run-left", run=run.number)
    for line in lines:
        move(work, Noun.PAYMENT_LINE, line, LineState.CANCELLED, reason=text)
        line.state_reason = text
    work.audit("cancel", RUN, run_id, detail={"number": run.number, "lines": len(lines)}, reason=text)
    work.touched(Changes.PAYMENTS)
    work.session.flush()


def confirm_run_payees(work: UnitOfWork, run_id: int) -> int:
    """Confirm the other payees of a run as a second person; raises as `confirm_payees`, NotFoundError."""
    run = found_run(work.session, run_id)
    refuse_tampered(work.session, run)
    return confirm_payees(work, run, lines_of(work.session, run_id))


def mark_exported(work: UnitOfWork, run_id: int) -> bool:
    """Say that a run leaves the office: its lines are at the bank, its awards in payment.

    Returns whether it left just now; a run that left before stays as it is. Raises ConflictError where the
    run was cancelled or changed, one of its awards no longer stands as it was listed, or nobody but its maker
    has seen who receives money in a winner's place.
    """
    work.require(Right.PAY)
    run = found_run(work.session, run_id)
    refuse_tampered(work.session, run)
    lines = lines_of(work.session, run_id)
    if run.batch_id is None:
        raise ConflictError("payment-run-recovery", run=run.number)
    if all(line.state == LineState.CANCELLED for line in lines):
        raise ConflictError("payment-run-cancelled", run=run.number)
    if run.exported_at is not None:
        return False
    refuse_unseen_payees(work, run, lines)
    _refuse_changed(work, run, lines)
    for line in lines:
        move(work, Noun.PAYMENT_LINE, line, LineState.EXPORTED)
        award = work.session.get_one(Award, line.award_id)
        if award.state == AwardState.APPROVED:
            move(work, Noun.AWARD, award, AwardState.IN_PAYMENT)
    run.exported_at = work.now
    work.audit("export", RUN, run_id, detail={"number": run.number, "sha256": run.sha256})
    work.touched(Changes.PAYMENTS | Changes.AWARDS)
    work.session.flush()
    return True


def _refuse_changed(work: UnitOfWork, run: PaymentRun, lines: Collection[PaymentLine]) -> None:
    """Raise ConflictError, naming the awards, where what was frozen is not what stands today."""
    session = work.session
    rows = list(award_rows(session, [line.award_id for line in lines]))
    stopped = {award: one.words for award, one in hindrances(session, rows).items()}
    fen = {int(line.award_id): line.gross_fen for line in lines}
    for row in rows:
        if row.state != AwardState.APPROVED or row.amount_fen != fen[row.id]:
            state = row.state_words
            stopped.setdefault(row.id, tr("payments.not-listed.not-approved", state=state))
    if stopped:
        names = "；".join(f"{row.person}（{row.id}）：{stopped[row.id]}" for row in rows if row.id in stopped)
        raise ConflictError("payment-run-outdated", run=run.number, awards=names)


def record_paid(
    work: UnitOfWork,
    run_id: int,
    *,
    paid_on: date,
    reference: str,
    line_ids: Collection[int] | None = None,
) -> int:
    """Record lines as paid by a paper (签领表, 付款凭证) where no bank's file says so; return how many.

    `line_ids` None means every line of the run that is still out. Raises InputError without the paper or
    for a day to come, ConflictError, saying how the lines stand, where one named or all are not out.
    """
    work.require(Right.PAY)
    session = work.session
    run = found_run(session, run_id)
    refuse_tampered(session, run)
    paper = required_text(reference, what=tr("payments.field.reference"))
    check_not_future(work, paid_on, what=tr("payments.field.paid-on"))
    lines = lines_of(session, run_id)
    if line_ids is None:
        chosen = [line for line in lines if line.state == LineState.EXPORTED]
    else:
        wanted = set(line_ids)
        chosen = [line for line in lines if line.id in wanted]
        if len(chosen) != len(wanted):
            raise NotFoundError("payment-line-missing", run=run.number)
    if not chosen or any(line.state != LineState.EXPORTED for line in chosen):
        raise ConflictError("payment-not-out", run=run.number, why=_why_not_out(chosen or lines))
    for line in chosen:
        pay_line(work, line, paid_on=paid_on, reference=paper[:80])
    work.touched(Changes.PAYMENTS | Changes.AWARDS)
    session.flush()
    return len(chosen)


def _why_not_out(lines: Collection[PaymentLine]) -> str:
    """Return how lines that are not out stand, and what to do: each state once, with how many lines."""
    counts = Counter(
        "recovery" if line.kind == LineKind.RECOVERY else line.state
        for line in lines
        if line.state != LineState.EXPORTED
    )
    return "；".join(tr(f"payments.not-out.{state}", count=count) for state, count in counts.items())


def found_run(session: Session, run_id: int) -> PaymentRun:
    """Return the run. Raises NotFoundError."""
    run = session.get(PaymentRun, run_id)
    if run is None:
        raise NotFoundError("payment-run-missing", run=run_id)
    return run


def lines_of(session: Session, run_id: int) -> list[PaymentLine]:
    """Return a run's lines in their order."""
    query = select(PaymentLine).where(PaymentLine.run_id == run_id).order_by(PaymentLine.position)
    return list(session.scalars(query))


def refuse_tampered(session: Session, run: PaymentRun) -> None:
    """Raise ConflictError, naming the lines, where a run is not what was frozen."""
    for found in tampered_runs(session, [run.id]):
        query = select(PaymentLine.position, PaymentLine.person_name).order_by(PaymentLine.position)
        named = [
            tr("payments.line-name", position=position, person=person)
            for some in batched_ids(found.line_ids)
            for position, person in session.execute(query.where(PaymentLine.id.in_(some)))
        ]
        raise ConflictError(
            "payment-run-tampered", run=run.number, lines="、".join(named) or tr("payments.heading")
        )
