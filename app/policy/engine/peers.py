"""Who stands at one rank of an event: one person, a team, several teams, or nobody can say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.policy.facts import EntryFacts, EventFacts
from app.policy.model import Signs

SINGLE, UNRECORDED = "single", ""
_SIZE = {"pair": 2, "trio": 3}

Team = tuple[EntryFacts, ...]


@dataclass(frozen=True, slots=True)
class Peers:
    """The entries at one rank. `teams` has one member each in a single event.

    `is_unclear`: several people, and nothing says whether they are one team or tie.
    `size` is how many a full team has, None where nobody said; `is_team_event` decides whether a prize
    is divided at all.
    """

    entries: Team
    teams: tuple[Team, ...]
    is_team_event: bool
    size: int | None = None
    is_unclear: bool = False

    def as_one_team(self) -> Peers:
        """Return these people as the one team the office says they are."""
        return Peers(self.entries, (self.entries,), True, self.size)

    def as_tie(self) -> Peers | None:
        """Return these people as a tie: of single contestants, or of full teams in the listed order.

        None where they cannot be divided into full teams.
        """
        if not self.is_team_event:
            return Peers(self.entries, _each_alone(self.entries), False)
        if not self.size or len(self.entries) % self.size:
            return None
        return Peers(self.entries, _chunks(self.entries, self.size), True, self.size)


def form_of(event: EventFacts, signs: Signs) -> str:
    """Return the recorded form, else the one the event's own name states: 移动机器人（双人）."""
    if event.form:
        return event.form
    return next((form for sign, form in signs.forms.items() if sign in event.name), UNRECORDED)


def peers_at(entries: Sequence[EntryFacts], *, form: str, team_size: int | None) -> Peers:
    """Return how the `entries` at one rank belong together.

    Equal team numbers make a team. Without numbers, members at one rank are one team if their count
    fits the form; in an event of unrecorded form several people stay unclear.
    """
    listed = tuple(sorted(entries, key=lambda entry: (entry.position, entry.id)))
    if form == SINGLE:
        return Peers(listed, _each_alone(listed), False)
    size = team_size or _SIZE.get(form)
    if any(entry.team_no for entry in listed):
        return _by_number(listed, form=form, size=size)
    if form == UNRECORDED:
        return Peers(listed, _each_alone(listed), False, is_unclear=len(listed) > 1)
    too_many = size is not None and len(listed) > size
    return Peers(listed, (listed,), True, size, is_unclear=too_many)


def _by_number(listed: Team, *, form: str, size: int | None) -> Peers:
    numbers: dict[str, list[EntryFacts]] = {}
    for entry in listed:
        numbers.setdefault(entry.team_no or f"#{entry.id}", []).append(entry)
    teams = tuple(tuple(members) for members in numbers.values())
    shared = any(len(team) > 1 for team in teams)
    return Peers(listed, teams, form != UNRECORDED or shared, size)


def _each_alone(listed: Team) -> tuple[Team, ...]:
    return tuple((entry,) for entry in listed)


def _chunks(listed: Team, size: int) -> tuple[Team, ...]:
    return tuple(listed[start : start + size] for start in range(0, len(listed), size))
