"""Payments (发放): runs and what the bank says of them, recoveries, reconciliation, and the yearly budget."""

from __future__ import annotations

from ui.context import Session
from ui.screens import ScreenSpec


def _waiting(session: Session) -> int:
    """Return how many things wait: batches to list, runs to send or to answer, money to come back."""
    from app.reports import PAYMENT_TASKS, waiting_tasks

    return sum(task.kind in PAYMENT_TASKS for task in waiting_tasks(session))


SCREENS = (
    ScreenSpec(
        key="payments",
        title="ui_payments.title",
        icon="payments",
        section="work",
        screen="ui.payments.payments_screen:PaymentsScreen",
        waiting=_waiting,
    ),
    ScreenSpec(
        key="budget",
        title="ui_payments.budget.title",
        icon="standards",
        section="papers",
        screen="ui.payments.budget_screen:BudgetScreen",
        in_rail=False,
    ),
)
