"""Where a question waits for its answer: the contests and events whose awards it holds up."""

from __future__ import annotations

from sqlalchemy import literal, select
from sqlalchemy.orm import Session

from models import Award, Contest, Event
from models.award import IS_SOMETHING


def places_waiting(session: Session, question: str) -> list[tuple[str, str]]:
    """Return contest and event of the awards blocked by `question`, newest contest first."""
    wrapped = literal(",") + Award.questions + ","
    waiting = select(Award.event_id).where(IS_SOMETHING, Award.status == "blocked")
    waiting = waiting.where(wrapped.contains(f",{question},"))
    query = select(Contest.name, Event.name).join(Event, Event.contest_id == Contest.id)
    query = query.where(Event.id.in_(waiting)).order_by(Contest.year.desc(), Contest.name, Event.name)
    return list(dict.fromkeys((contest, event) for contest, event in session.execute(query)))
