"""What a sheet is made of: tables with a header each, regions of their rows, and rows that are none.

Rows and columns count from 0 at the first cell of the sheet.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from app.importing.reading.sheet import Row

SAMPLED = 60  # rows of a table whose cells may prove what its columns hold


class RowKind(StrEnum):
    """What a filled row is that holds no result."""

    HEADING = "heading"  # title, or a line with facts of the contest, above a table
    HEADER = "header"
    SECTION = "section"
    FOOTER = "footer"  # totals, signatures
    NOTE = "note"  # any other line of text
    EXAMPLE = "example"
    PREPARED = "prepared"  # numbered, with an event or a unit, but with nobody in it
    LEFT_OUT = "left-out"  # by whoever imports
    FORM = "form"  # label and value side by side, for one person


@dataclass(frozen=True, slots=True)
class Line:
    """A row of text that holds no result: its number and its cells as received."""

    row: int
    cells: Row

    @property
    def is_lonely(self) -> bool:
        """Return whether one cell only is filled."""
        return sum(cell not in ("", None) for cell in self.cells) == 1


@dataclass(slots=True)
class Table:
    """A header with the columns below it, `left` to `right`, and the lines above that belong to it.

    `labels`, `groups` and `fields` have one text per column of the sheet, "" outside of the table: the
    column's own header, what stands above it in the header for several columns (选手 over 姓名 and
    身份证号), and the field that these or somebody's choice make it.
    `top` to `bottom` are the rows of the header. `sample` holds the first rows below. `band` is shared by
    tables side by side.
    """

    top: int
    bottom: int
    left: int
    right: int
    labels: tuple[str, ...]
    groups: tuple[str, ...]
    fields: tuple[str, ...]
    headings: list[Line] = field(default_factory=list)
    header: list[Row] = field(default_factory=list)
    sample: list[Row] = field(default_factory=list)
    band: int = 0
    follows: Table | None = None  # the table of the sheet before it, whose facts still hold


@dataclass(slots=True)
class Region:
    """Rows of one table for which the same section lines hold, outermost first; `runs` are [first, end)."""

    table: Table
    sections: tuple[Section, ...] = ()
    runs: list[tuple[int, int]] = field(default_factory=list)
    unclear: Line | None = None  # a line above its rows that may be a section

    @property
    def rows(self) -> int:
        """Return the number of its rows."""
        return sum(end - first for first, end in self.runs)

    def add(self, row: int) -> None:
        """Add a row; rows come in order."""
        if self.runs and self.runs[-1][1] == row:
            self.runs[-1] = (self.runs[-1][0], row + 1)
        else:
            self.runs.append((row, row + 1))


@dataclass(frozen=True, slots=True)
class Section:
    """A line that says something of the rows below it, up to the next one of its kind.

    `facts` are beyond doubt, `guessed` are values to ask about.
    """

    line: Line
    facts: dict[str, str]
    guessed: dict[str, str]

    @property
    def says(self) -> set[str]:
        """Return the fields that it speaks of."""
        return {*self.facts, *self.guessed}


@dataclass(slots=True)
class Survey:
    """All that stands in a sheet. `named` are the filled rows that hold no result; `filled` counts all.

    `regions` come in the order of their first rows.
    """

    tables: list[Table] = field(default_factory=list)
    regions: list[Region] = field(default_factory=list)
    named: dict[int, RowKind] = field(default_factory=dict)
    notes: dict[int, str] = field(default_factory=dict)  # text of the rows in `named` that are to be told
    others: dict[int, int] = field(default_factory=dict)  # tables of no results: header row, rows below
    outside: list[int] = field(default_factory=list)  # rows outside of all tables that name a person
    filled: int = 0
