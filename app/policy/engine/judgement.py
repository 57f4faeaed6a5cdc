"""A judgement: one entry with all that its outcome and its explanation rest on."""

from __future__ import annotations

from dataclasses import dataclass

from app.policy.asking import Answers, DecisionTree
from app.policy.facts import EntryFacts
from app.policy.ranking import NOBODY_TIES, Ranking
from app.policy.rules.prize import PrizeRule
from app.policy.rules.standard import StandardRule
from app.policy.rules.title import TitleRule
from app.policy.teams import Peers


@dataclass(frozen=True, slots=True)
class Judgement:
    """An entry with all that its outcome and its explanation rest on."""

    entry: EntryFacts
    tree: DecisionTree
    answers: Answers | None = None
    rule: PrizeRule | StandardRule | None = None
    title_rule: TitleRule | None = None
    gates: tuple[str, ...] = ()
    peers: Peers | None = None
    ranking: Ranking = NOBODY_TIES
