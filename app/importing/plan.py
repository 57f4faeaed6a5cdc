"""What an import found and would do, as plain data: nothing here is written until it is accepted."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from app.importing.staging import Understood

Severity = Literal["error", "warning", "info"]


class Kind(StrEnum):
    """What would become of a row: new, changed, nothing to do, or kept out by an error."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to know about one cell, row or sheet: what is wrong and what to do.

    `row` counts from 1 as in the file, 0 where the whole sheet or file is meant; `column` is the
    header's text, else the column's letter, "" where the whole row is meant. An error keeps its row
    out, a warning does not. `value` may hold personal data: it is for the clerk, never for a log.
    """

    sheet: str
    row: int
    column: str
    value: str
    code: str
    severity: Severity
    message: str

    def as_json(self) -> dict[str, object]:
        """Return the finding as `import --json` prints it."""
        return {
            "sheet": self.sheet,
            "row": self.row or None,
            "column": self.column,
            "value": self.value,
            "code": self.code,
            "severity": self.severity,
            "message": self.message,
        }


@dataclass(frozen=True, slots=True)
class ColumnView:
    """One column of a sheet: where it stands, what its header says, and which field it is taken for.

    `index` counts from 0. `field` is "" where the column is ignored. `found_by` says why: "name"
    (an exact synonym), "content" (its cells), "chosen" (the caller's mapping), or "".
    """

    index: int
    letter: str
    header: str
    field: str
    found_by: str


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
    `facts` gives contest facts (by field, as text) that stand for the whole sheet.
    """

    header_row: int = 0
    columns: dict[int, str] = field(default_factory=dict)
    facts: dict[str, str] = field(default_factory=dict)
    is_left_out: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """One fact of the registry that a row would change: field title, before, after."""

    title: str
    before: str
    after: str


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


@dataclass(frozen=True, slots=True)
class Plan:
    """An import as it would be carried out. `understood` is the importing room's own."""

    path: Path
    file_name: str
    sha256: str
    sheets: tuple[SheetView, ...]
    findings: tuple[Finding, ...]
    counts: Counts
    understood: Understood = field(repr=False, compare=False)

    @property
    def has_errors(self) -> bool:
        """Return whether anything is kept out."""
        return any(finding.severity == "error" for finding in self.findings)

    def page(self, kind: Kind | None = None, *, offset: int = 0, limit: int = 200) -> list[RowView]:
        """Return rows as understood, in file order, of one kind or of all."""
        from app.importing.pages import row_views

        return row_views(self, kind, offset=offset, limit=limit)


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What came of one file. `batch_id` is None where nothing was written."""

    plan: Plan = field(repr=False)
    batch_id: int | None = None

    @property
    def counts(self) -> Counts:
        """Return the rows by kind."""
        return self.plan.counts

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Return every finding, in file order."""
        return self.plan.findings

    @property
    def has_errors(self) -> bool:
        """Return whether any row was kept out."""
        return self.plan.has_errors

    def as_json(self) -> dict[str, object]:
        """Return the report of one file as `import --json` prints it."""
        counts = self.counts
        return {
            "file": str(self.plan.path),
            "sha256": self.plan.sha256,
            "rows": counts.rows,
            "new": counts.new,
            "changed": counts.changed,
            "same": counts.same,
            "skipped": counts.skipped,
            "findings": [finding.as_json() for finding in self.findings],
        }
