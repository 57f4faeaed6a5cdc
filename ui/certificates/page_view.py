"""The view of a PDF page, fitted or at a chosen size; it is rendered on the reader thread."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QImage, QKeyEvent, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QLabel, QScrollArea, QStackedWidget, QWidget

from app.printing import PageImage, page_image
from app.words import tr
from ui.context import Context
from ui.theme import mark, tokens
from ui.widgets import column, paragraph, quiet_button, row, text_label

POINTS_WIDE, POINTS_HIGH = 841.9, 595.3  # A4 landscape
STEPS = (0.5, 0.75, 1.0, 1.5, 2.0, 3.0)
REST_MS = 80
SHADOW = 32  # room around the page


class PageView(QWidget):
    """Shows one page. Ctrl and the wheel, + and - or the buttons zoom; 0 fits the page."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._pdf = b""
        self._zoom: float | None = None  # None: fitted
        self._shown: tuple[bytes, float] | None = None
        self.page = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self._message = paragraph("", "quiet")
        self._message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._size = text_label("", "hint")
        self.area = QScrollArea(widgetResizable=True)
        self.area.setAccessibleName(tr("ui_certificates.page"))
        mark(self.area, "desk")
        self.area.setWidget(self.page)
        self.area.viewport().installEventFilter(self)
        self._rest = QTimer(self, interval=REST_MS, singleShot=True)
        self._rest.timeout.connect(self._draw)
        less = quiet_button("－", self.smaller, name=tr("ui_certificates.zoom.out"))
        more = quiet_button("+", self.larger, name=tr("ui_certificates.zoom.in"))
        fit = quiet_button(tr("ui_certificates.zoom.fit"), self.fit)
        self._pages = QStackedWidget()  # a stacked layout without a parent would show a window of its own
        self._pages.addWidget(self.area)
        self._pages.addWidget(self._message)
        bar = row(None, less, self._size, more, fit)
        whole = column(gap=tokens.TIGHT)
        whole.addWidget(self._pages, stretch=1)
        whole.addLayout(bar)
        self.setLayout(whole)
        self.setFocusProxy(self.area)

    def show_pdf(self, pdf: bytes) -> None:
        """Show the first page of `pdf`."""
        self._pdf = pdf
        self._pages.setCurrentIndex(0)
        self._rest.start()

    def show_message(self, text: str) -> None:
        """Show a text instead of a page."""
        self._pdf, self._shown = b"", None
        self._message.setText(text)
        self._pages.setCurrentIndex(1)

    def scale(self) -> float:
        """Return the size of the page now: 1.0 is 72 pixels to the inch at 100 %."""
        if self._zoom is not None:
            return self._zoom * 96 / 72
        room = self.area.maximumViewportSize()
        width, height = room.width() - SHADOW, room.height() - SHADOW
        return max(0.2, min(width / POINTS_WIDE, height / POINTS_HIGH))

    def larger(self) -> None:
        """Show the page one step larger."""
        self._zoom = next((step for step in STEPS if step > self._percent() + 0.01), STEPS[-1])
        self._draw()

    def smaller(self) -> None:
        """Show the page one step smaller."""
        self._zoom = next((step for step in reversed(STEPS) if step < self._percent() - 0.01), STEPS[0])
        self._draw()

    def fit(self) -> None:
        """Fit the page to the view."""
        self._zoom = None
        self._draw()

    def _percent(self) -> float:
        return self.scale() * 72 / 96

    def _draw(self) -> None:
        if not self._pdf:
            return
        self._size.setText(f"{self._percent() * 100:.0f}%")
        pdf, ratio = self._pdf, self.devicePixelRatioF()
        scale = self.scale() * ratio
        if self._shown == (pdf, scale):
            return
        self._shown = (pdf, scale)
        self._context.ask(
            self,
            lambda _session: page_image(pdf, scale=scale),
            lambda image: self._show(image, ratio),
            topic="page",
        )

    def _show(self, image: PageImage, ratio: float) -> None:
        picture = QImage(image.bgra, image.width, image.height, image.stride, QImage.Format.Format_RGB32)
        pixmap = QPixmap.fromImage(picture.copy())
        pixmap.setDevicePixelRatio(ratio)
        self.page.setPixmap(pixmap)
        self.page.setMinimumSize(0, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the page again after resizing."""
        super().resizeEvent(event)
        self._rest.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Change the size by keyboard."""
        acts = {"+": self.larger, "=": self.larger, "-": self.smaller, "0": self.fit}
        if (act := acts.get(event.text())) is not None:
            act()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Change the size by Ctrl and the wheel."""
        if isinstance(event, QWheelEvent) and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            (self.larger if event.angleDelta().y() > 0 else self.smaller)()
            return True
        return super().eventFilter(watched, event)
