"""Subsidies that a clause computes, and how often one person may have them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from app.policy.kinds.common import RuleData, Word
from app.policy.model import Clause
from app.policy.pack.values import Fen, Whole
from app.policy.rules.subsidies import CappedShareRule, MonthlyRule, TrainingLimitRule


class CappedShareData(RuleData):
    """A percentage of a value with a cap for each kind of receiver."""

    kind: Literal["capped-share"]
    percent: Annotated[Whole, Field(ge=1, le=100)]
    yuan_at_most: Annotated[dict[Word, Fen], Field(min_length=1)]

    def compiled(self, clause: Clause) -> CappedShareRule:
        """Return the rule for the engine."""
        return CappedShareRule(self.id, self.title, clause, self.percent, tuple(self.yuan_at_most.items()))


class MonthlyData(RuleData):
    """So much a person and month, for a limited time."""

    kind: Literal["monthly"]
    yuan_per_month: Fen
    at_most_months: Annotated[Whole, Field(ge=1)]
    not_beside: list[Word] = Field(default_factory=list)

    def compiled(self, clause: Clause) -> MonthlyRule:
        """Return the rule for the engine."""
        excluded = tuple(self.not_beside)
        return MonthlyRule(self.id, self.title, clause, self.yuan_per_month, self.at_most_months, excluded)


class TrainingLimitData(RuleData):
    """So many subsidised trainings a year, null for no limit; the same occupation and grade only once."""

    kind: Literal["training-limit"]
    per_year: Annotated[Whole, Field(ge=1)] | None

    def compiled(self, clause: Clause) -> TrainingLimitRule:
        """Return the rule for the engine."""
        return TrainingLimitRule(self.id, self.title, clause, self.per_year)
