"""How often contests must be held (竞赛举办频次)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from app.policy.kinds.common import RuleData, Word
from app.policy.model import Clause
from app.policy.pack.values import Day, Whole
from app.policy.rules.frequency import FrequencyRule


class FrequencyData(RuleData):
    """A frequency rule as a file states it; `counties` are the names the registry uses."""

    kind: Literal["frequency"]
    city_every_years: Annotated[Whole, Field(ge=1)]
    city_from_year: Whole
    county_once_by: Day
    counties: Annotated[list[Word], Field(min_length=1)]

    def compiled(self, clause: Clause) -> FrequencyRule:
        """Return the rule for the engine."""
        return FrequencyRule(
            self.id,
            self.title,
            clause,
            self.city_every_years,
            self.city_from_year,
            self.county_once_by,
            tuple(self.counties),
        )
