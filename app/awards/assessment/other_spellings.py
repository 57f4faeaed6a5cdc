"""Events of contests that may be one under two spellings: whose results there may be the same ones again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import select, true
from sqlalchemy.orm import Session

from app.contest_names import line_and_group
from app.policy import EntryFacts, OtherSpelling, is_same_group, places_of
from app.same_contests import undecided_contests
from models import Contest, Entry, Event, Result
from models.bulk import batched_ids

_Spelled = tuple[int, int, str, str]  # event, contest, comparable name without its group, group


def other_spellings(session: Session, contests: Collection[int] | None) -> dict[int, OtherSpelling]:
    """Return, by event, the results of the same event under another spelling of its contest's name.

    Of the events of `contests`, or of all. Nearly always nothing is open, and no result is read.
    """
    undecided = undecided_contests(session, contests)
    if not undecided:
        return {}
    events = _events(session, undecided.keys() | frozenset().union(*undecided.values()))
    others = {
        one[0]: [other for other in events if other[1] in undecided[one[1]] and _is_same_event(one, other)]
        for one in events
        if one[1] in undecided
    }
    entries = _entries(session, {other[0] for found in others.values() for other in found})
    names = {
        int(id_): name
        for id_, name in session.execute(
            select(Contest.id, Contest.name).where(
                Contest.id.in_({other[1] for found in others.values() for other in found})
            )
        )
    }
    return {
        event: _spelling([names[other[1]] for other in found], [entries[other[0]] for other in found])
        for event, found in others.items()
        if found
    }


def with_other_spellings(session: Session, events: Collection[int]) -> set[int]:
    """Return these events and those of contests that may be one with theirs: both are held back together."""
    contests = {
        int(contest)
        for some in batched_ids(events)
        for contest in session.scalars(select(Event.contest_id).where(Event.id.in_(some)).distinct())
    }
    undecided = undecided_contests(session, contests)
    others = frozenset().union(*undecided.values())
    return {*events, *(event for event, *_ in _events(session, others))}


def _events(session: Session, contests: Collection[int]) -> list[_Spelled]:
    query = select(Event.id, Event.contest_id, Event.name, Event.group)
    return [
        (int(event), int(contest), *line_and_group(name, group))
        for some in batched_ids(contests)
        for event, contest, name, group in session.execute(query.where(Event.contest_id.in_(some)))
    ]


def _is_same_event(one: _Spelled, other: _Spelled) -> bool:
    return one[2] == other[2] and is_same_group(one[3], other[3])


def _entries(session: Session, events: Collection[int]) -> Mapping[int, list[EntryFacts]]:
    found: defaultdict[int, list[EntryFacts]] = defaultdict(list)
    query = select(Result.event_id, Entry.person_id, Entry.role, Result.rank, Result.medal)
    query = query.join(Entry, Entry.id == Result.entry_id).where(Result.is_current == true())
    for some in batched_ids(events):
        for event, person, role, rank, medal in session.execute(query.where(Result.event_id.in_(some))):
            found[event].append(EntryFacts(0, person, role, rank, date.min, medal))
    return found


def _spelling(names: list[str], entries: list[list[EntryFacts]]) -> OtherSpelling:
    together = [entry for each in entries for entry in each]
    people = frozenset(entry.person_id for entry in together)
    return OtherSpelling(tuple(dict.fromkeys(names)), people, places_of(together))
