"""The dialog that asks who acts: one name, recorded with every step."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from app.accounts import Actor
from app.errors import InputError
from app.words import error_text, tr
from ui.theme import mark, tokens
from ui.widgets import (
    column,
    link_button,
    paragraph,
    primary_button,
    row,
    second_button,
    separator,
    text_label,
)


class ActorDialog(QDialog):
    """Asks for a name and offers to open another registry.

    `actor` is the actor of the name entered; None until a name that can be recorded is accepted.
    """

    switch_clicked = Signal()

    def __init__(self, parent: QWidget, *, name: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("ui.actor.title"))
        self.setMinimumWidth(420)
        self.actor: Actor | None = None
        self.field = QLineEdit(name)
        self.field.setAccessibleName(tr("ui.actor.name"))
        self.field.selectAll()
        self.fault = paragraph("", "wrong")
        self.fault.hide()
        self.set_button = primary_button(tr("ui.actor.set"), self.accept)
        self.set_button.setDefault(True)
        self.field.textChanged.connect(lambda: self._show_fault(""))
        switch = link_button(tr("ui.frame.switch-registry"), self._switch)
        buttons = row(switch, None, second_button(tr("ui.frame.cancel"), self.reject), self.set_button)
        self.setLayout(
            column(
                text_label(tr("ui.actor.title"), "section"),
                paragraph(tr("ui.actor.text"), "quiet"),
                self.field,
                self.fault,
                tokens.TIGHT,
                separator(),
                buttons,
                margin=tokens.ROOMY,
                gap=tokens.GAP,
            )
        )
        self.field.setFocus()

    def accept(self) -> None:
        """Close the dialog where the name can be recorded; else say beside the field why not."""
        try:
            self.actor = Actor.named(self.field.text())
        except InputError as error:
            self._show_fault(error_text(error))
            self.field.setFocus()
        else:
            super().accept()

    def _show_fault(self, text: str) -> None:
        self.fault.setText(text)
        self.fault.setVisible(bool(text))
        mark(self.field, "wrong" if text else "")

    def _switch(self) -> None:
        self.reject()
        self.switch_clicked.emit()
