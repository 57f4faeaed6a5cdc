"""The findings of all files in one list, grouped by kind with a count; Enter edits its cell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QLabel, QTreeView

from app.importing import Finding, finding_kind
from app.words import scoped
from ui.importing.gravity import GRAVITY, ICONS, ROLES
from ui.theme import icon, mark, tokens

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
FOUND_ROLE = Role.UserRole + 1
ROW_HEIGHT = 26
EXPANDED = 12  # findings of a kind that are listed without being asked for
_w = scoped("ui_importing.findings")


@dataclass(frozen=True, slots=True)
class Found:
    """A finding and the file it is in."""

    path: Path
    finding: Finding


@dataclass(frozen=True, slots=True)
class Group:
    """All findings of one kind, in file order."""

    code: str
    severity: str
    items: list[Found]


def grouped(found: Iterable[Found]) -> list[Group]:
    """Return findings by kind: the gravest first, the most frequent of them first."""
    groups: dict[tuple[str, str], Group] = {}
    for each in found:
        finding = each.finding
        key = (finding.code, finding.severity)
        if key not in groups:
            groups[key] = Group(finding.code, finding.severity, [])
        groups[key].items.append(each)
    return sorted(groups.values(), key=lambda group: (GRAVITY[group.severity], -len(group.items)))


class FindingTreeModel(QAbstractItemModel):
    """Groups, and below each its findings. The internal id of a finding is its group's place plus one."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.groups: list[Group] = []
        self._names_files = False

    def show_found(self, found: Sequence[Found]) -> None:
        """Show other findings."""
        self.beginResetModel()
        self.groups = grouped(found)
        self._names_files = len({each.path for each in found}) > 1
        self.endResetModel()

    def found_at(self, index: Index) -> Found | None:
        """Return the finding at an index; of a group its first one."""
        if not index.isValid():
            return None
        if index.internalId():
            return self.groups[index.internalId() - 1].items[index.row()]
        return self.groups[index.row()].items[0]

    def index_of(self, found: Found) -> QModelIndex:
        """Return the index of a finding; an invalid one where it is not listed."""
        for at, group in enumerate(self.groups):
            if group.code == found.finding.code and found in group.items:
                return self.createIndex(group.items.index(found), 0, at + 1)
        return QModelIndex()

    # Qt's own calls

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008 - Qt's own
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else 0)

    def parent(self, index: Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]  # noqa: B008 - Qt's own
        group = index.internalId() if index.isValid() else 0
        return self.createIndex(group - 1, 0, 0) if group else QModelIndex()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        if not parent.isValid():
            return len(self.groups)
        is_group = not parent.internalId() and parent.column() == 0
        return len(self.groups[parent.row()].items) if is_group else 0

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 3

    def headerData(self, section: int, side: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if side == Qt.Orientation.Horizontal and role == Role.DisplayRole:
            return _w(("kind", "value", "message")[section])
        return None

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if index.internalId():
            return self._of_finding(self.groups[index.internalId() - 1].items[index.row()], index, role)
        return self._of_group(self.groups[index.row()], index.column(), role)

    def _of_group(self, group: Group, column: int, role: int) -> Any:
        if role == Role.DecorationRole and column == 0:
            return icon(ICONS[group.severity], ROLES[group.severity])
        if role in (Role.DisplayRole, Role.AccessibleTextRole) and column == 0:
            words = {"kind": finding_kind(group.code), "count": f"{len(group.items):,}"}
            return _w(f"group-{group.severity}", **words)
        if role == Role.FontRole:
            return _strong()
        return None

    def _of_finding(self, found: Found, index: Index, role: int) -> Any:
        finding = found.finding
        if role == FOUND_ROLE:
            return found
        if role in (Role.DisplayRole, Role.AccessibleTextRole):
            file = found.path.name if self._names_files else ""
            return (finding_place(finding, file), finding.value, finding.message)[index.column()]
        if role == Role.ToolTipRole:
            return finding.message
        return None


def _strong() -> QFont:
    font = QFont()
    font.setPixelSize(tokens.BODY)
    font.setWeight(QFont.Weight.DemiBold)
    return font


def finding_place(finding: Finding, file: str = "") -> str:
    """Return where a finding stands, in words: row, column, sheet and file as far as it has them."""
    parts = [_w("row", row=finding.row) if finding.row else "", finding.column, finding.sheet, file]
    return " · ".join(filter(None, parts)) or _w("whole-file")


class FindingTree(QTreeView):
    """`gone_to` carries the finding that was selected, `opened` the one to be worked on (Enter)."""

    gone_to = Signal(object)
    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.found = FindingTreeModel(self)
        self.setModel(self.found)
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setIconSize(QSize(16, 16))
        self.setIndentation(18)
        self.setEditTriggers(self.EditTrigger.NoEditTriggers)
        self.setExpandsOnDoubleClick(False)
        self.setAccessibleName(_w("list"))
        mark(self, "compact")
        header = self.header()
        header.setStretchLastSection(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.resizeSection(0, 300)
        header.resizeSection(1, 170)
        self._empty = QLabel(_w("none"), self.viewport(), alignment=Qt.AlignmentFlag.AlignCenter)
        mark(self._empty, "quiet")
        self._is_following = True  # the grid follows what is selected here
        self.selectionModel().currentChanged.connect(self._on_current)
        self.doubleClicked.connect(self._open)

    def show_found(self, found: Sequence[Found]) -> None:
        """Show other findings; the current one stays current where it is still there."""
        current = self.found.found_at(self.currentIndex())
        self._is_following = False
        self.found.show_found(found)
        for at, group in enumerate(self.found.groups):
            self.setFirstColumnSpanned(at, QModelIndex(), True)
            self.setExpanded(self.found.index(at, 0), len(group.items) <= EXPANDED)
        if current is not None and (index := self.found.index_of(current)).isValid():
            self.setCurrentIndex(index)
        self._is_following = True
        self._empty.setVisible(not found)

    def show_current(self, found: Found) -> None:
        """Make a finding the current one, without going to its cell."""
        self._is_following = False
        index = self.found.index_of(found)
        if index.isValid():
            self.setExpanded(index.parent(), True)
            self.setCurrentIndex(index)
            self.scrollTo(index)
        self._is_following = True

    def _on_current(self, index: QModelIndex, _before: QModelIndex) -> None:
        found = self.found.found_at(index)
        if found is not None and self._is_following:
            self.gone_to.emit(found)

    def _open(self, index: QModelIndex) -> None:
        if (found := self.found.found_at(index)) is not None:
            self.opened.emit(found)

    # Qt's own calls

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the current finding."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the words of an empty list in its middle."""
        super().resizeEvent(event)
        self._empty.setGeometry(self.viewport().rect())
