"""Where a sheet's header stands and what its columns hold: found by exact words and by content."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from app.check_digits import luhn_ok
from app.importing.columns.fields import IGNORED_HEADERS, REQUIRED, field_of, header_key
from app.importing.columns.preface import Preface
from app.importing.reading.cells import as_text
from app.importing.reading.sheet import OpenSheet, Row, Span, letter
from app.importing.values.contacts import read_phone
from app.importing.values.identity import is_valid_number
from app.importing.views import ColumnView, SheetMapping

HEADER_SEARCH_ROWS = 60  # rows in which a header is looked for
_FEWEST_FIELDS = 3  # fields that make a row a header
_PROVEN_SHARE = 0.6  # of the filled cells, to take a column for what its cells are


@dataclass(frozen=True, slots=True)
class Layout:
    """A sheet's header (row from 0), the first row of data, its columns, and what stands above."""

    header_row: int
    data_row: int
    columns: tuple[ColumnView, ...]
    preface: Preface
    headers: tuple[str, ...]

    def column_of(self, field: str) -> int | None:
        """Return the index of the column that holds a field."""
        return next((column.index for column in self.columns if column.field == field), None)

    @property
    def titles(self) -> dict[str, str]:
        """Return how the sheet calls the column of each field: by its header, else by its letter."""
        return {column.field: column.header or column.letter for column in self.columns if column.field}

    @property
    def has_units(self) -> bool:
        """Return whether a column, or a line above, says from which unit people come."""
        given = {column.field for column in self.columns} | self.preface.facts.keys()
        return bool(given & {"unit", "credit_code"})


def find_layout(
    head: Sequence[Row],
    opened: OpenSheet,
    *,
    read_above: Callable[[Sequence[Row]], Preface],
    mapping: SheetMapping | None = None,
) -> Layout | None:
    """Return the layout of a sheet from its first rows, or None where no header is found.

    `read_above` says what the rows above the header mean.
    """
    mapping, spans = mapping or SheetMapping(), opened.merged.spans
    labels = _labels(head, spans)
    row = mapping.header_row - 1 if mapping.header_row else _header_row(labels[:HEADER_SEARCH_ROWS])
    if row is None or row >= len(head):
        return None
    data_row = 1 + max([row, *(last[0] for first, last in spans if first[0] <= row < last[0])])
    columns = _columns(labels[row], head[data_row:], mapping)
    if opened.is_ragged:
        columns = columns[: 1 + max((c.index for c in columns if c.header or c.field), default=-1)]
    preface = read_above(head[: _header_top(row, spans)])
    preface = preface.answered(mapping.facts).beside({column.field for column in columns})
    return Layout(row, data_row, columns, preface, tuple(column.header for column in columns))


def _header_top(row: int, spans: Sequence[Span]) -> int:
    """Return the first row of a header of several rows, told by cells merged downwards into `row`."""
    return min([row, *(first[0] for first, last in spans if first[0] < row <= last[0])])


def _labels(head: Sequence[Row], spans: Sequence[Span]) -> list[list[str]]:
    labels = [[as_text(cell) for cell in row] for row in head]
    for (top, left), (bottom, right) in spans:
        if top < len(labels) and left < len(labels[top]) and top != bottom:
            for row in labels[top : bottom + 1]:
                row[left : right + 1] = [labels[top][left]] * (min(right, len(row) - 1) - left + 1)
    return labels


def _header_row(labels: list[list[str]]) -> int | None:
    scores = [_score(row) for row in labels]
    best = max(scores, default=0)
    return scores.index(best) if best >= _FEWEST_FIELDS else None


def _score(row: list[str]) -> int:
    fields = {field for field in map(field_of, row) if field}
    return len(fields) if fields & {"name", "id_number"} else 0


def _columns(labels: list[str], rows: Sequence[Row], mapping: SheetMapping) -> tuple[ColumnView, ...]:
    found = {index: field_of(label) for index, label in enumerate(labels)}
    _assign_ambiguous_units(found)
    _drop_repeated(found)
    by = dict.fromkeys((index for index, field in found.items() if field), "name")
    for index, field in _by_content(found, labels, rows).items():
        found[index], by[index] = field, "content"
    for index, field in mapping.columns.items():
        found[index], by[index] = field, "chosen"
    return tuple(
        ColumnView(index, letter(index), label, found.get(index, ""), by.get(index, ""))
        for index, label in enumerate(labels)
    )


def _assign_ambiguous_units(found: dict[int, str]) -> None:
    has_unit = "unit" in found.values()
    for index, field in found.items():
        if field == "unit?":
            found[index] = "employer" if has_unit else "unit"
            has_unit = True


def _drop_repeated(found: dict[int, str]) -> None:
    seen: set[str] = set()
    for index, field in found.items():
        if field in seen:
            found[index] = ""
        seen.add(field)


def _by_content(found: dict[int, str], labels: list[str], rows: Sequence[Row]) -> dict[int, str]:
    """Return unnamed columns whose cells prove what they are: ID numbers, cards, phones."""
    taken = set(found.values())
    result: dict[int, str] = {}
    for index, field in found.items():
        if field or header_key(labels[index]) in IGNORED_HEADERS:
            continue
        cells = [as_text(row[index]) for row in rows if index < len(row) and as_text(row[index])]
        kind = _kind_of(cells)
        if kind and kind not in taken:
            result[index] = kind
            taken.add(kind)
    return result


def _kind_of(cells: list[Any]) -> str:
    if not cells:
        return ""
    for kind, proves in _PROOFS.items():
        if sum(map(proves, cells)) >= _PROVEN_SHARE * len(cells):
            return kind
    return ""


_PROOFS = {
    "id_number": lambda text: len(text) == 18 and is_valid_number(text),
    "phone": lambda text: len(text) == 11 and read_phone(text) == text,
    "bank_account": lambda text: len(text) >= 16 and text.isdigit() and luhn_ok(text),
}


def missing_fields(layout: Layout) -> list[str]:
    """Return the required fields that neither a column nor a line above the header gives or asks about."""
    given = {column.field for column in layout.columns} | set(layout.preface.facts)
    return [field for field in REQUIRED if field not in given and not layout.preface.is_asked(field)]
