"""Payments (发放): the yearly budget."""

from __future__ import annotations

from ui.screens import ScreenSpec

SCREENS = (
    ScreenSpec(
        key="budget",
        title="ui_payments.budget.title",
        icon="standards",
        section="papers",
        screen="ui.payments.budget_screen:BudgetScreen",
        in_rail=False,
    ),
)
