"""The budget by key and click."""

from __future__ import annotations

from tests.ui.conftest import Settle
from tests.ui.registers.driver import RegisterDriver
from ui.payments.budget_screen import BudgetScreen


def test_a_budget_is_entered_and_watched(registers: RegisterDriver, settle: Settle) -> None:
    screen = registers.open("budget")
    assert isinstance(screen, BudgetScreen)
    dialog = screen.record()
    dialog.inputs["year"].setText("2024")  # type: ignore[attr-defined]  # a line
    dialog.inputs["amount"].setText("很多")  # type: ignore[attr-defined]  # a line
    dialog.inputs["basis"].setText("新财〔2024〕1号")  # type: ignore[attr-defined]  # a line
    dialog.act.click()
    settle()
    assert dialog.isVisible()  # an amount is a number
    registers.fill(amount="5,000.50")
    (year,) = [each for each in screen.model.rows if each.year == 2024]
    assert year.budget_fen == 500_050
    assert "would-exceed" in year.warnings
