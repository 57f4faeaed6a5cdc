"""The first three ranks of an event: each should be held once, by a team as large as the event's form."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from app.importing.findings import Note
from app.importing.matching.registry_lookup import RegistryLookup
from app.importing.matching.staged_import import StagedImport
from app.importing.values.names import person_key
from app.words import tr

FIRST_RANKS = 3
_SINGLE = ("single", "")  # forms in which two people at one rank are odd
_SIZES = {"single": 1, "pair": 2, "trio": 3}
_OF_TEAMS = ("pair", "trio", "team")


class RankHolder(NamedTuple):
    """Who holds a rank: the index of the record (-1: in the registry), name, team number."""

    at: int
    name: str
    team: str


@dataclass(slots=True)
class ListedTeam:
    """A team at one of the first ranks: its first record in the list, and its people so far, each once."""

    at: int
    people: set[str]


class FirstRanks:
    """Notes who holds the first ranks of each event; `where` words the place of a record."""

    def __init__(
        self, staged: StagedImport, registry: RegistryLookup, *, where: Callable[[int], str]
    ) -> None:
        self._where = where
        self._events = staged.event_drafts
        self._people = staged.people
        self._registry = registry
        self._holders: dict[int, RankHolder] = {}
        self._before: dict[int, list[tuple[int, RankHolder]]] = {}  # by event, as the registry has it
        self._teams: dict[tuple[int, int, str], ListedTeam] = {}  # people by event, rank and team number
        self._rank_of: dict[tuple[int, str], tuple[int, int]] = {}  # by event and team: first record, rank

    def check(self, event: int, rank: int, holder: RankHolder, *, is_tied: bool) -> Note | None:
        """Return a note where another person holds this rank of a single event already."""
        first = self._holders.setdefault(event << 2 | rank, holder)
        draft = self._events[event]
        if is_tied or draft.form not in _SINGLE:
            return None
        if first is not holder and self._is_namesake(first, holder):
            where = self._where(first.at)
            return Note("id-of-namesake-in-file", {"where": where})
        if first is not holder and not _are_one(first, holder):
            return Note("duplicate-rank", {"where": self._where(first.at), "rank": rank, "event": draft.name})
        if draft.id and self._is_held_before(event, rank, holder):
            return Note("duplicate-rank-registry", {"rank": rank, "event": draft.name})
        return None

    def _is_namesake(self, one: RankHolder, other: RankHolder) -> bool:
        """Return whether two people of one name hold a rank that is one person's."""
        people = self._people
        is_named_alike = not other.team and person_key(one.name) == person_key(other.name)
        return is_named_alike and people[one.at] != people[other.at]

    def check_team(self, event: int, rank: int, holder: RankHolder) -> Note | None:
        """Return a note where a team stands at two ranks, or has more people than the event's form."""
        return self._check_rank_of_team(event, rank, holder) or self._check_size(event, rank, holder)

    def _check_rank_of_team(self, event: int, rank: int, holder: RankHolder) -> Note | None:
        draft = self._events[event]
        if draft.form not in _OF_TEAMS or not holder.team:
            return None
        first, held = self._rank_of.setdefault((event, holder.team), (holder.at, rank))
        if held == rank:
            return None
        words: dict[str, object] = {"event": draft.name, "team": holder.team, "where": self._where(first)}
        return Note("team-ranks-differ", words | {"rank": rank, "held": held})

    def _check_size(self, event: int, rank: int, holder: RankHolder) -> Note | None:
        """Return a note where a team has more people, in the list and the registry, than the event's form."""
        draft = self._events[event]
        size = _SIZES.get(draft.form)
        if size is None or not holder.team:
            return None
        key = (event, rank, holder.team)
        if key not in self._teams:
            before = self._held_before(event) if draft.id else []
            people = {
                person_key(one.name) for held, one in before if held == rank and one.team == holder.team
            }
            self._teams[key] = ListedTeam(holder.at, people)
        people = self._teams[key].people
        people.add(person_key(holder.name))
        return self._team_note("team-too-large", key, len(people)) if len(people) > size else None

    def incomplete_teams(self) -> Iterator[tuple[int, str, Note]]:
        """Yield the first record, the number and a note of each team with fewer people than the form has."""
        for key, team in self._teams.items():
            if len(team.people) < _SIZES[self._events[key[0]].form]:
                yield team.at, key[2], self._team_note("team-not-whole", key, len(team.people))

    def _team_note(self, code: str, team: tuple[int, int, str], people: int) -> Note:
        event, rank, number = team
        draft = self._events[event]
        form = {"form": tr(f"core.form.{draft.form}"), "size": _SIZES[draft.form]}
        return Note(code, {"event": draft.name, "rank": rank, "team": number, "number": people, **form})

    def _held_before(self, event: int) -> list[tuple[int, RankHolder]]:
        if event not in self._before:
            ranks = self._registry.top_ranks(self._events[event].id)
            self._before[event] = [(held.rank, RankHolder(-1, held.name, held.team)) for held in ranks]
        return self._before[event]

    def _is_held_before(self, event: int, rank: int, holder: RankHolder) -> bool:
        before = self._held_before(event)
        if any(_are_one(other, holder) for _, other in before):
            return False
        return any(held == rank for held, _ in before)


def _are_one(one: RankHolder, other: RankHolder) -> bool:
    is_team = one.team != "" and one.team == other.team
    return is_team or one.name == other.name or person_key(one.name) == person_key(other.name)
