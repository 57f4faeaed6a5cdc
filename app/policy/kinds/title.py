"""Naming of the sending unit (命名选送单位) for a place among the first."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from app.policy.kinds.common import ContestClass, Level, RuleData, Strict, Word, dated
from app.policy.model import Clause, TitleRule
from app.policy.pack.values import Day, Whole


class TitleScope(Strict):
    """Which results name the unit that sent the contestant."""

    level: Level
    contest_class: ContestClass = Field(alias="class")
    rank_at_most: Annotated[Whole, Field(ge=1)]


class TitleValue(Strict):
    """The title in force from a day on, word for word."""

    designation: Word


class TitleData(RuleData):
    """A naming rule as a file states it."""

    kind: Literal["title"] = "title"
    applies_to: TitleScope
    values: Annotated[dict[Day, TitleValue | None], Field(min_length=1)]

    def compiled(self, clause: Clause) -> TitleRule:
        """Return the rule for the engine."""
        scope = self.applies_to
        return TitleRule(
            self.id,
            self.title,
            clause,
            scope.level,
            scope.contest_class,
            scope.rank_at_most,
            dated(self.values, "designation"),
        )

    def scope(self) -> tuple[object, ...]:
        """Return what no second rule of this kind may apply to."""
        return (self.applies_to.level, self.applies_to.contest_class)
