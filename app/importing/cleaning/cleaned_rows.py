"""Records of some rows with what is to be said of them, as the steps of cleaning pass them on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from app.importing.findings import InvalidCell, Note


class CellNote(NamedTuple):
    """A note on one cell: the record it belongs to, the field, the cell as received."""

    record: int
    field: str
    raw: Any
    note: Note


@dataclass(slots=True)
class CleanedRows:
    """Records of some rows, what is to be said of them, and which of them may not come in."""

    records: list[tuple[Any, ...]] = field(default_factory=list)
    notes: list[CellNote] = field(default_factory=list)
    invalid: set[int] = field(default_factory=set)

    def add(self, record: int, name: str, raw: Any, note: Note) -> None:
        """Add a note on one cell; an error or a question keeps the record out."""
        self.notes.append(CellNote(record, name, raw, note))
        if note.keeps_out:
            self.invalid.add(record)


def usable(values: list[Any], name: str, raw: Any, cleaned: CleanedRows) -> list[Any]:
    """Return the usable values of a column; what is wrong with it goes to `cleaned`."""
    if InvalidCell not in set(map(type, values)):
        return values
    for record, (value, cell) in enumerate(zip(values, raw, strict=False)):
        if value.__class__ is InvalidCell:
            values[record] = value.value
            for note in value.notes:
                cleaned.add(record, name, cell, note)
    return values
