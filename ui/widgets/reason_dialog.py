"""Asks why, before something is taken back: what it touches stands above, the safe button is the default."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from app.words import tr
from ui.theme import mark, tokens
from ui.widgets.buttons import second_button
from ui.widgets.card import column, row
from ui.widgets.labels import paragraph, text_label

WIDTH = 460


class ReasonDialog(QDialog):
    """The act can be chosen only once a reason stands."""

    def __init__(self, parent: QWidget | None, text: str, *, label: str, action: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("ui.messages.confirm"))
        self.setMinimumWidth(WIDTH)
        self.field = QLineEdit()
        self.field.setAccessibleName(label)
        self.act = second_button(action, self.accept)
        mark(self.act, "danger")
        self.act.setEnabled(False)
        self.field.textChanged.connect(self._on_text)
        cancel = second_button(tr("ui.frame.cancel"), self.reject)
        cancel.setDefault(True)
        parts = (paragraph(text), text_label(label, "strong"), self.field, 4, row(None, self.act, cancel))
        self.setLayout(column(*parts, margin=tokens.ROOMY, gap=tokens.TIGHT))

    def _on_text(self, _text: str) -> None:
        self.act.setEnabled(bool(self.reason()))

    def reason(self) -> str:
        """Return the reason entered."""
        return self.field.text().strip()
