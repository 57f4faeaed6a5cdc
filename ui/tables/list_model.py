"""A table over rows that are few enough to hold: contests, events, findings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtCore import QModelIndex, QObject, Qt

from ui.tables.columns import Column
from ui.tables.model import Index, TableModel

Row = TypeVar("Row")


class ListTableModel(TableModel[Row]):
    """Rows in memory; `id_of` tells them apart. Sorts by a column's text unless `sort_value` says better."""

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        parent: QObject | None = None,
        *,
        id_of: Callable[[Row], int],
        sort_value: Callable[[str, Row], object] | None = None,
    ) -> None:
        super().__init__(columns, parent)
        self._rows: list[Row] = []
        self._id_of, self._sort_value = id_of, sort_value

    @property
    def rows(self) -> list[Row]:
        """Return the rows in the order shown."""
        return self._rows

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these rows instead; the view keeps what is selected, by id."""
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._rows)

    def row_at(self, position: int) -> Row | None:
        return self._rows[position]

    def id_at(self, position: int) -> int:
        return self._id_of(self._rows[position])

    def position_of(self, row_id: int) -> int | None:
        return next((at for at, row in enumerate(self._rows) if self._id_of(row) == row_id), None)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Put the rows in the order of a column, if it has one."""
        if not 0 <= column < len(self.columns) or not self.columns[column].sort:
            return
        chosen, value_of = self.columns[column], self._sort_value
        self.beginResetModel()
        self._rows.sort(
            key=lambda row: value_of(chosen.sort, row) if value_of else chosen.text(row),  # type: ignore[arg-type,return-value]  # any comparable
            reverse=order == Qt.SortOrder.DescendingOrder,
        )
        self.endResetModel()
