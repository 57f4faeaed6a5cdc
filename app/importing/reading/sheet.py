"""One sheet as the readers hand it over: rows of cells from the first row and column on."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

Row = list[Any]
Span = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Marks:
    """What a sheet holds beside the values of its cells; rows and columns count from 0.

    `formulas` are cells whose formula was never calculated, `errors` those that show an error, `struck`
    those with text that is struck through. `hidden_rows` have something in them. `comments` are by cell.
    `broken_rows` are lines of a text file whose quotes do not match. `is_1904` tells that plain numbers
    count days from 1904.
    """

    formulas: frozenset[tuple[int, int]] = frozenset()
    errors: frozenset[tuple[int, int]] = frozenset()
    struck: frozenset[tuple[int, int]] = frozenset()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    broken_rows: frozenset[int] = frozenset()
    comments: Mapping[tuple[int, int], str] = field(default_factory=dict)
    is_1904: bool = False


class MergedCells:
    """The merged cells of one sheet by row and column, both counted from 0 at the sheet's first cell."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self.spans = tuple(spans)
        self._by_column: dict[int, list[tuple[int, int]]] = {}  # first and last row of those of several rows
        for (top, left), (bottom, _) in self.spans:
            if bottom > top:
                self._by_column.setdefault(left, []).append((top, bottom))
        for areas in self._by_column.values():
            areas.sort()

    def covers(self, row: int, column: int) -> bool:
        """Return whether a cell has no content of its own because a merged cell above reaches down to it."""
        areas = self._by_column.get(column, ())
        at = bisect_right(areas, (row, 0)) - 1
        return at >= 0 and areas[at][0] < row <= areas[at][1]

    def fill(self, rows: Iterator[Row]) -> Iterator[Row]:
        """Give all rows of the sheet, from its first one on, each merged cell's value in every row it covers.

        `rows` begin at the first one of the sheet: they are counted as they pass.
        """
        return self._filled(rows) if self._by_column else rows

    def _filled(self, rows: Iterator[Row]) -> Iterator[Row]:
        starting: dict[int, list[tuple[int, int]]] = {}
        for column, areas in self._by_column.items():
            for top, bottom in areas:
                starting.setdefault(top, []).append((column, bottom))
        covering: dict[int, tuple[int, Any]] = {}
        for number, row in enumerate(rows):
            for column, (last, value) in list(covering.items()):
                if number > last:
                    del covering[column]
                elif column < len(row) and row[column] == "":
                    row[column] = value
            for column, last in starting.get(number, ()):
                if column < len(row):
                    covering[column] = (last, row[column])
            yield row


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows that can be gone through more than once: `begin` starts anew at the first row of the sheet."""

    begin: Callable[[], Iterator[Row]]

    def __iter__(self) -> Iterator[Row]:
        return self.begin()


@dataclass(frozen=True, slots=True)
class OpenSheet:
    """A sheet being read: `rows` streams each time it is gone through, merged cells filled down.

    `height` is the number of rows, 0 where nobody knows. `is_ragged` tells that rows may differ in width.
    """

    rows: Iterable[Row]
    merged: MergedCells
    marks: Callable[[], Marks]
    height: int = 0
    is_ragged: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a file. `open` may be called again to read it anew."""

    name: str
    open: Callable[[], OpenSheet] = field(repr=False)
    is_hidden: bool = False
    encoding: str = ""


def letter(column: int) -> str:
    """Return a column's letter, counting from 0: 0 → A, 26 → AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def position(reference: str) -> tuple[int, int]:
    """Return (row, column) from 0 of a cell reference: «K21» → (20, 10)."""
    letters = reference.rstrip("0123456789")
    column = 0
    for character in letters:
        column = column * 26 + ord(character) - 64
    return int(reference[len(letters) :]) - 1, column - 1
