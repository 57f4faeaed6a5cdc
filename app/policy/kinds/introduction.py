"""Introduction subsidies (引才奖补), craftsman titles (牧野工匠), and clauses only cited (条款提示)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from app.policy.kinds.common import RuleData, Word
from app.policy.model import Clause
from app.policy.pack.values import Day
from app.policy.rules.introduction import IntroductionRule
from app.policy.rules.provision import ProvisionRule
from app.policy.rules.recognition import RecognitionRule


class IntroductionData(RuleData):
    """Which units, by the first characters of the credit code, and from which day on."""

    kind: Literal["introduction"]
    unit_prefixes: Annotated[list[Word], Field(min_length=1)]
    since: Day

    def compiled(self, clause: Clause) -> IntroductionRule:
        """Return the rule for the engine."""
        return IntroductionRule(self.id, self.title, clause, tuple(self.unit_prefixes), self.since)


class RecognitionData(RuleData):
    """The titles among which the office chooses, and the categories of people the clause names."""

    kind: Literal["recognition"]
    titles: Annotated[list[Word], Field(min_length=1)]
    categories: Annotated[list[Word], Field(min_length=1)]

    def compiled(self, clause: Clause) -> RecognitionRule:
        """Return the rule for the engine."""
        return RecognitionRule(self.id, self.title, clause, tuple(self.titles), tuple(self.categories))


class ProvisionData(RuleData):
    """A clause that the program works by without computing from it."""

    kind: Literal["provision"]
    honours: list[Word] = Field(default_factory=list)

    def compiled(self, clause: Clause) -> ProvisionRule:
        """Return the rule for the engine."""
        return ProvisionRule(self.id, self.title, clause, tuple(self.honours))
