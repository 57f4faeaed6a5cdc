"""What holds for a table: its columns, and what stands above them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.importing.columns.assigning import ColumnNote, assign_columns
from app.importing.columns.fields import REQUIRED
from app.importing.columns.preface import Preface
from app.importing.reading.sheet import Row
from app.importing.views import ColumnView


@dataclass(slots=True)
class Layout:
    """A table's header (its last row, from 0), its columns, and what stands above."""

    header_row: int
    columns: tuple[ColumnView, ...]
    preface: Preface
    headers: tuple[str, ...]
    notes: tuple[ColumnNote, ...] = ()
    twins: tuple[tuple[str, int, int], ...] = ()

    @property
    def is_questioned(self) -> bool:
        """Return whether something must be said of its columns before any row may come in."""
        return any(each.note.keeps_out for each in self.notes)

    def column_of(self, field: str) -> int | None:
        """Return the index of the column that holds a field."""
        return next((c.index for c in self.columns if c.field == field and c.member < 2), None)

    def columns_of(self, member: int) -> dict[str, int]:
        """Return the columns by field of one member of a team, whom the table sets in columns (from 1)."""
        return {c.field: c.index for c in self.columns if c.field and c.member == member}

    @property
    def members(self) -> int:
        """Return how many members of a team the table sets in columns, 0 where it has a row for each."""
        return max((column.member for column in self.columns), default=0)

    @property
    def titles(self) -> dict[str, str]:
        """Return how the sheet calls the column of each field: by its header, else by its letter."""
        return {c.field: c.header or c.letter for c in self.columns if c.field and c.member < 2}

    @property
    def has_units(self) -> bool:
        """Return whether a column, or a line above, says from which unit people come."""
        given = {column.field for column in self.columns} | self.preface.facts.keys()
        return bool(given & {"unit", "credit_code"})


def find_layout(
    labels: Sequence[str],
    groups: Sequence[str],
    sample: Sequence[Row],
    *,
    header_row: int,
    preface: Preface,
    members: Sequence[Mapping[str, int]] = (),
    mapping: Mapping[int, str] | None = None,
    known: Mapping[str, str] | None = None,
    is_ragged: bool = False,
) -> Layout:
    """Return the layout of a table from its header and its first rows.

    `labels` and `groups` are the columns' own headers and the headers above several of them; `members` the
    columns by field of each member of a team, where the table has such; `mapping` the fields that somebody
    chose by column; `known` the headers that the office explained.
    """
    width = max([len(labels), *map(len, sample)])
    labels = [*labels, *[""] * (width - len(labels))]
    groups = [*groups, *[""] * (width - len(groups))]
    assigned = assign_columns(
        labels, groups, sample, members=members, chosen=mapping, known=known, facts=preface.facts
    )
    columns = assigned.columns
    if is_ragged:
        columns = columns[: 1 + max((c.index for c in columns if c.header or c.field), default=-1)]
    headers = tuple(column.header for column in columns)
    return Layout(header_row, columns, preface, headers, tuple(assigned.notes), tuple(assigned.twins))


def missing_fields(layout: Layout) -> list[str]:
    """Return the required fields that neither a column nor a line above the header gives or asks about."""
    given = {column.field for column in layout.columns} | set(layout.preface.facts)
    return [field for field in REQUIRED if field not in given and not layout.preface.is_asked(field)]
