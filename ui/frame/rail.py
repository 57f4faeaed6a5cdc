"""The navigation rail on the left: the screens, and the counts of what waits in each."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QEnterEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.changes import Changes
from app.words import tr
from ui.context import Context, Session
from ui.screens import ScreenSpec
from ui.theme import mark, theme, tokens
from ui.theme.icons import pixmap
from ui.widgets import column, row, scrolled, text_label

WIDTH = 184  # px, of the rail
HEIGHT, LOWEST = 34, 24  # px, of a button in it; in a low window all of them give way, so that none is hidden
REST_MS = 150  # several changes within this time are counted once
Key = Qt.Key


class Brand(QWidget):
    """The program's sign and name at the head of the rail, as high as the top bar beside it."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(tokens.BAR)
        sign = QLabel()
        sign.setPixmap(pixmap("muye", "", size=28, ratio=self.devicePixelRatioF()))
        name = text_label(tr("ui.frame.program"), "section")
        layout = row(sign, name, None, gap=10)
        layout.setContentsMargins(tokens.TIGHT, 0, 0, 0)
        layout.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        self.setLayout(layout)


class RailButton(QAbstractButton):
    """The button of a screen: icon, name, and the count of what waits there."""

    def __init__(self, spec: ScreenSpec, *, shortcut: str) -> None:
        super().__init__()
        self.key, self._icon, self._count = spec.key, spec.icon, 0
        self.setText(tr(spec.title))
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setToolTip(f"{self.text()}  {shortcut}".strip())
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setMinimumHeight(LOWEST)
        self.setMaximumHeight(HEIGHT)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.show_count(0)

    def show_count(self, count: int) -> None:
        """Show how much waits; nothing for none."""
        self._count = count
        waits = tr("ui.frame.waiting", n=count) if count else ""
        self.setAccessibleName(f"{self.text()} {waits}".strip())
        self.update()

    def sizeHint(self) -> QSize:
        """Return the height where there is room, for any width."""
        return QSize(WIDTH - 16, HEIGHT)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Repaint with the hover background."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Repaint without the hover background."""
        super().leaveEvent(event)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the focus up and down the rail; Enter opens."""
        if event.key() in (Key.Key_Up, Key.Key_Down):
            self.focusNextPrevChild(event.key() == Key.Key_Down)
        elif event.key() in (Key.Key_Return, Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw background, icon, name and count."""
        palette = theme().palette
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_background(painter)
        colour = palette.action if self.isChecked() else palette.text
        mark_colour = palette.action if self.isChecked() else palette.quiet
        image = pixmap(self._icon, mark_colour, ratio=self.devicePixelRatioF())
        painter.drawPixmap(QPoint(12, (self.height() - tokens.ICON) // 2), image)
        font = self.font()
        font.setBold(self.isChecked())
        painter.setFont(font)
        painter.setPen(QColor(colour))
        painter.drawText(
            QRect(42, 0, self.width() - 84, self.height()), Qt.AlignmentFlag.AlignVCenter, self.text()
        )
        if self._count:
            self._paint_count(painter)
        painter.end()

    def _paint_background(self, painter: QPainter) -> None:
        palette = theme().palette
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        background = palette.action_tint if self.isChecked() else palette.hover if self.underMouse() else ""
        painter.setPen(QPen(QColor(palette.action), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(background) if background else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, tokens.RADIUS, tokens.RADIUS)

    def _paint_count(self, painter: QPainter) -> None:
        palette = theme().palette
        text = str(self._count) if self._count < 10_000 else "9999+"
        font = self.font()
        font.setPixelSize(tokens.HINT)
        font.setBold(True)
        painter.setFont(font)
        width = max(painter.fontMetrics().horizontalAdvance(text) + 12, 22)
        box = QRect(self.width() - width - 8, (self.height() - 20) // 2, width, 20)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(palette.asks_tint))
        painter.drawRoundedRect(box, 10, 10)
        painter.setPen(QColor(palette.asks))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


class Rail(QFrame):
    """The buttons of all screens in their sections; `chosen` carries the key of a screen."""

    chosen = Signal(str)

    def __init__(self, specs: tuple[ScreenSpec, ...]) -> None:
        super().__init__()
        mark(self, "rail")
        self.setFixedWidth(WIDTH)
        self.setAccessibleName(tr("ui.frame.rail"))
        self.buttons: dict[str, RailButton] = {}
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(tokens.TIGHT, 0, tokens.TIGHT, tokens.TIGHT)
        layout.setSpacing(0)
        section = "work"
        for place, spec in enumerate(specs, start=1):
            if spec.section != section:
                section = spec.section
                layout.addWidget(_section_label(section))
            layout.addWidget(self._button(spec, f"Ctrl+{place}" if place <= 9 else ""))
        layout.addStretch(1)
        brand = column(Brand())
        brand.setContentsMargins(tokens.TIGHT, 0, tokens.TIGHT, 0)
        whole = column(brand, scrolled(page), gap=0)
        whole.setContentsMargins(0, 0, 1, 0)
        self.setLayout(whole)

    def _button(self, spec: ScreenSpec, shortcut: str) -> QWidget:
        button = RailButton(spec, shortcut=shortcut)
        button.clicked.connect(lambda: self.chosen.emit(spec.key))
        self.buttons[spec.key] = button
        return button

    def show_current(self, key: str) -> None:
        """Highlight the screen that is open."""
        if key in self.buttons:
            self.buttons[key].setChecked(True)

    def show_count(self, key: str, count: int) -> None:
        """Show how much waits in a screen."""
        if key in self.buttons:
            self.buttons[key].show_count(count)


def _section_label(section: str) -> QWidget:
    label = text_label(tr(f"ui.section.{section}"), "hint")
    label.setContentsMargins(12, 4, 0, 0)
    return label


class WaitingCounts(QObject):
    """Counts what waits in each screen, at the start and after each change.

    The queries run in the background; `show` gets a screen's key and its count.
    """

    def __init__(
        self,
        parent: QObject,
        context: Context,
        specs: tuple[ScreenSpec, ...],
        show: Callable[[str, int], None],
    ) -> None:
        super().__init__(parent)
        self._context, self._show = context, show
        self._queries = {spec.key: spec.waiting for spec in specs if spec.waiting is not None}
        self._rest = QTimer(self, interval=REST_MS, singleShot=True)
        self._rest.timeout.connect(self._ask)
        context.bus.changed.connect(self._on_changes)
        self._rest.start()

    def _on_changes(self, _changes: Changes) -> None:
        self._rest.start()

    def _ask(self) -> None:
        def count_all(session: Session) -> dict[str, int]:
            return {key: count(session) for key, count in self._queries.items()}

        self._context.ask(self, count_all, self._show_all, topic="waiting")

    def _show_all(self, counts: dict[str, int]) -> None:
        for key, count in counts.items():
            self._show(key, count)
