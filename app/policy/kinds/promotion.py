"""A table of promotions and expert titles by contest, team size and rank (晋升与技术能手)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from app.policy.kinds.common import RuleData, Strict, Word
from app.policy.kinds.conditions import ConditionData
from app.policy.model import Clause
from app.policy.pack.values import Whole
from app.policy.rules.promotion import PromotionRow, PromotionRule

Rank = Annotated[Whole, Field(ge=1)]


class RowData(Strict):
    """A line of the table. `ranks` is [first, last]; `instead` gives what comes for a grade already held."""

    when: ConditionData
    team_size: Annotated[Whole, Field(ge=1)] | None = None
    ranks: Annotated[list[Rank], Field(min_length=2, max_length=2)] | None = None
    effect: Word
    workers_only: bool = False
    instead: dict[Word, Word] = Field(default_factory=dict)
    unless_holding: list[Word] = Field(default_factory=list)

    def compiled(self) -> PromotionRow:
        """Return the line for the engine."""
        first, last = self.ranks or (1, 10**6)
        instead = (*self.instead.items(), *((grade, "") for grade in self.unless_holding))
        return PromotionRow(
            self.when.compiled(), self.team_size, first, last, self.effect, self.workers_only, instead
        )


class PromotionData(RuleData):
    """A promotion table as a file states it."""

    kind: Literal["promotion"]
    rows: Annotated[list[RowData], Field(min_length=1)]

    def compiled(self, clause: Clause) -> PromotionRule:
        """Return the rule for the engine."""
        rows = tuple(row.compiled() for row in self.rows)
        return PromotionRule(self.id, self.title, clause, rows, not clause.document.reported_by)
