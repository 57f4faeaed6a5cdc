"""Which rows below a header are results: blank lines, footers and repeated headers are none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from app.importing.fields import ACHIEVED, PASSED_OVER, header_key
from app.importing.layout import Layout
from app.importing.names import people_in
from app.importing.sheet import Row, Span
from app.importing.text import as_text

_FOOTER = re.compile(
    "(?:合计|总计|小计|共计|经办|制表|填表|填报|审核|复核|负责人|联系人|单位[（(]?盖章|[（(]盖章|注[:：]|备注[:：]|说明[:：])"
)
_OWN = ("name", "id_number", *ACHIEVED, "score", "phone", "bank_account", "bank", "unit")


def filled_down(rows: Iterator[Row], spans: Sequence[Span]) -> Iterator[Row]:
    """Give rows with the value of each downwards merged cell in all the rows it covers."""
    starting: dict[int, list[tuple[int, int]]] = {}
    for (top, left), (bottom, _) in spans:
        if bottom > top:
            starting.setdefault(top, []).append((left, bottom))
    covering: dict[int, tuple[int, Any]] = {}
    for number, row in enumerate(rows):
        for column, (last, value) in covering.items():
            if number <= last and column < len(row) and row[column] == "":
                row[column] = value
        for column, last in starting.get(number, ()):
            if column < len(row):
                covering[column] = (last, row[column])
        yield row


class RowSorter:
    """Tells results from what else stands below the header of one sheet."""

    def __init__(self, layout: Layout, spans: Sequence[Span]) -> None:
        self._name = layout.column_of("name")
        self._number = layout.column_of("id_number")
        self._spans = spans
        own = [layout.column_of(field) for field in _OWN]
        self._own = [column for column in own if column is not None]
        self._passed = {c.index for c in layout.columns if header_key(c.header) in PASSED_OVER}
        self._header = layout.headers[self._name] if self._name is not None else ""

    def is_plain(self, row: Row) -> bool:
        """Return whether a row has both a name and a document number, as nearly every row has."""
        if self._name is None or self._number is None:
            return False
        name, number = row[self._name], row[self._number]
        return bool(name != "" and number != "" and name != self._header)

    def kind_of(self, row: Row, number: int) -> str:
        """Return "result", "nothing" or "line" (a lonely line of text that is no result)."""
        cells = {column: text for column, cell in enumerate(row) if (text := as_text(cell))}
        own = [column for column in self._own if column in cells]
        first = next(iter(cells.values()), "")
        if not cells or (_FOOTER.match(first.replace(" ", "").replace("\u3000", "")) and len(own) < 3):
            return "nothing"
        if self._name is not None and cells.get(self._name) == self._header:
            return "nothing"
        written = [c for c in cells if c not in self._passed and not self._is_covered(number, c)]
        if not own:
            return "line" if written else "nothing"
        is_lonely = len(written) == 1 and len(own) == 1
        return "line" if is_lonely else "result"

    def _is_covered(self, row: int, column: int) -> bool:
        return any(top < row <= bottom and left == column for (top, left), (bottom, _) in self._spans)


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
