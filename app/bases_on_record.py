"""Bases (依据) in use-cases and questions: judged on the office's day against the register of documents."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import TypeVar

from sqlalchemy import delete, exists, select, update
from sqlalchemy.orm import Session

from app.bases import Bases, BasisProblem, RecordedDocument, is_placeholder
from app.clock import CLOCK, Clock, office_day, utc_now
from app.document_numbers import DocumentNumber, corrected_brackets, document_number, numbers_in
from app.documents_mentioned import mentioned_keys
from app.errors import InputError
from app.formats import name_key
from app.policy import RulingFacts, StandardFacts
from app.unit_of_work import UnitOfWork
from app.words import tr
from models import Document, DocumentScan

Based = TypeVar("Based", RulingFacts, StandardFacts)
LONGEST_NAME = 200  # characters, as `document.name`
_DOCUMENTS = select(Document.name, Document.issuer, Document.dated_on, Document.verified_at)


def today_in(session: Session) -> date:
    """Return the office's present day by the clock of the store that opened this session."""
    clock: Clock = session.info.get(CLOCK, utc_now)
    return office_day(clock())


def bases_in(session: Session) -> Bases:
    """Return the judge of bases for what this session sees."""
    rows = session.connection().execute(_DOCUMENTS).all()
    return Bases(today_in(session), [RecordedDocument(*row[:3], row[3] is not None) for row in rows])


def required_basis(work: UnitOfWork, text: str) -> DocumentNumber:
    """Return a basis in its right form. Raises InputError, saying what is needed, where it is none."""
    basis = corrected_brackets(text)
    if problem := bases_in(work.session).problem(basis.number):
        raise unusable(problem)
    mention_documents(work, basis.number, as_written=basis.as_written)
    return basis


def required_number(work: UnitOfWork, text: str) -> DocumentNumber:
    """Return a document number in its right form, of a document that may be a basis. Raises InputError."""
    number = document_number(text)
    if problem := bases_in(work.session).problem(number.number):
        raise unusable(problem)
    mention_documents(work, number.number, as_written=number.as_written)
    return number


def named_paper(text: str, *, what: str) -> DocumentNumber:
    """Return a paper of whatever kind with its brackets corrected; "" stays "".

    Raises InputError, naming the field, for words that only fill it (待补, 见附件, 无).
    """
    paper = corrected_brackets(text)
    if paper.number and is_placeholder(paper.number):
        raise InputError("paper-placeholder", what=what, text=paper.number)
    return paper


def mention_documents(work: UnitOfWork, text: str, *, as_written: str = "", batch: int | None = None) -> None:
    """Enter the document numbers of a basis in the register where it lacks them: unverified, without facts.

    `as_written` is what stood there before it was brought into its right form; `batch` the import it came by.
    What rests on the number is on record with its own audit line; none is written here.
    """
    numbers = [number for number, _ in numbers_in(text).numbers]
    for number in dict.fromkeys(numbers):
        if work.session.scalar(select(Document.id).where(Document.name_key == name_key(number))) is None:
            document = Document(
                name=number,
                name_key=name_key(number),
                as_written=as_written[:LONGEST_NAME],
                recorded_by=work.actor.name,
                recorded_at=work.now,
                import_batch_id=batch,
            )
            work.session.add(document)
            work.session.flush()


def forget_documents(work: UnitOfWork, batch: int) -> None:
    """Remove what an import that is taken back entered, but what somebody worked on or something rests on."""
    mine = Document.import_batch_id == batch, Document.lock_version == 1
    has_scan = exists().where(DocumentScan.document_id == Document.id)
    rows = work.session.execute(select(Document.id, Document.name_key).where(*mine, ~has_scan)).all()
    mentioned = mentioned_keys(work.session) if rows else {}
    unused = [document for document, key in rows if key not in mentioned]
    if unused:
        work.session.execute(delete(Document).where(Document.id.in_(unused)))
    stays = update(Document).where(Document.import_batch_id == batch)
    work.session.execute(stays.values(import_batch_id=None))


def with_right_basis(facts: Based) -> Based:
    """Return a ruling or standard with its basis in its right form, and what was written where it differs."""
    paper = corrected_brackets(facts.basis)
    if not paper.as_written:
        return facts
    return replace(facts, basis=paper.number, basis_as_written=paper.as_written)


def correction_notes(facts: Iterable[RulingFacts | StandardFacts]) -> tuple[str, ...]:
    """Return in words how the bases of these were brought into their right form, each once."""
    papers = (DocumentNumber(one.basis, one.basis_as_written) for one in facts)
    return tuple(dict.fromkeys(note for paper in papers if (note := correction_note(paper))))


def correction_note(paper: DocumentNumber) -> str:
    """Return in words how a basis was brought into its right form, "" where it was right already."""
    if not paper.as_written:
        return ""
    return tr("core.basis.corrected", written=paper.as_written, number=paper.number)


def unusable(problem: BasisProblem) -> InputError:
    """Return the error that refuses a basis."""
    return InputError("basis-unusable", problem=problem.words)
