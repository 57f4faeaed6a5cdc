"""Results of one person that meet in a merge (合并): which of the two stays, and what forbids it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.contest_names import line_and_group
from app.registry.merge_steps import MergeSteps
from app.transitions import is_frozen
from app.words import tr
from models import Award, Entry, Event, Person, Result
from models.bulk import batched_ids
from models.types import TAKEN_BACK, ResultState

_PLACE = ("rank", "medal", "grade", "no_rank")


@dataclass(frozen=True, slots=True)
class EntryPair:
    """One person's two entries that become one: the entry that stays, and the one taken in."""

    kept: int
    merged: int
    person: str
    event: str


def colliding_entries(session: Session, *, kept: int, merged: int) -> list[EntryPair]:
    """Return the people who stand in both events in one role."""
    query = select(Entry.event_id, Entry.person_id, Entry.role, Entry.id, Person.name)
    query = query.join(Person, Person.id == Entry.person_id).where(Entry.event_id.in_((kept, merged)))
    found: defaultdict[tuple[int, str], dict[int, tuple[int, str]]] = defaultdict(dict)
    for event, person, role, entry, name in session.execute(query.order_by(Entry.id)):
        found[int(person), role][int(event)] = int(entry), name
    event_name = session.get_one(Event, kept).name
    return [
        EntryPair(both[kept][0], both[merged][0], both[kept][1], event_name)
        for both in found.values()
        if len(both) == 2
    ]


def pair_blocks(session: Session, pairs: Collection[EntryPair]) -> Iterator[str]:
    """Yield in words what forbids to make one of each pair: other places, units or teams, decisions."""
    results, decided, entries = _facts(session, pairs)
    annulled = _annulled(session, pairs)
    for pair in pairs:
        here, there = results.get(pair.kept), results.get(pair.merged)
        who = {"person": pair.person, "event": pair.event}
        if here and there and any(getattr(here, name) != getattr(there, name) for name in _PLACE):
            yield tr("registry.merge.block-place", **who)
        if pair.kept in decided and pair.merged in decided:
            yield tr("registry.merge.block-both-decided", **who)
        if (there and pair.kept in annulled) or (here and pair.merged in annulled):
            yield tr("registry.merge.block-annulled", **who)
        one, other = entries[pair.kept], entries[pair.merged]
        if one.event_id == other.event_id and one.team_no and other.team_no and one.team_no != other.team_no:
            words = {"team": one.team_no, "other": other.team_no, "event": pair.event}
            yield tr("registry.merge.block-teams", **words)
        if one.unit_id and other.unit_id and one.unit_id != other.unit_id:
            yield tr("registry.merge.block-unit", **who)


def team_blocks(session: Session, *, kept: Event, merged: Event) -> Iterator[str]:
    """Yield the teams that would be mixed, or torn apart, where two events become one."""
    here, there = _teams(session, kept.id), _teams(session, merged.id)
    for number, people in there.items():
        same = here.get(number)
        if same is not None and not (same <= people or people <= same):
            yield tr("registry.merge.block-team", event=kept.name, team=number)
        for other, members in here.items():
            if other != number and members & people and members != people:
                yield tr("registry.merge.block-teams", event=kept.name, team=other, other=number)


def _teams(session: Session, event: int) -> dict[str, set[tuple[int, str]]]:
    """Return, by team number, who is in it and in which role."""
    teams: defaultdict[str, set[tuple[int, str]]] = defaultdict(set)
    query = select(Entry.team_no, Entry.person_id, Entry.role)
    for number, person, role in session.execute(query.where(Entry.event_id == event, Entry.team_no != "")):
        teams[number].add((int(person), role))
    return teams


def _annulled(session: Session, pairs: Collection[EntryPair]) -> set[int]:
    """Return the entries that have no result in force because it was annulled."""
    ids = [entry for pair in pairs for entry in (pair.kept, pair.merged)]
    states: defaultdict[int, list[tuple[bool, str]]] = defaultdict(list)
    for some in batched_ids(ids):
        query = select(Result.entry_id, Result.is_current, Result.state).where(Result.entry_id.in_(some))
        for entry, is_current, state in session.execute(query):
            states[int(entry)].append((is_current, state))
    return {
        entry
        for entry, found in states.items()
        if not any(is_current for is_current, _ in found)
        and any(state == ResultState.ANNULLED for _, state in found)
    }


def merge_pairs(session: Session, steps: MergeSteps, pairs: Collection[EntryPair], *, reason: str) -> None:
    """Make one entry of each pair: what is decided stays, else what is confirmed, else the kept one's."""
    results, decided, entries = _facts(session, pairs)
    for pair in pairs:
        here, there = results.get(pair.kept), results.get(pair.merged)
        keeps_merged = there is not None and (
            here is None or _weight(there, pair.merged, decided) > _weight(here, pair.kept, decided)
        )
        loser = (here if keeps_merged else there) if here and there else None
        if loser is not None:
            steps.supersede(loser.id, reason=reason)
        _renumber(session, steps, pair, last=pair.merged if keeps_merged else pair.kept)
        moved = session.scalars(select(Result.id).where(Result.entry_id == pair.merged)).all()
        steps.change(Result, moved, "entry_id", pair.kept)
        _fill_entry(steps, entries[pair.kept], entries[pair.merged])
        steps.remove(Entry, [pair.merged])


def _fill_entry(steps: MergeSteps, kept: Entry, merged: Entry) -> None:
    """Give the entry that stays what it lacks and the other has."""
    for first, *others in (("unit_id", "unit_name"), ("team_no", "position"), ("employer",), ("remark",)):
        if getattr(kept, first) in (None, "") and getattr(merged, first) not in (None, ""):
            for column in (first, *others):
                steps.change(Entry, [kept.id], column, getattr(merged, column))


def _weight(result: Result, entry: int, decided: Collection[int]) -> tuple[bool, bool]:
    return entry in decided, result.state == ResultState.CONFIRMED


def _renumber(session: Session, steps: MergeSteps, pair: EntryPair, *, last: int) -> None:
    """Number the versions so that those of the entry `last` follow the other's, and no two are alike."""
    first = pair.kept if last == pair.merged else pair.merged
    highest = max(session.scalars(select(Result.version).where(Result.entry_id == first)), default=0)
    query = select(Result.id, Result.version).where(Result.entry_id == last).order_by(Result.version.desc())
    for result, version in session.execute(query).all():
        steps.change(Result, [result], "version", version + highest)


def _facts(
    session: Session, pairs: Iterable[EntryPair]
) -> tuple[dict[int, Result], set[int], dict[int, Entry]]:
    """Return, by entry, the current result and the entry; and the entries of which something is decided."""
    ids = [entry for pair in pairs for entry in (pair.kept, pair.merged)]
    current: dict[int, Result] = {}
    decided: set[int] = set()
    entries: dict[int, Entry] = {}
    for some in batched_ids(ids):
        entries |= {int(one.id): one for one in session.scalars(select(Entry).where(Entry.id.in_(some)))}
        query = select(Result).where(Result.entry_id.in_(some), Result.is_current)
        current |= {int(one.entry_id): one for one in session.scalars(query)}
        awards = select(Result.entry_id, Award.state).join(Award, Award.id == Result.id)
        for entry, state in session.execute(awards.where(Result.entry_id.in_(some))):
            if is_frozen(state) and state not in TAKEN_BACK:
                decided.add(int(entry))
    return current, decided, entries


def same_events(session: Session, *, kept: int, merged: int) -> dict[int, int]:
    """Return the events of contest `merged` that contest `kept` has too, each with that one's id.

    A group counts whether it stands in its column or at the end of the name.
    """
    query = select(Event).where(Event.contest_id == kept)
    known = {line_and_group(one.name, one.group): int(one.id) for one in session.scalars(query)}
    return {
        int(one.id): known[line_and_group(one.name, one.group)]
        for one in session.scalars(select(Event).where(Event.contest_id == merged).order_by(Event.id))
        if line_and_group(one.name, one.group) in known
    }
