"""What screens show of an import, as plain data: sheets, columns, rows, changes and counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.importing.findings import Finding
from app.words import tr


class Kind(StrEnum):
    """What would become of a row: new, changed, nothing to do, or kept out by an error."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class ColumnView:
    """One column of a sheet: where it stands, what its header says, and which field it is taken for.

    `index` counts from 0. `field` is "" where the column is ignored. `found_by` says why: "name"
    (an exact synonym), "content" (its cells), "remembered" (the office's explanation), "chosen" (the caller's
    mapping), or "". `group_header` is what stands above it and its neighbours in a header of several rows
    (选手 over 姓名). Where a team's members stand in columns, `member` is whose it is, from 1; 0 otherwise.
    `reason` is the code of what is to be said where a column that is not read has something in it, "" where
    nothing need be; `owner` is the word for somebody else whose column it is.
    """

    index: int
    letter: str
    header: str
    field: str
    found_by: str
    group_header: str = ""
    member: int = 0
    reason: str = ""
    owner: str = ""


class LineRole(StrEnum):
    """What a person says a row is: the header of a table, a result, or nothing that is read."""

    HEADER = "header"
    RESULT = "result"
    OUT = "out"


@dataclass(frozen=True, slots=True)
class RegionView:
    """A table of a sheet: rows from 1, columns from 0, all of them inclusive.

    `top` to `bottom` are the rows of its header, `runs` its rows of results by first and last one.
    `headings` are the rows above it that belong to it, `sections` those between its results; `facts` is what
    they say, by field.
    """

    top: int
    bottom: int
    left: int
    right: int
    columns: tuple[ColumnView, ...]
    runs: tuple[tuple[int, int], ...]
    headings: tuple[int, ...]
    sections: tuple[int, ...]
    facts: Mapping[str, str]

    @property
    def last(self) -> int:
        """Return its last row."""
        return max([self.bottom, *(last for _, last in self.runs)])

    def holds(self, row: int) -> bool:
        """Return whether a row is one of the table's: header, heading, section line or result."""
        is_line = row in self.headings or row in self.sections
        return is_line or self.top <= row <= self.last


@dataclass(frozen=True, slots=True)
class SheetView:
    """One sheet as it came: `preview` holds its first rows as text, starting at row 1.

    `header_row` counts from 1, 0 where none was found: then nothing of the sheet is read. `facts`
    are the contest facts found above the header, by field.
    """

    name: str
    is_hidden: bool
    header_row: int
    columns: tuple[ColumnView, ...]
    facts: dict[str, str]
    preview: tuple[tuple[str, ...], ...]
    rows: int
    is_left_out: bool = False
    regions: tuple[RegionView, ...] = ()

    def region_at(self, row: int, column: int = -1) -> RegionView | None:
        """Return the table that holds a row, from 1; of those side by side the one with the column."""
        holding = [each for each in self.regions if each.holds(row)]
        beside = (each for each in holding if each.left <= column <= each.right)
        return next(beside, holding[0] if holding else None)

    def beside(self, region: RegionView) -> list[RegionView]:
        """Return the tables whose header ends in the same row, the region itself among them."""
        return [each for each in self.regions if each.bottom == region.bottom]


@dataclass(frozen=True, slots=True)
class Change:
    """One fact of the registry that a row would change: field title, before, after.

    `waits`: it is a fact of a result, and counts only once a second person has confirmed the new version.
    """

    title: str
    before: str
    after: str
    waits: bool = False


@dataclass(frozen=True, slots=True)
class RowView:
    """One row as it was understood, in words for the screen."""

    sheet: str
    row: int
    kind: Kind
    contest: str
    level: str
    event: str
    group: str
    result: str
    name: str
    id_number: str
    unit: str
    published_on: str
    changes: tuple[Change, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class SheetAccount:
    """What became of the filled rows of a sheet: taken, kept out, or named as title, header, note and so on.

    A row counts once: as kept out where anybody of it is.
    """

    sheet: str
    filled: int
    taken: int
    kept_out: int
    named: int

    @property
    def closes(self) -> bool:
        """Return whether every filled row is accounted for."""
        return self.filled == self.taken + self.kept_out + self.named

    @property
    def message(self) -> str:
        """Return the account in words."""
        facts = {"filled": self.filled, "taken": self.taken, "kept_out": self.kept_out, "named": self.named}
        return tr("importing.text.account", sheet=self.sheet, **facts)

    def as_json(self) -> dict[str, object]:
        """Return the account as `import --json` prints it."""
        return {
            "sheet": self.sheet,
            "filled": self.filled,
            "taken": self.taken,
            "kept_out": self.kept_out,
            "named": self.named,
        }


@dataclass(frozen=True, slots=True)
class Counts:
    """Rows by kind; `rows` is their sum."""

    rows: int = 0
    new: int = 0
    changed: int = 0
    same: int = 0
    skipped: int = 0
