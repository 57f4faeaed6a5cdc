"""Teams and ties: who stands at one rank of an event, and how their money is divided.

Money is whole fen, its parts sum to the whole, and a remainder goes fen by fen to those listed first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.policy.asking import Amount, Answers, Finding, Nothing, Unknown
from app.policy.facts import EntryFacts, EventFacts
from app.policy.questions import OUTSIDE_TIES

SINGLE, UNRECORDED = "single", ""
TEAM_TOO_LARGE = "team-too-large"  # more people under one team number than the event's form has
NO_SHARE = "no-share"  # the office's division leaves this member out
_SIZE = {"pair": 2, "trio": 3}

Team = tuple[EntryFacts, ...]


@dataclass(frozen=True, slots=True)
class Peers:
    """The entries at one rank. `teams` has one member each in a single event.

    `is_unclear`: several people, and nothing says whether they are one team or tie. `is_mixed`: some have a
    team number and some have none, so that nobody can tell the teams.
    `size` is how many a full team has, None where nobody said, and 1 where single contestants have one team
    number; `is_team_event` decides whether a prize is divided at all. Annulled people stand among the others.
    """

    entries: Team
    teams: tuple[Team, ...]
    is_team_event: bool
    size: int | None = None
    is_unclear: bool = False
    is_mixed: bool = False

    @property
    def lacks_tie_partner(self) -> bool:
        """Return whether the list says that these tie (并列), and nobody is recorded with whom they do."""
        return len(self.teams) == 1 and any(entry.says_tied for entry in self.entries)

    @property
    def most_places(self) -> int:
        """Return how many places these take up at most, whatever is answered of them."""
        return len(self.entries) + (max(OUTSIDE_TIES.values()) if self.lacks_tie_partner else 0)

    @property
    def oversized(self) -> Team:
        """Return the first team with more people than the form has, annulled ones aside; () for none."""
        found = (team for team in self.teams if self.size and len(_present(team)) > self.size)
        return () if self.is_unclear else next(found, ())

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


def form_of(event: EventFacts, forms_in_names: Mapping[str, str]) -> str:
    """Return the recorded form, else the one the event's own name states: 移动机器人（双人）."""
    if event.form:
        return event.form
    return next((form for sign, form in forms_in_names.items() if sign in event.name), UNRECORDED)


def peers_at(entries: Sequence[EntryFacts], *, form: str, team_size: int | None) -> Peers:
    """Return how the `entries` at one rank belong together.

    Equal team numbers make a team. Without numbers, members at one rank are one team if their count
    fits the form; in an event of unrecorded form several people stay unclear.
    """
    listed = tuple(sorted(entries, key=lambda entry: (entry.position, entry.id)))
    if form == SINGLE:
        teams = _numbered(listed) if len(listed) > 1 else _each_alone(listed)
        return Peers(listed, teams, False, 1 if len(teams) < len(listed) else None)
    size = team_size or _SIZE.get(form)
    if any(entry.team_no for entry in listed):
        return _by_number(listed, form=form, size=size)
    if form == UNRECORDED:
        return Peers(listed, _each_alone(listed), False, is_unclear=len(listed) > 1)
    too_many = size is not None and len(_present(listed)) > size
    return Peers(listed, (listed,), True, size, is_unclear=too_many)


def split_teams(peers: Iterable[Peers]) -> frozenset[str]:
    """Return the numbers of teams whose members stand at several ranks: which of them is the team's?

    A number of single contestants, or of an event of unrecorded form in which no two people share a rank and
    a number, may be a delegation's and says nothing.
    """
    of_teams = [one for one in peers if one.is_team_event]
    seen = Counter(number for one in of_teams for number in {entry.team_no for entry in one.entries})
    return frozenset(number for number, ranks in seen.items() if number and ranks > 1)


def _by_number(listed: Team, *, form: str, size: int | None) -> Peers:
    teams = _numbered(listed)
    is_team_event = form != UNRECORDED or any(len(team) > 1 for team in teams)
    without = tuple(entry for entry in listed if not entry.team_no)
    if not is_team_event or not without:
        return Peers(listed, teams, is_team_event, size)
    whole = [team for team in teams if team[0].team_no]
    if size and len(without) == size and all(len(team) == size for team in whole):
        return Peers(listed, (*whole, without), True, size)
    return Peers(listed, teams, True, size, is_mixed=True)


def _numbered(listed: Team) -> tuple[Team, ...]:
    """Return those of one team number together, and everybody without one alone."""
    numbers: dict[str | int, list[EntryFacts]] = {}
    for entry in listed:
        numbers.setdefault(entry.team_no or entry.id, []).append(entry)
    return tuple(tuple(members) for members in numbers.values())


def _present(team: Team) -> Team:
    return tuple(entry for entry in team if not entry.is_annulled)


def _each_alone(listed: Team) -> tuple[Team, ...]:
    return tuple((entry,) for entry in listed)


def _chunks(listed: Team, size: int) -> tuple[Team, ...]:
    return tuple(listed[start : start + size] for start in range(0, len(listed), size))


def resolve_peers(peers: Peers, answers: Answers) -> Peers | None:
    """Return the peers as one team or as a tie; None where they cannot be told apart even so.

    Those who tie outside the registry stand last among them, each as a team of one.
    """
    known = None if peers.is_mixed else peers
    if peers.is_unclear:
        known = peers.as_one_team() if answers.to("same-rank") == "team" else peers.as_tie()
    if known is None or not known.lacks_tie_partner:
        return known
    outside = _outside_ties(known, OUTSIDE_TIES[answers.to("tie-partner")])
    teams = (*known.teams, *_each_alone(outside))
    return Peers((*known.entries, *outside), teams, known.is_team_event, known.size)


def _outside_ties(peers: Peers, number: int) -> Team:
    """Return so many entries for people of whom nothing is recorded but that they tie; ids are below 0."""
    first = peers.entries[0]
    return tuple(
        EntryFacts(-place, -place, first.role, first.rank, first.published_on)
        for place in range(1, number + 1)
    )


def sharing_teams(peers: Peers, answers: Answers) -> tuple[Team, ...]:
    """Return the teams, or single people, among whom a pooled sum of tied places is divided.

    One of which all are annulled keeps its share unless the office has the sum divided anew.
    """
    present = present_teams(peers)
    return present if present != peers.teams and divides_anew(answers) else peers.teams


def present_teams(peers: Peers) -> tuple[Team, ...]:
    """Return the teams, or single people, of which not all are annulled."""
    return tuple(team for team in peers.teams if _present(team))


def sharing_members(team: Team, size: int | None, answers: Answers) -> Team:
    """Return the members among whom a team's sum is divided.

    An annulled one keeps his share, which nobody gets, unless the office has the sum divided anew. Where
    those left fill the event's form, somebody took his place, and he has no share in the sum.
    """
    present = _present(team)
    if present == team or (size and len(present) == size):
        return present
    return present if divides_anew(answers) else team


def divides_anew(answers: Answers) -> bool:
    """Return whether a sum is divided anew among those who are left where one of them is annulled."""
    return answers.to("member-annulled") == "divide-anew"


def team_share(entry: EntryFacts, peers: Peers, *, team_fen: int, answers: Answers) -> Finding:
    """Return what `entry` gets of its team's `team_fen`; all of it in a single event.

    A team that lists fewer people than the form has is not divided: who is missing would lose his part.
    """
    if not peers.is_team_event:
        return Amount(team_fen)
    team = team_of(entry, peers)
    mode = answers.to("team-prize")
    if mode == "each-member":
        return Amount(team_fen)
    if len(team) < (peers.size or 2):
        return Unknown("team-incomplete")
    team = sharing_members(team, peers.size, answers)
    if mode == "equal-split":
        return Amount(split_evenly(team_fen, len(team))[team.index(entry)])
    return share_by_percent(entry, team, team_fen=team_fen, percents=answers.percents("team-prize"))


def share_by_percent(entry: EntryFacts, team: Team, *, team_fen: int, percents: tuple[int, ...]) -> Finding:
    """Return what `entry` gets of `team_fen` by the percents entered in the members' listed order."""
    if not percents:
        return Unknown("shares-missing")
    if len(percents) != len(team):
        return Unknown("shares-do-not-fit")
    place = team.index(entry)
    return Amount(split_by_percent(team_fen, percents)[place]) if percents[place] else Nothing(NO_SHARE)


def share_by_plan(entry: EntryFacts, team: Team, *, team_fen: int, plan: tuple[int, ...]) -> Finding:
    """Return what `entry` gets by the amounts entered, which must come to `team_fen` exactly."""
    if len(plan) != len(team):
        return Unknown("shares-do-not-fit")
    if sum(plan) != team_fen:
        return Unknown("plan-does-not-fit")
    fen = plan[team.index(entry)]
    return Amount(fen) if fen else Nothing(NO_SHARE)


def team_of(entry: EntryFacts, peers: Peers) -> Team:
    """Return the team `entry` belongs to."""
    return next(team for team in peers.teams if entry in team)


def split_evenly(total_fen: int, parts: int) -> list[int]:
    """Return `parts` equal shares of `total_fen`; the remainder goes, fen by fen, to the first."""
    share, rest = divmod(total_fen, parts)
    return [share + (place < rest) for place in range(parts)]


def split_by_percent(total_fen: int, percents: Sequence[int]) -> list[int]:
    """Return shares of `total_fen` by whole percents that sum to 100.

    The remainder goes, fen by fen, to the first of those who have a share; 0 % is nothing.
    """
    if sum(percents) != 100 or min(percents) < 0:
        raise ValueError("percents must be 0 or more and sum to 100")
    shares = [total_fen * percent // 100 for percent in percents]
    rest = total_fen - sum(shares)
    for place, percent in enumerate(percents):
        if rest > 0 and percent > 0:
            shares[place] += 1
            rest -= 1
    return shares
