"""Events of contests that may be one under two spellings: whose results there may be the same ones again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import bindparam, select, true
from sqlalchemy.orm import Session

from app.contest_names import line_and_group
from app.policy import EntryFacts, OtherSpelling, is_same_group, places_of
from app.same_contests import undecided_contests
from models import Contest, Entry, Event, Result
from models.bulk import batched_ids

Undecided = Mapping[int, frozenset[int]]  # contests with those that they may be one with
_CONTESTS_OF = select(Event.contest_id).where(Event.id.in_(bindparam("events", expanding=True))).distinct()
_Spelled = tuple[int, int, str, str]  # event, contest, comparable name without its group, group


def other_spellings(session: Session, undecided: Undecided) -> dict[int, OtherSpelling]:
    """Return, by event, the results of the same event under another spelling of its contest's name.

    Nearly always no contest is `undecided`, and no result is read.
    """
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


def with_other_spellings(session: Session, events: Collection[int]) -> tuple[set[int], Undecided]:
    """Return these events and those of contests that may be one with theirs, and which contests these are.

    Both are held back together. To ask costs a look at every contest of the same years: once is enough.
    """
    connection = session.connection()
    contests = {
        int(contest)
        for some in batched_ids(events)
        for contest in connection.scalars(_CONTESTS_OF, {"events": some})
    }
    undecided = undecided_contests(session, contests)
    if not undecided:
        return set(events), undecided
    others = frozenset().union(*undecided.values())
    together = {*events, *(event for event, *_ in _events(session, others))}
    return together, undecided_contests(session, contests | others)


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
