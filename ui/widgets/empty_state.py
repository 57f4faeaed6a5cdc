"""What an empty list shows: what this is for, and the one next step."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from ui.theme import follow_theme, mark, theme, tokens
from ui.theme.icons import pixmap
from ui.widgets.buttons import primary_button
from ui.widgets.card import column, row
from ui.widgets.labels import text_label

Centre = Qt.AlignmentFlag.AlignCenter


class EmptyState(QWidget):
    """An icon, a sentence, and at most one button."""

    def __init__(
        self,
        icon: str,
        title: str,
        text: str = "",
        *,
        action: str = "",
        on_action: Callable[[], object] | None = None,
    ) -> None:
        super().__init__()
        mark(self, "surface")
        self._icon, self._picture = icon, QLabel(alignment=Centre)
        heading, sentence = text_label(title, "section"), text_label(text, "quiet")
        heading.setAlignment(Centre)
        sentence.setAlignment(Centre)
        sentence.setWordWrap(True)
        layout = column(None, self._picture, 4, heading, sentence, margin=tokens.ROOMY)
        if action:
            self.button = primary_button(action, on_action)
            layout.addSpacing(tokens.TIGHT)
            layout.addLayout(row(None, self.button, None))
        layout.addStretch(2)
        self.setLayout(layout)
        self._draw()
        follow_theme(self, self._draw)

    def _draw(self) -> None:
        ratio = self.devicePixelRatioF()
        self._picture.setPixmap(pixmap(self._icon, theme().palette.control_line, size=48, ratio=ratio))
