"""The table model of lists of any length: a vector of ids, and rows read a page at a time when shown.

The first page is read at once by LIMIT; the whole vector is read on the reader thread. It is a snapshot: it
stays as it is while others edit, until `refresh`. Sorting and filtering read a new vector. A million ids
take 8 MB.
"""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Generic, TypeVar

from PySide6.QtCore import QModelIndex, QObject, Qt, QTimer, Signal

from app.errors import AppError
from app.listing import Listing
from app.progress import Progress
from ui.operation import BackgroundQuery
from ui.tables.table_model import Column, Index, TableModel

T = TypeVar("T")
Row = TypeVar("Row")
ListingOf = Callable[[str, bool], Listing[Row]]  # by sort key ("" for the natural order) and descending
FIRST_PAINT_MS = 40  # a reader thread beside the first paint would make it wait for the interpreter


class _Loader:
    """Runs one query at a time for `owner` on the reader thread; a newer query cancels the one before."""

    def __init__(self, owner: QObject) -> None:
        self._owner = owner
        self._asked: BackgroundQuery[object] | None = None
        self._progress = Progress()

    @property
    def is_busy(self) -> bool:
        """Return whether an answer is awaited."""
        return self._asked is not None

    def ask(
        self,
        question: Callable[[Progress], T],
        on_answer: Callable[[T], None],
        on_failure: Callable[[BaseException], None],
    ) -> None:
        """Queue `question`; `on_answer` or `on_failure` runs on the main thread."""
        self.cancel()
        progress = self._progress = Progress()

        def answered(answer: T) -> None:
            self._asked = None
            on_answer(answer)

        def failed(error: BaseException) -> None:
            self._asked = None
            on_failure(error)

        asked = BackgroundQuery(self._owner, lambda: question(progress), answered, failed)
        self._asked = asked  # type: ignore[assignment]  # of whatever it answers
        asked.start()

    def cancel(self) -> None:
        """Cancel the query that is under way."""
        if self._asked is not None:
            self._asked.is_overtaken = True
            self._progress.cancel()
            self._asked = None


class PageCache(Generic[Row]):
    """Rows by position, read a page at a time; the least recently used page is dropped first."""

    def __init__(self, read: Callable[[Sequence[int]], Mapping[int, Row]], *, size: int, keep: int) -> None:
        self._read, self._size, self._keep = read, size, keep
        self._pages: OrderedDict[int, list[Row | None]] = OrderedDict()

    def row(self, position: int, ids: array[int]) -> Row | None:
        """Return the row at `position` of `ids`, None where it no longer exists."""
        number, offset = divmod(position, self._size)
        page = self._pages.get(number)
        if page is None or offset >= len(page):
            page = self._load(number, ids)
        else:
            self._pages.move_to_end(number)
        return page[offset]

    def _load(self, number: int, ids: array[int]) -> list[Row | None]:
        wanted = ids[number * self._size : (number + 1) * self._size]
        found = self._read(wanted)
        page = self._pages[number] = [found.get(each) for each in wanted]
        self._pages.move_to_end(number)
        while len(self._pages) > self._keep:
            self._pages.popitem(last=False)
        return page

    def clear(self) -> None:
        """Drop every page."""
        self._pages.clear()


class IdVectorTableModel(TableModel[Row]):
    """Rows of a listing. `loaded` is emitted when the whole vector was read, `failed` carries an error."""

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
        self._loader = _Loader(self)
        self._is_due = False  # the whole vector is wanted as soon as the first page is painted

    @property
    def is_loading(self) -> bool:
        """Return whether the whole vector is still being built."""
        return self._is_due or self._loader.is_busy

    def show_listing(self, listing_of: ListingOf[Row], *, first_at_once: bool = False) -> None:
        """Show another listing. `first_at_once` reads a page in this call: only for an indexed order."""
        self._listing_of = listing_of
        self._listing = listing_of(*self._sort)
        if first_at_once:
            self._replace(self._first_ids())
            self._is_due = True
            QTimer.singleShot(FIRST_PAINT_MS, self, self._load_if_due)
        else:
            self._load()

    def refresh(self) -> None:
        """Read the same listing again; what is shown stays until the answer has come."""
        if self._listing_of is not None:
            self._load()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order by a column where its listing can; a negative column gives the natural order."""
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
