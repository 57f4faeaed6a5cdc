"""How often each rule was applied, for the margin of the policy library."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import Award
from models.award import IS_SOMETHING


@dataclass(frozen=True, slots=True)
class RuleUse:
    """How many awards rest on a rule, how many of them wait for an answer, and what the others come to."""

    awards: int
    blocked: int
    amount_fen: int


def rule_uses(session: Session) -> dict[str, RuleUse]:
    """Return the use of every rule that was applied, by rule id."""
    total = func.coalesce(func.sum(Award.amount_fen), 0)
    blocked = func.count().filter(Award.status == "blocked")
    query = select(Award.rule, func.count(), blocked, total).where(IS_SOMETHING).group_by(Award.rule)
    return {
        rule: RuleUse(number, waits, int(fen or 0)) for rule, number, waits, fen in session.execute(query)
    }
