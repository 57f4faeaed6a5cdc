"""The one theme of the running program: which palette holds now, and the sheet made from it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from ui.theme.style_sheet import style_sheet
from ui.theme.tokens import DARK, LIGHT, Palette

Role = QPalette.ColorRole


class Theme(QObject):
    """Holds the palette; `changed` is sent after the colours of the whole program changed."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.palette: Palette = LIGHT

    def follow_system(self, application: QApplication) -> None:
        """Dress `application` as the system wishes, now and whenever it changes its mind."""
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(lambda scheme: self.dress(application, _palette_of(scheme)))
        self.dress(application, _palette_of(hints.colorScheme()))

    def dress(self, application: QApplication, palette: Palette) -> None:
        """Give the whole program the colours of `palette`."""
        self.palette = palette
        application.setPalette(_qt_palette(palette))
        application.setStyleSheet(style_sheet(palette))
        self.changed.emit()


class _Follower(QObject):
    """A child of what it redraws, so that it goes when that goes."""

    def __init__(self, owner: QObject, redraw: Callable[[], object]) -> None:
        super().__init__(owner)
        self._redraw = redraw
        theme().changed.connect(self.follow)

    def follow(self) -> None:
        self._redraw()


def follow_theme(owner: QObject, redraw: Callable[[], object]) -> None:
    """Call `redraw` after each change of colours, as long as `owner` lives."""
    _Follower(owner, redraw)


@cache
def theme() -> Theme:
    """Return the program's theme."""
    return Theme()


def _palette_of(scheme: Qt.ColorScheme) -> Palette:
    return DARK if scheme == Qt.ColorScheme.Dark else LIGHT


def _qt_palette(palette: Palette) -> QPalette:
    made = QPalette()
    for role, colour in {
        Role.Window: palette.ground,
        Role.Base: palette.surface,
        Role.AlternateBase: palette.ground,
        Role.Button: palette.surface,
        Role.ToolTipBase: palette.surface,
        Role.WindowText: palette.text,
        Role.Text: palette.text,
        Role.ButtonText: palette.text,
        Role.ToolTipText: palette.text,
        Role.PlaceholderText: palette.quiet,
        Role.Highlight: palette.action_tint,
        Role.HighlightedText: palette.text,
        Role.Accent: palette.action,
        Role.Link: palette.action,
        Role.Mid: palette.line,
        Role.Light: palette.line,
        Role.Dark: palette.line,
    }.items():
        made.setColor(role, QColor(colour))
    for role in (Role.Text, Role.WindowText, Role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(palette.quiet))
    return made
