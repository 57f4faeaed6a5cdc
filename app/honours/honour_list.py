"""Import of a list of honours (荣誉名单): one line per person and title; faulty lines are left out, named."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select

from app.accounts import Right
from app.bases_on_record import named_paper
from app.clock import office_day
from app.errors import InputError
from app.honours.honour_register import HonourFacts, record_honour
from app.importing import LineListReport, ListLine, enter_lines, read_lines, read_typed_person
from app.known_names import known_person
from app.progress import Progress
from app.reference_data import honour_titles
from app.registry import enter_person
from app.unit_of_work import UnitOfWork
from app.words import tr, words_of
from models import Honour
from models.honour import HonourState

_REQUIRED = ("name", "id_number", "title", "awarded_on", "document")


def import_honours(work: UnitOfWork, path: Path | str, *, progress: Progress | None = None) -> LineListReport:
    """Enter the honours of a spreadsheet; the same list again enters nothing twice.

    Raises InputError where the file cannot be read or has no header with the columns needed.
    """
    work.require(Right.RECORD)
    lines = read_lines(Path(path), columns="honours.list-column", needed=_REQUIRED)
    return enter_lines(work, lines, _enter, progress=progress)


def _enter(work: UnitOfWork, line: ListLine) -> bool:
    """Enter one line; return whether it was new. Everything is checked before anything is written."""
    title = _title(line.text("title"))
    awarded_on = line.day("awarded_on", work)
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


def _stands(work: UnitOfWork, line: ListLine, title: str, document: str, kind: str) -> bool:
    typed = read_typed_person(
        line.text("name"), line.text("id_number"), id_type=kind, today=office_day(work.now)
    )
    person = known_person(work.session, typed.id_key)
    if person is None:
        return False
    query = select(Honour.id).where(Honour.person_id == person.id)
    query = query.where(Honour.title == title, Honour.document == document)
    return work.session.scalar(query.where(Honour.state != HonourState.REVOKED)) is not None
