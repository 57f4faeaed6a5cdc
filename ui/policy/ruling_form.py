"""The form of a ruling: its document and day, the shares of a split, and from when to when it holds."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QDateEdit, QWidget

from app.amounts import fen_entered
from app.bases import plain_fault
from app.errors import InputError
from app.text_limits import longest
from app.words import tr
from ui.theme import tokens
from ui.widgets import Field, column, date_field, date_of, line, row, text_label

if TYPE_CHECKING:
    from app.policy import RulingFacts


class RulingForm(QWidget):
    """Shows messages at its fields; `shares_entered` is emitted when the shares have changed."""

    shares_entered = Signal()

    def __init__(self, today: date) -> None:
        super().__init__()
        self._today = today
        self.basis = line("", hint=tr("ui.ruling.basis-hint"))
        self.shares = line("", hint=tr("ui.ruling.shares-hint"))
        self.plan = line("", hint=tr("ui.ruling.plan-hint"))
        self.decided_on = _day_field(today, "decided-on")
        self._basis = Field(
            tr("ui.ruling.basis"), self.basis, longest=longest("ruling.basis"), is_document=True
        )
        self._shares = Field(tr("ui.ruling.shares"), self.shares)
        self._plan = Field(tr("ui.ruling.plan"), self.plan)
        for each in (self._shares, self._plan):
            each.hide()
        self.shares.editingFinished.connect(self.shares_entered)
        self.plan.editingFinished.connect(self.shares_entered)
        self.limit = QCheckBox(tr("ui.ruling.limit"))
        self.first, self.last = _day_field(today, "from"), _day_field(today, "to")
        self._span = QWidget()
        first, last = text_label(tr("ui.ruling.from")), text_label(tr("ui.ruling.to"))
        self._span.setLayout(row(first, self.first, last, self.last, None))
        self._span.hide()
        self.limit.toggled.connect(self._span.setVisible)
        first_line = row(gap=tokens.WIDE)
        first_line.addWidget(self._basis, stretch=1, alignment=Qt.AlignmentFlag.AlignTop)
        day = Field(tr("ui.ruling.decided-on"), self.decided_on)
        first_line.addWidget(day, alignment=Qt.AlignmentFlag.AlignTop)
        self.setLayout(column(self._shares, self._plan, first_line, self.limit, self._span))

    def ask_shares(self, does_ask: bool) -> None:
        """Show or hide the field for shares."""
        self._shares.setVisible(does_ask)

    def ask_plan(self, does_ask: bool) -> None:
        """Show or hide the field for amounts."""
        self._plan.setVisible(does_ask)

    def plan_fen(self) -> tuple[int, ...] | None:
        """Return the amounts entered, in fen; () for none, None where one is no amount."""
        text = "" if self._plan.isHidden() else self.plan.text().strip()
        parts = [
            part.strip() for part in text.replace("，", ",").replace("、", ",").split(",") if part.strip()
        ]
        try:
            return tuple(fen_entered(part) for part in parts)
        except InputError:
            return None

    def check(self) -> bool:
        """Return whether everything needed is filled in; otherwise show a message at the field."""
        faults = []
        problem = plain_fault(self.basis.text(), self._today)
        if problem:
            faults.append((self._basis, "basis-unusable" if self.basis.text().strip() else "basis-missing"))
        if not self._shares.isHidden() and not self.valid_shares():
            faults.append((self._shares, "shares-wrong"))
        if self.plan_fen() is None:
            faults.append((self._plan, "plan-wrong"))
        for holder, key in faults:
            holder.show_fault(tr(f"ui.ruling.{key}", problem=problem))
        if faults:
            faults[0][0].field.setFocus()
        return not faults and self._basis.check_length()

    def share_percents(self) -> tuple[int, ...]:
        """Return the shares entered; () where they are not whole numbers."""
        parts = [part.strip() for part in self.shares.text().replace("，", ",").replace("、", ",").split(",")]
        return tuple(int(part) for part in parts) if all(part.isdecimal() for part in parts) else ()

    def valid_shares(self) -> tuple[int, ...]:
        """Return the shares if they are asked for and sum to 100, else ()."""
        percents = () if self._shares.isHidden() else self.share_percents()
        return percents if sum(percents) == 100 else ()

    def ruling(self, question: str, answer: str, *, contest: str, event: str) -> RulingFacts:
        """Return the ruling as entered."""
        from app.policy import RulingFacts

        return RulingFacts(
            question=question,
            answer=answer,
            basis=self.basis.text().strip(),
            decided_on=date_of(self.decided_on),
            contest=contest,
            event=event,
            valid_from=date_of(self.first) if self.limit.isChecked() else None,
            valid_to=date_of(self.last) if self.limit.isChecked() else None,
            shares=self.valid_shares(),
            plan_fen=self.plan_fen() or (),
        )


def _day_field(today: date, name: str) -> QDateEdit:
    field = date_field(today, name=tr(f"ui.ruling.{name}"))
    field.setMinimumWidth(150)
    return field
