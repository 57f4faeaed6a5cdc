"""Bases (依据) in use-cases and questions: judged on the office's day against the register of documents."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from app.bases import Bases, BasisProblem, is_placeholder
from app.clock import CLOCK, Clock, office_day, utc_now
from app.document_numbers import DocumentNumber, corrected_brackets, document_number
from app.errors import InputError
from app.unit_of_work import UnitOfWork
from app.words import tr


def today_in(session: Session) -> date:
    """Return the office's present day by the clock of the store that opened this session."""
    clock: Clock = session.info.get(CLOCK, utc_now)
    return office_day(clock())


def bases_in(session: Session) -> Bases:
    """Return the judge of bases for what this session sees."""
    return Bases(today_in(session))


def required_basis(work: UnitOfWork, text: str) -> DocumentNumber:
    """Return a basis in its right form. Raises InputError, saying what is needed, where it is none."""
    basis = corrected_brackets(text)
    if problem := bases_in(work.session).problem(basis.number):
        raise unusable(problem)
    return basis


def required_number(work: UnitOfWork, text: str) -> DocumentNumber:
    """Return a document number in its right form, of a document that may be a basis. Raises InputError."""
    number = document_number(text)
    if problem := bases_in(work.session).problem(number.number):
        raise unusable(problem)
    return number


def named_paper(text: str, *, what: str) -> DocumentNumber:
    """Return a paper of whatever kind with its brackets corrected; "" stays "".

    Raises InputError, naming the field, for words that only fill it (待补, 见附件, 无).
    """
    paper = corrected_brackets(text)
    if paper.number and is_placeholder(paper.number):
        raise InputError("paper-placeholder", what=what, text=paper.number)
    return paper


def correction_note(paper: DocumentNumber) -> str:
    """Return in words how a basis was brought into its right form, "" where it was right already."""
    if not paper.as_written:
        return ""
    return tr("core.basis.corrected", written=paper.as_written, number=paper.number)


def unusable(problem: BasisProblem) -> InputError:
    """Return the error that refuses a basis."""
    return InputError("basis-unusable", problem=problem.words)
