"""The people of one row of a plan, fact by fact: what was understood, from where, what it changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.importing.cleaning.records import Head, Record
from app.importing.columns.fields import field_titles
from app.importing.columns.layout import Layout
from app.importing.findings import Finding
from app.importing.matching.staged_import import KINDS
from app.importing.plan import Plan
from app.importing.reading.sheet import letter
from app.importing.values.achievements import Achievement, achievement_text
from app.importing.values.level_words import LevelWord
from app.importing.views import Change, Kind
from app.words import words_of


@dataclass(frozen=True, slots=True)
class FactView:
    """One fact of a person's row: its field, the value understood, and the cell it comes from.

    `cell` is the cell's name such as «F5», "" where the fact stands above the header or is taken for granted;
    `column` is its index, -1 for none. `change` is what it would change in the registry.
    """

    field: str
    title: str
    value: str
    cell: str = ""
    column: int = -1
    is_above: bool = False
    change: Change | None = None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonView:
    """One person of a row. `findings` are those of the whole row, besides those of single facts."""

    name: str
    kind: Kind
    facts: tuple[FactView, ...]
    findings: tuple[Finding, ...] = ()
    changes: tuple[Change, ...] = ()


def people_of_row(plan: Plan, sheet: str, row: int) -> list[PersonView]:
    """Return the people of a row, by its number from 1; [] where the row was not read as a result."""
    file = plan.staged.file
    found = plan.findings_of_row(sheet, row)
    parts = [part for part, name in enumerate(file.sheets) if name == sheet and part in file.layouts]
    indexes = sorted(at for part in parts for at in file.records.indexes_of(part, row))
    return [
        _person(plan, file.layouts[file.records.place(at)[0]], at, record, found)
        for at, record in file.records.records_at(indexes)
    ]


def _person(plan: Plan, layout: Layout, at: int, record: Record, findings: list[Finding]) -> PersonView:
    changes = list(plan.staged.changes.get(at, ()))
    _, row = plan.staged.file.records.place(at)
    facts = []
    placed: set[int] = set()
    for field, value in _values(plan.staged.file.heads.heads[record.head], record):
        title = field_titles()[field]
        column = layout.column_of(field)
        is_above = column is None and field in layout.preface.facts
        change = next((each for each in changes if each.title == title), None)
        said = [n for n, one in enumerate(findings) if _is_about(one, field, title, layout, column)]
        placed.update(said)
        if not (value or said or change or column is not None):
            continue
        if change is not None:
            changes.remove(change)
        cell = f"{letter(column)}{row}" if column is not None else ""
        facts.append(
            FactView(
                field=field,
                title=title,
                value=value,
                cell=cell,
                column=-1 if column is None else column,
                is_above=is_above,
                change=change,
                findings=tuple(findings[n] for n in said),
            )
        )
    return PersonView(
        name=record.name,
        kind=KINDS[plan.staged.kinds[at]],
        facts=tuple(facts),
        findings=tuple(one for n, one in enumerate(findings) if n not in placed),
        changes=tuple(changes),
    )


def _is_about(finding: Finding, field: str, title: str, layout: Layout, column: int | None) -> bool:
    if finding.field:
        return finding.field == field
    header = layout.titles.get(field) if column is not None else None
    return bool(finding.column) and finding.column in (title, header)


def _values(head: Head, record: Record) -> Iterator[tuple[str, str]]:
    """Give every field with its value in words; those that matter most come first."""
    yield "name", record.name
    yield "id_number", record.id_number
    yield "id_type", words_of("core.id-type").get(record.id_type, record.id_type)
    yield "rank", achievement_text(Achievement(record.rank, no_rank=record.no_rank))
    yield "medal", record.medal
    yield "grade", record.grade
    yield "event", head.event
    yield "group", words_of("core.group").get(head.group, head.group)
    yield "form", words_of("core.form").get(head.form, head.form)
    yield "team_no", record.team_no
    yield "unit", record.unit
    yield "credit_code", record.credit_code
    yield "bank_account", record.bank_account
    yield "bank_name", record.bank_name
    yield "phone", record.phone
    yield "contest", head.contest
    yield "level", _level(head.level)
    yield "class_basis", head.class_basis
    yield "published_on", _day(record.published_on)
    yield "started_on", _day(head.started_on)
    yield "organiser", head.organiser
    yield "score", record.score
    yield "role", words_of("core.role").get(record.role, record.role)
    yield "employer", record.employer
    yield "remark", record.remark


def _level(level: LevelWord | None) -> str:
    if not level:
        return ""
    return words_of("core.level").get(level.level, "") + words_of("core.class").get(level.contest_class, "")


def _day(ordinal: int | str | None) -> str:
    return date.fromordinal(ordinal).isoformat() if isinstance(ordinal, int) and ordinal else ""
