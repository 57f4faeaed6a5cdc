"""Which font the screen is written in: the system's Chinese font, else the one that travels with us."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontDatabase

from app.paths import FONTS
from ui.theme.tokens import BODY

PREFERRED = ("Microsoft YaHei UI", "Noto Sans SC", "Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC")


def screen_font() -> QFont:
    """Return the body font; loads our own 10 MB file only where the system has no Chinese font."""
    family = next((name for name in PREFERRED if QFontDatabase.hasFamily(name)), None)
    font = QFont(family or _own_family())
    font.setPixelSize(BODY)
    return font


def _own_family() -> str:
    return _family_of("NotoSansSC-Regular.ttf")


def load_rare_characters() -> None:
    """Add the font of rare characters, so that rare names show; called after the start."""
    _family_of("HanaMinB.ttf")


def _family_of(file: str) -> str:
    number = QFontDatabase.addApplicationFont(str(FONTS / file))
    return QFontDatabase.applicationFontFamilies(number)[0] if number >= 0 else ""
