"""One member's part of the prize at a rank: ties first, then the division inside the team."""

from __future__ import annotations

from collections.abc import Mapping

from app.policy.engine.asking import Amount, Asker, End, Unknown
from app.policy.engine.peers import Peers, Team
from app.policy.facts import EntryFacts
from app.policy.splitting import split_by_percent, split_evenly


def prize_share(
    entry: EntryFacts, peers: Peers, *, rank: int, fen_by_rank: Mapping[int, int], ask: Asker
) -> End:
    """Return what `entry` gets of the prize of `rank`, shared with its peers as rulings say."""
    known = settle_peers(peers, ask)
    if known is None:
        return Unknown("team-unclear")
    team_fen = _team_prize(entry, known, rank=rank, fen_by_rank=fen_by_rank, ask=ask)
    return team_share(entry, known, team_fen=team_fen, ask=ask)


def settle_peers(peers: Peers, ask: Asker) -> Peers | None:
    """Return the peers as one team or as a tie; None where they cannot be told apart even so."""
    if not peers.is_unclear:
        return peers
    return peers.as_one_team() if ask("same-rank") == "team" else peers.as_tie()


def team_share(entry: EntryFacts, peers: Peers, *, team_fen: int, ask: Asker) -> End:
    """Return what `entry` gets of its team's `team_fen`; all of it in a single event."""
    if not peers.is_team_event:
        return Amount(team_fen)
    team = team_of(entry, peers)
    mode = ask("team-prize")
    if mode == "each-member":
        return Amount(team_fen)
    if len(team) < (peers.size or 2):
        return Unknown("team-incomplete")
    if mode == "equal-split":
        return Amount(split_evenly(team_fen, len(team))[team.index(entry)])
    return share_by_percent(entry, team, team_fen=team_fen, percents=ask.shares("team-prize"))


def share_by_percent(entry: EntryFacts, team: Team, *, team_fen: int, percents: tuple[int, ...]) -> End:
    """Return what `entry` gets of `team_fen` by the percents entered in the members' listed order."""
    if not percents:
        return Unknown("shares-missing")
    if len(percents) != len(team):
        return Unknown("shares-do-not-fit")
    return Amount(split_by_percent(team_fen, percents)[team.index(entry)])


def share_by_plan(entry: EntryFacts, team: Team, *, team_fen: int, plan: tuple[int, ...]) -> End:
    """Return what `entry` gets by the amounts entered, which must come to `team_fen` exactly."""
    if len(plan) != len(team):
        return Unknown("shares-do-not-fit")
    if sum(plan) != team_fen:
        return Unknown("plan-does-not-fit")
    return Amount(plan[team.index(entry)])


def team_of(entry: EntryFacts, peers: Peers) -> Team:
    """Return the team `entry` belongs to."""
    return next(team for team in peers.teams if entry in team)


def _team_prize(
    entry: EntryFacts, peers: Peers, *, rank: int, fen_by_rank: Mapping[int, int], ask: Asker
) -> int:
    full = fen_by_rank.get(rank, 0)
    number = len(peers.teams)
    if number == 1 or ask("tie") == "each-full":
        return full
    pooled = sum(fen_by_rank.get(place, 0) for place in range(rank, rank + number))
    return split_evenly(pooled, number)[peers.teams.index(team_of(entry, peers))]
