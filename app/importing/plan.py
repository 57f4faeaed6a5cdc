"""A plan: what an import found and would do. Nothing of it is written until it is accepted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from app.formats import with_masked_numbers
from app.importing.account import accounts_of
from app.importing.cleaning.records import Record
from app.importing.columns.layout import Layout
from app.importing.finding_list import findings_at, in_file_order
from app.importing.findings import Finding
from app.importing.matching.staged_import import CHANGED, KINDS, NEW, SKIPPED, StagedImport
from app.importing.reading.cells import as_text
from app.importing.values.achievements import Achievement, achievement_text
from app.importing.views import Change, Counts, Kind, RowView, SheetAccount, SheetView
from app.words import words_of

_PRECEDENCE = {2: 0, 0: 1, 1: 2, 3: 3}  # of the kinds of people in one row, which counts as one


@dataclass(frozen=True)
class Plan:
    """An import as it would be carried out. `staged` is the importing room's own."""

    path: Path
    file_name: str
    sha256: str
    sheets: tuple[SheetView, ...]
    findings: tuple[Finding, ...]
    counts: Counts
    account: tuple[SheetAccount, ...]
    staged: StagedImport = field(repr=False, compare=False)

    @property
    def has_errors(self) -> bool:
        """Return whether anything is kept out."""
        return any(finding.keeps_out for finding in self.findings)

    def changes_as_json(self) -> list[dict[str, object]]:
        """Return, by row, what would change of a result, a person, a contest or a unit on record."""
        staged = self.staged
        found: list[dict[str, object]] = []
        for at in sorted(staged.changes):
            if staged.kinds[at] in (NEW, CHANGED):
                number, row = staged.file.records.place(at)
                facts = [_as_json(change) for change in staged.changes[at]]
                found.append({"sheet": staged.file.sheets[number], "row": row, "facts": facts})
        return found

    def rows_that_wait(self) -> int:
        """Return how many rows change a result: that counts once a second person has confirmed it."""
        return self._rows_that_change(waits=True)

    def rows_at_once(self) -> int:
        """Return how many rows change facts that nobody confirms: cards, phones, units, bases of classes."""
        return self._rows_that_change(waits=False)

    def _rows_that_change(self, *, waits: bool) -> int:
        staged = self.staged
        written = (
            staged.file.records.place(at)
            for at, changes in staged.changes.items()
            if staged.kinds[at] in (NEW, CHANGED) and any(one.waits == waits for one in changes)
        )
        return len(set(written))

    def page(self, kind: Kind | None = None, *, offset: int = 0, limit: int = 200) -> list[RowView]:
        """Return records in words, in file order from `offset` on, of one kind or of all."""
        indexes = list(_indexes(self.staged, kind, offset, limit))
        return [self._view(at, record) for at, record in self.staged.file.records.records_at(indexes)]

    def findings_of_row(self, sheet: str, row: int) -> list[Finding]:
        """Return the findings of one row, by its number from 1, 0 for those of the whole sheet.

        Also those that the list only counts.
        """
        if not row:
            return [finding for finding in self.findings if finding.sheet == sheet and not finding.row]
        lists = (self.staged.file.findings, self.staged.findings)
        return findings_at(self._findings_by_row.get((sheet, row), ()), lists, sheet=sheet, row=row)

    @cached_property
    def _findings_by_row(self) -> dict[tuple[str, int], list[Finding]]:
        by_row: dict[tuple[str, int], list[Finding]] = {}
        for finding in self.findings:
            if finding.row:
                by_row.setdefault((finding.sheet, finding.row), []).append(finding)
        return by_row

    def _view(self, at: int, record: Record) -> RowView:
        staged, file = self.staged, self.staged.file
        number, row = file.records.place(at)
        sheet, kind = file.sheets[number], staged.kinds[at]
        facts = (
            _as_received(file.layouts[number], file.cells[number, row])
            if kind == SKIPPED
            else _as_understood(staged, at, record)
        )
        return RowView(
            sheet=sheet,
            row=row,
            kind=KINDS[kind],
            findings=tuple(self.findings_of_row(sheet, row)),
            changes=tuple(staged.changes.get(at, ())),
            **facts,
        )


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What came of one file. `batch_id` is None where nothing was written.

    `is_file_kept`: whether the file itself is in the registry; it is not where it changed meanwhile.
    """

    plan: Plan = field(repr=False)
    batch_id: int | None = None
    is_file_kept: bool = False

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
            "changes": self.plan.changes_as_json(),
            "account": [account.as_json() for account in self.plan.account],
        }


def _as_json(change: Change) -> dict[str, object]:
    return {
        "title": change.title,
        "before": with_masked_numbers(change.before),
        "after": with_masked_numbers(change.after),
        "waits": change.waits,
    }


def plan_of(staged: StagedImport) -> Plan:
    """Return the plan of a staged import, its findings in file order.

    Raises InputError where the row account of a sheet does not close.
    """
    file = staged.file
    return Plan(
        path=file.path,
        file_name=file.path.name,
        sha256=file.sha256,
        sheets=tuple(file.views),
        findings=in_file_order(file.findings, staged.findings),
        counts=_counts(staged),
        account=accounts_of(staged),
        staged=staged,
    )


def _counts(staged: StagedImport) -> Counts:
    """Return how many rows of the file are of each kind; a row that names several people counts once."""
    numbers = [staged.kinds.count(kind) for kind in range(len(KINDS))]
    for chunk in staged.file.records.split_chunks():
        by_row: dict[int, int] = {}
        for row, kind in zip(chunk.rows, staged.kinds[chunk.start :], strict=False):
            numbers[kind] -= 1
            if row not in by_row or _PRECEDENCE[kind] > _PRECEDENCE[by_row[row]]:
                by_row[row] = kind
        for kind in by_row.values():
            numbers[kind] += 1
    return Counts(sum(numbers), *numbers)


def _indexes(staged: StagedImport, kind: Kind | None, offset: int, limit: int) -> Iterator[int]:
    kinds = staged.kinds
    if kind is None:
        yield from range(offset, min(offset + limit, len(kinds)))
        return
    number, at, seen = KINDS.index(kind), -1, 0
    while seen < offset + limit and (at := kinds.find(number, at + 1)) >= 0:
        if seen >= offset:
            yield at
        seen += 1


def _as_understood(staged: StagedImport, at: int, record: Record) -> dict[str, Any]:
    event = staged.event_drafts[staged.events[at]]
    contest = staged.contests[event.contest]
    unit = staged.units[at]
    level = words_of("core.level").get(contest.level, "")
    return {
        "contest": contest.name,
        "level": level + words_of("core.class").get(contest.contest_class, ""),
        "event": event.name,
        "group": words_of("core.group").get(event.group, ""),
        "result": achievement_text(Achievement(record.rank, record.medal, record.grade, record.no_rank)),
        "name": record.name,
        "id_number": record.id_number,
        "unit": record.unit or (staged.unit_drafts[unit].name if unit >= 0 else ""),
        "published_on": date.fromordinal(record.published_on).isoformat(),
    }


def _as_received(layout: Layout, cells: list[Any]) -> dict[str, Any]:
    """Return the cells of a row that is kept out, as they stand."""

    def text(*fields: str) -> str:
        return " ".join(text for field in fields if (text := _cell(layout, cells, field)))

    return {
        "contest": text("contest"),
        "level": text("level", "class"),
        "event": text("event"),
        "group": text("group"),
        "result": text("rank", "medal", "grade"),
        "name": text("name"),
        "id_number": text("id_number"),
        "unit": text("unit"),
        "published_on": text("published_on"),
    }


def _cell(layout: Layout, cells: list[Any], field: str) -> str:
    column = layout.column_of(field)
    text = as_text(cells[column]) if column is not None and column < len(cells) else ""
    return text or as_text(layout.preface.facts.get(field, ""))
