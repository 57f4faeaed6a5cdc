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
from app.policy.rules.standard import StandardRule, expert_members
from app.policy.teams import (
    Peers,
    Team,
    resolve_peers,
    sharing_members,
    sharing_teams,
    split_by_percent,
    split_evenly,
    team_of,
)
from app.policy.vocabulary import CONTESTANT
from app.words import scoped, tr

_w = scoped("policy.sharing")
_SIGN = "、"
_FORMS = {1: "single", 2: "pair", 3: "trio"}

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
        if entry.id < 0:
            return _w("outside-tie")
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
    if judged.peers is None or judged.answers is None:
        return []
    if len(judged.peers.entries) < 2 and not judged.peers.lacks_tie_partner:
        return []
    sharing = _Sharing(judged.entry, judged.peers, judged.answers, names)
    if isinstance(judged.rule, StandardRule) and judged.rule.recipients[judged.entry.role] != CONTESTANT:
        team = _expert_team(sharing)
        return [_w("experts", number=len(team), names=sharing.listed(team)), *_annulled_lines(sharing)]
    known = _known_peers(judged.peers, judged.answers)
    rank = (
        _w("of-rank", rank=judged.entry.rank)
        if judged.entry.rank
        else _w("of-medal", medal=judged.entry.medal)
    )
    if known is None and judged.peers.lacks_tie_partner:
        return [_w("tie-partner-missing", rank=rank)]
    if known is None:
        number = len(judged.peers.entries)
        return [_w("unclear", rank=rank, number=number, names=sharing.listed(judged.peers.entries))]
    sharing = _Sharing(judged.entry, known, judged.answers, names)
    return [
        *_peers_lines(sharing, rank),
        *_by_medal_lines(judged, sharing),
        *_annulled_lines(sharing),
        *_oversized_lines(sharing),
    ]


def _by_medal_lines(judged: Judgement, sharing: _Sharing) -> Iterator[str]:
    """Say why no ruling on ties is asked where several hold a medal that a standard rewards."""
    peers = sharing.peers
    is_one_medal = {one.medal for one in peers.entries} == {judged.entry.medal} and judged.entry.medal
    if isinstance(judged.rule, StandardRule) and is_one_medal and len(peers.teams) > 1:
        yield _w(f"by-medal-{'teams' if peers.is_team_event else 'people'}")


def _annulled_lines(sharing: _Sharing) -> Iterator[str]:
    """Name those whose results were annulled: they are listed, take up their places and get nothing."""
    if gone := [one for one in sharing.peers.entries if one.is_annulled]:
        yield _w("annulled", names=sharing.listed(gone))


def _oversized_lines(sharing: _Sharing) -> Iterator[str]:
    """Say how many people the form has and how many are listed, where these are more."""
    team, size = sharing.peers.oversized, sharing.peers.size
    if team and size:
        form = tr(f"core.form.{_FORMS[size]}") if size in _FORMS else _w("people", number=size)
        listed = [one for one in team if not one.is_annulled]
        told = {"form": form, "size": size, "number": len(listed), "names": sharing.listed(listed)}
        yield _w("oversized", team=team[0].team_no or _w("no-team-number"), **told)


def _peers_lines(sharing: _Sharing, rank: str) -> Iterator[str]:
    peers = sharing.peers
    if not peers.is_team_event and len(peers.entries) == 1:
        return  # nobody ties, as was ruled
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
    if known is None or known.oversized:
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
    if isinstance(rule, PrizeRule):
        place = judged.ranking.place_of(entry.rank or 0, sharing.answers)
        if place is not None and (len(sharing.peers.teams) > 1 or place != entry.rank):
            lines, team_fen = _tie(rule, sharing, whole_fen, place)
            if place != entry.rank:
                yield from _before_lines(judged, sharing, place)
            yield from lines
    if sharing.peers.is_team_event:
        yield from _team_lines(sharing, team_fen)


def _tie(rule: PrizeRule, sharing: _Sharing, whole_fen: int, place: int) -> tuple[list[str], int]:
    """Return the lines of a tie, and what the entry's own team (or the entry alone) gets, in fen.

    `place` is where its rank stands after those who tie before it, if ties share.
    """
    peers, entry = sharing.peers, sharing.entry
    team, rank = team_of(entry, peers), entry.rank or 0
    others = [other for other in peers.teams if other != team]
    unit = _w("unit-teams") if peers.is_team_event else _w("unit-people")
    words = "；".join(sharing.team_words(other) for other in others) if peers.is_team_event else ""
    words = words or sharing.listed([member for other in others for member in other])
    if sharing.answers.to("tie") == "each-full":
        told = {"rank": rank, "number": len(peers.teams), "unit": unit, "others": words}
        return [_w("tie-full", amount=money(whole_fen), **told)] if others else [], whole_fen
    teams = sharing_teams(peers, sharing.answers)
    places = range(place, place + len(teams))
    prizes = rule.fen_by_rank.at(entry.published_on) or {}
    shares = split_evenly(sum(prizes.get(taken, 0) for taken in places), len(teams))
    lines = list(_pool_lines(prizes, places))
    if len(teams) > 1:
        sharers = [one for one in teams if one != team]  # not an annulled one whose share is divided anew
        if peers.is_team_event:
            words = "；".join(sharing.team_words(one) for one in sharers)
        else:
            words = sharing.listed([member for one in sharers for member in one])
        firsts = [sharing.listed(one) for one in teams]
        division = _division(sum(shares), shares, firsts, unit=unit, own=teams.index(team))
        lines.append(division + _w("tied-with", names=words))
    return lines, shares[teams.index(team)]


def _before_lines(judged: Judgement, sharing: _Sharing, place: int) -> Iterator[str]:
    """Say who stands before, and at which place that leaves the entry's rank where ties share."""
    if sharing.answers.to("tie") == "each-full":
        return
    before = [
        _w(
            "before",
            rank=rank,
            names=_SIGN.join(sharing.names.get(one.id) or _w("someone") for one in peers.entries),
        )
        for rank, peers in judged.ranking.ranks
        if rank < (judged.entry.rank or 0)
    ]
    yield _w("moved", before="；".join(before), rank=judged.entry.rank, place=place)


def _pool_lines(prizes: Mapping[int, int], places: range) -> Iterator[str]:
    """Return the prizes of the places taken up, and which of them have none."""
    beyond = [place for place in places if place not in prizes]
    if len(places) == 1 and beyond:
        yield _w("place-unprized", place=places[0])
        return
    if len(places) == 1:
        yield _w("place", place=places[0], amount=money(prizes[places[0]]))
        return
    parts = [prizes.get(place, 0) for place in places]
    told = {"parts": " + ".join(money(fen) for fen in parts), "total": money(sum(parts))}
    yield _w("pool", places=_SIGN.join(str(place) for place in places), **told)
    if beyond:
        yield _w("pool-beyond", places=_SIGN.join(str(place) for place in beyond))


def _team_lines(sharing: _Sharing, team_fen: int) -> Iterator[str]:
    listed = team_of(sharing.entry, sharing.peers)
    mode = sharing.answers.to("team-prize")
    if mode == "each-member":
        team = tuple(member for member in listed if not member.is_annulled)
    elif len(listed) < (sharing.peers.size or 2):
        return
    else:
        team = sharing_members(listed, sharing.peers.size, sharing.answers)
    mates = sharing.listed([member for member in team if member != sharing.entry])
    tail = _w("team-mates", names=mates) if mates else "。"
    if mode == "each-member":
        total = money(team_fen * len(team))
        yield _w("each-member", amount=money(team_fen), number=len(team), total=total) + tail
    elif mode == "equal-split":
        shares = split_evenly(team_fen, len(team))
        names = [sharing.name(one) for one in team]
        own = team.index(sharing.entry)
        yield _division(team_fen, shares, names, unit=_w("unit-people"), own=own) + tail
    else:
        yield from _percent_lines(sharing, team, team_fen, sharing.answers.percents("team-prize"))


def _expert_lines(sharing: _Sharing, whole_fen: int) -> Iterator[str]:
    team, mode = _expert_team(sharing), sharing.answers.to("expert-team")
    if mode == "each-member":
        mates = sharing.listed([member for member in team if member != sharing.entry])
        tail = _w("team-mates", names=mates) if mates else "。"
        total = money(whole_fen * len(team))
        yield _w("each-member", amount=money(whole_fen), number=len(team), total=total) + tail
        return
    if len(team) == 1:
        yield _w("alone", amount=money(whole_fen))
        return
    team = sharing_members(team, None, sharing.answers)
    if plan := sharing.answers.plan("expert-team"):
        yield from _plan_lines(sharing, team, whole_fen, plan)
    else:
        yield from _percent_lines(sharing, team, whole_fen, sharing.answers.percents("expert-team"))


def _expert_team(sharing: _Sharing) -> Team:
    """Return the members of the expert team, without translators whom nobody counts; all while it is open."""
    question = "expert-team"
    try:
        sharing.answers.to(question)
        shares = len(sharing.answers.plan(question) or sharing.answers.percents(question))
        members = expert_members(sharing.entry, sharing.peers, sharing.answers, shares=shares)
    except Unanswered:
        return sharing.peers.entries
    return members


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
