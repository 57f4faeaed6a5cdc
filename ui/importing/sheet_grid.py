"""The table model of a whole sheet as it came: edited cells, findings and regions are laid over its rows.

Nothing is copied: a cell is looked up when it is painted, in the packed rows, then in the edits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from app.importing import ColumnView, Finding, LineRole, SheetMapping, SheetRows, SheetView, letter
from app.words import tr
from ui.importing.gravity import gravest

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
Cell = tuple[int, int]  # row from 1, column from 0; column -1 is the whole row


@dataclass(frozen=True, slots=True)
class CellLook:
    """How a cell is painted: its text, the severity of its gravest finding, and what it is."""

    text: str
    severity: str
    is_edited: bool
    is_header: bool
    is_quiet: bool  # it is above a table or in none


class SheetGridModel(QAbstractTableModel):
    """`edited` carries cells that a person changed and what they are to hold; the model waits to be told."""

    edited = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.sheet: SheetView | None = None
        self._rows = SheetRows()
        self._mapping = SheetMapping()
        self._found: dict[Cell, list[Finding]] = {}
        self._headers: frozenset[int] = frozenset()  # rows, from 1
        self._lines: frozenset[int] = frozenset()  # rows that belong to a table and hold no result
        self._size = (0, 0)
        self.spare = 0  # empty rows below the last one, of a list in which every cell is typed

    # -- what is shown

    def show_sheet(
        self,
        rows: SheetRows | None,
        sheet: SheetView | None,
        mapping: SheetMapping,
        findings: Sequence[Finding],
    ) -> None:
        """Show a sheet; where its size stays as it is, selection and scroll position do so too."""
        rows = rows or SheetRows()
        is_same = self._rows is rows and self._size_of(rows, sheet, mapping) == self._size
        if not is_same:
            self.beginResetModel()
        self._rows, self.sheet, self._mapping = rows, sheet, mapping
        self._size = self._size_of(rows, sheet, mapping)
        regions = sheet.regions if sheet is not None else ()
        self._headers = frozenset(row for each in regions for row in range(each.top, each.bottom + 1))
        self._lines = frozenset(row for each in regions for row in (*each.headings, *each.sections))
        self._found = {}
        for finding in findings:
            if sheet is not None and finding.sheet == sheet.name and finding.row:
                self._found.setdefault((finding.row, column_of(sheet, finding, rows)), []).append(finding)
        if is_same:
            self._repaint()
        else:
            self.endResetModel()

    def show_edits(self, mapping: SheetMapping) -> None:
        """Show other edits before the file is read again."""
        size = self._size_of(self._rows, self.sheet, mapping)
        if size == self._size:
            self._mapping = mapping
            self._repaint()
        else:
            self.beginResetModel()
            self._mapping, self._size = mapping, size
            self.endResetModel()

    def _repaint(self) -> None:
        rows, columns = self._size
        if rows and columns:
            self.dataChanged.emit(self.index(0, 0), self.index(rows - 1, columns - 1))
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, columns - 1)

    def _size_of(self, rows: SheetRows, sheet: SheetView | None, mapping: SheetMapping) -> tuple[int, int]:
        height = max(rows.height, max((row for row, _ in mapping.cells), default=0)) + self.spare
        columns = len(sheet.columns) if sheet is not None else 0
        width = max(rows.width, columns, 1 + max((column for _, column in mapping.cells), default=-1))
        return height, width

    @property
    def mapping(self) -> SheetMapping:
        """Return the corrections that are shown."""
        return self._mapping

    # -- cells

    def text(self, row: int, column: int) -> str:
        """Return a cell as it is now, by its row from 1 and column from 0."""
        edited = self._mapping.cells.get((row, column))
        return self._rows.cell(row, column) if edited is None else edited

    def original(self, row: int, column: int) -> str | None:
        """Return what stood in a cell that was edited, None where it was not."""
        is_edited = (row, column) in self._mapping.cells and not self.spare
        return self._rows.cell(row, column) if is_edited else None

    def findings_at(self, row: int, column: int) -> list[Finding]:
        """Return the findings of a cell, those of its whole row after them."""
        return [*self._found.get((row, column), ()), *self._found.get((row, -1), ())]

    def column_at(self, column: int, row: int = 0) -> ColumnView | None:
        """Return how a column is read in the table that holds a row, from 1; without one in the first."""
        region = self.sheet.region_at(row, column) if self.sheet is not None and row else None
        columns = region.columns if region is not None else self.sheet.columns if self.sheet else ()
        return columns[column] if 0 <= column < len(columns) else None

    def look(self, at: int, column: int) -> CellLook:
        """Return how a cell is to be painted, by its position in the table, both from 0."""
        row = at + 1
        edited = self._mapping.cells.get((row, column))
        found = self._found.get((row, column), ())
        if not found and column == 0:
            found = self._found.get((row, -1), ())
        return CellLook(
            text=self._rows.cell(row, column) if edited is None else edited,
            severity=gravest(found) if found else "",
            is_edited=edited is not None and not self.spare,
            is_header=row in self._headers,
            is_quiet=row in self._lines or self._is_unread(row),
        )

    def _is_unread(self, row: int) -> bool:
        """Return whether a row belongs to no table, or was left out by whoever imports."""
        if self._mapping.lines.get(row) == LineRole.OUT:
            return True
        regions = self.sheet.regions if self.sheet is not None else ()
        return not any(each.top <= row <= each.last for each in regions)

    def tip(self, index: Index) -> str:
        """Return the findings of a cell and what stood there before it was edited, in lines."""
        row, column = index.row() + 1, index.column()
        lines = [finding.message for finding in self.findings_at(row, column)]
        if (before := self.original(row, column)) is not None:
            lines.append(tr("ui_importing.cell.original", text=before or tr("ui_importing.cell.empty")))
        return "\n".join(lines)

    # Qt's own calls

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else self._size[0]

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else self._size[1]

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role in (Role.DisplayRole, Role.EditRole):
            return self.text(index.row() + 1, index.column())
        if role == Role.ToolTipRole:
            return self.tip(index) or None
        if role == Role.AccessibleTextRole:
            return "。".join(filter(None, (self.text(index.row() + 1, index.column()), self.tip(index))))
        return None

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        place, text = (index.row() + 1, index.column()), str(value).strip()
        if role == Role.EditRole and text != self.text(*place):
            self.edited.emit({place: text})
        return False  # the cell changes when the correction holds

    def headerData(self, section: int, side: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if role != Role.DisplayRole:
            return None
        if side == Qt.Orientation.Vertical:
            return str(section + 1)
        return letter(section)


def column_of(sheet: SheetView, finding: Finding, rows: SheetRows) -> int:
    """Return the index of the cell that a finding is about, -1 for its whole row.

    Above a table no column tells where a fact stands: there the cell that holds its value does.
    """
    region = sheet.region_at(finding.row)
    columns = region.columns if region is not None else sheet.columns
    column = next((c.index for c in columns if finding.column in (c.header, c.letter)), -1)
    if column < 0 and finding.field:
        column = next((c.index for c in columns if c.field == finding.field), -1)
    is_line = region is None or finding.row in region.headings or finding.row in region.sections
    if finding.value and (column < 0 or is_line):
        cells = list(enumerate(rows.row(finding.row)))
        holding = [at for at, text in cells if text.strip() == finding.value]
        holding += [at for at, text in cells if finding.value in text]
        column = holding[0] if holding else column
    return column if finding.column or finding.field else -1


def merged_edits(mapping: SheetMapping, cells: Mapping[Cell, str], rows: SheetRows) -> dict[Cell, str]:
    """Return the edits of a sheet with some more; a cell put back to what it was is no edit any more."""
    merged = {**mapping.cells, **cells}
    return {place: text for place, text in merged.items() if place not in cells or text != rows.cell(*place)}
