"""The steps of the wizard, shown on top."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import follow_theme, theme
from ui.theme.icons import pixmap

HEIGHT, DOT, GAP, LINE = 40, 24, 8, 32


class Steps(QWidget):
    """Numbered steps in a row; those done have a tick."""

    def __init__(self, titles: list[str]) -> None:
        super().__init__()
        self._titles, self.current = titles, 0
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        follow_theme(self, self.update)
        self.show_step(0)

    def show_step(self, step: int) -> None:
        """Show the current step."""
        self.current = step
        self.setAccessibleName(f"{step + 1}/{len(self._titles)} {self._titles[step]}")
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size that the titles need."""
        metrics = QFontMetrics(self.font())
        words = sum(metrics.horizontalAdvance(title) + DOT + 2 * GAP + LINE for title in self._titles)
        return QSize(words, HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw dots, titles and the lines between them."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left = 0
        for step, title in enumerate(self._titles):
            left = self._draw_step(painter, step, title, left)
        painter.end()

    def _draw_step(self, painter: QPainter, step: int, title: str, left: int) -> int:
        palette, is_now = theme().palette, step == self.current
        is_done = step < self.current
        top = (HEIGHT - DOT) // 2
        painter.setPen(QColor(palette.action if is_now or is_done else palette.control_line))
        painter.setBrush(QColor(palette.action if is_now else palette.surface))
        painter.drawEllipse(QRectF(left + 0.5, top + 0.5, DOT - 1, DOT - 1))
        if is_done:
            tick = pixmap("check", palette.action, size=14, ratio=self.devicePixelRatioF())
            painter.drawPixmap(left + 5, top + 5, tick)
        else:
            painter.setPen(QColor(palette.on_action if is_now else palette.quiet))
            painter.drawText(QRectF(left, top, DOT, DOT), Qt.AlignmentFlag.AlignCenter, str(step + 1))
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold if is_now else QFont.Weight.Normal)
        painter.setFont(font)
        width = QFontMetrics(font).horizontalAdvance(title)
        painter.setPen(QColor(palette.text if is_now else palette.quiet))
        box = QRectF(left + DOT + GAP, 0, width + 2, HEIGHT)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, title)
        painter.setFont(self.font())
        left += DOT + GAP + width + GAP
        if step < len(self._titles) - 1:
            painter.setPen(QColor(palette.action if is_done else palette.control_line))
            painter.drawLine(left + 4, HEIGHT // 2, left + LINE - 4, HEIGHT // 2)
        return left + LINE
