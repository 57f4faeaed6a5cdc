"""The files of an import and what is left to do in each: errors and questions, as icon and number."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.words import scoped, tr
from ui.importing.files import ChosenFile
from ui.importing.gravity import ICONS, ORDER, ROLES
from ui.theme import theme, tokens
from ui.theme.icons import pixmap

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
HEIGHT, ICON = 52, 14
_LINE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_w = scoped("ui_importing.files")


@dataclass(frozen=True, slots=True)
class FileLine:
    """What the list says of one file. `counts` are findings by severity; `note` stands in their place."""

    name: str
    counts: tuple[tuple[str, int], ...] = ()
    note: str = ""
    role: str = "quiet"  # of the note, in the palette

    @property
    def words(self) -> str:
        """Return the line as it is read out."""
        counted = [f"{tr(f'importing.severity.{severity}')} {count}" for severity, count in self.counts]
        return "，".join([self.name, *counted, *filter(None, (self.note,))])


def file_line(file: ChosenFile) -> FileLine:
    """Return what is to be said of a file."""
    name = file.path.name
    if file.error:
        return FileLine(name, note=_w("unreadable"), role="wrong")
    if file.plan is None:
        return FileLine(name, note=_w("unread"))
    if not file.plan.counts.rows:
        note = "to-enter" if file.is_entered else "nothing"
        return FileLine(name, note=_w(note), role="quiet" if file.is_entered else "asks")
    found: Counter[str] = Counter(finding.severity for finding in file.plan.findings)
    counts = tuple((severity, found[severity]) for severity in ORDER[:3] if found[severity])
    return FileLine(name, counts, note="" if counts else _w("fine"), role="done")


class FileListModel(QAbstractListModel):
    """The files in the order in which they will be written."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.lines: list[FileLine] = []

    def show_files(self, files: list[ChosenFile]) -> None:
        """Show these files."""
        lines = [file_line(file) for file in files]
        if len(lines) == len(self.lines) and lines:
            self.lines = lines
            self.dataChanged.emit(self.index(0), self.index(len(lines) - 1))
            return
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        if role in (Role.DisplayRole, Role.ToolTipRole):
            return line.name
        return line.words if role == Role.AccessibleTextRole else None


class _FileDelegate(QStyledItemDelegate):
    """Paints the name, and below it the counts or the note."""

    def __init__(self, parent: QObject, model: FileListModel) -> None:
        super().__init__(parent)
        self._model = model

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return a height of two lines."""
        return QSize(option.rect.width(), HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one file."""
        palette, rect, line = theme().palette, option.rect, self._model.lines[index.row()]
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(palette.action_tint))
            painter.fillRect(rect.left(), rect.top(), 3, rect.height(), QColor(palette.action))
        inner = rect.adjusted(tokens.GAP, 6, -tokens.TIGHT, -6)
        upper = QRect(inner.left(), inner.top(), inner.width(), inner.height() // 2)
        font = QFont(option.font)
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(QColor(palette.text))
        name = painter.fontMetrics().elidedText(line.name, Qt.TextElideMode.ElideMiddle, upper.width())
        painter.drawText(upper, _LINE, name)
        painter.setFont(option.font)
        self._paint_counts(painter, upper.translated(0, upper.height()), line)
        painter.restore()

    def _paint_counts(self, painter: QPainter, rect: QRect, line: FileLine) -> None:
        palette = theme().palette
        left = rect.left()
        ratio = painter.device().devicePixelRatio() if painter.device() else 1.0
        for severity, count in line.counts:
            colour = palette.colour(ROLES[severity])
            mark = pixmap(ICONS[severity], colour, size=ICON, ratio=ratio)
            painter.drawPixmap(left, rect.center().y() - ICON // 2 + 1, mark)
            painter.setPen(QColor(colour))
            words = f"{count:,}"
            painter.drawText(QRect(left + ICON + 4, rect.top(), 60, rect.height()), _LINE, words)
            left += ICON + 16 + painter.fontMetrics().horizontalAdvance(words)
        if line.note:
            painter.setPen(QColor(palette.colour(line.role)))
            painter.drawText(rect, _LINE, line.note)


class FileList(QListView):
    """`chosen` carries the place of the file that was selected."""

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.files = FileListModel(self)
        self._is_told = False  # the selection follows the page, nobody chose a file
        self.setModel(self.files)
        self.setItemDelegate(_FileDelegate(self, self.files))
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_w("list"))
        self.selectionModel().currentChanged.connect(lambda index, _before: self._choose(index))

    def _choose(self, index: QModelIndex) -> None:
        if index.isValid() and not self._is_told:
            self.chosen.emit(index.row())

    def show_files(self, files: list[ChosenFile], current: int) -> None:
        """Show these files, the one at `current` selected."""
        self.files.show_files(files)
        if 0 <= current < len(files) and self.currentIndex().row() != current:
            self._is_told = True
            self.setCurrentIndex(self.files.index(current))
            self._is_told = False
