"""Claims for introduction subsidies (引才奖补): approved by a second person, paid, or recovered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from app.accounts import Right
from app.formats import chinese_date, money
from app.introductions import (
    SubsidyRow,
    approve_subsidy,
    demand_subsidy_back,
    export_introductions,
    record_subsidy_payment,
    record_subsidy_recovery,
    subsidy_rows,
    withdraw_subsidy,
)
from app.words import tr
from ui.context import Session
from ui.forms import FormField, day_field, document_field, reason_field
from ui.registers import LinePanel, RegisterScreen, look
from ui.tables import Column

_NEEDS = {
    "approve-subsidy": Right.APPROVE,
    "withdraw": Right.RECORD,
    "pay-subsidy": Right.PAY,
    "demand-back": Right.ANNUL,
    "recover": Right.PAY,
}


class SubsidiesScreen(RegisterScreen):
    """Opened on one claim: `line`."""

    key = "subsidies"
    word_prefix = "ui_introductions.subsidies"
    state_words = "introductions.subsidy-state"

    def columns(self) -> tuple[Column[Any], ...]:
        """Return the columns."""
        head = "registers.column.{}".format
        return (
            Column[SubsidyRow](
                tr(head("unit")), lambda each: each.unit, 220, sort="unit", stretch=True, is_strong=True
            ),
            Column[SubsidyRow](tr(head("person")), lambda each: each.person, 96, sort="person"),
            Column[SubsidyRow](
                tr(head("amount")),
                lambda each: money(each.amount_fen),
                124,
                sort="amount_fen",
                is_number=True,
            ),
            Column[SubsidyRow](
                tr(head("claimed-on")),
                lambda each: chinese_date(each.claimed_on),
                124,
                sort="claimed_on",
                is_quiet=True,
            ),
            Column[SubsidyRow](
                tr(head("state")),
                lambda each: tr(f"introductions.subsidy-state.{each.state}"),
                104,
                sort="state",
                state=lambda each: look(each.state),
            ),
        )

    def read(self, session: Session, *, states: Sequence[str], words: str) -> list[SubsidyRow]:
        """Return the claims."""
        rows = subsidy_rows(session, states=states)
        return [row for row in rows if words in row.unit or words in row.person]

    def read_line(self, session: Session, line: SubsidyRow) -> SubsidyRow:
        """A line says everything itself."""
        return line

    def write_workbook(self, session: Session, place: Path, *, now: datetime) -> object:
        """Write the register to `place` as a workbook."""
        return export_introductions(session, place, now=now)

    def show_line(self, detail: SubsidyRow) -> None:
        """Show everything about one claim in the side panel."""
        text = tr(f"introductions.subsidy-state.{detail.state}")
        note = tr("introductions.introduced", unit=detail.unit, person=detail.person)
        panel = LinePanel(money(detail.amount_fen), note, state=detail.state, state_text=text)
        panel.add_buttons(self._buttons(detail))
        head = "registers.column.{}".format
        panel.add_facts(
            (
                (tr(head("standard")), detail.standard_basis),
                (tr(head("document")), detail.document),
                (tr(head("claimed-on")), f"{chinese_date(detail.claimed_on)} {detail.claimed_by}"),
                (
                    tr(head("approved-on")),
                    f"{chinese_date(detail.approved_on)} {detail.approved_by}" if detail.approved_on else "",
                ),
                (tr(head("paid-on")), chinese_date(detail.paid_on) if detail.paid_on else ""),
                (tr("registers.field.reason"), detail.state_reason),
            )
        )
        self.context.frame.show_panel(self.text("panel"), panel.finish())

    def _buttons(self, line: SubsidyRow) -> list[QWidget]:
        acts = {
            "claimed": ("approve-subsidy", "withdraw"),
            "approved": ("pay-subsidy", "withdraw"),
            "paid": ("demand-back",),
            "to-recover": ("recover",),
        }.get(line.state, ())
        begin = {
            "approve-subsidy": self.approve,
            "withdraw": self.withdraw,
            "pay-subsidy": self.pay,
            "demand-back": self.demand_back,
            "recover": self.recover,
        }
        return [
            self.act_button(name, partial(begin[name], line), is_first=place == 0, needs=_NEEDS[name])
            for place, name in enumerate(acts)
        ]

    # -- acts

    def _about(self, line: SubsidyRow) -> str:
        return (
            f"{tr('introductions.introduced', unit=line.unit, person=line.person)}　{money(line.amount_fen)}"
        )

    def approve(self, line: SubsidyRow) -> None:
        """Approve a claim that someone else entered."""
        day = FormField("approved_on", tr("registers.column.approved-on"), "day")
        self.act(
            "approve-subsidy",
            [day],
            lambda unit, values: approve_subsidy(unit, line.id, version=line.version, **values),
            about=self._about(line),
        )

    def pay(self, line: SubsidyRow) -> None:
        """Record that an approved claim was paid."""
        self.act(
            "pay-subsidy",
            [day_field("paid-on")],
            lambda unit, values: record_subsidy_payment(unit, line.id, version=line.version, **values),
            about=self._about(line),
        )

    def withdraw(self, line: SubsidyRow) -> None:
        """Take a claim back before it is paid."""
        self.act(
            "withdraw",
            [reason_field()],
            lambda unit, values: withdraw_subsidy(unit, line.id, version=line.version, **values),
            about=self._about(line),
            is_danger=True,
        )

    def demand_back(self, line: SubsidyRow) -> None:
        """Demand a paid subsidy back by a document."""
        self.act(
            "demand-back",
            [document_field(), reason_field()],
            lambda unit, values: demand_subsidy_back(unit, line.id, version=line.version, **values),
            about=self._about(line),
            is_danger=True,
        )

    def recover(self, line: SubsidyRow) -> None:
        """Record that a subsidy was recovered."""
        day = FormField("recovered_on", tr("registers.field.recovered-on"), "day")
        self.act(
            "recover",
            [day],
            lambda unit, values: record_subsidy_recovery(unit, line.id, version=line.version, **values),
            about=self._about(line),
        )
