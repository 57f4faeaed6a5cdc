"""Keeps what is selected and what is on top, by id, while a table's rows are replaced."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QObject

if TYPE_CHECKING:
    from ui.tables.model import TableModel
    from ui.tables.view import TableView

MOST_KEPT = 1_000  # more selected rows than this are not looked up again
_Select = QItemSelectionModel.SelectionFlag


class KeptPlace(QObject):
    """Remembers ids before a reset and finds them again after it."""

    def __init__(self, view: TableView, model: TableModel) -> None:  # type: ignore[type-arg]  # any row
        super().__init__(view)
        self._view, self._model = view, model
        self._selected: list[int] = []
        self._current: int | None = None
        self._offset = 0
        model.modelAboutToBeReset.connect(self._remember)  # before Qt's own connections

    def watch_resets(self) -> None:
        """Restore after resets; called after the view has its model, so that Qt's own slots come first."""
        self._model.modelReset.connect(self._restore)

    def _remember(self) -> None:
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
