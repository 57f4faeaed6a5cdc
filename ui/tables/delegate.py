"""How a cell is drawn: text elided at its column's edge, numbers to the right, states as pills."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.tables.model import QUIET_ROLE, STATE_ROLE, STRONG_ROLE
from ui.theme import theme
from ui.widgets.pill import paint_pill, pill_width

MARGIN = 8
State = QStyle.StateFlag


class CellDelegate(QStyledItemDelegate):
    """Draws cells of a `TableModel` in the colours of the theme."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        painter.save()
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        _ground(painter, rect, state)
        inner = rect.adjusted(MARGIN, 0, -MARGIN, 0)
        if look := index.data(STATE_ROLE):
            paint_pill(painter, inner, look, index.data() or "")
        else:
            _text(painter, inner, index)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the width the whole text would need; heights are fixed by the view."""
        metrics = QFontMetrics(option.font)
        text = str(index.data() or "")
        width = pill_width(text, metrics) if index.data(STATE_ROLE) else metrics.horizontalAdvance(text)
        return QSize(width + 2 * MARGIN, metrics.height())


def _ground(painter: QPainter, rect: QRect, state: QStyle.StateFlag) -> None:
    palette = theme().palette
    if state & State.State_Selected:
        painter.fillRect(rect, QColor(palette.action_tint))
    elif state & State.State_MouseOver:
        painter.fillRect(rect, QColor(palette.hover))
    painter.setPen(QColor(palette.line))
    painter.drawLine(rect.bottomLeft(), rect.bottomRight())
    if state & State.State_HasFocus:  # where the keyboard is, also without colour
        painter.setPen(QPen(QColor(palette.action), 2))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())


def _text(painter: QPainter, rect: QRect, index: QModelIndex | QPersistentModelIndex) -> None:
    text = index.data()
    if not text:
        return
    palette = theme().palette
    painter.setPen(QColor(palette.quiet if index.data(QUIET_ROLE) else palette.text))
    font = QFont(painter.font())
    if index.data(STRONG_ROLE):
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
    alignment = index.data(Qt.ItemDataRole.TextAlignmentRole)
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, alignment | Qt.TextFlag.TextSingleLine, shown)
