"""Annulled results as facts for the policy: they win nothing, and the others do not move into their place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace
from functools import cache

from sqlalchemy import and_, bindparam, or_, select, true
from sqlalchemy.orm import Session, aliased

from app.awards.filters import AnySelect
from app.policy import EntryFacts
from app.transitions import Noun
from models import Entry, Result, StateChange
from models.bulk import batched_ids
from models.types import ResultState


def annulled_entries(session: Session, only: Collection[int] | None = None) -> dict[int, list[EntryFacts]]:
    """Return the annulled results whose place nobody took, by event: of all events or of `only` these.

    A place is taken by the same person's restored result, or by whoever came to the rank after the annulment
    or by the very document that annuls, as where it moves the next one up.
    """
    latest: dict[int, tuple[int, EntryFacts]] = {}
    for some in [None] if only is None else batched_ids(only):
        query, events = (_query(), {}) if some is None else (_of_events(), {"events": some})
        for event, entry, *facts in session.connection().execute(query, events):  # the latest version last
            latest[entry] = event, replace(EntryFacts(*facts), is_annulled=True)
    by_event: defaultdict[int, list[EntryFacts]] = defaultdict(list)
    for event, annulled in latest.values():
        by_event[event].append(annulled)
    return dict(by_event)


@cache
def _query() -> AnySelect:
    """Find them by the moves that annulled them: the results themselves are a million.

    Built once: that costs more than to ask.
    """
    current = aliased(Result)
    stands = select(current.id).where(current.entry_id == Result.entry_id, current.is_current == true())
    before = aliased(Result)
    stood_there = select(before.id).where(
        before.entry_id == current.entry_id,
        before.rank == Result.rank,
        before.id != current.id,
        before.recorded_at <= StateChange.changed_at,
    )
    arrived = select(current.id).where(
        current.event_id == Result.event_id,
        current.is_current == true(),
        current.rank == Result.rank,
        or_(
            current.recorded_at > StateChange.changed_at,
            and_(StateChange.document != "", current.basis == StateChange.document),
        ),
        ~stood_there.correlate(current, Result, StateChange).exists(),
    )
    query: AnySelect = select(
        Result.event_id,
        Result.entry_id,
        Result.id,
        Entry.person_id,
        Entry.role,
        Result.rank,
        Result.published_on,
        Result.medal,
        Result.grade,
        Entry.team_no,
        Entry.position,
    )
    query = query.join(StateChange, StateChange.subject_id == Result.id)
    query = query.join(Entry, Entry.id == Result.entry_id)
    query = query.where(
        StateChange.noun == Noun.RESULT.value,
        StateChange.to_state == ResultState.ANNULLED.value,
        Result.state == ResultState.ANNULLED.value,
        ~stands.exists(),
        ~arrived.correlate(Result, StateChange).exists(),
    )
    return query.order_by(Result.id)


@cache
def _of_events() -> AnySelect:
    return _query().where(Result.event_id.in_(bindparam("events", expanding=True)))
