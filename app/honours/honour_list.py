"""Import of a list of honours (荣誉名单): one line per person and title; faulty lines are left out, named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import select

from app.accounts import Right
from app.bases_on_record import named_paper
from app.clock import office_day
from app.errors import AppError, InputError
from app.honours.honour_register import HonourFacts, record_honour
from app.importing import read_grid, read_typed_day, read_typed_person
from app.progress import Progress
from app.reference_data import honour_titles
from app.registry import enter_person
from app.unit_of_work import UnitOfWork
from app.words import error_text, tr, words_of
from models import Honour, Person
from models.honour import HonourState

_REQUIRED = ("name", "id_number", "title", "awarded_on", "document")
_ROWS_BEFORE_HEADER = 10


@dataclass(frozen=True, slots=True)
class HonourFinding:
    """Why a line was left out: where it stands, what is wrong, what to do."""

    sheet: str
    row: int
    message: str


@dataclass(frozen=True, slots=True)
class HonourListReport:
    """What an import did: honours entered, those that stood already, lines left out."""

    new: int
    same: int
    findings: tuple[HonourFinding, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    sheet: str
    row: int
    cells: dict[str, object]

    def text(self, field: str) -> str:
        value = self.cells.get(field)
        return "" if value is None else str(value).strip()


def import_honours(
    work: UnitOfWork, path: Path | str, *, progress: Progress | None = None
) -> HonourListReport:
    """Enter the honours of a spreadsheet; the same list again enters nothing twice.

    Raises InputError where the file cannot be read or has no header with the columns needed.
    """
    work.require(Right.RECORD)
    lines = list(_lines(Path(path)))
    new = same = 0
    findings = []
    for number, line in enumerate(lines, start=1):
        try:
            entered = _enter(work, line)
        except AppError as error:
            findings.append(HonourFinding(line.sheet, line.row, error_text(error)))
        else:
            new, same = new + entered, same + (not entered)
        if progress is not None:
            progress.report(number, len(lines))
    return HonourListReport(new, same, tuple(findings))


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
            if any(str(value or "").strip() for value in cells.values()):
                yield _Line(sheet, at, cells)
    if not found:
        needed = "、".join(tr(f"honours.list-column.{field}").split("|")[0] for field in _REQUIRED)
        raise InputError("honour-list-header", path=path, columns=needed)


def _columns(row: Sequence[object]) -> dict[str, int]:
    """Return where each field stands; nothing where a needed one is missing."""
    titles = {"".join(str(cell).split()): at for at, cell in enumerate(row) if cell is not None}
    found = {}
    for field, words in words_of("honours.list-column").items():
        places = [titles[title] for title in words.split("|") if title in titles]
        if places:
            found[field] = places[0]
    return found if set(_REQUIRED) <= found.keys() else {}


def _enter(work: UnitOfWork, line: _Line) -> bool:
    """Enter one line; return whether it was new. Everything is checked before anything is written."""
    title = _title(line.text("title"))
    awarded_on = _day(work, line)
    document = named_paper(line.text("document"), what=tr("registers.field.document")).number
    if not document:
        raise InputError("honours-needed", what=tr("registers.field.document"))
    kind = _id_type(line.text("id_type"))
    if _stands(work, line, title, document, kind):
        return False
    person = enter_person(work, line.text("name"), line.text("id_number"), id_type=kind)
    facts = HonourFacts(
        title,
        awarded_on,
        document,
        person_id=person.id,
        issuer=line.text("issuer"),
        evidence=line.text("evidence"),
    )
    record_honour(work, facts)
    return True


def _title(name: str) -> str:
    key = next((one.key for one in honour_titles().values() if one.name == name.strip("“”\"' ")), "")
    if not key or honour_titles()[key].holder != "person":
        raise InputError("honour-title-unknown", title=name)
    return key


def _id_type(words: str) -> str:
    kinds = {text: key for key, text in words_of("core.id-type").items()}
    return kinds.get(words, "")


def _day(work: UnitOfWork, line: _Line) -> date:
    day, remarks = read_typed_day(line.cells.get("awarded_on"), today=office_day(work.now))
    if day is None:
        problems = "；".join(remark.message for remark in remarks)
        raise InputError("honour-list-day", value=line.text("awarded_on"), problems=problems)
    return day


def _stands(work: UnitOfWork, line: _Line, title: str, document: str, kind: str) -> bool:
    typed = read_typed_person(
        line.text("name"), line.text("id_number"), id_type=kind, today=office_day(work.now)
    )
    query = select(Honour.id).join(Person, Person.id == Honour.person_id)
    query = query.where(Person.id_key == typed.id_key, Honour.title == title, Honour.document == document)
    return work.session.scalar(query.where(Honour.state != HonourState.REVOKED)) is not None
