"""The panel on the right that explains whatever is selected."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.words import tr
from ui.theme import mark, tokens
from ui.widgets.brand import HEIGHT
from ui.widgets.buttons import quiet_button
from ui.widgets.card import row
from ui.widgets.labels import text_label
from ui.widgets.scroll import scrolled

WIDTH = 348


class SidePanel(QFrame):
    """A title, a way to close it, and content that scrolls. It owns the content.

    `closed` tells that the user closed it, not that another screen came.
    """

    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        mark(self, "side-panel")
        self.setFixedWidth(WIDTH)
        self.setAccessibleName(tr("ui.frame.panel"))
        self._title = text_label("", "section")
        close = quiet_button("", self.close_panel, icon="close", name=tr("ui.frame.close-panel"))
        head = QFrame()
        mark(head, "top-bar")
        head.setFixedHeight(HEIGHT)
        line = row(self._title, None, close)
        line.setContentsMargins(tokens.WIDE, 0, tokens.TIGHT, 0)
        head.setLayout(line)
        self._body = QVBoxLayout()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(head)
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
        self.clear()
        self.closed.emit()

    def clear(self) -> None:
        """Go away because another screen came."""
        self.hide()
        self._throw_away()

    def _throw_away(self) -> None:
        if self._area is not None:
            self._body.removeWidget(self._area)
            self._area.hide()
            self._area.deleteLater()
            self._area = None
