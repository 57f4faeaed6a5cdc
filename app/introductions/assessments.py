"""Assessments (考核认定) of introduced people: only added, each with its organisation and document."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts import Right
from app.bases_on_record import named_paper
from app.changes import Changes
from app.introductions.introducing import introduction_of
from app.registry import move_line
from app.unit_of_work import UnitOfWork
from app.validation import check_not_future, required_text
from app.words import tr
from models import Assessment, Introduction, Recognition
from models.recognition import RecognitionState


@dataclass(frozen=True, slots=True)
class AssessmentFacts:
    """What is entered of an assessment (考核认定)."""

    assessed_on: date
    organisation: str
    is_passed: bool
    conclusion: str
    document: str


def record_assessment(work: UnitOfWork, introduction_id: int, facts: AssessmentFacts) -> int:
    """Enter how an introduced person was assessed; return its id. Assessments are only added."""
    work.require(Right.RECORD)
    introduction = introduction_of(work.session, introduction_id)
    check_not_future(work, facts.assessed_on, what=tr("registers.field.assessed-on"))
    what = tr("registers.field.document")
    document, as_written = named_paper(required_text(facts.document, what=what), what=what)
    assessment = Assessment(
        introduction_id=introduction.id,
        assessed_on=facts.assessed_on,
        organisation=required_text(facts.organisation, what=tr("registers.field.organisation")),
        is_passed=facts.is_passed,
        conclusion=required_text(facts.conclusion, what=tr("registers.field.conclusion")),
        document=document,
        recorded_by=work.actor.name,
        recorded_at=work.now,
    )
    work.session.add(assessment)
    work.session.flush()
    # One that was failed may lie before one that was passed: then the title still rests on the later.
    if not facts.is_passed and passed_assessment(work.session, introduction) is None:
        _review_titles(work, introduction)
    detail = {"introduction": introduction.id, "passed": facts.is_passed, "document": document}
    work.audit("record", "assessment", assessment.id, detail=detail | {"document_as_written": as_written})
    work.touched(Changes.HONOURS)
    return assessment.id


def passed_assessment(session: Session, introduction: Introduction) -> Assessment | None:
    """Return the last assessment if it was passed; a later failure outweighs an earlier pass."""
    last = latest_assessment(session, introduction.id)
    return last if last is not None and last.is_passed else None


def latest_assessment(session: Session, introduction_id: int) -> Assessment | None:
    """Return the last assessment of an introduced person, None where there was none."""
    query = select(Assessment).where(Assessment.introduction_id == introduction_id)
    return session.scalar(query.order_by(Assessment.assessed_on.desc(), Assessment.id.desc()).limit(1))


def _review_titles(work: UnitOfWork, introduction: Introduction) -> None:
    """Put the titles that rest on the introduction under review: its last assessment was not passed."""
    query = select(Recognition).where(Recognition.introduction_id == introduction.id)
    for line in work.session.scalars(query.where(Recognition.state == RecognitionState.RECOGNISED)):
        name, reason = line.person_name, tr("registers.act-reason.assessment")
        move_line(
            work,
            line,
            RecognitionState.UNDER_REVIEW,
            subject=name,
            name=name,
            reason=reason,
            follows=True,
        )
