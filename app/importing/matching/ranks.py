"""The first three ranks of an event, each of which only one person or team should hold."""

from __future__ import annotations

from collections.abc import Callable

from app.importing.findings import Note
from app.importing.matching.registry_lookup import Registry
from app.importing.staging import Understood
from app.importing.values.names import person_key

Holder = tuple[int, str, str]  # index of the record (-1: in the registry), name, team number
_SINGLE = ("single", "")  # forms in which two people at one rank are odd


class Ranks:
    """Notes who holds the first ranks of each event."""

    def __init__(self, understood: Understood, registry: Registry, *, where: Callable[[int], str]) -> None:
        self._where = where
        self._understood = understood
        self._registry = registry
        self._held: dict[int, Holder] = {}
        self._before: dict[int, list[tuple[int, Holder]]] = {}  # by event, as the registry has it

    def look_at(self, event: int, rank: int, mine: Holder, *, is_tied: bool) -> Note | None:
        """Return what to say where another person holds this rank of a single event already."""
        first = self._held.setdefault(event << 2 | rank, mine)
        draft = self._understood.events[event]
        if is_tied or draft.form not in _SINGLE:
            return None
        if first is not mine and not _are_one(first, mine):
            return Note("duplicate-rank", {"where": self._where(first[0]), "rank": rank, "event": draft.name})
        if draft.id and self._is_held_before(event, rank, mine):
            return Note("duplicate-rank-registry", {"rank": rank, "event": draft.name})
        return None

    def _is_held_before(self, event: int, rank: int, mine: Holder) -> bool:
        if event not in self._before:
            ranks = self._registry.top_ranks(self._understood.events[event].id)
            self._before[event] = [(held, (-1, name, team)) for held, name, team in ranks]
        before = self._before[event]
        if any(_are_one(holder, mine) for _, holder in before):
            return False
        return any(held == rank for held, _ in before)


def _are_one(one: Holder, other: Holder) -> bool:
    is_team = one[2] != "" and one[2] == other[2]
    return is_team or one[1] == other[1] or person_key(one[1]) == person_key(other[1])
