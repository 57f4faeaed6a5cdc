"""Who acts: one name, recorded with every step."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from app.words import tr
from ui.theme import tokens
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
    """Asks for a name; also the way to another registry."""

    switch_clicked = Signal()

    def __init__(self, parent: QWidget, *, name: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("ui.actor.title"))
        self.setMinimumWidth(420)
        self.field = QLineEdit(name)
        self.field.setAccessibleName(tr("ui.actor.name"))
        self.field.selectAll()
        self._set = primary_button(tr("ui.actor.set"), self.accept)
        self._set.setDefault(True)
        self.field.textChanged.connect(lambda: self._set.setEnabled(bool(self.name())))
        switch = link_button(tr("ui.frame.switch-registry"), self._switch)
        buttons = row(switch, None, second_button(tr("ui.frame.cancel"), self.reject), self._set)
        self.setLayout(
            column(
                text_label(tr("ui.actor.title"), "section"),
                paragraph(tr("ui.actor.text"), "quiet"),
                self.field,
                tokens.TIGHT,
                separator(),
                buttons,
                margin=tokens.ROOMY,
                gap=tokens.GAP,
            )
        )
        self.field.setFocus()

    def name(self) -> str:
        """Return the name entered."""
        return self.field.text().strip()

    def _switch(self) -> None:
        self.reject()
        self.switch_clicked.emit()
