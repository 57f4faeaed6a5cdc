"""The coloured bar of a rehearsal registry (演练): nobody shall take it for the real one."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame

from app.words import tr
from ui.theme import mark
from ui.widgets.card import row
from ui.widgets.labels import text_label


class RehearsalBar(QFrame):
    """One line across the whole window."""

    def __init__(self) -> None:
        super().__init__()
        mark(self, "rehearsal")
        self.setFixedHeight(28)
        text = text_label(tr("ui.frame.rehearsal"))
        text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setLayout(row(text))
        self.hide()
