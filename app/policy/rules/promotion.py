"""Skill-grade promotion and expert titles (晋升、技术能手): proposals by a contest's own table."""

from __future__ import annotations

from dataclasses import dataclass

from app.policy.model import Policy, Rule
from app.policy.rules.achievements import Achievement, Condition

WORKER_UNRECORDED = "worker-unrecorded"


@dataclass(frozen=True, slots=True)
class PromotionRow:
    """A line of the table: which results, of which team size and ranks, lead to what.

    `instead` gives, for a grade already held, what comes in its place; "" where nothing does.
    """

    condition: Condition
    team_size: int | None
    rank_from: int
    rank_to: int
    effect: str
    workers_only: bool
    instead: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PromotionRule(Rule):
    """The table. `is_verified` is False where the original of the document has not been seen."""

    rows: tuple[PromotionRow, ...]
    is_verified: bool


@dataclass(frozen=True, slots=True)
class Promotion:
    """A proposal (建议), to be approved by whoever the notice names. `open_fact` is a fact that decides."""

    rule: str
    entry: int
    effect: str
    is_verified: bool
    open_fact: str = ""


def promotions(policy: Policy, achievement: Achievement) -> list[Promotion]:
    """Return what a result leads to under the policy's tables; nothing for others than contestants."""
    rules = [rule for rule in policy.rules if isinstance(rule, PromotionRule)]
    return [found for rule in rules for found in promotions_under(rule, achievement)]


def promotions_under(rule: PromotionRule, achievement: Achievement) -> list[Promotion]:
    """Return what a result leads to under one table."""
    if achievement.role != "contestant" or (achievement.rank is None and not achievement.medal):
        return []
    found = [_promotion(rule, row, achievement) for row in rule.rows if _fits(row, achievement)]
    return [promotion for promotion in found if promotion is not None]


def _fits(row: PromotionRow, achievement: Achievement) -> bool:
    if not row.condition.met_by(achievement):
        return False
    if row.team_size is not None and row.team_size != achievement.team_size:
        return False
    if achievement.rank is None:
        return bool(row.condition.medals)
    return row.rank_from <= achievement.rank <= row.rank_to


def _promotion(rule: PromotionRule, row: PromotionRow, achievement: Achievement) -> Promotion | None:
    if row.workers_only and achievement.is_worker is False:
        return None
    open_fact = WORKER_UNRECORDED if row.workers_only and achievement.is_worker is None else ""
    effect = dict(row.instead).get(achievement.present_grade, row.effect)
    return Promotion(rule.id, achievement.entry, effect, rule.is_verified, open_fact) if effect else None
