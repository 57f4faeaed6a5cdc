"""Import of lists of certificates of skill grade (取证名单); faulty lines are left out and named."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from app.accounts import Right
from app.clock import office_day
from app.errors import InputError
from app.importing import LineListReport, ListLine, enter_lines, read_lines, read_typed_person
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

_REQUIRED = ("name", "id_number", "occupation", "grade", "number", "issued_on")


def import_skill_certificates(
    work: UnitOfWork, paths: Sequence[Path | str], *, progress: Progress | None = None
) -> LineListReport:
    """Enter the certificates of spreadsheets; the same list again enters nothing twice.

    Raises InputError where a file cannot be read or has no header with the columns needed.
    """
    work.require(Right.RECORD)
    lines = [
        line
        for path in paths
        for line in read_lines(Path(path), columns="targets.list-column", needed=_REQUIRED)
    ]
    return enter_lines(work, lines, _enter, progress=progress)


def _enter(work: UnitOfWork, line: ListLine) -> bool:
    """Enter one line; return whether it was new. Everything is checked before anything is written."""
    grade = grade_words(line.text("grade"))
    if not grade:
        raise InputError("skill-grade-unknown", grade=line.text("grade"))
    facts = SkillFacts(
        line.text("occupation"),
        grade,
        line.text("number"),
        line.day("issued_on", work),
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
