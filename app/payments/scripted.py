"""Pay a batch in one go (`batch run`), for scripts: listed, exported, and recorded as paid."""

from __future__ import annotations

from sqlalchemy import select

from app.clock import office_day
from app.payments.planning import plan_run
from app.payments.run_steps import freeze_plan, mark_exported, record_paid
from app.unit_of_work import UnitOfWork
from app.words import tr
from models import PaymentLine, PaymentRun
from models.payment import LineState
from models.types import AwardState


def pay_batch(work: UnitOfWork, batch_id: int, to: AwardState) -> bool:
    """Lead the awards of a batch to «in payment», or on to «paid» where `to` says so.

    What an earlier call left at the bank is recorded as paid too. What cannot be listed stays approved, as
    with `make_run`; the audit says that a script recorded it as paid. Returns whether any award went
    further. Raises as `make_run`, but for a batch of which nothing can be listed.
    """
    today = office_day(work.now)
    work.settle()
    plan = plan_run(work.session, batch_id, budget_year=today.year)
    if plan.lines:
        mark_exported(work, freeze_plan(work, plan, fund=tr("payments.scripted-fund")).run_id)
    at_bank = _at_bank(work, batch_id) if to == AwardState.PAID else []
    for one in at_bank:
        record_paid(work, one, paid_on=today, reference=tr("payments.scripted-reference"))
    return bool(plan.lines or at_bank)


def _at_bank(work: UnitOfWork, batch_id: int) -> list[int]:
    """Return the runs of a batch with lines that were exported and not answered, oldest first."""
    query = select(PaymentRun.id).join(PaymentLine, PaymentLine.run_id == PaymentRun.id)
    query = query.where(PaymentRun.batch_id == batch_id, PaymentLine.state == LineState.EXPORTED)
    return list(work.session.scalars(query.distinct().order_by(PaymentRun.id)))
