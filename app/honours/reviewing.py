"""What falls under review when results are corrected or annulled: bases, honours, and craftsmen on them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.changes import Changes
from app.honours.acts import record_act
from app.honours.settling import batches, settle_designations
from app.unit_of_work import UnitOfWork
from app.words import word
from models import DesignationBasis, Honour, Introduction, Recognition, Result
from models.honour import HonourState
from models.recognition import RecognitionState


@dataclass(frozen=True, slots=True)
class ReviewReport:
    """Ids of the lines that a correction moved."""

    designations: tuple[int, ...] = ()
    reinstated: tuple[int, ...] = ()
    honours: tuple[int, ...] = ()
    recognitions: tuple[int, ...] = ()


def review_after(work: UnitOfWork, award_ids: Collection[int]) -> ReviewReport:
    """Look again at everything that rests on these awards, after their results or rulings changed.

    Nothing is taken away and no past act is edited: what nothing carries any more goes under review, and
    a base that another confirmed result carries stays or comes back.
    """
    settled = settle_designations(work, _resting_lines(work.session, award_ids))
    honours = _review_honours(work, award_ids)
    recognitions = _review_recognitions(work, honours)
    work.session.flush()
    if honours:
        work.touched(Changes.HONOURS)
    return ReviewReport(settled.under_review, settled.reinstated, honours, recognitions)


def _resting_lines(session: Session, award_ids: Collection[int]) -> set[int]:
    found: set[int] = set()
    for some in batches(award_ids):
        query = select(DesignationBasis.designation_id).where(DesignationBasis.award_id.in_(some))
        found.update(session.scalars(query))
    return found


def _review_honours(work: UnitOfWork, award_ids: Collection[int]) -> tuple[int, ...]:
    moved = []
    for some in batches(award_ids):
        query = select(Honour).join(Result, Result.id == Honour.award_id)
        query = query.where(Honour.award_id.in_(some), Honour.state == HonourState.STANDING)
        query = query.where(Result.state.in_(["superseded", "annulled"]))
        for honour in work.session.scalars(query):
            honour.state = HonourState.UNDER_REVIEW
            _note(work, honour, honour.holder_name, why="honour")
            moved.append(honour.id)
    return tuple(moved)


def _review_recognitions(work: UnitOfWork, honour_ids: Collection[int]) -> tuple[int, ...]:
    moved = []
    for some in batches(honour_ids):
        query = select(Recognition).join(Introduction, Introduction.id == Recognition.introduction_id)
        query = query.where(Introduction.honour_id.in_(some))
        query = query.where(Recognition.state == RecognitionState.RECOGNISED)
        for line in work.session.scalars(query):
            line.state = RecognitionState.UNDER_REVIEW
            _note(work, line, line.person_name, why="recognition")
            moved.append(line.id)
    return tuple(moved)


def _note(work: UnitOfWork, line: Honour | Recognition, name: str, *, why: str) -> None:
    record_act(work, line, act="review", name=name, reason=word(f"honours.act-reason.{why}"))
