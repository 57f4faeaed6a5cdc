"""What a ruling reaches: events by name, as the ruling names them, whether their results are here or not."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.formats import name_key
from models import Contest, Event


def events_in_scope(session: Session, contest: str, event: str) -> set[int]:
    """Return the events of the contest named, or all where it is empty; `event` narrows them by name."""
    query = select(Event.id)
    if contest:
        query = query.join(Contest).where(Contest.name_key == name_key(contest))
    if event:
        query = query.where(Event.name_key == name_key(event))
    return {int(id_) for id_ in session.scalars(query)}
