"""The form of a ruling: its document and day, the shares of a split, and from when to when it holds."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QDateEdit, QLabel, QLineEdit, QWidget

from app.amounts import fen_entered
from app.errors import InputError
from app.words import tr
from ui.theme import mark, tokens
from ui.widgets import column, row, text_label

if TYPE_CHECKING:
    from app.policy import RulingFacts


class RulingForm(QWidget):
    """Shows messages at its fields; `shares_entered` is emitted when the shares have changed."""

    shares_entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.basis, self.shares, self.plan = QLineEdit(), QLineEdit(), QLineEdit()
        self.plan.setPlaceholderText(tr("ui.ruling.plan-hint"))
        self._plan_fault = text_label("", "wrong")
        self.basis.setPlaceholderText(tr("ui.ruling.basis-hint"))
        self.shares.setPlaceholderText(tr("ui.ruling.shares-hint"))
        self.decided_on = _day_field(tr("ui.ruling.decided-on"))
        self._basis_fault, self._shares_fault = text_label("", "wrong"), text_label("", "wrong")
        self.shares.editingFinished.connect(self.shares_entered)
        self.limit = QCheckBox(tr("ui.ruling.limit"))
        self.first, self.last = _day_field(tr("ui.ruling.from")), _day_field(tr("ui.ruling.to"))
        self._span = QWidget()
        parts = (
            text_label(tr("ui.ruling.from")),
            self.first,
            text_label(tr("ui.ruling.to")),
            self.last,
            None,
        )
        self._span.setLayout(row(*parts))
        self._span.hide()
        self.limit.toggled.connect(self._span.setVisible)
        self._shares_row = _field(tr("ui.ruling.shares"), self.shares, self._shares_fault)
        self._shares_row.hide()
        self._plan_row = _field(tr("ui.ruling.plan"), self.plan, self._plan_fault)
        self._plan_row.hide()
        self.plan.editingFinished.connect(self.shares_entered)
        self.plan.textChanged.connect(lambda: _show_fault(self.plan, self._plan_fault, ""))
        basis = _field(tr("ui.ruling.basis"), self.basis, self._basis_fault)
        day = _field(tr("ui.ruling.decided-on"), self.decided_on, text_label(""))
        first_line = row(gap=tokens.WIDE)
        first_line.addWidget(basis, stretch=1, alignment=Qt.AlignmentFlag.AlignTop)
        first_line.addWidget(day, alignment=Qt.AlignmentFlag.AlignTop)
        self.setLayout(column(self._shares_row, self._plan_row, first_line, self.limit, self._span))
        self.basis.textChanged.connect(lambda: _show_fault(self.basis, self._basis_fault, ""))
        self.shares.textChanged.connect(lambda: _show_fault(self.shares, self._shares_fault, ""))

    def ask_shares(self, does_ask: bool) -> None:
        """Show or hide the field for shares."""
        self._shares_row.setVisible(does_ask)

    def ask_plan(self, does_ask: bool) -> None:
        """Show or hide the field for amounts."""
        self._plan_row.setVisible(does_ask)

    def plan_fen(self) -> tuple[int, ...] | None:
        """Return the amounts entered, in fen; () for none, None where one is no amount."""
        text = "" if self._plan_row.isHidden() else self.plan.text().strip()
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
        if not self.basis.text().strip():
            faults.append((self.basis, self._basis_fault, "ui.ruling.basis-missing"))
        if not self._shares_row.isHidden() and not self.valid_shares():
            faults.append((self.shares, self._shares_fault, "ui.ruling.shares-wrong"))
        if self.plan_fen() is None:
            faults.append((self.plan, self._plan_fault, "ui.ruling.plan-wrong"))
        for field, label, key in faults:
            _show_fault(field, label, tr(key))
        if faults:
            faults[0][0].setFocus()
        return not faults

    def share_percents(self) -> tuple[int, ...]:
        """Return the shares entered; () where they are not whole numbers."""
        parts = [part.strip() for part in self.shares.text().replace("，", ",").replace("、", ",").split(",")]
        return tuple(int(part) for part in parts) if all(part.isdecimal() for part in parts) else ()

    def valid_shares(self) -> tuple[int, ...]:
        """Return the shares if they are asked for and sum to 100, else ()."""
        percents = () if self._shares_row.isHidden() else self.share_percents()
        return percents if sum(percents) == 100 else ()

    def ruling(self, question: str, answer: str, *, contest: str, event: str) -> RulingFacts:
        """Return the ruling as entered."""
        from app.policy import RulingFacts

        return RulingFacts(
            question=question,
            answer=answer,
            basis=self.basis.text().strip(),
            decided_on=_day(self.decided_on),
            contest=contest,
            event=event,
            valid_from=_day(self.first) if self.limit.isChecked() else None,
            valid_to=_day(self.last) if self.limit.isChecked() else None,
            shares=self.valid_shares(),
            plan_fen=self.plan_fen() or (),
        )


def _field(label: str, field: QWidget, fault: QLabel) -> QWidget:
    field.setAccessibleName(label)
    holder = QWidget()
    holder.setLayout(column(text_label(label, "strong"), field, fault, gap=4))
    fault.setVisible(False)
    return holder


def _day_field(name: str) -> QDateEdit:
    field = QDateEdit(QDate.currentDate())
    field.setCalendarPopup(True)
    field.setDisplayFormat("yyyy年M月d日")
    field.setAccessibleName(name)
    field.setMinimumWidth(150)
    return field


def _day(field: QDateEdit) -> date:
    day = field.date()
    return date(day.year(), day.month(), day.day())


def _show_fault(field: QWidget, label: QLabel, text: str) -> None:
    label.setText(text)
    label.setVisible(bool(text))
    mark(field, "wrong" if text else "")
