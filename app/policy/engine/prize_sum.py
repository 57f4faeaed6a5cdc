"""What an event pays together: never more than its prizes, unless a ruling pays everybody in full.

The rules of sharing keep to this by themselves where all who share are judged by the same rulings. Each
result's own day decides which ruling holds for it, so people of one team may be judged by different ones.
What would exceed is held back, never cut to fit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from app.policy.asking import Amount, Unknown
from app.policy.engine.judgement import Judgement
from app.policy.questions import IN_FULL
from app.policy.rules.prize import PrizeRule

SHARES_EXCEED = "shares-exceed-prizes"


def within_prizes(judged: list[Judgement]) -> list[Judgement]:
    """Return an event's judgements, those of money held back where together they exceed what is there.

    Looked at are the people of each rank by themselves, and the event as a whole.
    """
    due = [one for one in judged if isinstance(one.tree, Amount) and isinstance(one.rule, PrizeRule)]
    by_rank: dict[int | None, list[Judgement]] = {}
    for one in due:
        by_rank.setdefault(one.entry.rank, []).append(one)
    held: set[int] = set()
    for here in by_rank.values():
        if not _pays_in_full(here) and _sum(here) > _pool(here):
            held |= {one.entry.id for one in here}
    if not _pays_in_full(due) and _sum(due) > sum(_prizes(due).values()):
        held = {one.entry.id for one in due}
    if not held:
        return judged
    return [replace(one, tree=Unknown(SHARES_EXCEED)) if one.entry.id in held else one for one in judged]


def _sum(judged: Sequence[Judgement]) -> int:
    return sum(one.tree.fen for one in judged if isinstance(one.tree, Amount))


def _pays_in_full(judged: Sequence[Judgement]) -> bool:
    return any(
        one.answers is not None and one.answers.answered(question) == answer
        for one in judged
        for question, answer in IN_FULL.items()
    )


def _pool(judged: Sequence[Judgement]) -> int:
    """Return the most that the people of one rank may share: the prizes of as many places as they are."""
    first = judged[0]
    rank, peers = first.entry.rank or 0, first.peers
    number = len(peers.teams) if peers is not None else 1
    if peers is not None and peers.is_unclear:
        number = len(peers.entries)
    prizes = _prizes(judged)
    return sum(prizes.get(place, 0) for place in range(rank, rank + number))


def _prizes(judged: Sequence[Judgement]) -> Mapping[int, int]:
    """Return the prize of each rank, the highest where several versions of the rule hold for these."""
    found: dict[int, int] = {}
    for one in judged:
        table = one.rule.fen_by_rank.at(one.entry.published_on) if isinstance(one.rule, PrizeRule) else None
        for rank, fen in (table or {}).items():
            found[rank] = max(fen, found.get(rank, 0))
    return found
