"""A list of two-line items: a name, a quiet line below it, and what waits there as a pill."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui.tables import Column, ListTableModel, TableView
from ui.theme import theme, tokens
from ui.widgets.pill import HEIGHT, paint_pill, pill_width

ROW = 56
KINDS = ("contest", "person", "unit", "event", "certificate")
_Flag = QStyle.StateFlag
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine


def item_key(kind: str, thing: int) -> int:
    """Return a number that is unique for a kind and an id."""
    return thing * len(KINDS) + KINDS.index(kind)


@dataclass(frozen=True, slots=True)
class TwoLineItem:
    """An item: `kind` and `id`, its two lines, and the state and words of its pill ("" for none)."""

    id: int
    kind: str
    name: str
    note: str
    state: str = ""
    waiting: str = ""

    @property
    def key(self) -> int:
        """Return a number that is unique among items of all kinds."""
        return item_key(self.kind, self.id)


class TwoLineList(TableView):
    """Shows `TwoLineItem`s; one is selected at a time."""

    def __init__(self, parent: QWidget | None = None) -> None:
        column: Column[TwoLineItem] = Column(
            "", lambda line: f"{line.name}，{line.note} {line.waiting}", stretch=True
        )
        self.lines: ListTableModel[TwoLineItem] = ListTableModel((column,), id_of=lambda line: line.key)
        super().__init__(self.lines, parent)
        self.setItemDelegate(_TwoLineDelegate(self, self.lines))
        self.horizontalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW)
        self.setSelectionMode(self.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def chosen(self) -> TwoLineItem | None:
        """Return the selected item."""
        index = self.currentIndex()
        return self.lines.row_at(index.row()) if index.isValid() else None

    def choose(self, kind: str, thing: int) -> bool:
        """Select an item by kind and id; False where it is not listed."""
        return self.select_id(item_key(kind, thing))


class _TwoLineDelegate(QStyledItemDelegate):
    def __init__(self, view: QWidget, model: ListTableModel[TwoLineItem]) -> None:
        super().__init__(view)
        self._view, self._model = view, model

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        line = self._model.row_at(index.row())
        if line is None:
            return
        painter.save()
        rect: QRect = option.rect
        _draw_ground(painter, rect, option.state)
        inner = rect.adjusted(12, 6, -10, -6)
        strong, hint = QFont(self._view.font()), QFont(self._view.font())
        strong.setWeight(QFont.Weight.DemiBold)
        hint.setPixelSize(tokens.HINT)
        self._draw_pill(painter, inner, line, hint)
        upper = QRect(inner.left(), inner.top(), inner.width(), inner.height() // 2)
        _draw_text(painter, upper, line.name, strong, theme().palette.text)
        lower = upper.translated(0, upper.height())
        lower.setWidth(lower.width() - self._pill_room(line, hint))
        _draw_text(painter, lower, line.note, hint, theme().palette.quiet)
        painter.restore()

    def _pill_room(self, line: TwoLineItem, font: QFont) -> int:
        return pill_width(line.waiting, QFontMetrics(font)) + tokens.TIGHT if line.waiting else 0

    def _draw_pill(self, painter: QPainter, inner: QRect, line: TwoLineItem, font: QFont) -> None:
        if not line.waiting:
            return
        painter.setFont(font)
        width = pill_width(line.waiting, QFontMetrics(font))
        lower = inner.bottom() - HEIGHT
        paint_pill(painter, QRect(inner.right() - width, lower, width, HEIGHT), line.state, line.waiting)


def _draw_ground(painter: QPainter, rect: QRect, state: QStyle.StateFlag) -> None:
    palette = theme().palette
    if state & _Flag.State_Selected:
        painter.fillRect(rect, QColor(palette.action_tint))
        painter.fillRect(rect.x(), rect.y(), 3, rect.height(), QColor(palette.action))
    elif state & _Flag.State_MouseOver:
        painter.fillRect(rect, QColor(palette.hover))
    painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, QColor(palette.line))
    if state & _Flag.State_HasFocus:
        painter.fillRect(rect.x(), rect.bottom() - 1, rect.width(), 2, QColor(palette.action))


def _draw_text(painter: QPainter, rect: QRect, text: str, font: QFont, colour: str) -> None:
    painter.setFont(font)
    painter.setPen(QColor(colour))
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideMiddle, rect.width())
    painter.drawText(rect, _LEFT, shown)
