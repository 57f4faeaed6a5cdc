"""The rows of a sheet one by one, with a look at those to come; and the header that begins at one of them."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator

from app.importing.reading.cells import as_text
from app.importing.reading.sheet import MergedCells, Row
from app.importing.regions.headers import (
    Header,
    are_joined,
    continues,
    could_be_header,
    header_of,
    is_header,
    makes_header,
)

_MOST_HEADER_ROWS = 3


class RowSource:
    """Rows with their numbers from 0. What merged cells above hold counts as empty in `texts`."""

    def __init__(self, rows: Iterable[Row], merged: MergedCells) -> None:
        self._rows = enumerate(rows)
        self._ahead: deque[tuple[int, Row]] = deque()
        self._merged = merged

    def __iter__(self) -> Iterator[tuple[int, Row]]:
        while True:
            if self._ahead:
                yield self._ahead.popleft()
                continue
            following = next(self._rows, None)
            if following is None:
                return
            yield following

    def take(self, count: int) -> list[tuple[int, Row]]:
        """Take rows ahead away."""
        return [self._ahead.popleft() for _ in range(count)]

    def _peek(self, count: int) -> list[list[str]]:
        while len(self._ahead) < count and (following := next(self._rows, None)) is not None:
            self._ahead.append(following)
        return [self.texts(*self._ahead[at]) for at in range(min(count, len(self._ahead)))]

    def texts(self, number: int, row: Row) -> list[str]:
        """Return the cells of a row as text, those covered by a merged cell from above as empty."""
        return [
            text if (text := as_text(cell)) and not self._merged.covers(number, column) else ""
            for column, cell in enumerate(row)
        ]

    def uncovered(self, number: int, row: Row) -> Row:
        """Return a row as it stands in the file, without what merged cells above it hold."""
        return ["" if self._merged.covers(number, column) else cell for column, cell in enumerate(row)]

    # -- headers

    def header_at(self, number: int, texts: list[str], *, is_known: bool = False) -> Header | None:
        """Return the header that begins in the row at hand, None where none does; its other rows follow.

        `is_known`: the row was a header in a list before.
        """
        if not could_be_header(texts):
            return None
        spans, rows = self._merged.spans, [texts]
        if not is_known and not is_header(texts):
            following = self._peek(_MOST_HEADER_ROWS - 1)
            deep = (rows + following[:depth] for depth in range(1, len(following) + 1))
            rows = next((some for some in deep if makes_header(some, number, spans)), [])
            if not rows:
                return None
        header = header_of(rows, number, spans)
        while more := self._further_rows(header, len(rows)):
            rows += more
            header = header_of(rows, number, spans)
        return header

    def _further_rows(self, header: Header, count: int) -> list[list[str]]:
        """Return the rows that go on with a header, which has `count` rows so far."""
        spans, top = self._merged.spans, header.bottom + 1
        below = self._peek(_MOST_HEADER_ROWS - 1)[count - 1 :]
        for depth in range(1, len(below) + 1):
            if not all(map(could_be_header, below[:depth])):
                break
            lower = header_of(below[:depth], top, spans)
            joined = are_joined(below[:depth], top, spans, is_inside=True)
            if joined and continues(header.labels, lower.labels, header.bottom, spans):
                return below[:depth]
        return []

    def chosen_header(self, number: int, texts: list[str]) -> Header:
        """Return the row at hand as a header, with the rows below that cells merged downwards join to it."""
        spans = self._merged.spans
        bottom = max([number, *(last[0] for first, last in spans if first[0] <= number < last[0])])
        return header_of([texts, *self._peek(bottom - number)], number, spans)
