"""The dialog that enters a standard (标准): rule, recipient, amounts, document, first day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QGridLayout, QLineEdit, QWidget

from app.amounts import fen_entered
from app.bases import plain_fault
from app.errors import InputError
from app.text_limits import longest
from app.words import error_text, tr
from ui.theme import mark, tokens
from ui.widgets import (
    column,
    date_field,
    date_of,
    paragraph,
    primary_button,
    quotation,
    row,
    second_button,
    text_label,
)

if TYPE_CHECKING:
    from app.policy import Rule, StandardFacts


class StandardDialog(QDialog):
    """Shows messages beside the fields; a standard needs a basis."""

    def __init__(
        self, parent: QWidget, rule: Rule, *, today: date, on_accept: Callable[[StandardFacts], None]
    ) -> None:
        super().__init__(parent)
        self._rule, self._on_accept, self._today = rule, on_accept, today
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("ui.standards.dialog"))
        self.setMinimumWidth(520)
        self.recipient, self.basis = QComboBox(), QLineEdit()
        for each in _recipients(rule):
            self.recipient.addItem(tr(f"ui.standards.recipient-name.{each}"), each)
        self.basis.setPlaceholderText(tr("ui.ruling.basis-hint"))
        self.valid_from = date_field(today)
        self.amounts = {name: QLineEdit() for name in _names(rule)}
        self.fault = text_label("", "wrong")
        self._build()

    def _build(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(tokens.GAP)
        grid.setVerticalSpacing(tokens.TIGHT)
        grid.setColumnStretch(1, 1)
        fields: list[tuple[str, QWidget]] = [(tr("ui.standards.recipient"), self.recipient)]
        for name, field in self.amounts.items():
            field.setPlaceholderText(tr("ui.standards.amount-hint"))
            fields.append((tr("ui.standards.amount-of", name=name or tr("ui.standards.amounts")), field))
        fields += [
            (tr("ui.standards.basis"), self.basis),
            (tr("ui.standards.valid-from"), self.valid_from),
        ]
        for line, (label, widget) in enumerate(fields):
            widget.setAccessibleName(label)
            grid.addWidget(text_label(label), line, 0)
            grid.addWidget(widget, line, 1)
        self.record = primary_button(tr("ui.standards.save"), self._try)
        buttons = row(None, second_button(tr("ui.frame.cancel"), self.reject), self.record)
        title = paragraph(self._rule.title, "section")
        parts = (title, quotation(self._rule.clause.text), 4, grid, self.fault, tokens.TIGHT, buttons)
        self.setLayout(column(*parts, margin=tokens.ROOMY))
        self.fault.hide()

    def _try(self) -> None:
        try:
            amounts = self._fen_by_name()
        except InputError as error:
            self._show_fault(error_text(error), next(iter(self.amounts.values())))
            return
        if not amounts:
            self._show_fault(tr("ui.standards.amount-wrong"), next(iter(self.amounts.values())))
        elif not self.basis.text().strip():
            self._show_fault(tr("ui.ruling.basis-missing"), self.basis)
        elif (length := len(self.basis.text().strip())) > (most := longest("standard.basis")):
            self._show_fault(tr("ui_forms.too-long", most=most, length=length), self.basis)
        elif fault := plain_fault(self.basis.text(), self._today):
            self._show_fault(tr("ui.ruling.basis-unusable", problem=fault), self.basis)
        else:
            self._on_accept(self._facts(amounts))
            self.accept()

    def _show_fault(self, text: str, field: QWidget) -> None:
        self.fault.setText(text)
        self.fault.show()
        mark(field, "wrong")
        field.setFocus()

    def _fen_by_name(self) -> tuple[tuple[str, int], ...]:
        """Return the amounts entered, in fen. Raises InputError where one is no amount."""
        entered = {name: field.text().strip() for name, field in self.amounts.items()}
        return tuple((name, fen_entered(text)) for name, text in entered.items() if text)

    def _facts(self, amounts: tuple[tuple[str, int], ...]) -> StandardFacts:
        from app.policy import StandardFacts

        return StandardFacts(
            rule=self._rule.id,
            recipient=self.recipient.currentData(),
            amounts_fen=amounts,
            basis=self.basis.text().strip(),
            valid_from=date_of(self.valid_from),
        )


def _recipients(rule: Rule) -> list[str]:
    recipients = getattr(rule, "recipients", None)  # awards to people; the other kind goes to units
    return list(dict.fromkeys(recipients.values())) if recipients else ["employer"]


def _names(rule: Rule) -> list[str]:
    medals = getattr(rule, "medals", None)  # by medal, else one amount for all
    return list(medals.history[-1].value or []) if medals else [""]
