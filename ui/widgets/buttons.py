"""Buttons by weight: primary (one per screen), second, quiet, link, and filters."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton

from ui.theme import mark, set_icon
from ui.theme.icons import SMALL

GAP = 3  # px, besides Qt's own
Act = Callable[[], object] | None


class _Button(QPushButton):
    """A button that Enter presses while it has the keyboard, also outside of dialogs."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press it."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.click()
        else:
            super().keyPressEvent(event)


def _button(text: str, role: str, act: Act, icon: str, colour: str) -> QPushButton:
    button = _Button(text)
    button.setAutoDefault(False)
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    button.setAccessibleName(text.split("(", maxsplit=1)[0])
    mark(button, role)
    if icon:
        gap = GAP if text else 0
        button.setIconSize(QSize(SMALL + gap, SMALL))
        set_icon(button, icon, colour, gap=gap)
    if act is not None:
        button.clicked.connect(lambda: act())  # noqa: PLW0108 - without the signal's «checked»
    return button


def primary_button(text: str, act: Act = None, *, icon: str = "") -> QPushButton:
    """Return the primary button of a screen."""
    return _button(text, "primary", act, icon, "on_action")


def second_button(text: str, act: Act = None, *, icon: str = "") -> QPushButton:
    """Return a button beside the primary one."""
    return _button(text, "second", act, icon, "text")


def quiet_button(text: str, act: Act = None, *, icon: str = "", name: str = "") -> QPushButton:
    """Return a button without a border; give `name` where it has only an icon."""
    button = _button(text, "quiet-button", act, icon, "quiet")
    if name:
        button.setAccessibleName(name)
        button.setToolTip(name)
    return button


def link_button(text: str, act: Act = None) -> QPushButton:
    """Return a button that looks like a link."""
    return _button(text, "link", act, "", "action")


def filter_button(text: str, act: Act = None) -> QPushButton:
    """Return a round button that stays pressed, for a filter."""
    button = _button(text, "filter", act, "", "text")
    button.setCheckable(True)
    return button
