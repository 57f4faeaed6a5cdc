"""The theme in force: its palette and style sheet, applied to the program, and the font of the screen."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from app.paths import FONTS
from ui.theme.style_sheet import style_sheet
from ui.theme.tokens import BODY, DARK, LIGHT, Palette

Role = QPalette.ColorRole
PREFERRED = ("Microsoft YaHei UI", "Noto Sans SC", "Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC")


class Theme(QObject):
    """The palette in force; `changed` is emitted after the colours of the program have changed."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.palette: Palette = LIGHT

    def follow_system(self, application: QApplication) -> None:
        """Apply the light or dark palette as the system has it, now and after each change."""
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(lambda scheme: self.apply(application, _palette_of(scheme)))
        self.apply(application, _palette_of(hints.colorScheme()))

    def apply(self, application: QApplication, palette: Palette) -> None:
        """Apply `palette` to the whole program."""
        self.palette = palette
        application.setPalette(_qt_palette(palette))
        application.setStyleSheet(style_sheet(palette))
        self.changed.emit()


class _Follower(QObject):
    """Calls `redraw` after changes; a child of `owner`, so that it is deleted with it."""

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


def screen_font() -> QFont:
    """Return the body font: the system's Chinese font, else our own file of 10 MB."""
    family = next((name for name in PREFERRED if QFontDatabase.hasFamily(name)), None)
    font = QFont(family or _own_family())
    font.setPixelSize(BODY)
    return font


def _own_family() -> str:
    return _family_of("NotoSansSC-Regular.ttf")


def load_rare_characters() -> None:
    """Add the font of rare characters in names; called after the start."""
    _family_of("HanaMinB.ttf")


def _family_of(file: str) -> str:
    number = QFontDatabase.addApplicationFont(str(FONTS / file))
    return QFontDatabase.applicationFontFamilies(number)[0] if number >= 0 else ""
