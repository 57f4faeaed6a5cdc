"""The toast: a short message over the page that disappears by itself."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QFrame, QWidget

from ui.theme import mark, tokens
from ui.widgets import link_button, row, text_label

STAY_MS = 6_000


class Toast(QFrame):
    """A short message in one line at the bottom middle of `page`, with at most one button."""

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self._page = page
        mark(self, "toast")
        self._text = text_label()
        self._action = link_button("", self._act)
        self._on_action: Callable[[], None] | None = None
        layout = row(self._text, self._action)
        layout.setContentsMargins(tokens.WIDE, tokens.TIGHT, tokens.WIDE, tokens.TIGHT)
        self.setLayout(layout)
        self._stay = QTimer(self, interval=STAY_MS, singleShot=True)
        self._stay.timeout.connect(self.hide)
        page.installEventFilter(self)
        self.hide()

    def show_toast(self, text: str, action: str, on_action: Callable[[], None] | None) -> None:
        """Show `text` for a few seconds; `action` is the word on its button, "" for none."""
        self._text.setText(text)
        self._action.setText(action)
        self._action.setVisible(bool(action))
        self._on_action = on_action
        self.adjustSize()
        self._place()
        self.show()
        self.raise_()
        self._stay.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the bottom middle when the page is resized."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        self.move(
            (self._page.width() - self.width()) // 2, self._page.height() - self.height() - tokens.ROOMY
        )

    def _act(self) -> None:
        self.hide()
        if self._on_action is not None:
            self._on_action()
