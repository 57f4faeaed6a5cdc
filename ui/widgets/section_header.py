"""The head of a section: title, a quiet count beside it, actions on the right."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.widgets.card import row
from ui.widgets.labels import text_label


class SectionHeader(QWidget):
    """A line above what belongs together."""

    def __init__(self, title: str, *actions: QWidget, note: str = "") -> None:
        super().__init__()
        self.note = text_label(note, "quiet")
        self.setLayout(row(text_label(title, "section"), self.note, None, *actions))
