"""What falls under review when results are corrected or annulled: bases, honours, and craftsmen on them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from app.changes import Changes
from app.honours.acts import record_act
from app.honours.settling import settle_designations
from app.unit_of_work import UnitOfWork
from app.words import tr
from models import Honour, Introduction, Recognition, Result
from models.honour import HonourState
from models.recognition import RecognitionState


@dataclass(frozen=True, slots=True)
class ReviewReport:
    """Ids of the lines that a correction moved."""

    designations: tuple[int, ...] = ()
    reinstated: tuple[int, ...] = ()
    honours: tuple[int, ...] = ()
    recognitions: tuple[int, ...] = ()


def review_lines(work: UnitOfWork, line_ids: Collection[int]) -> ReviewReport:
    """Look again at these designations, and at every honour whose result is no longer in force."""
    settled = settle_designations(work, line_ids)
    honours = _review_honours(work)
    recognitions = review_recognitions(work, honours)
    work.session.flush()
    if honours:
        work.touched(Changes.HONOURS)
    return ReviewReport(settled.under_review, settled.reinstated, honours, recognitions)


def _review_honours(work: UnitOfWork) -> tuple[int, ...]:
    query = select(Honour).join(Result, Result.id == Honour.award_id)
    query = query.where(Honour.state == HonourState.STANDING)
    fallen = list(work.session.scalars(query.where(Result.state.in_(["superseded", "annulled"]))))
    for honour in fallen:
        honour.state = HonourState.UNDER_REVIEW
        _note(work, honour, honour.holder_name, why="honour")
    return tuple(honour.id for honour in fallen)


def review_recognitions(work: UnitOfWork, honour_ids: Collection[int]) -> tuple[int, ...]:
    """Put craftsmen under review whose category rests on one of these honours; return their ids."""
    query = select(Recognition).join(Introduction, Introduction.id == Recognition.introduction_id)
    query = query.where(Introduction.honour_id.in_(honour_ids))
    query = query.where(Recognition.state == RecognitionState.RECOGNISED)
    resting = list(work.session.scalars(query)) if honour_ids else []
    for line in resting:
        line.state = RecognitionState.UNDER_REVIEW
        _note(work, line, line.person_name, why="recognition")
    return tuple(line.id for line in resting)


def _note(work: UnitOfWork, line: Honour | Recognition, name: str, *, why: str) -> None:
    record_act(work, line, act="review", name=name, reason=tr(f"honours.act-reason.{why}"))
