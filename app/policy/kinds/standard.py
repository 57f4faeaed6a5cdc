"""Awards after another document's standard (参照国家相应标准): the kinds are known, the amounts are not."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from app.policy.kinds.common import Level, RuleData, Strict, dated
from app.policy.model import Clause, StandardRule
from app.policy.pack.values import Day

Role = Literal["contestant", "coach", "expert", "translator"]
Recipient = Literal["contestant", "expert-team"]
Medal = Literal["金牌", "银牌", "铜牌", "优胜奖"]


class StandardScope(Strict):
    """Which results, and who receives: each role's recipient."""

    level: Level
    recipients: Annotated[dict[Role, Recipient], Field(min_length=1)]


class StandardValue(Strict):
    """The medals that earn an award from a day on."""

    by_medal: Annotated[list[Medal], Field(min_length=1)]


class StandardData(RuleData):
    """A rule whose amounts are entered later, as a file states it."""

    kind: Literal["standard"] = "standard"
    applies_to: StandardScope
    values: Annotated[dict[Day, StandardValue | None], Field(min_length=1)]

    def compiled(self, clause: Clause) -> StandardRule:
        """Return the rule for the engine."""
        scope = self.applies_to
        recipients = {str(role): str(recipient) for role, recipient in scope.recipients.items()}
        return StandardRule(
            self.id, self.title, clause, scope.level, recipients, dated(self.values, "by_medal")
        )

    def scope(self) -> tuple[object, ...]:
        """Return what no second rule of this kind may apply to."""
        return (self.applies_to.level,)
