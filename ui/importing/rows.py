"""The table model and columns of an import plan: the rows that would be written."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QModelIndex, QObject

from app.importing import Kind, Plan, RowView
from app.words import tr
from ui.tables import Column, TableModel
from ui.tables.id_vector_model import PageCache
from ui.tables.table_model import Index

LOOKS = {Kind.NEW: "proposed", Kind.CHANGED: "warning", Kind.SAME: "confirmed", Kind.SKIPPED: "error"}


def _title(name: str) -> str:
    return tr(f"ui_importing.column.{name}")


class PlanTableModel(TableModel[RowView]):
    """All rows of a plan, or those of one kind; ids are positions in the plan."""

    def __init__(self, columns: Sequence[Column[RowView]], parent: QObject) -> None:
        super().__init__(columns, parent)
        self._plan: Plan | None = None
        self._kind: Kind | None = None
        self._places: array[int] = array("q")
        self._cache: PageCache[RowView] = PageCache(self._read, size=100, keep=10)

    def show_plan(self, plan: Plan | None, kind: Kind | None = None) -> None:
        """Show another plan, or another kind of rows."""
        self.beginResetModel()
        self._plan, self._kind = plan, kind
        self._places = array("q", range(_count(plan, kind)))
        self._cache.clear()
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._places)

    def row_at(self, position: int) -> RowView | None:
        return self._cache.row(position, self._places)

    def id_at(self, position: int) -> int:
        return position

    def position_of(self, row_id: int) -> int | None:
        return row_id if 0 <= row_id < len(self._places) else None

    def position_of_row(self, sheet: str, row: int) -> int | None:
        """Return the position of a sheet's row, None where it was not read as a result."""
        if self._plan is None:
            return None
        order = {each.name: at for at, each in enumerate(self._plan.sheets)}
        wanted = (order.get(sheet, -1), row)
        at = bisect_left(range(len(self._places)), wanted, key=lambda place: self._place_of(place, order))
        view = self.row_at(at) if at < len(self._places) else None
        return at if view is not None and (view.sheet, view.row) == (sheet, row) else None

    def _place_of(self, place: int, order: Mapping[str, int]) -> tuple[int, int]:
        view = self.row_at(place)
        return (order.get(view.sheet, -1), view.row) if view is not None else (-1, 0)

    def _read(self, places: Sequence[int]) -> Mapping[int, RowView]:
        if self._plan is None:
            return {}
        rows = self._plan.page(self._kind, offset=places[0], limit=len(places))
        return dict(zip(places, rows, strict=False))


def _count(plan: Plan | None, kind: Kind | None) -> int:
    if plan is None:
        return 0
    counts = plan.counts
    by_kind = {
        None: counts.rows,
        Kind.NEW: counts.new,
        Kind.CHANGED: counts.changed,
        Kind.SAME: counts.same,
        Kind.SKIPPED: counts.skipped,
    }
    return by_kind[kind]


def accepted_columns() -> tuple[Column[RowView], ...]:
    """Return the columns of the rows to be written, with their changes."""
    return (
        Column(_title("row"), lambda view: str(view.row), 52, is_number=True, is_quiet=True),
        Column(_title("kind"), _kind, 92, state=lambda view: LOOKS[view.kind]),
        Column(_title("name"), lambda view: view.name, 76, is_strong=True),
        Column(_title("result"), lambda view: view.result, 88),
        Column(_title("event"), _event, 150),
        Column(_title("contest"), lambda view: view.contest, 190, is_quiet=True),
        Column(_title("unit"), lambda view: view.unit, 170, is_quiet=True),
        Column(_title("changes"), changes_words, 190, stretch=True, hint=changes_words),
    )


def changes_words(view: RowView) -> str:
    """Return what a row would change, or why it is left out."""
    if view.kind is Kind.SKIPPED:
        return "；".join(finding.message for finding in view.findings if finding.keeps_out)
    arrow = tr("ui_importing.changed")
    return "；".join(
        arrow.format(title=each.title, before=each.before, after=each.after) for each in view.changes
    )


def _kind(view: RowView) -> str:
    return tr(f"importing.kind.{view.kind}")


def _event(view: RowView) -> str:
    return f"{view.event}（{view.group}）" if view.group else view.event
