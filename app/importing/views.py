"""What screens show of an import, as plain data: sheets, columns, rows, changes and counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from app.importing.findings import Finding


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


@dataclass(frozen=True, slots=True)
class SheetMapping:
    """The caller's correction for one sheet. Whatever is not said is found by the program itself.

    `header_row` counts from 1. `columns` maps column index (from 0) to field, "" to ignore the column.
    `facts` gives contest facts (by field, as text) that stand for the whole sheet. `cells` are the cells
    that were edited, by row (from 1) and column (from 0): what they hold now. A mapping is never changed,
    only replaced.
    """

    header_row: int = 0
    columns: Mapping[int, str] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=dict)
    is_left_out: bool = False
    cells: Mapping[tuple[int, int], str] = field(default_factory=dict)


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
class Counts:
    """Rows by kind; `rows` is their sum."""

    rows: int = 0
    new: int = 0
    changed: int = 0
    same: int = 0
    skipped: int = 0
