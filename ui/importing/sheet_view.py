"""A sheet as it came, with the field of each column in its header; a guessed field is underlined."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QHeaderView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from app.importing import ColumnView, Finding, SheetView, field_titles
from app.words import tr
from ui.theme import theme, tokens
from ui.theme.icons import pixmap

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
HEADER_HEIGHT, ROW_HEIGHT = 48, 26
SEVERITIES = {"error": "wrong", "question": "asks", "warning": "asks", "info": "action"}


class SheetTableModel(QAbstractTableModel):
    """The first rows of a sheet; cells with findings are coloured."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.sheet: SheetView | None = None
        self._found: dict[tuple[int, int], Finding] = {}

    def show_sheet(self, sheet: SheetView | None, findings: tuple[Finding, ...]) -> None:
        """Show another sheet."""
        self.beginResetModel()
        self.sheet = sheet
        self._found = {}
        for finding in reversed(findings):
            if sheet is not None and finding.sheet == sheet.name and finding.row:
                self._found[finding.row, _column_of(sheet, finding.column)] = finding
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() or self.sheet is None else len(self.sheet.preview)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() or self.sheet is None else len(self.sheet.columns)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if self.sheet is None or not index.isValid():
            return None
        if role == Role.DisplayRole:
            cells = self.sheet.preview[index.row()]
            return cells[index.column()] if index.column() < len(cells) else ""
        finding = self._found.get((index.row() + 1, index.column()))
        if role == Role.ToolTipRole:
            return finding.message if finding else None
        if role == Role.BackgroundRole:
            return self._ground(index.row() + 1, finding)
        if role == Role.ForegroundRole:
            return self._ink(index.row() + 1)
        if role == Role.FontRole and index.row() + 1 == self.sheet.header_row:
            return _strong_font()
        return None

    def headerData(self, section: int, side: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if role != Role.DisplayRole or self.sheet is None:
            return None
        return str(section + 1) if side == Qt.Orientation.Vertical else self.sheet.columns[section].letter

    def _ground(self, row: int, finding: Finding | None) -> QColor | None:
        palette = theme().palette
        if finding is not None:
            return QColor(palette.tint(SEVERITIES[finding.severity]))
        is_header = self.sheet is not None and row == self.sheet.header_row
        return QColor(palette.action_tint) if is_header else None

    def _ink(self, row: int) -> QColor | None:
        is_above = self.sheet is not None and row < self.sheet.header_row
        return QColor(theme().palette.quiet) if is_above else None


def _strong_font() -> QFont:
    font = QFont()
    font.setPixelSize(tokens.BODY)
    font.setWeight(QFont.Weight.DemiBold)
    return font


def _column_of(sheet: SheetView, text: str) -> int:
    """Return the index of the column with this header or letter, -1 for none."""
    found = (each.index for each in sheet.columns if text and text in (each.header, each.letter))
    return next(found, -1)


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
        """Draw letter and header text above, the field below."""
        column = self._column_at(section)
        if column is None:
            return
        palette = theme().palette
        painter.save()
        painter.fillRect(rect, QColor(palette.surface))
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, QColor(palette.control_line))
        painter.fillRect(rect.right(), rect.y(), 1, rect.height(), QColor(palette.line))
        inner = rect.adjusted(8, 4, -6, -4)
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


class CellDelegate(QStyledItemDelegate):
    """Draws a cell as it came, on the colour of its finding's severity."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        palette, rect = theme().palette, QRect(option.rect)
        painter.save()
        ground = index.data(Role.BackgroundRole)
        if isinstance(ground, QColor):
            painter.fillRect(rect, ground)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect.adjusted(0, rect.height() - 2, 0, 0), QColor(palette.action))
            painter.setPen(QColor(palette.action))
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
        painter.setPen(index.data(Role.ForegroundRole) or QColor(palette.text))
        font = index.data(Role.FontRole)
        painter.setFont(font if isinstance(font, QFont) else option.font)
        inner = rect.adjusted(8, 0, -4, 0)
        shown = painter.fontMetrics().elidedText(
            index.data() or "", Qt.TextElideMode.ElideRight, inner.width()
        )
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        painter.restore()


class SheetTable(QTableView):
    """`mapped` carries a column's index and the field chosen for it, "" to leave the column out."""

    mapped = Signal(int, str)

    def __init__(self) -> None:
        super().__init__()
        self.model_ = SheetTableModel(self)
        self.setModel(self.model_)
        self.setItemDelegate(CellDelegate(self))
        header = MappingHeader(self, self._column_at)
        self.setHorizontalHeader(header)
        header.sectionClicked.connect(self.offer_fields)
        rows = self.verticalHeader()
        rows.setDefaultSectionSize(ROW_HEIGHT)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumWidth(32)
        rows.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setWordWrap(False)
        self.setCornerWidget(QWidget())
        self.setHorizontalScrollMode(self.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setAccessibleName(tr("ui_importing.sheet.table"))

    def _column_at(self, section: int) -> ColumnView | None:
        sheet = self.model_.sheet
        return sheet.columns[section] if sheet is not None and section < len(sheet.columns) else None

    def offer_fields(self, section: int) -> None:
        """Open the menu of fields for a column."""
        column = self._column_at(section)
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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F2 opens the menu of fields for the current column."""
        if event.key() == Qt.Key.Key_F2 and self.currentIndex().isValid():
            self.offer_fields(self.currentIndex().column())
        else:
            super().keyPressEvent(event)

    def go_to(self, row: int, column_text: str) -> bool:
        """Go to a cell by the sheet's own row number and column text; False where it is not shown."""
        sheet = self.model_.sheet
        if sheet is None or not 0 < row <= self.model_.rowCount():
            return False
        self.setCurrentIndex(self.model_.index(row - 1, max(_column_of(sheet, column_text), 0)))
        return True
