"""What every table of this program answers Qt: columns, texts, alignment, states. Rows come from heirs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ui.tables.columns import Column

Index = QModelIndex | QPersistentModelIndex
Row = TypeVar("Row")
Role = Qt.ItemDataRole

ID_ROLE = Role.UserRole + 1
STATE_ROLE = Role.UserRole + 2
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class TableModel(QAbstractTableModel, Generic[Row]):
    """A flat table whose heirs say how many rows there are and which row stands where."""

    def __init__(self, columns: Sequence[Column[Row]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)

    def row_at(self, position: int) -> Row | None:
        """Return the row at `position`, None where it no longer stands."""
        raise NotImplementedError

    def id_at(self, position: int) -> int:
        """Return the id of the row at `position`."""
        raise NotImplementedError

    def position_of(self, row_id: int) -> int | None:
        """Return where the row with this id stands, None where it is not in the table."""
        raise NotImplementedError

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, side: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if side != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == Role.DisplayRole:
            return column.title
        if role == Role.TextAlignmentRole:
            return _RIGHT if column.is_number else _LEFT
        return None

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column = self.columns[index.column()]
        if role == Role.TextAlignmentRole:
            return _RIGHT if column.is_number else _LEFT
        if role == ID_ROLE:
            return self.id_at(index.row())
        if role in (Role.DisplayRole, Role.AccessibleTextRole, STATE_ROLE, Role.ToolTipRole):
            return self._of_row(index.row(), column, role)
        return None

    def _of_row(self, position: int, column: Column[Row], role: int) -> Any:
        row = self.row_at(position)
        if row is None:
            return None
        if role == STATE_ROLE:
            return (column.state(row) or None) if column.state else None
        if role == Role.ToolTipRole:
            return column.hint(row) or None
        return column.text(row)
