"""The few pages of rows a table keeps in memory."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from typing import Generic, TypeVar

Row = TypeVar("Row")


class PageCache(Generic[Row]):
    """Rows by position, read a page at a time; the page unused for longest goes first."""

    def __init__(self, read: Callable[[Sequence[int]], Mapping[int, Row]], *, size: int, keep: int) -> None:
        self._read, self._size, self._keep = read, size, keep
        self._pages: OrderedDict[int, list[Row | None]] = OrderedDict()

    def row(self, position: int, ids: array[int]) -> Row | None:
        """Return the row at `position` of `ids`, None where it no longer stands."""
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
        """Forget every page."""
        self._pages.clear()
