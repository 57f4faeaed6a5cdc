"""A big number with what it counts; one that can be clicked looks it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from ui.theme import mark
from ui.widgets.card import Card
from ui.widgets.labels import text_label


class KeyFigure(Card):
    """A label above, the figure, a hint below; with `on_action` the figure leads to where it comes from."""

    def __init__(
        self,
        label: str,
        figure: str = "—",
        hint: str = "",
        *,
        on_action: Callable[[], object] | None = None,
    ) -> None:
        super().__init__(gap=0)
        self._label = label
        self.figure = _link(on_action) if on_action else text_label("", "figure")
        self.hint = text_label("", "hint")
        for part in (text_label(label, "quiet"), self.figure, self.hint):
            self.body.addWidget(part)
        self.show_figure(figure, hint)

    def show_figure(self, figure: str, hint: str = "") -> None:
        """Show another number."""
        self.figure.setText(figure)
        self.figure.setAccessibleName(f"{self._label} {figure}")
        self.hint.setText(hint)

    def show_state(self, role: str) -> None:
        """Say by the hint's colour, besides its words, whether all is well ("done") or not ("wrong")."""
        mark(self.hint, role)


def _link(on_action: Callable[[], object]) -> QLabel | QPushButton:
    button = QPushButton()
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    button.clicked.connect(lambda: on_action())  # noqa: PLW0108 - without the signal's «checked»
    mark(button, "figure-link")
    return button
