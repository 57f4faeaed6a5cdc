"""A table of any length: a snapshot of ids, and rows read a page at a time when they are shown.

The first page stands at once by LIMIT; the whole vector is built by a reading thread with its own
connection. The snapshot stays as it is while others edit, until `refresh` asks again. Sort and filter
are a new vector. A million results take 8 MB.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QModelIndex, QObject, Qt, QTimer, Signal

from app.errors import AppError
from app.listing import Listing
from ui.tables.columns import Column
from ui.tables.loader import Loader
from ui.tables.model import Index, TableModel
from ui.tables.pages import PageCache

Row = TypeVar("Row")
ListingOf = Callable[[str, bool], Listing[Row]]  # by sort key ("" for the natural order) and descending
FIRST_PAINT_MS = 40  # a reading thread beside the first paint would make it wait for the interpreter


class IdVectorTableModel(TableModel[Row]):
    """Rows of a listing. `loaded` tells that the whole vector stands, `failed` why it does not."""

    loaded = Signal()
    failed = Signal(object)
    FIRST, PAGE, PAGES_KEPT = 200, 100, 6

    def __init__(self, columns: Sequence[Column[Row]], parent: QObject | None = None) -> None:
        super().__init__(columns, parent)
        self._ids: array[int] = array("q")
        self._listing: Listing[Row] | None = None
        self._listing_of: ListingOf[Row] | None = None
        self._sort: tuple[str, bool] = ("", False)
        self._cache: PageCache[Row] = PageCache(self._read, size=self.PAGE, keep=self.PAGES_KEPT)
        self._loader = Loader(self)
        self._is_due = False  # the whole vector is wanted as soon as the first page is painted

    @property
    def is_loading(self) -> bool:
        """Return whether the whole vector is still being built."""
        return self._is_due or self._loader.is_busy

    def show_listing(self, listing_of: ListingOf[Row], *, first_at_once: bool = False) -> None:
        """Ask a new question. `first_at_once` reads a page here and now: for an indexed order only."""
        self._listing_of = listing_of
        self._listing = listing_of(*self._sort)
        if first_at_once:
            self._replace(self._first_ids())
            self._is_due = True
            QTimer.singleShot(FIRST_PAINT_MS, self, self._load_if_due)
        else:
            self._load()

    def refresh(self) -> None:
        """Ask the same question again; what is shown stays until the answer is here."""
        if self._listing_of is not None:
            self._load()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order by a column, if its listing can; a negative column gives the natural order."""
        key = self.columns[column].sort if 0 <= column < len(self.columns) else ""
        wanted = (key, bool(key) and order == Qt.SortOrder.DescendingOrder)
        if wanted != self._sort and (key or column < 0):
            self._sort = wanted
            self.refresh()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._ids)

    def row_at(self, position: int) -> Row | None:
        return self._cache.row(position, self._ids)

    def id_at(self, position: int) -> int:
        return self._ids[position]

    def ids_between(self, first: int, last: int) -> array[int]:
        """Return the ids from one position to another, both included."""
        return self._ids[first : last + 1]

    def position_of(self, row_id: int) -> int | None:
        try:
            return self._ids.index(row_id)
        except ValueError:
            return None

    def _first_ids(self) -> array[int]:
        assert self._listing is not None  # noqa: S101 - show_listing has just set it
        try:
            return self._listing.first_ids(self.FIRST)
        except AppError as error:
            self.failed.emit(error)
            return array("q")

    def _load_if_due(self) -> None:
        if self._is_due:
            self._load()

    def _load(self) -> None:
        self._is_due = False
        assert self._listing_of is not None  # noqa: S101 - both callers made sure
        listing = self._listing_of(*self._sort)

        def arrived(ids: array[int]) -> None:
            self._listing = listing
            self._take(ids)
            self.loaded.emit()

        self._loader.ask(listing.all_ids, arrived, self.failed.emit)

    def _take(self, ids: array[int]) -> None:
        shown = len(self._ids)
        if 0 < shown < len(ids) and ids[:shown] == self._ids and shown == self.FIRST:
            self.beginInsertRows(QModelIndex(), shown, len(ids) - 1)
            self._ids = ids
            self._cache.clear()
            self.endInsertRows()
        elif ids == self._ids:
            self._cache.clear()  # the same ids, but their facts may be newer
            if ids:
                self.dataChanged.emit(self.index(0, 0), self.index(len(ids) - 1, len(self.columns) - 1))
        else:
            self._replace(ids)

    def _replace(self, ids: array[int]) -> None:
        self.beginResetModel()
        self._ids = ids
        self._cache.clear()
        self.endResetModel()

    def _read(self, ids: Sequence[int]) -> Mapping[int, Row]:
        if self._listing is None:
            return {}
        try:
            return self._listing.rows(ids)
        except AppError as error:
            QTimer.singleShot(0, self, partial(self.failed.emit, error))  # not while the table is painted
            return {}
