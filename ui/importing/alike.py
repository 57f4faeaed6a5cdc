"""Cells that have the same fault as one: the same finding on the same value, in any row, sheet or file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from app.importing import Finding
from ui.importing.files import ChosenFile
from ui.importing.sheet_grid import column_of


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A cell of a sheet of a file: row from 1, column from 0."""

    path: Path
    sheet: str
    row: int
    column: int


def place_of(file: ChosenFile, finding: Finding) -> Place | None:
    """Return the cell of a finding; None where it is about a whole row, sheet or file."""
    view = (
        next((each for each in file.plan.sheets if each.name == finding.sheet), None) if file.plan else None
    )
    rows = file.rows.get(finding.sheet)
    if view is None or rows is None or not finding.row:
        return None
    column = column_of(view, finding, rows)
    return Place(file.path, finding.sheet, finding.row, column) if column >= 0 else None


def cells_alike(files: Iterable[ChosenFile], finding: Finding) -> list[Place]:
    """Return every cell with the same finding on the same value, the finding's own among them."""
    return sorted({place for file in files for place in _in_file(file, finding)})


def _in_file(file: ChosenFile, finding: Finding) -> Iterator[Place]:
    for each in file.plan.findings if file.plan is not None else ():
        is_alike = each.code == finding.code and each.value == finding.value and bool(each.value)
        if is_alike and (each.field or each.column) == (finding.field or finding.column):
            place = place_of(file, each)
            if place is not None:
                yield place


def same_text(file: ChosenFile, place: Place, text: str) -> list[Place]:
    """Return the cells of a sheet's column that came with this very text, `place` among them."""
    rows = file.rows.get(place.sheet)
    if rows is None or not text:
        return [place]
    found = {Place(place.path, place.sheet, row, place.column) for row in rows.rows_with(place.column, text)}
    return sorted(found | {place})
