"""Which rows below a header are results: blank lines, footers and repeated headers are none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from app.importing.columns.fields import IGNORED_HEADERS, header_key
from app.importing.columns.layout import Layout
from app.importing.reading.cells import as_text
from app.importing.reading.sheet import MergedCells, Row
from app.importing.values.achievements import ACHIEVED
from app.importing.values.names import people_in

_FOOTER = re.compile(
    "(?:合计|总计|小计|共计|经办|制表|填表|填报|审核|复核|负责人|联系人|单位[（(]?盖章|[（(]盖章|注[:：]|备注[:：]|说明[:：])"
)
_OWN = ("name", "id_number", *ACHIEVED, "score", "phone", "bank_account", "bank", "unit")


class RowSorter:
    """Tells results from what else stands below the header of one sheet."""

    def __init__(self, layout: Layout, merged: MergedCells) -> None:
        self._name = layout.column_of("name")
        self._number = layout.column_of("id_number")
        self._merged = merged
        own = [layout.column_of(field) for field in _OWN]
        self._own = [column for column in own if column is not None]
        self._ignored = {c.index for c in layout.columns if header_key(c.header) in IGNORED_HEADERS}
        self._header = layout.headers[self._name] if self._name is not None else ""

    def is_plain(self, row: Row) -> bool:
        """Return whether a row has both a name and a document number, as nearly every row has."""
        if self._name is None or self._number is None:
            return False
        name, number = row[self._name], row[self._number]
        return bool(name != "" and number != "" and name != self._header)

    def kind_of(self, row: Row, number: int) -> str:
        """Return "result", "nothing" or "line" (a lonely line of text that is no result).

        `number` is the row's number in the sheet, counted from 1.
        """
        cells = {column: text for column, cell in enumerate(row) if (text := as_text(cell))}
        own = [column for column in self._own if column in cells]
        first = next(iter(cells.values()), "")
        if not cells or (_FOOTER.match(first.replace(" ", "").replace("\u3000", "")) and len(own) < 3):
            return "nothing"
        if self._name is not None and cells.get(self._name) == self._header:
            return "nothing"
        written = [c for c in cells if c not in self._ignored and not self._merged.covers(number - 1, c)]
        if not own:
            return "line" if written else "nothing"
        is_lonely = len(written) == 1 and len(own) == 1
        return "line" if is_lonely else "result"


def split_people(row: Row, *, name: int, beside: Sequence[int]) -> list[Row] | None:
    """Return one row per person named in a cell, or None where the numbers beside do not match.

    `beside` are the columns that hold one value per person: the document number always, others
    (phone, card) where they hold as many.
    """
    people = people_in(row[name])
    numbers = people_in(row[beside[0]]) if beside else []
    if len(numbers) != len(people):
        numbers = as_text(row[beside[0]]).split() if beside else []
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
