"""A list of those to whom a clause opens a door (资格名单)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from app.policy.kinds.common import RuleData, Word
from app.policy.kinds.conditions import ConditionData
from app.policy.model import Clause
from app.policy.pack.values import Day
from app.policy.rules.eligibility import EligibilityRule


class EligibilityData(RuleData):
    """An eligibility rule as a file states it."""

    kind: Literal["eligibility"]
    grants: Word
    earned_by: Annotated[list[ConditionData], Field(min_length=1)]
    since: Day | None = None
    note: str = ""

    def compiled(self, clause: Clause) -> EligibilityRule:
        """Return the rule for the engine."""
        ways = tuple(condition.compiled() for condition in self.earned_by)
        return EligibilityRule(self.id, self.title, clause, self.grants, ways, self.since, self.note)
