"""Import of lists of certificates of skill grade (取证名单); faulty lines are left out and named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.accounts import Right
from app.clock import office_day
from app.errors import AppError, InputError
from app.importing import read_grid, read_typed_day, read_typed_person
from app.progress import Progress
from app.registry import enter_person
from app.targets.skill_certificates import (
    SkillFacts,
    certificate_stands,
    check_skill_facts,
    grade_words,
    record_skill_certificate,
)
from app.unit_of_work import UnitOfWork
from app.words import error_text, tr, words_of

_REQUIRED = ("name", "id_number", "occupation", "grade", "number", "issued_on")
_ROWS_BEFORE_HEADER = 10


@dataclass(frozen=True, slots=True)
class SkillFinding:
    """Why a line was left out: file, sheet, row, what is wrong."""

    file: str
    sheet: str
    row: int
    message: str


@dataclass(frozen=True, slots=True)
class SkillListReport:
    """What an import did: certificates entered, those that stood already, lines left out."""

    new: int
    same: int
    findings: tuple[SkillFinding, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    file: str
    sheet: str
    row: int
    cells: dict[str, object]

    def text(self, field: str) -> str:
        value = self.cells.get(field)
        return "" if value is None else str(value).strip()


def import_skill_certificates(
    work: UnitOfWork, paths: Sequence[Path | str], *, progress: Progress | None = None
) -> SkillListReport:
    """Enter the certificates of spreadsheets; the same list again enters nothing twice.

    Raises InputError where a file cannot be read or has no header with the columns needed.
    """
    work.require(Right.RECORD)
    lines = [line for path in paths for line in _lines(Path(path))]
    new = same = 0
    findings = []
    for number, line in enumerate(lines, start=1):
        try:
            entered = _enter(work, line)
        except AppError as error:
            findings.append(SkillFinding(line.file, line.sheet, line.row, error_text(error)))
        else:
            new, same = new + entered, same + (not entered)
        if progress is not None:
            progress.report(number, len(lines))
    return SkillListReport(new, same, tuple(findings))


def _lines(path: Path) -> Iterator[_Line]:
    found = False
    for sheet, rows in read_grid(path):
        header = next((at for at, row in enumerate(rows[:_ROWS_BEFORE_HEADER]) if _columns(row)), None)
        if header is None:
            continue
        found = True
        columns = _columns(rows[header])
        for at, row in enumerate(rows[header + 1 :], start=header + 2):
            cells = {field: row[column] for field, column in columns.items() if column < len(row)}
            if str(cells.get("id_number") or "").strip() or str(cells.get("number") or "").strip():
                yield _Line(path.name, sheet, at, cells)
    if not found:
        needed = "、".join(tr(f"targets.list-column.{field}").split("|")[0] for field in _REQUIRED)
        raise InputError("honour-list-header", path=path, columns=needed)


def _columns(row: Sequence[object]) -> dict[str, int]:
    """Return where each field stands; nothing where a needed one is missing."""
    titles = {"".join(str(cell).split()): at for at, cell in enumerate(row) if cell is not None}
    found = {}
    for field, words in words_of("targets.list-column").items():
        places = [titles[title] for title in words.split("|") if title in titles]
        if places:
            found[field] = places[0]
    return found if set(_REQUIRED) <= found.keys() else {}


def _enter(work: UnitOfWork, line: _Line) -> bool:
    """Enter one line; return whether it was new. Everything is checked before anything is written."""
    grade = grade_words(line.text("grade"))
    if not grade:
        raise InputError("skill-grade-unknown", grade=line.text("grade"))
    facts = SkillFacts(
        line.text("occupation"),
        grade,
        line.text("number"),
        _day(work, line),
        line.text("issuer"),
        line.text("unit_name"),
    )
    today = office_day(work.now)
    check_skill_facts(facts, today=today)
    typed = read_typed_person(line.text("name"), line.text("id_number"), today=today)
    if certificate_stands(work.session, facts, id_key=typed.id_key):
        return False
    person = enter_person(work, line.text("name"), line.text("id_number"))
    return record_skill_certificate(work, person.id, facts)


def _day(work: UnitOfWork, line: _Line) -> date:
    day, remarks = read_typed_day(line.cells.get("issued_on"), today=office_day(work.now))
    if day is None:
        problems = "；".join(remark.message for remark in remarks)
        raise InputError("honour-list-day", value=line.text("issued_on"), problems=problems)
    return day
