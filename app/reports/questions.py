"""Open questions (待裁定): how many awards each holds up, and in which contests and events."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import func, literal, or_, select
from sqlalchemy.orm import Session

from models import Award, Contest, DesignationBasis, Event
from models.award import STATUS_IS_NOT_NONE


def open_questions(session: Session) -> tuple[tuple[str, int], ...]:
    """Return the questions that hold up awards, with how many each, the weightiest first."""
    questions, _reasons = held_up(session)
    return tuple(questions.most_common())


def held_up(session: Session) -> tuple[Counter[str], Counter[str]]:
    """Count blocked awards by the question to be answered first, or else by the reason.

    A title that waits by itself counts as one more for its own question.
    """
    query = select(Award.questions, Award.reason, func.count())
    query = query.where(STATUS_IS_NOT_NONE, Award.status == "blocked").group_by(Award.questions, Award.reason)
    questions: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    for asked, reason, number in session.execute(query):
        if asked:
            questions[asked.split(",")[0]] += number
        else:
            reasons[reason] += number
    titles = select(DesignationBasis.question, func.count()).where(DesignationBasis.question != "")
    for question, number in session.execute(titles.group_by(DesignationBasis.question)):
        questions[question] += number
    return questions, reasons


def places_waiting(session: Session, question: str) -> list[tuple[str, str]]:
    """Return contest and event of the awards blocked by `question`, newest contest first."""
    wrapped = literal(",") + Award.questions + ","
    waiting = select(Award.event_id).where(STATUS_IS_NOT_NONE, Award.status == "blocked")
    waiting = waiting.where(wrapped.contains(f",{question},"))
    titles = select(Award.event_id).join(DesignationBasis, DesignationBasis.award_id == Award.id)
    titles = titles.where(DesignationBasis.question == question)
    query = select(Contest.name, Event.name).join(Event, Event.contest_id == Contest.id)
    query = query.where(or_(Event.id.in_(waiting), Event.id.in_(titles))).order_by(
        Contest.year.desc(), Contest.name, Event.name
    )
    return list(dict.fromkeys((contest, event) for contest, event in session.execute(query)))
