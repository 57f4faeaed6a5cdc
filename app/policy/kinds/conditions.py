"""How a file states which results or honours fulfil a rule."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from app.policy.kinds.common import ContestClass, Level, Strict, Word
from app.policy.pack.values import Whole
from app.policy.rules.achievements import Condition

Medal = Literal["金牌", "银牌", "铜牌", "优胜奖"]


class ConditionData(Strict):
    """One way to fulfil a rule. `contest_named` are words that all stand in the contest's name."""

    level: Annotated[list[Level], Field(min_length=1)] | None = None
    contest_class: Annotated[list[ContestClass], Field(min_length=1)] | None = Field(
        default=None, alias="class"
    )
    contest_named: list[Word] = Field(default_factory=list)
    or_class: list[ContestClass] = Field(default_factory=list)
    medal: list[Medal] = Field(default_factory=list)
    rank_at_most: Annotated[Whole, Field(ge=1)] | None = None
    selection: bool | None = None
    won: bool = False
    honour: list[Word] = Field(default_factory=list)

    def compiled(self) -> Condition:
        """Return the condition for the engine."""
        return Condition(
            tuple(self.level or ()),
            tuple(self.contest_class or ()),
            tuple(self.contest_named),
            tuple(self.or_class),
            tuple(self.medal),
            self.rank_at_most,
            self.selection,
            self.won,
            tuple(self.honour),
        )
