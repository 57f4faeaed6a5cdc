"""How cells of a sheet are painted: their text, marks of findings and edits, and the editor over them."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPolygon
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QCompleter,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.importing import field_choices
from app.words import tr
from ui.importing.gravity import ROLES
from ui.importing.sheet_grid import CellLook, Index, SheetGridModel
from ui.theme import mark, theme, tokens
from ui.theme.tokens import Palette

MARK = 7  # side of the corner mark, px
_VERTICAL = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_FILLED = "is-filled"  # property of an editor that shows its cell
_TINTED = ("error", "question", "warning")


class CellDelegate(QStyledItemDelegate):
    """Paints cells as the model says; `spread` is emitted before an edit for all alike (Ctrl+Enter)."""

    spread = Signal()

    def __init__(self, parent: QAbstractItemView, model: SheetGridModel) -> None:
        super().__init__(parent)
        self._view, self._model = parent, model
        self._strong, self._small = QFont(), QFont()
        self._strong.setPixelSize(tokens.BODY)
        self._strong.setWeight(QFont.Weight.DemiBold)
        self._small.setPixelSize(10)
        self._small.setWeight(QFont.Weight.Bold)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint ground, text, then the marks."""
        palette, rect, look = theme().palette, option.rect, self._model.look(index)
        is_current = index == self._view.currentIndex()
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected) and not is_current
        if ground := _ground(palette, look, is_selected=is_selected):
            painter.fillRect(rect, QColor(ground))
        if look.text:
            painter.setFont(self._strong if look.is_header else option.font)
            painter.setPen(QColor(_ink(palette, look)))
            inner = rect.adjusted(8, 0, -6, 0)
            shown = painter.fontMetrics().elidedText(look.text, Qt.TextElideMode.ElideRight, inner.width())
            painter.drawText(inner, _VERTICAL, shown)
        if look.is_edited:
            painter.fillRect(rect.left(), rect.top() + 3, 3, rect.height() - 6, QColor(palette.action))
        if look.severity:
            self._draw_mark(painter, rect, look.severity, palette)
        if is_current:
            painter.setPen(QColor(palette.action))
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
            painter.drawRect(rect.adjusted(1, 1, -2, -2))

    def _draw_mark(self, painter: QPainter, rect: QRect, severity: str, palette: Palette) -> None:
        """Draw the corner mark: full for an error, hollow for a warning, a question mark, else a dot."""
        colour = QColor(palette.colour(ROLES[severity]))
        right, top = rect.right(), rect.top()
        painter.save()
        painter.setPen(colour)
        if severity == "question":
            painter.setFont(self._small)
            painter.drawText(QRect(right - 11, top, 10, 13), Qt.AlignmentFlag.AlignCenter, "?")
        elif severity == "info":
            painter.fillRect(right - 5, top + 3, 3, 3, colour)
        else:
            if severity == "error":
                painter.setBrush(colour)
            corner = [QPoint(right - MARK, top), QPoint(right, top), QPoint(right, top + MARK)]
            painter.drawPolygon(QPolygon(corner))
        painter.restore()

    # -- editing

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Return a line to type in, which completes the words that a field is made of."""
        editor = QLineEdit(parent)
        mark(editor, "cell-editor")
        column = self._model.column_at(index.column())
        editor.setAccessibleName(column.header if column is not None else tr("ui_importing.sheet.table"))
        if column is not None and (words := field_choices(column.field)):
            completer = QCompleter(words, editor)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
            editor.setCompleter(completer)
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Show the cell as it is now, all of it selected: once, not over what was typed meanwhile."""
        assert isinstance(editor, QLineEdit)  # noqa: S101 - `createEditor` made it
        if editor.property(_FILLED):
            return
        editor.setProperty(_FILLED, True)
        editor.setText(index.data(Qt.ItemDataRole.EditRole))
        editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Give the model what was typed."""
        assert isinstance(editor, QLineEdit)  # noqa: S101 - `createEditor` made it
        model.setData(index, editor.text())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """Make the line at least as wide as an ID number."""
        editor.setGeometry(option.rect.adjusted(0, 0, max(0, 190 - option.rect.width()), 0))

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Let Ctrl+Enter commit for all alike."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            is_return = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if is_return and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.spread.emit()
                self.commitData.emit(editor)
                self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)
                return True
        return super().eventFilter(editor, event)


def _ground(palette: Palette, look: CellLook, *, is_selected: bool) -> str:
    if is_selected:
        return palette.action_tint
    if look.severity in _TINTED:
        return palette.tint(ROLES[look.severity])
    return palette.hover if look.is_header else ""


def _ink(palette: Palette, look: CellLook) -> str:
    if look.is_edited:
        return palette.action
    return palette.quiet if look.is_quiet else palette.text
