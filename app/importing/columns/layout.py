"""What the columns of a table hold: found by exact words and by content."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.check_digits import luhn_ok
from app.importing.columns.fields import IGNORED_HEADERS, REQUIRED, field_of, header_key
from app.importing.columns.preface import Preface
from app.importing.reading.cells import as_text
from app.importing.reading.sheet import Row, letter
from app.importing.values.contacts import read_phone
from app.importing.values.identity import is_valid_number
from app.importing.views import ColumnView

_PROVEN_SHARE = 0.6  # of the filled cells, to take a column for what its cells are


@dataclass(slots=True)
class Layout:
    """A table's header (its last row, from 0), its columns, and what stands above."""

    header_row: int
    columns: tuple[ColumnView, ...]
    preface: Preface
    headers: tuple[str, ...]

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
    is_ragged: bool = False,
) -> Layout:
    """Return the layout of a table from its header and its first rows.

    `labels` and `groups` are the columns' own headers and the headers above several of them; `members` the
    columns by field of each member of a team, where the table has such; `mapping` the fields that somebody
    chose by column.
    """
    width = max([len(labels), *map(len, sample)])
    labels = [*labels, *[""] * (width - len(labels))]
    groups = [*groups, *[""] * (width - len(groups))]
    columns = _columns(labels, groups, sample, members, mapping or {})
    if is_ragged:
        columns = columns[: 1 + max((c.index for c in columns if c.header or c.field), default=-1)]
    return Layout(header_row, columns, preface, tuple(column.header for column in columns))


def _columns(
    labels: Sequence[str],
    groups: Sequence[str],
    rows: Sequence[Row],
    members: Sequence[Mapping[str, int]],
    chosen: Mapping[int, str],
) -> tuple[ColumnView, ...]:
    found = {index: field_of(label) for index, label in enumerate(labels)}
    of_members = _of_members(members)
    found |= {index: field for index, (field, number) in of_members.items() if number == 1}
    found |= {index: "" for index, (_, number) in of_members.items() if number != 1}
    _assign_ambiguous_units(found)
    _drop_repeated(found, keep={index for index, (_, number) in of_members.items() if number == 1})
    by = dict.fromkeys((index for index, field in found.items() if field), "name")
    for index, field in _by_content(found, labels, rows, but=of_members).items():
        found[index], by[index] = field, "content"
    for index, (field, number) in of_members.items():
        found[index], by[index] = field if number else "", "name" if number else ""
    for index, field in chosen.items():
        if field != found.get(index):
            of_members.pop(index, None)
        found[index], by[index] = field, "chosen"
    return tuple(
        ColumnView(
            index,
            letter(index),
            label,
            found.get(index, ""),
            by.get(index, ""),
            group_header=groups[index],
            member=of_members.get(index, ("", 0))[1],
        )
        for index, label in enumerate(labels)
    )


def _of_members(members: Sequence[Mapping[str, int]]) -> dict[int, tuple[str, int]]:
    """Return field and number (from 1) of members' columns; 0 where the first member lacks the field."""
    found = {}
    for number, columns in enumerate(members, start=1):
        for field, index in columns.items():
            found[index] = (field, number if field in members[0] else 0)
    return found


def _assign_ambiguous_units(found: dict[int, str]) -> None:
    has_unit = "unit" in found.values()
    for index, field in found.items():
        if field == "unit?":
            found[index] = "employer" if has_unit else "unit"
            has_unit = True


def _drop_repeated(found: dict[int, str], *, keep: Collection[int]) -> None:
    seen = {found[index] for index in keep}
    for index, field in found.items():
        if field in seen and index not in keep:
            found[index] = ""
        seen.add(field)


def _by_content(
    found: dict[int, str], labels: Sequence[str], rows: Sequence[Row], *, but: Collection[int]
) -> dict[int, str]:
    """Return unnamed columns whose cells prove what they are: ID numbers, cards, phones."""
    taken = set(found.values())
    result: dict[int, str] = {}
    for index, field in found.items():
        if field or index in but or header_key(labels[index]) in IGNORED_HEADERS:
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
