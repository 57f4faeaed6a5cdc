"""Dialogs that every screen may open: the progress of an operation, and the reason of an act."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QProgressBar, QVBoxLayout, QWidget

from app.progress import Progress
from app.words import tr
from ui.theme import mark, tokens
from ui.widgets.buttons import second_button
from ui.widgets.fields import Field
from ui.widgets.labels import paragraph
from ui.widgets.layouts import column, row


class ProgressDialog(QDialog):
    """Shows how far an operation is; `cancelled` is emitted when the user wants to stop it.

    It is modal to its window and is closed by the operation, not by the user.
    """

    cancelled = Signal()

    def __init__(self, parent: QWidget, label: str) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.CustomizeWindowHint)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setMinimumWidth(380)
        mark(self, "floating")
        self._label = QLabel(label)
        mark(self._label, "section")
        self._bar = QProgressBar(textVisible=False, maximum=0)
        self._bar.setAccessibleName(label)
        self._count = QLabel()
        mark(self._count, "hint")
        self._cancel = second_button(tr("ui.frame.cancel"), self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.ROOMY, tokens.ROOMY, tokens.ROOMY, tokens.WIDE)
        column.setSpacing(tokens.GAP)
        for part in (self._label, self._bar, self._count):
            column.addWidget(part)
        column.addWidget(self._cancel, alignment=Qt.AlignmentFlag.AlignRight)

    def show_progress(self, progress: Progress) -> None:
        """Show how much is done."""
        self._label.setText(progress.label)
        self._bar.setMaximum(progress.total)
        self._bar.setValue(progress.done)
        if progress.total:
            self._count.setText(f"{progress.done:,} / {progress.total:,}")

    def reject(self) -> None:
        """Ask the operation to stop; the dialog stays until it has."""
        self._cancel.setEnabled(False)
        self._cancel.setText(tr("ui.frame.cancelling"))
        self.cancelled.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close when the operation is done."""
        event.accept()


class ReasonDialog(QDialog):
    """Asks for the reason of an act; its button is enabled once there is one. The default cancels."""

    def __init__(self, parent: QWidget | None, text: str, *, label: str, action: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("ui.messages.confirm"))
        self.setMinimumWidth(460)
        from app.text_limits import longest

        self.field = QLineEdit()
        self._holder = Field(label, self.field, longest=longest("audit_entry.reason"))
        self.act = second_button(action, self._on_act)
        mark(self.act, "danger")
        self.act.setEnabled(False)
        self.field.textChanged.connect(self._on_text)
        cancel = second_button(tr("ui.frame.cancel"), self.reject)
        cancel.setDefault(True)
        parts = (paragraph(text), self._holder, 4, row(None, self.act, cancel))
        self.setLayout(column(*parts, margin=tokens.ROOMY, gap=tokens.TIGHT))

    def _on_text(self, _text: str) -> None:
        self.act.setEnabled(bool(self.reason()))

    def _on_act(self) -> None:
        if self._holder.check_length():
            self.accept()

    def reason(self) -> str:
        """Return the reason entered."""
        return self.field.text().strip()
