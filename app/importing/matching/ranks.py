"""The first three ranks of an event, each of which only one person or team should hold."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from app.importing.findings import Note
from app.importing.matching.registry_lookup import RegistryLookup
from app.importing.matching.staged_import import StagedImport
from app.importing.values.names import person_key

FIRST_RANKS = 3
_SINGLE = ("single", "")  # forms in which two people at one rank are odd


class RankHolder(NamedTuple):
    """Who holds a rank: the index of the record (-1: in the registry), name, team number."""

    at: int
    name: str
    team: str


class FirstRanks:
    """Notes who holds the first ranks of each event; `where` words the place of a record."""

    def __init__(
        self, staged: StagedImport, registry: RegistryLookup, *, where: Callable[[int], str]
    ) -> None:
        self._where = where
        self._events = staged.event_drafts
        self._registry = registry
        self._holders: dict[int, RankHolder] = {}
        self._before: dict[int, list[tuple[int, RankHolder]]] = {}  # by event, as the registry has it

    def check(self, event: int, rank: int, holder: RankHolder, *, is_tied: bool) -> Note | None:
        """Return a note where another person holds this rank of a single event already."""
        first = self._holders.setdefault(event << 2 | rank, holder)
        draft = self._events[event]
        if is_tied or draft.form not in _SINGLE:
            return None
        if first is not holder and not _are_one(first, holder):
            return Note("duplicate-rank", {"where": self._where(first.at), "rank": rank, "event": draft.name})
        if draft.id and self._is_held_before(event, rank, holder):
            return Note("duplicate-rank-registry", {"rank": rank, "event": draft.name})
        return None

    def _is_held_before(self, event: int, rank: int, holder: RankHolder) -> bool:
        if event not in self._before:
            ranks = self._registry.top_ranks(self._events[event].id)
            self._before[event] = [(held.rank, RankHolder(-1, held.name, held.team)) for held in ranks]
        before = self._before[event]
        if any(_are_one(other, holder) for _, other in before):
            return False
        return any(held == rank for held, _ in before)


def _are_one(one: RankHolder, other: RankHolder) -> bool:
    is_team = one.team != "" and one.team == other.team
    return is_team or one.name == other.name or person_key(one.name) == person_key(other.name)
