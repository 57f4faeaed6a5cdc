"""One way to merge whatever can be merged: what may be chosen, what it would do, and doing it, by noun."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.registry.merging import (
    MergePreview,
    merge_contests,
    merge_events,
    preview_contest_merge,
    preview_event_merge,
)
from app.registry.merging_holders import (
    merge_people,
    merge_units,
    preview_person_merge,
    preview_unit_merge,
)
from app.same_contests import undecided_contests
from app.unit_of_work import UnitOfWork
from app.words import tr
from models import Contest, Event

_PREVIEWS: Mapping[str, Callable[..., MergePreview]] = {
    "contest": preview_contest_merge,
    "event": preview_event_merge,
    "unit": preview_unit_merge,
    "person": preview_person_merge,
}
_MERGES: Mapping[str, Callable[..., int]] = {
    "contest": merge_contests,
    "event": merge_events,
    "unit": merge_units,
    "person": merge_people,
}


def merge_candidates(session: Session, noun: str, kept_id: int) -> list[tuple[int, str]]:
    """Return id and name of the contests, or events, that may be merged into this one, the likeliest first.

    Contests of the same level and year; events of the same contest. Units and people are searched for.
    """
    if noun == "event":
        event = session.get_one(Event, kept_id)
        others = select(Event).where(Event.contest_id == event.contest_id, Event.id != kept_id)
        return [
            (one.id, _event_words(one)) for one in session.scalars(others.order_by(Event.name, Event.group))
        ]
    contest = session.get_one(Contest, kept_id)
    likely = undecided_contests(session, [kept_id]).get(kept_id, frozenset())
    query = select(Contest).where(Contest.id != kept_id, Contest.level == contest.level)
    query = query.where(Contest.year.between(contest.year - 1, contest.year + 1)).order_by(Contest.name)
    found = sorted(session.scalars(query), key=lambda one: one.id not in likely)
    return [(one.id, one.name) for one in found]


def _event_words(event: Event) -> str:
    return f"{event.name}（{tr(f'core.group.{event.group}')}）" if event.group else event.name


def merge_preview(session: Session, noun: str, merged_id: int, *, into: int) -> MergePreview:
    """Return what merging would do. Raises as the preview of the noun does."""
    return _PREVIEWS[noun](session, merged_id, into=into)


def merge(work: UnitOfWork, noun: str, merged_id: int, *, into: int, reason: str) -> int:
    """Merge one record into another of its kind; return the merge's id. Raises as the noun's own merge."""
    return _MERGES[noun](work, merged_id, into=into, reason=reason)
