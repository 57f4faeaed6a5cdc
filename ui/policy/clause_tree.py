"""A document's clauses as a tree, by the depth at which they stand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem

if TYPE_CHECKING:
    from app.policy import ClausePart

_KEY = Qt.ItemDataRole.UserRole


def fill_clauses(tree: QTreeWidget, parts: Sequence[ClausePart]) -> None:
    """Show the numbered clauses, all unfolded."""
    tree.clear()
    above: dict[int, QTreeWidgetItem] = {}
    for part in parts:
        if not part.number:
            continue
        item = QTreeWidgetItem([f"{part.number}　{part.heading}"])
        item.setData(0, _KEY, part.number)
        item.setToolTip(0, part.heading)
        parent = next((above[depth] for depth in range(part.depth - 1, 0, -1) if depth in above), None)
        above = {depth: kept for depth, kept in above.items() if depth < part.depth} | {part.depth: item}
        if parent is None:
            tree.addTopLevelItem(item)
        else:
            parent.addChild(item)
    tree.expandAll()


def clause_of(item: QTreeWidgetItem) -> str:
    """Return the number of the clause an item stands for."""
    return str(item.data(0, _KEY))
