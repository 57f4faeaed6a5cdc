"""The editor over a cell of a sheet: a line that completes words, committed for one cell or for all alike."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QCompleter,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.importing import field_choices
from app.words import tr
from ui.importing.sheet_grid import Index, SheetGridModel
from ui.theme import mark

_FILLED = "is-filled"  # property of an editor that shows its cell
_WIDEST = 190  # px that an ID number needs


class CellEditing(QStyledItemDelegate):
    """Opens cells to be edited; `spread` is emitted before an edit for all alike (Ctrl+Enter)."""

    spread = Signal()

    def __init__(self, parent: QWidget, model: SheetGridModel) -> None:
        super().__init__(parent)
        self._model = model

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Return a line to type in, which completes the words that a field is made of."""
        editor = QLineEdit(parent)
        mark(editor, "cell-editor")
        column = self._model.column_at(index.column(), index.row() + 1)
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
        editor.setGeometry(option.rect.adjusted(0, 0, max(0, _WIDEST - option.rect.width()), 0))

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
