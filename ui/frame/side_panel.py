"""The panel on the right, which explains what is selected, and the help page (F1) that it shows."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from app.words import tr, words_of
from ui.theme import mark, tokens
from ui.widgets import Part, column, paragraph, quiet_button, row, scrolled, separator, text_label

WIDTH = 348


class SidePanel(QFrame):
    """A title, a button to close it, and content that scrolls. It owns the content.

    `closed` is emitted when the user closes it, not when another screen is opened.
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
        head.setFixedHeight(tokens.BAR)
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
        """Show `content` under `title` instead of what was shown before."""
        self._delete_content()
        self._title.setText(title)
        self._area = scrolled(content)
        self._body.addWidget(self._area)
        self.show()

    def close_panel(self) -> None:
        """Close the panel, delete its content and tell so."""
        self.clear()
        self.closed.emit()

    def clear(self) -> None:
        """Hide the panel and delete its content."""
        self.hide()
        self._delete_content()

    def _delete_content(self) -> None:
        if self._area is not None:
            self._body.removeWidget(self._area)
            self._area.hide()
            self._area.deleteLater()
            self._area = None


def help_page(text: str) -> QWidget:
    """Return what F1 shows: a screen's help, as paragraphs of `text`, and the keys that work everywhere."""
    page = QWidget()
    parts: list[Part] = [paragraph(each) for each in text.split("\n") if each.strip()]
    if parts:
        parts += [4, separator(), 4]
    page.setLayout(
        column(*parts, text_label(tr("ui.help.keys"), "strong"), _keys(), None, margin=tokens.WIDE)
    )
    return page


def _keys() -> QGridLayout:
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(tokens.WIDE)
    grid.setColumnStretch(1, 1)
    for line, (keys, meaning) in enumerate(words_of("ui.keys").items()):
        grid.addWidget(text_label(keys, "quiet"), line, 0)
        grid.addWidget(text_label(meaning), line, 1)
    return grid
