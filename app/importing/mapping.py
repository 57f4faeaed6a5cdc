"""What a person says of a sheet before it comes in: header, columns, lines, edited cells."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from app.importing.columns.recipes import Recipes
from app.importing.columns.replaying import replay
from app.importing.views import LineRole


@dataclass(frozen=True, slots=True)
class SheetMapping:
    """The caller's correction for one sheet. Whatever is not said is found by the program itself.

    `header_row` counts from 1. `columns` maps column index (from 0) to field, "" to ignore the column.
    `facts` gives contest facts (by field, as text) that stand for the whole sheet. `cells` are the cells
    that were edited, by row (from 1) and column (from 0): what they hold now. `tables` maps columns as
    `columns` does, for the table whose header ends in a row. `lines` says what rows are, and `said` what a
    line above or between results says, by row and field; row 0 stands for the sheet's name, and the field
    "" for a line that says nothing. `known` are the recipes of lists before, by what recognises their
    header. A mapping is never changed, only replaced.
    """

    header_row: int = 0
    columns: Mapping[int, str] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=dict)
    is_left_out: bool | None = None  # None: hidden sheets are left out, others are not
    cells: Mapping[tuple[int, int], str] = field(default_factory=dict)
    tables: Mapping[int, Mapping[int, str]] = field(default_factory=dict)
    lines: Mapping[int, LineRole] = field(default_factory=dict)
    said: Mapping[tuple[int, str], str] = field(default_factory=dict)
    known: Recipes = field(default_factory=dict)

    def chosen(self, bottom: int, *, is_first: bool) -> Mapping[int, str]:
        """Return the fields chosen for the table whose header ends in row `bottom`, from 1."""
        return {**(self.columns if is_first else {}), **self.tables.get(bottom, {})}

    def columns_of(self, bottom: int, *, is_first: bool, labels: Sequence[str]) -> Mapping[int, str]:
        """Return the fields chosen for a table's columns, now or before for a header like `labels`."""
        before = replay(self.known, labels)
        return {**(before.columns if before else {}), **self.chosen(bottom, is_first=is_first)}

    def said_in(self, rows: Collection[int]) -> dict[str, str]:
        """Return what the lines in some rows were said to say, by field."""
        return {name: text for (row, name), text in sorted(self.said.items()) if row in rows}
