"""Cells that somebody corrected by hand: put over the rows of a sheet before anything is read from them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from app.importing.reading.cells import as_text
from app.importing.reading.sheet import Marks, MergedCells, OpenSheet, Row, Rows

Cell = tuple[int, int]  # row from 1, column from 0
Edit = tuple[str, str]  # what stood there, what stands there now


def with_edits(opened: OpenSheet, cells: Mapping[Cell, str], edits: dict[Cell, Edit]) -> OpenSheet:
    """Return a sheet whose `cells` read as given; as they pass, `edits` learns what stood there before.

    A merged cell that is edited is so in every row it reaches down to. Cells below the last row or to the
    right of the last column add rows and columns.
    """
    if not cells:
        return opened
    by_row = _by_row(cells, opened.merged)
    first: Row = next(iter(opened.rows), [])
    is_wider = max(column for _, column in cells) >= len(first)

    def edited() -> Iterator[Row]:
        number = 0
        for number, row in enumerate(opened.rows, start=1):
            yield _edited(number, row, by_row, cells, edits) if number in by_row else row
        for beyond in range(number + 1, max(by_row) + 1):
            yield _edited(beyond, [""] * len(first), by_row, cells, edits)

    return replace(
        opened,
        rows=Rows(edited),
        marks=lambda: _without(opened.marks(), cells),
        height=max(opened.height, *by_row) if opened.height else 0,
        is_ragged=opened.is_ragged or is_wider,
    )


def _by_row(cells: Mapping[Cell, str], merged: MergedCells) -> dict[int, dict[int, str]]:
    by_row: dict[int, dict[int, str]] = {}
    for (top, left), (bottom, _) in merged.spans:
        if (text := cells.get((top + 1, left))) is not None:
            for row in range(top + 1, bottom + 2):
                by_row.setdefault(row, {})[left] = text
    for (row, column), text in cells.items():
        by_row.setdefault(row, {})[column] = text
    return by_row


def _edited(
    number: int,
    row: Row,
    by_row: Mapping[int, Mapping[int, str]],
    cells: Mapping[Cell, str],
    edits: dict[Cell, Edit],
) -> Row:
    changed = list(row)
    for column, text in by_row[number].items():
        changed.extend([""] * (column + 1 - len(changed)))
        if (number, column) in cells:
            edits[number, column] = (as_text(changed[column]), text)
        changed[column] = text
    return changed


def _without(marks: Marks, cells: Mapping[Cell, str]) -> Marks:
    """Return marks without those of edited cells: they hold no formula and no error any more."""
    places = {(row - 1, column) for row, column in cells}
    return replace(marks, formulas=marks.formulas - places, errors=marks.errors - places)
