"""The one search box: tells what is typed after a short rest, and at once on Enter."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLineEdit

from app.words import tr
from ui.theme import follow_theme
from ui.theme.icons import icon

REST_MS = 180


class SearchBox(QLineEdit):
    """`searched` carries the text, "" when it was cleared."""

    searched = Signal(str)

    def __init__(self) -> None:
        super().__init__(clearButtonEnabled=True)
        self.setAccessibleName(tr("ui.frame.search"))
        self._mark = self.addAction(icon("search", "quiet"), QLineEdit.ActionPosition.LeadingPosition)
        follow_theme(self, lambda: self._mark.setIcon(icon("search", "quiet")))
        self._rest = QTimer(self, interval=REST_MS, singleShot=True)
        self._rest.timeout.connect(self._send)
        self.textEdited.connect(lambda _text: self._rest.start())
        self.textChanged.connect(self._on_text)
        self.returnPressed.connect(self._send)

    def _on_text(self, text: str) -> None:
        if not text:
            self._send()

    def _send(self) -> None:
        self._rest.stop()
        self.searched.emit(self.text().strip())
