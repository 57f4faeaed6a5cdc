"""Pay a batch in one go (`batch run`), for scripts: listed, exported, and recorded as paid."""

from __future__ import annotations

from app.clock import office_day
from app.payments.run_steps import make_run, mark_exported, record_paid
from app.unit_of_work import UnitOfWork
from app.words import tr
from models.types import AwardState


def pay_batch(work: UnitOfWork, batch_id: int, to: AwardState) -> None:
    """Lead the awards of a batch to «in payment», or on to «paid» where `to` says so.

    What cannot be listed stays approved, as with `make_run`; the audit says that a script recorded it as
    paid. Raises as `make_run`.
    """
    today = office_day(work.now)
    run = make_run(work, batch_id, fund=tr("payments.scripted-fund"), budget_year=today.year)
    mark_exported(work, run)
    if to == AwardState.PAID:
        record_paid(work, run, paid_on=today, reference=tr("payments.scripted-reference"))
