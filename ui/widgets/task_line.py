"""One thing to do: what it is, why, and the one step that does it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QLabel, QWidget

from ui.theme import follow_theme, theme, tokens
from ui.theme.icons import pixmap
from ui.widgets.buttons import second_button
from ui.widgets.card import column, row
from ui.widgets.labels import text_label


class TaskLine(QWidget):
    """Icon, sentence and reason on the left, the step on the right."""

    def __init__(self, icon: str, text: str, why: str, *, step: str, on_step: Callable[[], object]) -> None:
        super().__init__()
        self._icon, self._picture = icon, QLabel()
        self.button = second_button(step, on_step)
        self.button.setAccessibleName(f"{step}：{text}")
        self.button.setMinimumWidth(96)
        words = column(text_label(text, "strong"), text_label(why, "hint"), gap=0)
        layout = row(self._picture, 4, words, None, self.button)
        layout.setContentsMargins(tokens.WIDE, tokens.TIGHT, tokens.GAP, tokens.TIGHT)
        self.setLayout(layout)
        self._draw()
        follow_theme(self, self._draw)

    def _draw(self) -> None:
        colour = theme().palette.asks
        self._picture.setPixmap(pixmap(self._icon, colour, ratio=self.devicePixelRatioF()))
