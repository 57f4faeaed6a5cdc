"""The yearly budget (年度预算) against what it must bear; entries are added, never edited."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from app.accounts import Right
from app.amounts import fen_entered
from app.errors import InputError
from app.formats import chinese_date, money
from app.payments import BudgetYear, budget_year, budget_years, export_budget, record_budget
from app.words import error_text, tr
from ui.context import Session
from ui.forms import FormDialog, FormField, Values, day_field
from ui.registers import LinePanel, RegisterScreen, noted
from ui.tables import Column


class BudgetScreen(RegisterScreen):
    """One line per year."""

    key = "budget"
    word_prefix = "ui_payments.budget"

    def columns(self) -> tuple[Column[Any], ...]:
        """Return the columns."""
        return (
            Column[BudgetYear](self._head("year"), lambda each: str(each.year), 72, is_strong=True),
            _money_column(self._head("budget"), lambda each: each.budget_fen),
            _money_column(self._head("proposed"), lambda each: each.proposed_fen),
            _money_column(self._head("decided"), lambda each: each.decided_fen),
            _money_column(self._head("paid"), lambda each: each.paid_fen),
            _money_column(self._head("remaining"), lambda each: each.remaining_fen),
            Column[BudgetYear](
                self._head("warnings"),
                lambda each: "；".join(each.warning_texts()),
                220,
                stretch=True,
                state=lambda each: "warning" if each.warnings else "",
                hint=lambda each: "\n".join(each.warning_texts()),
            ),
        )

    def _head(self, name: str) -> str:
        return tr(f"registers.column.{name}").removesuffix("（元）")

    def id_of(self, line: BudgetYear) -> int:
        """A year is its own id."""
        return line.year

    def head_buttons(self) -> tuple[QWidget, ...]:
        """Return the button that enters an amount."""
        return (self.act_button("record-budget", self.record, is_first=True, needs=Right.PAY),)

    def read(self, session: Session, *, states: Sequence[str], words: str) -> list[BudgetYear]:
        """Return the years, the newest first."""
        return [budget_year(session, year) for year in budget_years(session)]

    def read_line(self, session: Session, line: BudgetYear) -> BudgetYear:
        """Return a year with its entries."""
        return budget_year(session, line.year)

    def write_workbook(self, session: Session, place: Path, *, now: datetime) -> object:
        """Write the register to `place` as a workbook."""
        return export_budget(session, place, now=now)

    def show_line(self, detail: BudgetYear) -> None:
        """Show a year's entries in the side panel."""
        state = "warning" if detail.warnings else ""
        title = self.text("year", year=detail.year)
        panel = LinePanel(title, "\n".join(detail.warning_texts()), state=state, state_text="")
        panel.add_facts(
            (
                (self._head("budget"), _said(detail.budget_fen)),
                (self._head("decided"), money(detail.decided_fen)),
                (self._head("paid"), money(detail.paid_fen)),
                (self._head("remaining"), _said(detail.remaining_fen)),
            )
        )
        entries = [
            noted(
                money(each.amount_fen),
                " · ".join(
                    filter(None, (chinese_date(each.decided_on), each.basis, each.note, each.recorded_by))
                ),
            )
            for each in detail.entries
        ]
        panel.add_section(self.text("entries"), entries)
        self.context.frame.show_panel(self.text("panel"), panel.finish())

    def record(self) -> FormDialog:
        """Enter an amount for a year, or a change of it."""
        fields = [
            FormField("year", self._head("year"), hint=self.text("year-hint")),
            FormField("amount", self.text("amount"), why=self.text("amount-why")),
            FormField(
                "basis",
                tr("registers.field.basis"),
                hint=tr("ui_forms.document-hint"),
                columns=("budget_entry.basis",),
                is_document=True,
            ),
            day_field("decided-on"),
            FormField("note", self.text("note"), is_needed=False, columns=("budget_entry.note",)),
        ]
        return self.act("record-budget", fields, _record, check=_faults)


def _faults(values: Values) -> dict[str, str]:
    faults = {}
    if not str(values["year"]).isdecimal():
        faults["year"] = tr("ui_payments.budget.year-wrong")
    try:
        fen_entered(values["amount"], may_be_negative=True)
    except InputError as error:
        faults["amount"] = error_text(error)
    return faults


def _record(unit: Any, values: Values) -> int:
    return record_budget(
        unit,
        int(values["year"]),
        amount_fen=fen_entered(values["amount"], may_be_negative=True),
        basis=values["basis"],
        decided_on=values["decided_on"],
        note=values["note"],
    )


def _said(fen: int | None) -> str:
    return "—" if fen is None else money(fen)


def _money_column(title: str, fen: Any) -> Column[BudgetYear]:
    return Column(title, lambda each: _said(fen(each)), 112, is_number=True)
