"""Recognise craftsmen (认定工匠): proposed with a reason for the title, named by a document."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts import Right, require_second_person
from app.bases_on_record import named_paper, required_number
from app.changes import Changes
from app.errors import ConflictError, InputError, NotFoundError
from app.introductions import introduction_of, missing_preconditions, passed_assessment
from app.registry import move_line, person_name_on, record_new, unit_name_on
from app.transitions import Noun, transition
from app.unit_of_work import UnitOfWork
from app.validation import check_not_future, check_version, conflict_on_duplicate, required_text
from app.words import tr, words_of
from models import Introduction, Recognition
from models.recognition import RecognitionState as State


@dataclass(frozen=True, slots=True)
class RecognitionLine:
    """A recognition as it stands after an act."""

    id: int
    version: int
    person_id: int
    title: str
    state: str
    person_name: str
    unit_name: str
    recognised_on: date | None
    document: str


def propose_recognition(
    work: UnitOfWork, introduction_id: int, *, title: str, choice_basis: str
) -> RecognitionLine:
    """Propose an introduced and assessed person for a title, with why it is this title.

    Raises ConflictError, naming what is missing, where a precondition is not met or the person has the
    title; InputError for an unknown title or no reason.
    """
    work.require(Right.RECORD)
    introduction = introduction_of(work.session, introduction_id)
    if title not in words_of("honours.craftsman"):
        raise InputError("honours-unknown-word", value=title, what=tr("registers.field.craftsman"))
    what = tr("registers.field.choice-basis")
    basis = named_paper(required_text(choice_basis, what=what), what=what).number
    _check_preconditions(work.session, introduction)
    _check_once(work.session, introduction, title)
    line = Recognition(
        person_id=introduction.person_id,
        title=title,
        introduction=introduction,
        assessment=passed_assessment(work.session, introduction),
        choice_basis=basis,
        person_name=introduction.person.name,
        unit_name=introduction.unit.name,
        proposed_by=work.actor.name,
        proposed_at=work.now,
    )
    work.session.add(line)
    with conflict_on_duplicate(_stands_already(line)):
        work.session.flush()
    record_new(work, line, act="propose", name=line.person_name, reason=basis)
    return _done(work, line)


def recognise_person(
    work: UnitOfWork, recognition_id: int, *, document: str, recognised_on: date, version: int | None = None
) -> RecognitionLine:
    """Name a proposed person by `document`; the preconditions are checked once more.

    Raises ConflictError where the one who proposed the person names them, or a precondition is not met any
    more; InputError for a faulty document number or day.
    """
    work.require(Right.NAME)
    line = _open(work, recognition_id, State.RECOGNISED, version)
    if line.state != State.PROPOSED:
        raise ConflictError("recognition-not-proposed", subject=subject_of(line))
    subject = subject_of(line)
    require_second_person(work.actor, line.proposed_by, code="recognition-own-proposal", subject=subject)
    _check_preconditions(work.session, line.introduction)
    number = required_number(work, document)
    check_not_future(work, recognised_on, what=tr("registers.field.recognised-on"))
    if recognised_on < line.assessment.assessed_on:
        raise InputError(
            "recognition-before-assessment", subject=subject_of(line), assessed=line.assessment.assessed_on
        )
    line.recognised_on, line.document = recognised_on, number.number
    line.person_name = person_name_on(work.session, line.person, recognised_on)
    line.unit_name = unit_name_on(work.session, line.introduction.unit, recognised_on)
    move_line(
        work,
        line,
        State.RECOGNISED,
        subject=subject_of(line),
        happened_on=recognised_on,
        name=line.person_name,
        document=number.number,
        as_written=number.as_written,
    )
    return _done(work, line)


def withdraw_recognition(
    work: UnitOfWork, recognition_id: int, *, reason: str, version: int | None = None
) -> RecognitionLine:
    """Take back a proposal that was not named yet, with the reason."""
    work.require(Right.RECORD)
    line = _open(work, recognition_id, State.WITHDRAWN, version)
    why = required_text(reason, what=tr("registers.field.reason"))
    move_line(work, line, State.WITHDRAWN, subject=subject_of(line), name=line.person_name, reason=why)
    return _done(work, line)


def reinstate_recognition(
    work: UnitOfWork, recognition_id: int, *, reason: str, version: int | None = None
) -> RecognitionLine:
    """Keep a title that was under review, with the reason."""
    work.require(Right.NAME)
    line = _open(work, recognition_id, State.RECOGNISED, version)
    if line.state != State.UNDER_REVIEW:
        transition(Noun.RECOGNITION, line.state, State.UNDER_REVIEW, subject=subject_of(line))
    _check_preconditions(work.session, line.introduction)
    why = required_text(reason, what=tr("registers.field.reason"))
    move_line(work, line, State.RECOGNISED, subject=subject_of(line), name=line.person_name, reason=why)
    return _done(work, line)


def revoke_recognition(
    work: UnitOfWork,
    recognition_id: int,
    *,
    document: str,
    revoked_on: date,
    reason: str,
    version: int | None = None,
) -> RecognitionLine:
    """Take a title away by `document`; the line stays in the register."""
    work.require(Right.NAME)
    line = _open(work, recognition_id, State.REVOKED, version)
    number = required_number(work, document)
    check_not_future(work, revoked_on, what=tr("registers.field.revoked-on"))
    why = required_text(reason, what=tr("registers.field.reason"))
    move_line(
        work,
        line,
        State.REVOKED,
        subject=subject_of(line),
        happened_on=revoked_on,
        name=line.person_name,
        document=number.number,
        reason=why,
        as_written=number.as_written,
    )
    return _done(work, line)


def recognition_of(session: Session, recognition_id: int) -> Recognition:
    """Return a line of the register. Raises NotFoundError."""
    line = session.get(Recognition, recognition_id)
    if line is None:
        raise NotFoundError("recognition-missing", id=recognition_id)
    return line


def subject_of(line: Recognition) -> str:
    """Return how a message names a line: the person and the title."""
    title = tr(f"honours.craftsman.{line.title}")
    return tr("registers.subject", holder=line.person_name, title=title)


def _open(work: UnitOfWork, recognition_id: int, new: State, version: int | None) -> Recognition:
    line = recognition_of(work.session, recognition_id)
    check_version(line.lock_version, version)
    transition(Noun.RECOGNITION, line.state, new, subject=subject_of(line))
    return line


def _check_preconditions(session: Session, introduction: Introduction) -> None:
    lacking = missing_preconditions(session, introduction)
    if lacking:
        raise ConflictError(
            "recognition-preconditions",
            person=introduction.person_name,
            missing="；".join(one.text for one in lacking),
            codes=tuple(one.id for one in lacking),
        )


def _check_once(session: Session, introduction: Introduction, title: str) -> None:
    alive = select(Recognition).where(
        Recognition.person_id == introduction.person_id,
        Recognition.title == title,
        Recognition.state.not_in([State.WITHDRAWN, State.REVOKED]),
    )
    line = session.scalar(alive)
    if line is not None:
        raise _stands_already(line)


def _stands_already(line: Recognition) -> ConflictError:
    state = tr(f"honours.recognition-state.{line.state or State.PROPOSED}")
    return ConflictError("recognition-stands-already", subject=subject_of(line), state=state)


def _done(work: UnitOfWork, line: Recognition) -> RecognitionLine:
    work.session.flush()
    work.touched(Changes.HONOURS)
    return RecognitionLine(
        line.id,
        line.lock_version,
        line.person_id,
        line.title,
        line.state,
        line.person_name,
        line.unit_name,
        line.recognised_on,
        line.document,
    )
