"""Prize money by rank (按名次给奖金): for one level and class, so much for each prized rank."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from app.policy.kinds.common import ContestClass, Level, RuleData, Strict, dated
from app.policy.model import Clause, PrizeRule
from app.policy.pack.values import Day, Fen, Whole

Rank = Annotated[Whole, Field(ge=1)]


class PrizeScope(Strict):
    """To which results the prize applies."""

    level: Level
    contest_class: ContestClass = Field(alias="class")
    role: Literal["contestant"] = "contestant"


class PrizeValue(Strict):
    """The amounts in force from a day on."""

    yuan_by_rank: Annotated[dict[Rank, Fen], Field(min_length=1)]


class PrizeData(RuleData):
    """A prize rule as a file states it."""

    kind: Literal["prize"] = "prize"
    applies_to: PrizeScope
    values: Annotated[dict[Day, PrizeValue | None], Field(min_length=1)]

    def compiled(self, clause: Clause) -> PrizeRule:
        """Return the rule for the engine."""
        ranks = [rank for value in self.values.values() if value for rank in value.yuan_by_rank]
        return PrizeRule(
            self.id,
            self.title,
            clause,
            self.applies_to.level,
            self.applies_to.contest_class,
            dated(self.values, "yuan_by_rank"),
            max(ranks, default=0),
        )

    def scope(self) -> tuple[object, ...]:
        """Return what no second rule of this kind may apply to."""
        return (self.applies_to.level, self.applies_to.contest_class)
