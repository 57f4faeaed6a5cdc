"""The arithmetic of a shared sum in words: pool, divisor, percents or plan, the last fen, and all who share.

What stands here is worked out by the functions that the engine itself divides with, so that an explanation
can never show another sum than the one that is due.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.formats import money
from app.policy.asking import Answers, Unanswered
from app.policy.engine.event import Judgement
from app.policy.facts import EntryFacts
from app.policy.rules.prize import PrizeRule
from app.policy.rules.standard import StandardRule
from app.policy.teams import Peers, Team, resolve_peers, split_by_percent, split_evenly, team_of
from app.policy.vocabulary import CONTESTANT
from app.words import scoped

_w = scoped("policy.sharing")
_SIGN = "、"

Names = Mapping[int, str]
"""Entry id → the person's name."""


@dataclass(frozen=True, slots=True)
class _Sharing:
    """What the arithmetic of one entry is told from."""

    entry: EntryFacts
    peers: Peers
    answers: Answers
    names: Names

    def name(self, entry: EntryFacts) -> str:
        place = self.peers.entries.index(entry) + 1
        return self.names.get(entry.id) or _w("unnamed", place=place)

    def listed(self, entries: Sequence[EntryFacts]) -> str:
        return _SIGN.join(self.name(entry) for entry in entries)

    def team_words(self, team: Team) -> str:
        number = next((entry.team_no for entry in team if entry.team_no), "")
        names = self.listed(team)
        return _w("team-listed", number=number, names=names) if number else _w("team", names=names)


def peers_steps(judged: Judgement, names: Names) -> list[str]:
    """Return who stands at the entry's place: a team with its members, or the people of a tie."""
    if judged.peers is None or judged.answers is None or len(judged.peers.entries) < 2:
        return []
    sharing = _Sharing(judged.entry, judged.peers, judged.answers, names)
    if isinstance(judged.rule, StandardRule) and judged.rule.recipients[judged.entry.role] != CONTESTANT:
        number = len(judged.peers.entries)
        return [_w("experts", number=number, names=sharing.listed(judged.peers.entries))]
    known = _known_peers(judged.peers, judged.answers)
    rank = (
        _w("of-rank", rank=judged.entry.rank)
        if judged.entry.rank
        else _w("of-medal", medal=judged.entry.medal)
    )
    if known is None:
        number = len(judged.peers.entries)
        return [_w("unclear", rank=rank, number=number, names=sharing.listed(judged.peers.entries))]
    return list(_peers_lines(_Sharing(judged.entry, known, judged.answers, names), rank))


def _peers_lines(sharing: _Sharing, rank: str) -> Iterator[str]:
    peers = sharing.peers
    if not peers.is_team_event:
        names = sharing.listed(peers.entries)
        yield _w("tied-people", rank=rank, number=len(peers.entries), names=names)
        return
    if len(peers.teams) > 1:
        teams = "；".join(sharing.team_words(team) for team in peers.teams)
        yield _w("tied-teams", rank=rank, number=len(peers.teams), teams=teams)
        return
    team = peers.teams[0]
    yield _w("one-team", rank=rank, number=len(team), names=sharing.listed(team))


def arithmetic_steps(judged: Judgement, names: Names, *, whole_fen: int | None) -> list[str]:
    """Return how `whole_fen`, the sum of the place, becomes this entry's part; [] while a question is open.

    `whole_fen` is the prize of the rank or the amount of the standard, in fen.
    """
    peers, answers = judged.peers, judged.answers
    if peers is None or answers is None or whole_fen is None:
        return []
    known = _known_peers(peers, answers)
    if known is None:
        return []
    sharing = _Sharing(judged.entry, known, answers, names)
    try:
        return list(_arithmetic(judged, sharing, whole_fen))
    except Unanswered:
        return []


def _known_peers(peers: Peers, answers: Answers) -> Peers | None:
    try:
        return resolve_peers(peers, answers)
    except Unanswered:
        return None


def _arithmetic(judged: Judgement, sharing: _Sharing, whole_fen: int) -> Iterator[str]:
    rule, entry = judged.rule, judged.entry
    if isinstance(rule, StandardRule) and rule.recipients[entry.role] != CONTESTANT:
        yield from _expert_lines(sharing, whole_fen)
        return
    team_fen = whole_fen
    if isinstance(rule, PrizeRule) and len(sharing.peers.teams) > 1:
        lines, team_fen = _tie(rule, sharing, whole_fen)
        yield from lines
    if sharing.peers.is_team_event:
        yield from _team_lines(sharing, team_fen)


def _tie(rule: PrizeRule, sharing: _Sharing, whole_fen: int) -> tuple[list[str], int]:
    """Return the lines of a tie, and what the entry's own team (or the entry alone) gets, in fen."""
    peers, entry = sharing.peers, sharing.entry
    team = team_of(entry, peers)
    others = [other for other in peers.teams if other != team]
    unit = _w("unit-teams") if peers.is_team_event else _w("unit-people")
    words = "；".join(sharing.team_words(other) for other in others) if peers.is_team_event else ""
    words = words or sharing.listed([member for other in others for member in other])
    number, rank = len(peers.teams), entry.rank or 0
    if sharing.answers.to("tie") == "each-full":
        told = {"rank": rank, "number": number, "unit": unit, "others": words}
        return [_w("tie-full", amount=money(whole_fen), **told)], whole_fen
    prizes = rule.fen_by_rank.at(entry.published_on) or {}
    places = range(rank, rank + number)
    parts = [prizes.get(place, 0) for place in places]
    shares = split_evenly(sum(parts), number)
    share = shares[peers.teams.index(team)]
    lines = [
        _w(
            "pool",
            places=_SIGN.join(str(place) for place in places),
            parts=" + ".join(money(fen) for fen in parts),
            total=money(sum(parts)),
        )
    ]
    if beyond := [place for place in places if place not in prizes]:
        lines.append(_w("pool-beyond", places=_SIGN.join(str(place) for place in beyond)))
    firsts = [sharing.listed(one) for one in peers.teams]
    division = _division(sum(parts), shares, firsts, unit=unit, own=peers.teams.index(team))
    lines.append(division + _w("tied-with", names=words))
    return lines, share


def _team_lines(sharing: _Sharing, team_fen: int) -> Iterator[str]:
    team = team_of(sharing.entry, sharing.peers)
    mode = sharing.answers.to("team-prize")
    mates = sharing.listed([member for member in team if member != sharing.entry])
    tail = _w("team-mates", names=mates) if mates else "。"
    if mode == "each-member":
        total = money(team_fen * len(team))
        yield _w("each-member", amount=money(team_fen), number=len(team), total=total) + tail
    elif len(team) < (sharing.peers.size or 2):
        return
    elif mode == "equal-split":
        shares = split_evenly(team_fen, len(team))
        names = [sharing.name(one) for one in team]
        own = team.index(sharing.entry)
        yield _division(team_fen, shares, names, unit=_w("unit-people"), own=own) + tail
    else:
        yield from _percent_lines(sharing, team, team_fen, sharing.answers.percents("team-prize"))


def _expert_lines(sharing: _Sharing, whole_fen: int) -> Iterator[str]:
    team = sharing.peers.entries
    mode = sharing.answers.to("expert-team")
    if mode == "each-member":
        mates = sharing.listed([member for member in team if member != sharing.entry])
        tail = _w("team-mates", names=mates) if mates else "。"
        total = money(whole_fen * len(team))
        yield _w("each-member", amount=money(whole_fen), number=len(team), total=total) + tail
    elif len(team) == 1:
        yield _w("alone", amount=money(whole_fen))
    elif plan := sharing.answers.plan("expert-team"):
        yield from _plan_lines(sharing, team, whole_fen, plan)
    else:
        yield from _percent_lines(sharing, team, whole_fen, sharing.answers.percents("expert-team"))


def _plan_lines(sharing: _Sharing, team: Team, whole_fen: int, plan: Sequence[int]) -> Iterator[str]:
    if len(plan) != len(team):
        yield _w("plan-number", shares=len(plan), members=len(team))
        return
    parts = " + ".join(
        _w("part", name=sharing.name(one), amount=money(fen)) for one, fen in zip(team, plan, strict=True)
    )
    yield _w("plan", parts=parts, total=money(sum(plan)))
    if sum(plan) != whole_fen:
        yield _w("plan-sum", total=money(sum(plan)), whole=money(whole_fen))


def _percent_lines(sharing: _Sharing, team: Team, team_fen: int, percents: Sequence[int]) -> Iterator[str]:
    if not percents:
        return
    if len(percents) != len(team):
        yield _w("plan-number", shares=len(percents), members=len(team))
        return
    shares = split_by_percent(team_fen, percents)
    each = list(zip(team, percents, shares, strict=True))
    own = next(one for one in each if one[0] == sharing.entry)
    parts = " + ".join(
        _w("percent-part", name=sharing.name(m), percent=p, amount=money(f)) for m, p, f in each
    )
    yield _w("percent", whole=money(team_fen), percent=own[1], amount=money(own[2]))
    given = [(member, fen - team_fen * percent // 100) for member, percent, fen in each]
    if extra := [sharing.name(member) for member, fen in given if fen]:
        rest = money(sum(fen for _, fen in given))
        yield _w("percent-rest", rest=rest, names=_SIGN.join(extra))
    yield _w("percent-whole", parts=parts, total=money(sum(shares)))


def _division(total_fen: int, shares: Sequence[int], names: Sequence[str], *, unit: str, own: int) -> str:
    """Return «total ÷ number = share» and where the fen that are left over go; `own` is one's place."""
    number = len(shares)
    share, rest = divmod(total_fen, number)
    words = _w("division", total=money(total_fen), number=number, unit=unit, share=money(share))
    if not rest:
        return words
    told = {"rest": money(rest), "name": names[0], "number": rest, "names": _SIGN.join(names[:rest])}
    words += _w("rest-first" if rest == 1 else "rest-several", **told)
    return words + (_w("own-extra", amount=money(shares[own])) if own < rest else "")
