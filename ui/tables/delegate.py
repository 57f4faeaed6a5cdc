"""How a cell is drawn: text elided at its column's edge, numbers to the right, states as pills."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.tables.columns import Pill
from ui.tables.model import PILL_ROLE, QUIET_ROLE, STRONG_ROLE
from ui.theme import theme
from ui.theme.icons import pixmap

MARGIN = 8
_PILL_HEIGHT, _ICON, _GAP = 20, 14, 4
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
        pill = index.data(PILL_ROLE)
        if isinstance(pill, Pill):
            _pill(painter, inner, pill)
        else:
            _text(painter, inner, index)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the width the whole text would need; heights are fixed by the view."""
        metrics = QFontMetrics(option.font)
        pill = index.data(PILL_ROLE)
        extra = _ICON + 5 * _GAP if isinstance(pill, Pill) else 0
        text = pill.text if isinstance(pill, Pill) else str(index.data() or "")
        return QSize(metrics.horizontalAdvance(text) + 2 * MARGIN + extra, metrics.height())


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


def _pill(painter: QPainter, rect: QRect, pill: Pill) -> None:
    palette = theme().palette
    colour = palette.colour(pill.tone)
    metrics = QFontMetrics(painter.font())
    icon = _ICON + _GAP if pill.icon else 0
    width = min(metrics.horizontalAdvance(pill.text) + icon + 2 * MARGIN, rect.width())
    box = QRect(rect.left(), rect.center().y() - _PILL_HEIGHT // 2 + 1, width, _PILL_HEIGHT)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(palette.tint(pill.tone)))
    painter.drawRoundedRect(box, _PILL_HEIGHT / 2, _PILL_HEIGHT / 2)
    if pill.icon:
        ratio = painter.device().devicePixelRatio()
        image = pixmap(pill.icon, colour, size=_ICON, ratio=ratio)
        painter.drawPixmap(QPoint(box.left() + MARGIN - 2, box.center().y() - _ICON // 2 + 1), image)
    painter.setPen(QColor(colour))
    text_box = box.adjusted(MARGIN + icon - 2, 0, -4, 0)
    shown = metrics.elidedText(pill.text, Qt.TextElideMode.ElideRight, text_box.width() + 2)
    painter.drawText(text_box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
