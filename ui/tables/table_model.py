"""Table models: the columns of a table, the base class, and the model of a list held in memory."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

Index = QModelIndex | QPersistentModelIndex
Row = TypeVar("Row")
Role = Qt.ItemDataRole

ID_ROLE = Role.UserRole + 1
STATE_ROLE = Role.UserRole + 2
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def _nothing(_row: object) -> str:
    return ""


@dataclass(frozen=True)
class Column(Generic[Row]):
    """A column: its title, the text of a cell, its initial width in px at 100 %.

    `sort` is the key its listing can be ordered by, "" where it cannot. One column of a table may
    `stretch` over the remaining width. `state` gives the pill's state (see `ui.widgets.pill`), "" for plain
    text. `hint` is a tooltip besides the text of the cell.
    """

    title: str
    text: Callable[[Row], str]
    width: int = 120
    sort: str = ""
    is_number: bool = False
    is_quiet: bool = False
    is_strong: bool = False
    stretch: bool = False
    state: Callable[[Row], str] | None = None
    hint: Callable[[Row], str] = _nothing


class TableModel(QAbstractTableModel, Generic[Row]):
    """The base of all table models: texts, alignment and states by column; subclasses give the rows."""

    def __init__(self, columns: Sequence[Column[Row]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)

    def row_at(self, position: int) -> Row | None:
        """Return the row at `position`, None where it no longer exists."""
        raise NotImplementedError

    def id_at(self, position: int) -> int:
        """Return the id of the row at `position`."""
        raise NotImplementedError

    def position_of(self, row_id: int) -> int | None:
        """Return the position of the row with this id, None where the table does not have it."""
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


class ListTableModel(TableModel[Row]):
    """A list held in memory. `id_of` gives a row's id; rows sort by a column's text or by `sort_value`."""

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
        """Show these rows; the view keeps the selection, by id."""
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
        """Sort the rows by a column, where it can be sorted by."""
        if not 0 <= column < len(self.columns) or not self.columns[column].sort:
            return
        chosen, value_of = self.columns[column], self._sort_value
        self.beginResetModel()
        self._rows.sort(
            key=lambda row: value_of(chosen.sort, row) if value_of else chosen.text(row),  # type: ignore[arg-type,return-value]  # any comparable
            reverse=order == Qt.SortOrder.DescendingOrder,
        )
        self.endResetModel()
