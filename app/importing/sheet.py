"""One sheet as the readers hand it over: rows of cells from the first row and column on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

Row = list[Any]
Span = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Marks:
    """What only a sheet's XML tells, positions from 0: empty-looking cells that are formulas or errors."""

    formulas: frozenset[tuple[int, int]] = frozenset()
    errors: frozenset[tuple[int, int]] = frozenset()
    hidden_rows: int = 0


@dataclass(frozen=True, slots=True)
class OpenSheet:
    """A sheet being read: `rows` streams, `spans` are its merged cells (first and last position, from 0).

    `height` is the number of rows, 0 where nobody knows.
    """

    rows: Iterator[Row]
    spans: tuple[Span, ...]
    marks: Callable[[], Marks]
    height: int = 0


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
