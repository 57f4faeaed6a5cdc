"""The table widget: whole rows of fixed height, everything by keyboard, selection kept by id."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    QObject,
    QSettings,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QGuiApplication, QHelpEvent, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QLabel, QTableView, QToolTip, QWidget

from ui.tables.delegate import MARGIN, CellDelegate
from ui.tables.table_model import STATE_ROLE, TableModel
from ui.theme import mark

ROW_HEIGHT, COMPACT_ROW_HEIGHT = 32, 26
MOST_COPIED = 20_000
MOST_KEPT = 1_000  # more selected rows than this are not selected again after a reset
_Move = QAbstractItemView.CursorAction
_Select = QItemSelectionModel.SelectionFlag


class TableView(QTableView):
    """Shows a `TableModel`.

    `typed` carries what was typed while it has the focus, for the search of its screen; `opened` the id of a
    row that was double-clicked or on which Return was pressed; `copied` how many rows were copied.
    """

    typed = Signal(str)
    opened = Signal(object)
    selection_changed = Signal()
    copied = Signal(int)

    def __init__(self, model: TableModel, parent: QWidget | None = None, *, name: str = "") -> None:  # type: ignore[type-arg]  # any row
        super().__init__(parent)
        self._model = model
        self._reset_keeper = _ResetKeeper(self, model)
        self._name = name
        self._tell = QTimer(self, interval=0, singleShot=True)
        self._tell.timeout.connect(self.selection_changed)
        self._empty = QLabel(self.viewport())
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self._empty.hide()
        mark(self._empty, "quiet")
        self.setModel(model)
        self._reset_keeper.watch_resets()
        self.setItemDelegate(CellDelegate(self, model))
        self._settle()
        self._set_widths()
        model.modelReset.connect(self._show_emptiness)
        model.rowsInserted.connect(self._show_emptiness)
        self.doubleClicked.connect(lambda index: self.opened.emit(model.id_at(index.row())))

    def _settle(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.set_compact(False)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(40)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        if any(column.sort for column in self._model.columns):
            self.setSortingEnabled(True)

    def set_compact(self, is_compact: bool) -> None:
        """Show rows 26 pixels high instead of 32."""
        height = COMPACT_ROW_HEIGHT if is_compact else ROW_HEIGHT
        self.verticalHeader().setMinimumSectionSize(height)
        self.verticalHeader().setDefaultSectionSize(height)

    def set_empty_text(self, text: str) -> None:
        """Set the text shown while the table is empty."""
        self._empty.setText(text)
        self._show_emptiness()

    def selected_ids(self) -> list[int]:
        """Return the ids of the selected rows, in the order shown."""
        return [self._model.id_at(position) for position in self._selected_positions()]

    def selected_count(self) -> int:
        """Return how many rows are selected; fast for any selection."""
        return sum(each.height() for each in self._ranges())

    def current_id(self) -> int | None:
        """Return the id of the current row."""
        index = self.currentIndex()
        return self._model.id_at(index.row()) if index.isValid() else None

    def select_id(self, row_id: int) -> bool:
        """Select the row with this id; False where the table does not have it."""
        position = self._model.position_of(row_id)
        if position is None:
            return False
        self.selectRow(position)
        self.scrollTo(self._model.index(position, 0))
        return True

    def _ranges(self) -> list[QItemSelectionRange]:
        selection = self.selectionModel().selection()
        return [selection.at(number) for number in range(selection.count())]

    def _selected_positions(self) -> Iterator[int]:
        for each in sorted(self._ranges(), key=QItemSelectionRange.top):
            yield from range(each.top(), each.bottom() + 1)

    def copy(self) -> None:
        """Copy the selected rows, at most 20,000, as tab-separated lines."""
        positions = list(islice(self._selected_positions(), MOST_COPIED))
        shown = [at for at in range(len(self._model.columns)) if not self.isColumnHidden(at)]
        lines = [[self._model.index(row, at).data() or "" for at in shown] for row in positions]
        QGuiApplication.clipboard().setText("\n".join("\t".join(map(_one_line, line)) for line in lines))
        self.copied.emit(len(lines))

    # Qt's own calls

    def selectionChanged(self, selected, deselected) -> None:  # type: ignore[no-untyped-def]  # the stub's own
        super().selectionChanged(selected, deselected)
        self._tell.start()  # not now: Qt sets the current row only after the selection

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            if (row_id := self.current_id()) is not None:
                self.opened.emit(row_id)
        else:
            super().keyPressEvent(event)

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Let Home and End go to the first and last row instead of cells of a row."""
        last = self._model.rowCount() - 1
        edges = {_Move.MoveHome: 0, _Move.MoveEnd: last}
        if action in edges and last >= 0:
            return self._model.index(edges[action], max(self.currentIndex().column(), 0))
        return super().moveCursor(action, modifiers)

    def keyboardSearch(self, search: str) -> None:
        """Pass what is typed to the screen; Qt's own search would read a million rows."""
        if search.strip():
            self.typed.emit(search)

    def focusInEvent(self, event) -> None:  # type: ignore[no-untyped-def]  # the stub's own
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self._model.rowCount():
            self.setCurrentIndex(self._model.index(0, 0))

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            self._show_tip(event)
            return True
        return super().viewportEvent(event)

    def _show_tip(self, event: QHelpEvent) -> None:
        index = self.indexAt(event.pos())
        tip = index.data(Qt.ItemDataRole.ToolTipRole) if index.isValid() else None
        if not tip and index.isValid() and self._is_elided(index):
            tip = index.data()
        QToolTip.showText(event.globalPos(), tip or "", self)

    def _is_elided(self, index: QModelIndex) -> bool:
        text = index.data() or ""
        extra = 30 if index.data(STATE_ROLE) else 0
        room = self.columnWidth(index.column()) - 2 * MARGIN - extra
        return QFontMetrics(self.font()).horizontalAdvance(text) > room

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._empty.setGeometry(self.viewport().rect().adjusted(24, 24, -24, -24))

    def _show_emptiness(self) -> None:
        self._empty.setVisible(bool(self._empty.text()) and self._model.rowCount() == 0)

    # Column widths

    def _set_widths(self) -> None:
        header = self.horizontalHeader()
        kept = self._kept_widths()
        for at, column in enumerate(self._model.columns):
            self.setColumnWidth(at, kept.get(at, column.width))
            if column.stretch:
                header.setSectionResizeMode(at, QHeaderView.ResizeMode.Stretch)
        # Qt computes the scroll bar's range before a stretched column has its new width
        fit = QTimer(self, interval=0, singleShot=True)
        fit.timeout.connect(self.updateGeometries)
        header.sectionResized.connect(lambda *_sizes: fit.start())
        if self._name:
            header.sectionResized.connect(self._keep_width)

    def _kept_widths(self) -> dict[int, int]:
        if not self._name:
            return {}
        settings = QSettings()
        settings.beginGroup(f"tables/{self._name}")
        kept = {int(key): settings.value(key) for key in settings.childKeys() if key.isdigit()}
        return {at: int(width) for at, width in kept.items() if str(width).isdigit()}

    def _keep_width(self, column: int, _old: int, width: int) -> None:
        is_users = QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton
        if is_users and not self._model.columns[column].stretch:
            QSettings().setValue(f"tables/{self._name}/{column}", width)


class _ResetKeeper(QObject):
    """Keeps selection, current row and scroll position, by id, while the model is reset."""

    def __init__(self, view: TableView, model: TableModel) -> None:  # type: ignore[type-arg]  # any row
        super().__init__(view)
        self._view, self._model = view, model
        self._selected: list[int] = []
        self._current: int | None = None
        self._offset = 0
        model.modelAboutToBeReset.connect(self._save)  # before Qt's own connections

    def watch_resets(self) -> None:
        """Restore after resets; to be called when the view has its model, so that Qt's slots come first."""
        self._model.modelReset.connect(self._restore)

    def _save(self) -> None:
        view = self._view
        self._selected = view.selected_ids() if view.selected_count() <= MOST_KEPT else []
        self._current = view.current_id()
        self._offset = self._current_offset()

    def _current_offset(self) -> int:
        index = self._view.currentIndex()
        return self._view.visualRect(index).top() if index.isValid() else 0

    def _restore(self) -> None:
        found = [at for each in self._selected if (at := self._model.position_of(each)) is not None]
        current = None if self._current is None else self._model.position_of(self._current)
        if current is not None:
            self._view.selectionModel().setCurrentIndex(self._model.index(current, 0), _Select.NoUpdate)
            bar = self._view.verticalScrollBar()
            bar.setValue(bar.value() + self._current_offset() - self._offset)
        selection = QItemSelection()
        for at in found:
            selection.select(self._model.index(at, 0), self._model.index(at, 0))
        if found:
            self._view.selectionModel().select(selection, _Select.ClearAndSelect | _Select.Rows)
        elif self._selected:
            self._view.selection_changed.emit()


def _one_line(text: str) -> str:
    return text.replace("\t", " ").replace("\r", " ").replace("\n", " ")
