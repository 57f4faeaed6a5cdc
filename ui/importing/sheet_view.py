"""A sheet as it came, to be corrected in place; the header shows the field of each column."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QItemSelectionModel, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFont,
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QHeaderView, QMenu, QTableView, QWidget

from app.importing import ColumnView, field_titles, letter
from app.words import tr
from ui.importing.cell_editing import CellEditing
from ui.importing.cell_painting import SheetPainter
from ui.importing.sheet_grid import Cell, SheetGridModel
from ui.theme import theme, tokens
from ui.theme.icons import pixmap

HEADER_HEIGHT, ROW_HEIGHT = 46, 26
WIDE, MEDIUM, NARROW = 172, 124, 84  # initial widths of columns, px
_WIDTHS = {"id_number": WIDE, "unit": WIDE, "bank_account": WIDE, "contest": WIDE, "bank_name": WIDE}
_WIDTHS |= {
    "rank": NARROW,
    "medal": NARROW,
    "group": NARROW,
    "name": NARROW,
    "score": NARROW,
    "team_no": NARROW,
}
MOST_PASTED = 20_000  # cells
Key = Qt.Key


class MappingHeader(QHeaderView):
    """Shows letter and field of each column; a click, or F2 in the table, opens a menu of fields."""

    def __init__(self, parent: QWidget, column_at: Callable[[int], ColumnView | None]) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._column_at = column_at
        self.setSectionsClickable(True)
        self.setDefaultSectionSize(112)
        self.setMinimumSectionSize(64)
        self.setFixedHeight(HEADER_HEIGHT)

    def sizeHint(self) -> QSize:
        """Return a height of two lines."""
        return QSize(super().sizeHint().width(), HEADER_HEIGHT)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Draw letter and header text above, the field below; a guessed field is underlined."""
        column = self._column_at(section)
        palette = theme().palette
        painter.save()
        painter.fillRect(rect, QColor(palette.surface))
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, QColor(palette.control_line))
        painter.fillRect(rect.right(), rect.y(), 1, rect.height(), QColor(palette.line))
        inner = rect.adjusted(8, 4, -6, -4)
        if column is None:  # nothing of it is read: no header was found, or the column lies beyond it
            _line(painter, inner, letter(section), self.font(), palette.quiet, is_upper=True)
            painter.restore()
            return
        small = QFont(self.font())
        small.setPixelSize(tokens.HINT)
        small.setWeight(QFont.Weight.Normal)
        _line(painter, inner, f"{column.letter}　{column.header}", small, palette.quiet, is_upper=True)
        strong = QFont(self.font())
        strong.setPixelSize(tokens.BODY)
        strong.setUnderline(column.found_by == "content")
        strong.setWeight(QFont.Weight.DemiBold if column.field else QFont.Weight.Normal)
        field = field_titles().get(column.field, "") or tr("ui_importing.sheet.ignored")
        room = inner.adjusted(0, 0, -18, 0)
        _line(painter, room, field, strong, palette.action if column.field else palette.quiet, is_upper=False)
        chevron = pixmap("chevron-down", palette.quiet, size=14, ratio=self.devicePixelRatioF())
        painter.drawPixmap(QPoint(inner.right() - 14, inner.bottom() - 18), chevron)
        painter.restore()


def _line(painter: QPainter, rect: QRect, text: str, font: QFont, colour: str, *, is_upper: bool) -> None:
    half = rect.height() // 2
    box = QRect(rect.left(), rect.top() if is_upper else rect.top() + half, rect.width(), half)
    painter.setFont(font)
    painter.setPen(QColor(colour))
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


class SheetTable(QTableView):
    """`mapped` carries a column's index and the field chosen for it, "" to leave the column out.

    `edited` carries cells and what they are to hold, `spread` a cell whose edit is to hold for all alike;
    `menu_wanted` the place where a menu of rows was asked for.
    """

    mapped = Signal(int, str)
    edited = Signal(object)
    spread = Signal(object)
    menu_wanted = Signal(QPoint)

    def __init__(self) -> None:
        super().__init__()
        self.grid = SheetGridModel(self)
        self.setModel(self.grid)
        self._is_spreading = False
        self.cells = CellEditing(self, self.grid)
        self._painter = SheetPainter(self, self.grid)
        self.cells.spread.connect(self._spread_next)
        self.grid.edited.connect(self._on_edited)
        self.setItemDelegate(self.cells)
        header = MappingHeader(self, self.column_here)
        self.setHorizontalHeader(header)
        header.sectionClicked.connect(self.offer_fields)
        rows = self.verticalHeader()
        rows.setMinimumSectionSize(ROW_HEIGHT)
        rows.setDefaultSectionSize(ROW_HEIGHT)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumWidth(32)
        rows.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        triggers = self.EditTrigger.DoubleClicked | self.EditTrigger.EditKeyPressed
        self.setEditTriggers(triggers | self.EditTrigger.AnyKeyPressed)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setCornerWidget(QWidget())
        self.setHorizontalScrollMode(self.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setAccessibleName(tr("ui_importing.sheet.table"))

    @property
    def is_editing(self) -> bool:
        """Return whether a cell is open: the model must not be reset under what is typed."""
        return self.state() == self.State.EditingState

    # -- edits

    def _spread_next(self) -> None:
        self._is_spreading = True

    def _on_edited(self, cells: dict[Cell, str]) -> None:
        is_spread, self._is_spreading = self._is_spreading, False
        (self.spread if is_spread else self.edited).emit(cells)

    def selected_cells(self) -> list[Cell]:
        """Return the selected cells by row from 1 and column from 0, in reading order."""
        return sorted((index.row() + 1, index.column()) for index in self.selectedIndexes())

    def copy(self) -> None:
        """Copy the selected block as tab-separated lines, as WPS and Excel take it."""
        if not (cells := self.selected_cells()):
            return
        lines: dict[int, list[str]] = {}
        for row, column in cells:
            lines.setdefault(row, []).append(" ".join(self.grid.text(row, column).split()))
        QGuiApplication.clipboard().setText("\n".join("\t".join(line) for line in lines.values()))

    def paste(self) -> None:
        """Paste tab-separated lines from the current cell on; one value fills the whole selection."""
        index = self.currentIndex()
        lines = pasted_lines(QGuiApplication.clipboard().text())
        if not index.isValid() or not lines:
            return
        selected = self.selected_cells()
        if len(lines) == len(lines[0]) == 1 and len(selected) > 1:
            cells = dict.fromkeys(selected[:MOST_PASTED], lines[0][0])
        else:
            top, left = index.row() + 1, index.column()
            if selected:
                top, left = selected[0][0], min(column for _, column in selected)
            cells = {
                (top + down, left + right): text
                for down, line in enumerate(lines)
                for right, text in enumerate(line)
            }
            cells = dict(list(cells.items())[:MOST_PASTED])
        self._edit(cells)

    def empty(self) -> None:
        """Empty the selected cells."""
        self._edit(dict.fromkeys(self.selected_cells()[:MOST_PASTED], ""))

    def _edit(self, cells: dict[Cell, str]) -> None:
        changed = {place: text for place, text in cells.items() if text != self.grid.text(*place)}
        if changed:
            self.edited.emit(changed)

    # -- columns and cells

    def column_here(self, section: int) -> ColumnView | None:
        """Return how a column is read in the table that holds the current row."""
        return self.grid.column_at(section, self.currentIndex().row() + 1)

    def fit_columns(self) -> None:
        """Give the columns the width that their field usually needs."""
        for at in range(self.grid.columnCount()):
            view = self.grid.column_at(at)
            self.setColumnWidth(at, _WIDTHS.get(view.field, MEDIUM) if view is not None else MEDIUM)

    def offer_fields(self, section: int) -> None:
        """Open the menu of fields for a column."""
        column = self.column_here(section)
        if column is None:
            return
        menu = QMenu(self)
        choices = {"": tr("ui_importing.sheet.ignore-column"), **field_titles()}
        for field, title in choices.items():
            action = menu.addAction(title)
            action.setCheckable(True)
            action.setChecked(field == column.field)
            action.setData(field)
        header = self.horizontalHeader()
        place = QPoint(header.sectionViewportPosition(section), header.height())
        menu.triggered.connect(lambda action: self.mapped.emit(column.index, action.data()))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(header.viewport().mapToGlobal(place))

    def go_to(self, row: int, column: int) -> bool:
        """Go to a cell by its row from 1 and column from 0; False where it is not shown."""
        if not 0 < row <= self.grid.rowCount():
            return False
        index = self.grid.index(row - 1, min(max(column, 0), self.grid.columnCount() - 1))
        select = QItemSelectionModel.SelectionFlag.ClearAndSelect  # whatever keys are held down
        self.selectionModel().setCurrentIndex(index, select)
        self.scrollTo(index)
        return index.isValid()

    # Qt's own calls

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy, paste and empty cells; Alt+Down opens the menu of fields for the current column."""
        acts = {
            QKeySequence.StandardKey.Copy: self.copy,
            QKeySequence.StandardKey.Paste: self.paste,
            QKeySequence.StandardKey.Delete: self.empty,
        }
        act = next((act for keys, act in acts.items() if event.matches(keys)), None)
        is_alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if act is not None:
            act()
        elif event.key() == Key.Key_Down and is_alt and self.currentIndex().isValid():
            self.offer_fields(self.currentIndex().column())
        elif event.key() in (Key.Key_Return, Key.Key_Enter):
            if not self.is_editing and self.currentIndex().isValid():
                self.edit(self.currentIndex())  # else it is the Enter that ended the editor
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint all that is seen in one go."""
        painter = QPainter(self.viewport())
        self._painter.paint(painter, event.rect())
        painter.end()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the rows."""
        self.menu_wanted.emit(event.globalPos())


def pasted_lines(text: str) -> list[list[str]]:
    """Return copied cells: tab-separated lines, quoted cells may hold line breaks; they become blanks."""
    import csv
    import io

    if not text.strip("\r\n"):
        return []
    lines = csv.reader(io.StringIO(text.rstrip("\r\n")), delimiter="\t")
    return [[" ".join(cell.split()) for cell in line] for line in lines]
