"""Icons: our own SVG strokes in resources/icons, drawn in a colour of the palette when loaded."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractButton

from app.paths import RESOURCES
from ui.theme.current import follow_theme, theme
from ui.theme.tokens import ICON

FOLDER = RESOURCES / "icons"
SMALL = 16  # px, beside a word


@cache
def _source(name: str) -> str:
    return (FOLDER / f"{name}.svg").read_text("utf-8")


@cache
def pixmap(name: str, colour: str, *, size: int = ICON, ratio: float = 1.0) -> QPixmap:
    """Return the icon `name` as a pixmap of `size` logical pixels, sharp at the screen's `ratio`."""
    from PySide6.QtSvg import QSvgRenderer

    image = QPixmap(round(size * ratio), round(size * ratio))
    image.fill(Qt.GlobalColor.transparent)
    renderer = QSvgRenderer(QByteArray(_source(name).replace("currentColor", colour).encode()))
    painter = QPainter(image)
    renderer.render(painter, QRectF(0, 0, image.width(), image.height()))
    painter.end()
    image.setDevicePixelRatio(ratio)
    return image


def icon(name: str, role: str = "text", *, gap: int = 0) -> QIcon:
    """Return the icon `name` in the colour of `role` as it is now, for 100 % and 200 % screens.

    With a `gap` it is 16 pixels high with so many empty ones at its right: room before a button's word.
    """
    colour = theme().palette.colour(role)
    made = QIcon()
    for ratio in (1.0, 2.0):
        made.addPixmap(_with_gap(name, colour, gap, ratio) if gap else pixmap(name, colour, ratio=ratio))
    return made


def _with_gap(name: str, colour: str, gap: int, ratio: float) -> QPixmap:
    wide = QPixmap(round((SMALL + gap) * ratio), round(SMALL * ratio))
    wide.setDevicePixelRatio(ratio)
    wide.fill(Qt.GlobalColor.transparent)
    painter = QPainter(wide)
    painter.drawPixmap(0, 0, pixmap(name, colour, size=SMALL, ratio=ratio))
    painter.end()
    return wide


def sign() -> QIcon:
    """Return the program's own sign for title bar and task bar."""
    made = QIcon()
    for size in (16, 32, 64, 256):
        made.addPixmap(pixmap("muye", "", size=size))
    return made


def set_icon(button: QAbstractButton, name: str, role: str = "text", *, gap: int = 0) -> None:
    """Put the icon `name` on `button` and keep it in the right colour when light and dark change."""
    button.setIcon(icon(name, role, gap=gap))
    follow_theme(button, lambda: button.setIcon(icon(name, role, gap=gap)))
