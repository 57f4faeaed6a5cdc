"""A big number with what it counts; clickable ones look it."""

from __future__ import annotations

from collections.abc import Callable

from ui.widgets.buttons import link_button
from ui.widgets.card import Card
from ui.widgets.labels import text_label


class KeyFigure(Card):
    """A label above, the figure, a hint below; with `on_action` a link to where the number comes from."""

    def __init__(
        self,
        label: str,
        figure: str = "—",
        hint: str = "",
        *,
        action: str = "",
        on_action: Callable[[], object] | None = None,
    ) -> None:
        super().__init__(gap=2)
        self.figure = text_label(figure, "figure")
        self.hint = text_label(hint, "hint")
        self.figure.setAccessibleName(f"{label} {figure}")
        for part in (text_label(label, "quiet"), self.figure, self.hint):
            self.body.addWidget(part)
        if action:
            self.body.addWidget(link_button(action, on_action))
        self._label = label

    def show_figure(self, figure: str, hint: str = "") -> None:
        """Show another number."""
        self.figure.setText(figure)
        self.figure.setAccessibleName(f"{self._label} {figure}")
        self.hint.setText(hint)
