"""The list of designation proposals (拟命名名单): units, their exact titles, and the awards they rest on."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.awards.rows import award_page
from app.awards.wording import place_words
from app.clock import office_day
from app.formats import chinese_date
from app.settings import RegistrySettings, registry_settings
from app.words import tr, words_of
from models import Designation, DesignationBasis, Unit

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from app.printing import Column

_WIDTHS = {
    "number": (7, "center"),
    "unit": (36, "left"),
    "code": (22, "center"),
    "title": (34, "left"),
    "clause": (12, "center"),
    "basis": (60, "left"),
    "state": (11, "center"),
}


@dataclass(frozen=True, slots=True)
class DesignationRow:
    """A unit and a title. `basis` are the awards that carry it, or where none does those that wait."""

    id: int
    unit_id: int
    unit: str
    credit_code: str
    title: str
    status: str
    clause: str
    basis: tuple[int, ...]


def designation_rows(session: Session) -> list[DesignationRow]:
    """Return every designation line, by title and unit."""
    bases: defaultdict[tuple[int, str], list[int]] = defaultdict(list)
    query = select(DesignationBasis.designation_id, DesignationBasis.status, DesignationBasis.award_id)
    for line, status, award in session.execute(query.order_by(DesignationBasis.award_id)):
        bases[line, status].append(award)
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
            tuple(bases[line.id, "proposed"] or bases[line.id, "blocked"]),
        )
        for line, unit in session.execute(lines.order_by(Designation.title, Unit.name, Designation.id))
    ]


def export_designations(session: Session, out: Path | str, *, now: datetime) -> int:
    """Write the designation proposals to `out`, whole or not at all; return how many there are."""
    from app.printing import first_sheet, new_workbook, save_workbook

    facts = registry_settings(session)
    rows = designation_rows(session)
    book = new_workbook(title=tr("awards.designations.title"), author=facts.issuer, made_at=now)
    _write(first_sheet(book, tr("awards.designations.sheet")), rows, session, facts=facts, now=now)
    save_workbook(book, out)
    return len(rows)


def _write(
    sheet: Worksheet, rows: list[DesignationRow], session: Session, *, facts: RegistrySettings, now: datetime
) -> None:
    from app.printing import HEAD, Column, put_head, set_up_page

    titles = words_of("awards.designation-columns")
    columns = [Column(text, *_WIDTHS[key]) for key, text in titles.items()]
    states = [tr("awards.designations.rehearsal")] if facts.is_rehearsal else []
    state = "　　".join([*states, tr("awards.designations.draft")])
    day = chinese_date(office_day(now))
    line = tr("awards.designations.line", issuer=facts.issuer, name=facts.name, day=day)
    put_head(sheet, columns, title=tr("awards.designations.title"), state=state, line=line)
    for number, row in enumerate(rows, start=1):
        _write_line(sheet, HEAD + number, texts=_texts(row, session), number=number, columns=columns)
    last = HEAD + max(len(rows), 1)
    set_up_page(sheet, head_rows=HEAD, last_row=last, columns=len(columns), header=state)


def _texts(row: DesignationRow, session: Session) -> tuple[str, ...]:
    basis = "\n".join(
        tr(
            "awards.designations.basis",
            contest=award.contest,
            event=award.event,
            place=place_words(award),
            person=award.person,
        )
        for award in award_page(session, row.basis)
    )
    state = tr(f"honours.designation-state.{row.status}")
    return row.unit, row.credit_code, row.title, row.clause, basis, state


def _write_line(
    sheet: Worksheet, place: int, *, number: int, texts: tuple[str, ...], columns: list[Column]
) -> None:
    from app.printing import cell_at, fit_row, put_number, put_text

    put_number(cell_at(sheet, place, 1), number)
    for column, text in enumerate(texts, start=2):
        put_text(cell_at(sheet, place, column), text, align=columns[column - 1].align)
    fit_row(sheet, place, columns)
