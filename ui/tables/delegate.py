"""The delegate that draws cells: elided text, right-aligned numbers, states as pills.

A screen of rows is some 250 cells, drawn on every step of scrolling. For speed it asks the model in Python
instead of through roles, and keeps fonts and colours until the theme changes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui.theme import theme
from ui.widgets.pill import paint_pill, pill_width

if TYPE_CHECKING:
    from ui.tables.table_model import TableModel

MARGIN = 8
_State = QStyle.StateFlag
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
_SELECTED, _HOVERED, _FOCUSED = (
    flag.value for flag in (_State.State_Selected, _State.State_MouseOver, _State.State_HasFocus)
)


class CellDelegate(QStyledItemDelegate):
    """Draws the cells of a `TableModel` in the colours of the theme."""

    def __init__(self, view: QWidget, model: TableModel[Any]) -> None:
        super().__init__(view)
        self._view, self._model = view, model
        self._is_styled = False
        theme().changed.connect(self._invalidate_style)

    def _invalidate_style(self) -> None:
        self._is_styled = False

    def _apply_style(self) -> None:
        palette = theme().palette
        self._text, self._quiet = QColor(palette.text), QColor(palette.quiet)
        self._line, self._action = QColor(palette.line), QColor(palette.action)
        self._selected, self._hovered = QColor(palette.action_tint), QColor(palette.hover)
        self._plain = QFont(self._view.font())
        self._strong = QFont(self._plain)
        self._strong.setWeight(QFont.Weight.DemiBold)
        self._plain_metrics, self._strong_metrics = QFontMetrics(self._plain), QFontMetrics(self._strong)
        self._is_styled = True

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        if not self._is_styled:
            self._apply_style()
        rect: QRect = option.rect
        self._draw_ground(painter, rect, option.state.value)
        column = self._model.columns[index.column()]
        row = self._model.row_at(index.row())
        if row is None:
            return
        text = column.text(row)
        look = column.state(row) if column.state else ""
        room = QRect(rect.x() + MARGIN, rect.y(), rect.width() - 2 * MARGIN, rect.height())
        if look:
            painter.setFont(self._plain)
            if column.is_number:  # at the right edge, as the figures above and below it
                room.setLeft(max(room.left(), room.right() - pill_width(text, self._plain_metrics)))
            paint_pill(painter, room, look, text)
        elif text:
            metrics = self._strong_metrics if column.is_strong else self._plain_metrics
            painter.setFont(self._strong if column.is_strong else self._plain)
            painter.setPen(self._quiet if column.is_quiet else self._text)
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, _RIGHT if column.is_number else _LEFT, shown)

    def _draw_ground(self, painter: QPainter, rect: QRect, state: int) -> None:
        if state & _SELECTED:
            painter.fillRect(rect, self._selected)
        elif state & _HOVERED:
            painter.fillRect(rect, self._hovered)
        bottom = rect.bottom()
        painter.fillRect(rect.x(), bottom, rect.width(), 1, self._line)
        if state & _FOCUSED:  # where the keyboard is, also without colour
            painter.fillRect(rect.x(), bottom - 1, rect.width(), 2, self._action)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the width that the whole text needs; heights are fixed by the view."""
        column, row = self._model.columns[index.column()], self._model.row_at(index.row())
        metrics: QFontMetrics = option.fontMetrics
        if row is None:
            return QSize(0, metrics.height())
        text = column.text(row)
        is_pill = column.state is not None and column.state(row)
        width = pill_width(text, metrics) if is_pill else metrics.horizontalAdvance(text)
        return QSize(width + 2 * MARGIN, metrics.height())
