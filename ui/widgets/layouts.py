"""Layouts: rows, columns, lines that wrap, areas that scroll."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QLayoutItem, QScrollArea, QVBoxLayout, QWidget

from ui.theme import mark, tokens

Part = QWidget | QLayout | int | None
Margin = int | tuple[int, int, int, int]  # all around, or left, top, right, bottom


def column(*parts: Part, margin: Margin = 0, gap: int = tokens.TIGHT) -> QVBoxLayout:
    """Return a vertical layout of `parts`; an int is a fixed space in px, None takes the rest."""
    layout = QVBoxLayout()
    _fill(layout, parts, margin=margin, gap=gap)
    return layout


def row(*parts: Part, margin: Margin = 0, gap: int = tokens.TIGHT) -> QHBoxLayout:
    """Return a horizontal layout of `parts`; an int is a fixed space in px, None takes the rest."""
    layout = QHBoxLayout()
    _fill(layout, parts, margin=margin, gap=gap)
    return layout


def _fill(layout: QVBoxLayout | QHBoxLayout, parts: tuple[Part, ...], *, margin: Margin, gap: int) -> None:
    left, top, right, bottom = (margin,) * 4 if isinstance(margin, int) else margin
    layout.setContentsMargins(left, top, right, bottom)
    layout.setSpacing(gap)
    for part in parts:
        if part is None:
            layout.addStretch(1)
        elif isinstance(part, int):
            layout.addSpacing(part)
        elif isinstance(part, QLayout):
            layout.addLayout(part)
        else:
            layout.addWidget(part)


def clear(layout: QLayout) -> None:
    """Delete every part of `layout`, those of layouts inside it too."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            clear(inner)


def scrolled(content: QWidget) -> QScrollArea:
    """Return `content` in an area that scrolls up and down only."""
    area = QScrollArea(widgetResizable=True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    mark(content, "scroll")
    area.setWidget(content)
    return area


class FlowLayout(QLayout):
    """Parts side by side in their own size, wrapped into lines; hidden ones take no room."""

    def __init__(self, *parts: QWidget, gap: int = tokens.TIGHT) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self.setContentsMargins(0, 0, 0, 0)
        for part in parts:
            self.addWidget(part)

    # Qt's own calls

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, place: int) -> QLayoutItem | None:
        return self._items[place] if 0 <= place < len(self._items) else None

    def takeAt(self, place: int) -> QLayoutItem | None:
        return self._items.pop(place) if 0 <= place < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(QRect(0, 0, width, 0), is_trial=True)

    def setGeometry(self, room: QRect) -> None:
        super().setGeometry(room)
        self._arrange(room, is_trial=False)

    def sizeHint(self) -> QSize:
        sizes = [item.sizeHint() for item in self._shown()]
        width = sum(size.width() for size in sizes) + self._gap * max(len(sizes) - 1, 0)
        return QSize(width, max((size.height() for size in sizes), default=0))

    def minimumSize(self) -> QSize:
        sizes = [item.sizeHint() for item in self._shown()]
        widest = max((size.width() for size in sizes), default=0)
        return QSize(widest, max((size.height() for size in sizes), default=0))

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _arrange(self, room: QRect, *, is_trial: bool) -> int:
        """Place the parts in `room`, unless `is_trial`; return the height they take."""
        at, line_height = QPoint(room.topLeft()), 0
        for item in self._shown():
            size = item.sizeHint()
            if at.x() > room.left() and at.x() + size.width() > room.right() + 1:
                at = QPoint(room.left(), at.y() + line_height + self._gap)
                line_height = 0
            if not is_trial:
                item.setGeometry(QRect(at, size))
            at.setX(at.x() + size.width() + self._gap)
            line_height = max(line_height, size.height())
        return at.y() + line_height - room.top()


def fit_height(window: QWidget) -> None:
    """Make a window as high as its wrapped texts need at its width; `adjustSize` reckons them unwrapped."""
    if (layout := window.layout()) is not None:
        layout.activate()
        needed = layout.totalHeightForWidth(window.width())
        if needed > window.height():
            window.resize(window.width(), needed)
