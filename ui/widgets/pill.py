"""Pills: a state as icon and word on a tinted ground, painted in table cells and as a widget."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import follow_theme, theme, tokens
from ui.theme.icons import pixmap

HEIGHT, MARK, INSET = 22, 14, 8

# icon and palette role of each state
LOOKS: dict[str, tuple[str, str]] = {
    "blocked": ("question", "asks"),
    "proposed": ("proposed", "action"),
    "none": ("none", "quiet"),
    "reviewed": ("done", "action"),
    "publicised": ("eye", "action"),
    "held": ("warning", "asks"),
    "approved": ("done", "done"),
    "in-payment": ("clock", "action"),
    "paid": ("done", "done"),
    "to-recover": ("undo", "wrong"),
    "recovered": ("undo", "quiet"),
    "draft": ("clock", "asks"),
    "confirmed": ("done", "done"),
    "superseded": ("undo", "quiet"),
    "annulled": ("wrong", "wrong"),
    "error": ("wrong", "wrong"),
    "question": ("question", "asks"),
    "warning": ("warning", "asks"),
    "hint": ("info", "action"),
    "issued": ("done", "done"),
    "due": ("clock", "asks"),
    "revoked": ("wrong", "wrong"),
    "withdrawn": ("none", "quiet"),
}


def pill_width(text: str, metrics: QFontMetrics) -> int:
    """Return the width of a pill with `text`, px."""
    return metrics.horizontalAdvance(text) + MARK + 4 + 2 * INSET


def paint_pill(painter: QPainter, rect: QRect, state: str, text: str) -> None:
    """Paint the pill of `state`, left-aligned and vertically centred in `rect`; used by table cells too."""
    symbol, role = LOOKS.get(state, ("info", "quiet"))
    palette = theme().palette
    width = min(pill_width(text, painter.fontMetrics()), rect.width())
    box = QRect(rect.left(), rect.center().y() - HEIGHT // 2 + 1, width, HEIGHT)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(palette.tint(role)))
    painter.drawRoundedRect(QRectF(box), HEIGHT / 2, HEIGHT / 2)
    ratio = painter.device().devicePixelRatio() if painter.device() else 1.0
    mark = pixmap(symbol, palette.colour(role), size=MARK, ratio=ratio)
    painter.drawPixmap(box.left() + INSET - 1, box.center().y() - MARK // 2 + 1, mark)
    painter.setPen(QColor(palette.colour(role)))
    room = box.adjusted(INSET + MARK + 3, 0, -INSET + 2, 0)
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
    painter.restore()


class Pill(QWidget):
    """A pill as a widget."""

    def __init__(self, state: str, text: str) -> None:
        super().__init__()
        self._state, self._text = state, text
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        font = self.font()
        font.setPixelSize(tokens.HINT)
        self.setFont(font)
        follow_theme(self, self.update)

    def show_state(self, state: str, text: str) -> None:
        """Show another state."""
        self._state, self._text = state, text
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size that the text needs."""
        return QSize(pill_width(self._text, self.fontMetrics()), HEIGHT + 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the pill."""
        painter = QPainter(self)
        paint_pill(painter, self.rect(), self._state, self._text)
        painter.end()
