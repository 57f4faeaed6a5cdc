"""The line at the foot: which registry, which policy, and whether the store answers."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QLabel

from app.words import tr
from ui.theme import follow_theme, mark, theme, tokens
from ui.theme.icons import pixmap
from ui.widgets.card import row
from ui.widgets.labels import text_label


class StatusLine(QFrame):
    """Registry and policy on the left, the store's state on the right."""

    def __init__(self) -> None:
        super().__init__()
        mark(self, "status-line")
        self.setFixedHeight(32)
        self.registry, self.policy = text_label("", "hint"), text_label("", "hint")
        self._mark, self._state = QLabel(), text_label("", "hint")
        self._kind = "none"
        layout = row(self.registry, tokens.WIDE, self.policy, None, self._mark, self._state, gap=6)
        layout.setContentsMargins(tokens.ROOMY, 0, tokens.WIDE, 0)
        self.setLayout(layout)
        follow_theme(self, self._draw)

    def show_registry(self, name: str, place: str) -> None:
        """Show the registry's own name; where it lies is in the tool tip."""
        self.registry.setText(tr("ui.frame.registry", name=name))
        self.registry.setToolTip(place)

    def show_state(self, kind: str, text: str) -> None:
        """Show the store's state; `kind` is "done", "clock" or "wrong" and picks icon and colour."""
        self._kind = kind
        self._state.setText(text)
        self._draw()

    def _draw(self) -> None:
        role = {"done": "done", "clock": "quiet", "wrong": "wrong"}.get(self._kind, "quiet")
        colour = theme().palette.colour(role)
        self._mark.setPixmap(pixmap(self._kind, colour, size=14, ratio=self.devicePixelRatioF()))
