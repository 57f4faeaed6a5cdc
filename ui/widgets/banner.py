"""A line that says something about the whole page, with at most one step to take."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QLabel

from ui.theme import follow_theme, mark, theme
from ui.theme.icons import pixmap
from ui.widgets.buttons import second_button
from ui.widgets.card import row
from ui.widgets.labels import paragraph

ICONS = {"asks": "warning", "wrong": "wrong", "done": "done", "action": "info"}


class Banner(QFrame):
    """`kind` is "asks", "wrong", "done" or "action" (a plain hint)."""

    def __init__(
        self,
        kind: str,
        text: str,
        *,
        action: str = "",
        on_action: Callable[[], object] | None = None,
    ) -> None:
        super().__init__()
        self._kind = kind
        mark(self, f"banner-{kind}")
        self._picture, self._text = QLabel(), paragraph(text)
        layout = row(self._picture, margin=0)
        layout.setContentsMargins(12, 8, 8, 8)
        layout.addWidget(self._text, stretch=1)
        if action:
            layout.addWidget(second_button(action, on_action))
        self.setLayout(layout)
        self._draw()
        follow_theme(self, self._draw)

    def show_text(self, kind: str, text: str) -> None:
        """Say something else."""
        self._kind = kind
        mark(self, f"banner-{kind}")
        self._text.setText(text)
        self._draw()

    def _draw(self) -> None:
        colour = theme().palette.colour(self._kind)
        self._picture.setPixmap(pixmap(ICONS[self._kind], colour, ratio=self.devicePixelRatioF()))
