"""The year's money as bars: one for each state of its awards, each a way to the awards it sums."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.formats import money
from app.reports import YearState
from app.words import scoped, tr
from ui.theme import follow_theme, theme, tokens
from ui.widgets.pill import LOOKS

_w = scoped("ui.today-work")
LINE, BAR, LABEL, AMOUNT, COUNT = 32, 14, 76, 132, 64  # px: a line, its bar, and the texts beside it
Key = Qt.Key


class YearChart(QWidget):
    """Horizontal bars on one scale. A click, or Enter on the marked bar, emits `chosen` with its state."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._bars: Sequence[YearState] = ()
        self._at = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_w("chart"))
        follow_theme(self, self.update)

    def show_bars(self, bars: Sequence[YearState]) -> None:
        """Show these states, one below the other."""
        self._bars = tuple(bars)
        self._at = min(self._at, max(len(self._bars) - 1, 0))
        self.setAccessibleDescription("；".join(_spoken(bar) for bar in self._bars))
        self.updateGeometry()
        self.update()

    def line_of(self, place: int) -> QRect:
        """Return where the line of a bar is."""
        return QRect(0, place * LINE, self.width(), LINE)

    def bar_widths(self) -> list[int]:
        """Return how wide each bar is drawn, px."""
        most = max((bar.amount_fen for bar in self._bars), default=0)
        room = max(self.width() - LABEL - AMOUNT - COUNT - 2 * tokens.GAP, 0)
        return [
            0 if not bar.amount_fen else max(round(room * bar.amount_fen / most), 2) for bar in self._bars
        ]

    def sizeHint(self) -> QSize:
        """Return the room that all lines need."""
        return QSize(480, LINE * max(len(self._bars), 1))

    # -- painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the bars."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place, (bar, width) in enumerate(zip(self._bars, self.bar_widths(), strict=True)):
            self._paint_line(painter, place, bar, width)
        painter.end()

    def _paint_line(self, painter: QPainter, place: int, bar: YearState, width: int) -> None:
        palette, line = theme().palette, self.line_of(place)
        role = LOOKS.get(bar.state, ("", "quiet"))[1]
        if self.hasFocus() and place == self._at:
            painter.setPen(QPen(QColor(palette.action), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(line.adjusted(1, 2, -1, -2)), 4, 4)
        painter.setPen(QColor(palette.text if bar.awards else palette.quiet))
        left = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(line.adjusted(tokens.TIGHT, 0, 0, 0), left, _name(bar))
        painter.setPen(Qt.PenStyle.NoPen)
        room = line.width() - LABEL - AMOUNT - COUNT - 2 * tokens.GAP
        track = QRectF(LABEL + tokens.GAP, line.center().y() - BAR / 2 + 1, room, BAR)
        painter.setBrush(QColor(palette.hover))
        painter.drawRoundedRect(track, 3, 3)
        if width:
            painter.setBrush(QColor(palette.colour(role)))
            painter.drawRoundedRect(QRectF(track.x(), track.y(), width, BAR), 3, 3)
        painter.setPen(QColor(palette.action if bar.awards else palette.quiet))
        painter.drawText(line.adjusted(0, 0, -COUNT, 0), right, money(bar.amount_fen) if bar.awards else "—")
        painter.setPen(QColor(palette.quiet))
        count = _w("awards", n=f"{bar.awards:,}") if bar.awards else ""
        painter.drawText(line.adjusted(0, 0, -tokens.TIGHT, 0), right, count)

    # -- choosing a bar

    def place_at(self, point: QPoint) -> int | None:
        """Return which bar is at a point, None where none is or it sums nothing."""
        place = point.y() // LINE
        is_bar = 0 <= place < len(self._bars) and bool(self._bars[place].awards)
        return place if is_bar else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show that a bar can be clicked."""
        is_bar = self.place_at(event.position().toPoint()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if is_bar else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Go to the awards of the bar that was clicked."""
        place = self.place_at(event.position().toPoint())
        if place is not None and event.button() == Qt.MouseButton.LeftButton:
            self._at = place
            self.chosen.emit(self._bars[place].state)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go up and down the bars; Enter goes to the awards of the marked one."""
        key = Key(event.key())
        if key in (Key.Key_Up, Key.Key_Down) and self._bars:
            step = 1 if key == Key.Key_Down else -1
            self._at = min(max(self._at + step, 0), len(self._bars) - 1)
            self.update()
        elif key in (Key.Key_Return, Key.Key_Enter) and self._bars and self._bars[self._at].awards:
            self.chosen.emit(self._bars[self._at].state)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Mark a bar."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Mark none."""
        super().focusOutEvent(event)
        self.update()

    def event(self, event: QEvent) -> bool:
        """Say of the bar under the mouse what it leads to."""
        if event.type() == QEvent.Type.ToolTip:
            place = self.place_at(self.mapFromGlobal(self.cursor().pos()))
            self.setToolTip("" if place is None else _w("bar-tip", state=_name(self._bars[place])))
        return super().event(event)


def _name(bar: YearState) -> str:
    return tr(f"core.award-state.{bar.state}")


def _spoken(bar: YearState) -> str:
    return f"{_name(bar)} {money(bar.amount_fen)} {_w('awards', n=bar.awards)}"
