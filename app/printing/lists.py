"""A list (表) as data: title, columns, sections of rows, sums and closing lines. One writer lays it out.

A column says where its cells come from, so that a new column is one line of the list that has it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

Row = TypeVar("Row")
AnyRow_contra = TypeVar("AnyRow_contra", contravariant=True)  # a column of any row serves rows of one kind
Cell = str | int | None
Align = Literal["left", "center", "right"]
Kind = Literal["text", "number", "money", "running"]


@dataclass(frozen=True, slots=True)
class Column(Generic[AnyRow_contra]):
    """A column: its header, its width in characters, how its cells stand, and the value of a row's cell.

    `kind` says what the value is: text, a whole number, money in fen (shown as yuan), or the running number
    of the row (the value is not asked for). `is_summed` columns are added up in subtotals and the total.
    """

    title: str
    width: float
    value: Callable[[AnyRow_contra], Cell]
    align: Align = "left"
    kind: Kind = "text"
    is_summed: bool = False


def running_number(title: str, *, width: float = 7) -> Column[object]:
    """Return the column that numbers the rows from 1."""
    return Column(title, width, lambda _row: None, "center", "running")


def money_column(
    title: str, width: float, fen: Callable[[Row], int | None], *, is_summed: bool = False
) -> Column[Row]:
    """Return a column of amounts; `fen` gives a row's amount, None for an empty cell."""
    return Column(title, width, fen, "right", "money", is_summed)


@dataclass(frozen=True, slots=True)
class Section(Generic[Row]):
    """Rows under one another. `heading` is a line above them, `subtotal` the words of the sum below."""

    rows: Sequence[Row]
    heading: str = ""
    subtotal: str = ""


@dataclass(frozen=True, slots=True)
class ClosingLine:
    """A line across the whole width under the rows; `height` in points."""

    text: str
    height: float = 26
    is_bold: bool = False


@dataclass(frozen=True, slots=True)
class ListSheet(Generic[Row]):
    """One list on one sheet, which is called `name`, or as the list's title where that is "".

    `state` is a warning under the title and at the head of every printed page; `line` names the issuer and
    the day; `empty` stands where there is no row; `total` are the words of the total over all sections,
    "" for none; `closing` are the lines under it all. `is_filtered`: the header offers to filter the rows.
    """

    title: str
    columns: Sequence[Column[Row]]
    sections: Sequence[Section[Row]]
    name: str = ""
    state: str = ""
    line: str = ""
    empty: str = ""
    total: str = ""
    closing: Sequence[ClosingLine] = ()
    is_filtered: bool = False

    @property
    def row_count(self) -> int:
        """Return the number of rows, sums and headings left out."""
        return sum(len(section.rows) for section in self.sections)
