"""The list of designation proposals (拟命名名单): units, their exact titles, and the awards they rest on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.awards.rows import award_page, place_words
from app.clock import office_day
from app.formats import chinese_date
from app.honours import predecessors
from app.policy import BLOCKED, PROPOSED
from app.printing import Column, ListSheet, Section, running_number, write_list_workbook
from app.settings import RegistrySettings, registry_settings
from app.words import scoped, tr
from models import Award, Designation, DesignationBasis, Succession, Unit


@dataclass(frozen=True, slots=True)
class DesignationRow:
    """A unit and a title. `basis` are the awards that carry it, or where none does those that wait.

    `questions` are open of the awards and of the title while the line waits.
    """

    id: int
    unit_id: int
    unit: str
    credit_code: str
    title: str
    status: str
    clause: str
    basis: tuple[int, ...]
    questions: tuple[str, ...] = ()


def designation_rows(session: Session) -> list[DesignationRow]:
    """Return every designation line, by title and unit; its bases with those of lines it succeeded."""
    bases: defaultdict[tuple[int, str], list[int]] = defaultdict(list)
    query = select(DesignationBasis.designation_id, DesignationBasis.status, DesignationBasis.award_id)
    for line, status, award in session.execute(query.order_by(DesignationBasis.award_id)):
        bases[line, status].append(award)
    for successor in session.scalars(select(Succession.successor_id).distinct()):
        for line in predecessors(session, successor):
            for status in (PROPOSED, BLOCKED):
                bases[successor, status] = sorted({*bases[successor, status], *bases[line, status]})
    questions = _open_questions(session)
    lines = select(Designation, Unit).join(Unit, Unit.id == Designation.unit_id)
    return [
        DesignationRow(
            line.id,
            unit.id,
            line.unit_name or unit.name,
            unit.credit_code or "",
            line.title,
            line.state,
            line.clause,
            tuple(bases[line.id, PROPOSED] or bases[line.id, BLOCKED]),
            tuple(questions.get(line.id, ())) if line.state == BLOCKED else (),
        )
        for line, unit in session.execute(lines.order_by(Designation.title, Unit.name, Designation.id))
    ]


def _open_questions(session: Session) -> dict[int, list[str]]:
    """Return what is open of each line that waits, of its awards' money and of the title itself."""
    query = select(DesignationBasis.designation_id, DesignationBasis.question, Award.questions)
    query = query.join(Award, Award.id == DesignationBasis.award_id)
    query = query.where(DesignationBasis.status == BLOCKED).order_by(DesignationBasis.award_id)
    found: defaultdict[int, dict[str, None]] = defaultdict(dict)
    for line, own, of_award in session.execute(query):
        found[line] |= dict.fromkeys(question for question in (*of_award.split(","), own) if question)
    return {line: list(questions) for line, questions in found.items()}


def export_designations(session: Session, out: Path | str, *, now: datetime) -> int:
    """Write the designation proposals to `out`, whole or not at all; return how many there are."""
    settings = registry_settings(session)
    rows = designation_rows(session)
    sheet = _sheet(rows, session, settings=settings, now=now)
    write_list_workbook(
        out, [sheet], title=tr("awards.designations.title"), author=settings.issuer, made_at=now
    )
    return len(rows)


def _columns(session: Session) -> list[Column[DesignationRow]]:
    title = scoped("awards.designation-columns")
    return [
        running_number(title("number")),
        Column(title("unit"), 36, lambda row: row.unit),
        Column(title("code"), 22, lambda row: row.credit_code, "center"),
        Column(title("title"), 34, lambda row: row.title),
        Column(title("clause"), 12, lambda row: row.clause, "center"),
        Column(title("basis"), 60, lambda row: _basis_words(row, session)),
        Column(title("state"), 11, lambda row: tr(f"honours.designation-state.{row.status}"), "center"),
    ]


def _sheet(
    rows: Sequence[DesignationRow], session: Session, *, settings: RegistrySettings, now: datetime
) -> ListSheet[DesignationRow]:
    states = [tr("awards.designations.rehearsal")] if settings.is_rehearsal else []
    states += [settings.one_person_mark] if settings.one_person_mark else []
    day = chinese_date(office_day(now))
    return ListSheet(
        name=tr("awards.designations.sheet"),
        title=tr("awards.designations.title"),
        columns=_columns(session),
        sections=[Section(rows)],
        state="　　".join([*states, tr("awards.designations.draft")]),
        line=tr("awards.designations.line", issuer=settings.issuer, name=settings.name, day=day),
    )


def _basis_words(row: DesignationRow, session: Session) -> str:
    """Return the awards that the title rests on, a line each."""
    return "\n".join(
        tr(
            "awards.designations.basis",
            contest=award.contest,
            event=award.event,
            place=place_words(award),
            person=award.person,
        )
        for award in award_page(session, row.basis)
    )
