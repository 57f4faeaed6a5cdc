"""The findings of an import as they are collected: the first of each kind whole, the others by row.

A list of a million rows may be wrong in every one of them. Nobody reads a million lines, and they would not
fit into memory: beyond `MOST_LISTED` findings of one kind in one sheet, rows and causes are kept, packed.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from app.importing.findings import Finding, Note
from app.importing.reading.cells import as_text
from app.words import tr

LONGEST_VALUE = 120  # characters of a cell that a finding quotes
MOST_LISTED = 20_000  # findings of one kind in one sheet

_Kind = tuple[int, str, str, str]  # sheet, code, column, field


@dataclass(slots=True)
class _Unlisted:
    """Findings of one kind beyond those listed: their rows, and the number of the note of each."""

    rows: array[int] = field(default_factory=lambda: array("l"))
    notes: array[int] = field(default_factory=lambda: array("l"))
    is_sorted: bool = True

    def append(self, row: int, note: int) -> None:
        self.is_sorted = self.is_sorted and (not self.rows or self.rows[-1] <= row)
        self.rows.append(row)
        self.notes.append(note)

    def at(self, row: int) -> array[int]:
        """Return the numbers of the notes on a row."""
        if not self.is_sorted:
            order = sorted(range(len(self.rows)), key=self.rows.__getitem__)
            self.rows = array("l", [self.rows[at] for at in order])
            self.notes = array("l", [self.notes[at] for at in order])
            self.is_sorted = True
        return self.notes[bisect_left(self.rows, row) : bisect_right(self.rows, row)]


class FindingList:
    """Collects findings. Sheets are known by their number, from 0."""

    def __init__(self) -> None:
        self.items: list[tuple[int, int, Finding]] = []  # sheet, row, finding: those that are listed
        self._sheets: dict[int, str] = {}
        self._columns: dict[tuple[int, str], str] = {}
        self._counts: dict[tuple[int, str], int] = {}
        self._unlisted: dict[_Kind, _Unlisted] = {}
        self._notes: list[Note] = []
        self._note_numbers: dict[Any, int] = {}

    def register_sheet(self, sheet: int, name: str) -> None:
        """Learn the name of a sheet."""
        self._sheets[sheet] = name

    def register_columns(self, sheet: int, headers: Mapping[str, str]) -> None:
        """Learn how a sheet calls the column of each field."""
        self._columns.update({(sheet, name): header for name, header in headers.items()})

    def add(self, note: Note, *, sheet: int = -1, row: int = 0, field: str = "", value: Any = "") -> None:
        """Add a note on the column of a field; `row` counts from 1, 0 means the sheet, sheet -1 the file."""
        column = self._columns.get((sheet, field))
        if column is None:
            column = tr(f"importing.field.{field}") if field else ""
        self.add_at(column, note, sheet=sheet, row=row, value=value, field=field)

    def add_at(
        self, column: str, note: Note, *, sheet: int, row: int = 0, value: Any = "", field: str = ""
    ) -> None:
        """Add a note on a column by its own header or letter."""
        count = self._counts[sheet, note.code] = self._counts.get((sheet, note.code), 0) + 1
        if count > MOST_LISTED and row:
            kind = (sheet, note.code, column, field)
            if (unlisted := self._unlisted.get(kind)) is None:
                unlisted = self._unlisted[kind] = _Unlisted()
            unlisted.append(row, self._number_of(note))
            return
        text = as_text(value)
        shown = text if len(text) <= LONGEST_VALUE else text[:LONGEST_VALUE] + "…"
        finding = self._finding(sheet, row, column, note, field)
        self.items.append((sheet, row, replace(finding, value=shown)))

    def _number_of(self, note: Note) -> int:
        """Return the number of a note; like notes, of which lists are full, share one."""
        key = (note.code, *map(str, note.params.values()))
        number = self._note_numbers.get(key)
        if number is None:
            number = self._note_numbers[key] = len(self._notes)
            self._notes.append(note)
        return number

    def _finding(self, sheet: int, row: int, column: str, note: Note, field: str) -> Finding:
        return Finding(
            sheet=self._sheets.get(sheet, ""),
            row=row,
            column=column,
            value="",
            code=note.code,
            severity=note.severity,
            message=note.message,
            field=field,
            proposal=as_text(note.params.get("proposal", "")),
        )

    def unlisted_at(self, name: str, row: int) -> Iterator[Finding]:
        """Give the findings on a row that are not listed, without their values; `name` is the sheet's."""
        for (sheet, _, column, about), unlisted in self._unlisted.items():
            if self._sheets.get(sheet, "") == name:
                for number in unlisted.at(row):
                    yield self._finding(sheet, row, column, self._notes[number], about)

    def summaries(self) -> Iterator[tuple[int, int, Finding]]:
        """Give one finding for those of a kind and column that are not listed, at the first row of them."""
        for (sheet, _, column, about), unlisted in self._unlisted.items():
            first, last = min(unlisted.rows), max(unlisted.rows)
            finding = self._finding(sheet, first, column, self._notes[unlisted.at(first)[0]], about)
            if (count := len(unlisted.rows)) > 1:
                words = {"message": finding.message, "count": count, "first": first, "last": last}
                finding = replace(finding, message=tr("importing.text.not_listed", **words), proposal="")
            yield sheet, first, finding

    def emptied(self) -> FindingList:
        """Return an empty list that knows the same sheets and columns, also those registered later."""
        other = FindingList()
        other._sheets, other._columns = self._sheets, self._columns
        return other


def in_file_order(*lists: FindingList) -> tuple[Finding, ...]:
    """Return the findings of several lists by sheet and row; at one place the first list's come first."""
    found: list[tuple[int, int, Finding]] = []
    for each in lists:
        found += each.items
        found += each.summaries()
    return tuple(finding for _, _, finding in sorted(found, key=lambda item: item[:2]))


def findings_at(
    listed: Iterable[Finding], lists: Iterable[FindingList], *, sheet: str, row: int
) -> list[Finding]:
    """Return what is to be said of a row: `listed` of it, and what is not listed."""
    unlisted = [finding for each in lists for finding in each.unlisted_at(sheet, row)]
    seen = {(finding.code, finding.column) for finding in unlisted}
    return [*(one for one in listed if (one.code, one.column) not in seen), *unlisted]
