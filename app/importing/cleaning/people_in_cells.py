"""Several people named in one cell: a row for each, with what belongs to each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from app.importing.reading.cells import as_text
from app.importing.reading.sheet import Row
from app.importing.values.names import people_in, people_named

_SEVERAL_NUMBERS = re.compile(r"[0-9]{15}[0-9Xx]{0,3}[\s、，,;；/]+[0-9]{15}")


def holds_several_numbers(text: str) -> bool:
    """Return whether a text holds several numbers of documents."""
    return _SEVERAL_NUMBERS.search(text) is not None


def split_people(row: Row, *, name: int, beside: Sequence[int]) -> list[Row] | None:
    """Return one row per person named in a cell, or None where the numbers beside do not match.

    `beside` are the columns that hold one value per person: the document number always, others
    (phone, card) where they hold as many. Blanks part names only where they part as many numbers.
    """
    people = people_named(row[name])
    numbers = people_in(row[beside[0]]) if beside else []
    if len(numbers) < 2:
        numbers = as_text(row[beside[0]]).split() if beside else []
    if len(people) == 1 and len(numbers) > 1:
        people = as_text(row[name]).split()
    if len(numbers) != len(people):
        return None
    rows = [list(row) for _ in people]
    for place, (person, number) in enumerate(zip(people, numbers, strict=True)):
        rows[place][name], rows[place][beside[0]] = person, number
    for column in beside[1:]:
        _split_cell(rows, column, row[column])
    return rows


def _split_cell(rows: list[Row], column: int, cell: Any) -> None:
    parts = people_in(cell)
    for place, row in enumerate(rows):
        if len(parts) == len(rows):
            row[column] = parts[place]
        else:
            row[column] = ""  # nobody says whose it is
