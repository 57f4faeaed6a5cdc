"""Medals and ranks (奖牌与名次): two facts. One stands for the other only where a document says so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from app.policy.facts import EntryFacts
from app.policy.vocabulary import medal_word

BY_RANK, APART = "by-rank", "apart"  # what a contest's own document says of its medals
# The order of the medals where they are given to the first three; 优胜奖 comes after them.
USUAL_RANKS: Mapping[str, int] = {"金牌": 1, "银牌": 2, "铜牌": 3}
_AFTER_THE_FIRST_THREE = "优胜奖"


@dataclass(frozen=True, slots=True)
class MedalRanks:
    """Which rank each medal stands for, and the document that says so; empty where none does."""

    ranks: Mapping[str, int]
    basis: str = ""

    def __bool__(self) -> bool:
        return bool(self.ranks)


NO_MEDAL_RANKS = MedalRanks({})


def medal_ranks_of(by_series: Mapping[str, MedalRanks], *, series: str, rule: str, basis: str) -> MedalRanks:
    """Return what a contest's medals stand for: by the rule recorded of it, else by its series."""
    if rule == BY_RANK:
        return MedalRanks(USUAL_RANKS, basis)
    if rule == APART:
        return NO_MEDAL_RANKS
    return by_series.get(series, NO_MEDAL_RANKS)


def with_ranks(entries: Sequence[EntryFacts], ranks: Mapping[str, int]) -> list[EntryFacts]:
    """Return the entries, one that has a medal but no rank with the rank its medal stands for."""
    return [
        replace(entry, rank=ranks.get(medal_word(entry.medal))) if entry.rank is None else entry
        for entry in entries
    ]


def medal_contradicts_rank(medal: str, rank: int | None) -> bool:
    """Return whether medal and rank cannot both hold where the first three have gold, silver and bronze."""
    if rank is None or not medal:
        return False
    word = medal_word(medal)
    if word == _AFTER_THE_FIRST_THREE:
        return rank <= max(USUAL_RANKS.values())
    return word in USUAL_RANKS and USUAL_RANKS[word] != rank


def medal_is_below_rank(medal: str, rank: int | None) -> bool:
    """Return whether a medal is lower than its rank allows even where several may win the same, as at 世赛.

    Points close to each other earn one medal there: the second may have gold, and the first no silver.
    """
    return (
        medal_contradicts_rank(medal, rank)
        and rank is not None
        and rank < USUAL_RANKS.get(medal_word(medal), 4)
    )
