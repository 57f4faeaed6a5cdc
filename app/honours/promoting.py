"""Proposals for skill-grade promotion and expert titles (晋升、技术能手建议) by the packs' own tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.honours.achievements import Won, achievements
from app.policy import Policy, PromotionRule, installed_policies, load_policy, promotions, reason_words


@dataclass(frozen=True, slots=True)
class PromotionRow:
    """What a result leads to by a pack's table. `lacking` names a fact that decides and is not recorded.

    `is_verified` is False where the original of the table's document has not been seen.
    """

    person_id: int
    person: str
    unit: str
    ground: str
    result_id: int
    effect: str
    lacking: str
    is_verified: bool
    is_confirmed: bool
    policy: str
    rule: str


def promotion_rows(session: Session) -> list[PromotionRow]:
    """Return every proposal under the installed packs' tables, by person. It is for others to approve."""
    policies = [policy for policy in map(load_policy, installed_policies()) if _levels(policy)]
    levels = set().union(*(_levels(policy) for policy in policies))
    if not policies:
        return []
    rows = [row for won in achievements(session, levels=levels) for row in _rows(won, policies)]
    return sorted(rows, key=lambda row: (row.person, row.person_id, row.ground, row.effect))


def _levels(policy: Policy) -> set[str]:
    tables = [rule for rule in policy.rules if isinstance(rule, PromotionRule)]
    return {level for rule in tables for row in rule.rows for level in row.condition.levels}


def _rows(won: Won, policies: list[Policy]) -> Iterator[PromotionRow]:
    for policy in policies:
        for found in promotions(policy, won.facts):
            yield PromotionRow(
                won.person_id,
                won.person,
                won.unit,
                won.text,
                won.result_id,
                found.effect,
                reason_words(found.open_fact),
                found.is_verified,
                won.is_confirmed,
                policy.key,
                found.rule,
            )
