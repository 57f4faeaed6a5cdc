"""The panel on the right that explains whatever is selected."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.words import word
from ui.theme import mark, tokens
from ui.widgets.buttons import quiet_button
from ui.widgets.card import row
from ui.widgets.labels import text_label
from ui.widgets.scroll import scrolled

WIDTH = 348


class SidePanel(QFrame):
    """A title, a way to close it, and content that scrolls. It owns the content."""

    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        mark(self, "side-panel")
        self.setFixedWidth(WIDTH)
        self.setAccessibleName(word("ui.frame.panel"))
        self._title = text_label("", "section")
        close = quiet_button("", self.close_panel, icon="close", name=word("ui.frame.close-panel"))
        head = row(self._title, None, close)
        head.setContentsMargins(tokens.WIDE, tokens.TIGHT, tokens.TIGHT, tokens.TIGHT)
        self._body = QVBoxLayout()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addLayout(self._body, stretch=1)
        self._area: QWidget | None = None
        self.hide()

    def show_content(self, title: str, content: QWidget) -> None:
        """Show `content` under `title`; what was there before is thrown away."""
        self._throw_away()
        self._title.setText(title)
        self._area = scrolled(content)
        self._body.addWidget(self._area)
        self.show()

    def close_panel(self) -> None:
        """Close it and throw its content away."""
        self.hide()
        self._throw_away()
        self.closed.emit()

    def _throw_away(self) -> None:
        if self._area is not None:
            self._body.removeWidget(self._area)
            self._area.hide()
            self._area.deleteLater()
            self._area = None
