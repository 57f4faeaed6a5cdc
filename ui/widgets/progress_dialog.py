"""What long work shows: what is being done, how much of it, and a way to stop."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QLabel, QProgressBar, QVBoxLayout, QWidget

from app.progress import Progress
from app.words import tr
from ui.theme import mark, tokens
from ui.widgets.buttons import second_button


class ProgressDialog(QDialog):
    """Window-modal; `cancelled` is sent when the user wishes to stop. The work itself closes it."""

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
        """Show where the work stands."""
        self._label.setText(progress.label)
        self._bar.setMaximum(progress.total)
        self._bar.setValue(progress.done)
        if progress.total:
            self._count.setText(f"{progress.done:,} / {progress.total:,}")

    def reject(self) -> None:
        """Ask the work to stop; the dialog stays until it has."""
        self._cancel.setEnabled(False)
        self._cancel.setText(tr("ui.frame.cancelling"))
        self.cancelled.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close only when the work is done."""
        event.accept()
