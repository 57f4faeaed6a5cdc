"""How often contests must be held (举办频次): the city every so many years, each county once by a day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from annotated_types import Ge, MinLen

from app.policy.model import Clause, Rule
from app.policy.quoting import count_problem
from app.policy.rules.base import Misquoted, RuleData, Word
from app.policy.stated_numbers import days_in
from app.policy.values import Day, Whole


@dataclass(kw_only=True)
class FrequencyData(RuleData):
    """A frequency rule as a file states it; `counties` are the names the registry uses."""

    kind: Literal["frequency"]
    city_every_years: Annotated[Whole, Ge(1)]
    city_from_year: Whole
    county_once_by: Day
    counties: Annotated[list[Word], MinLen(1)]

    def misquoted(self) -> Iterator[Misquoted]:
        """Yield the years and the last day that the clause does not state."""
        for key in ("city_every_years", "city_from_year"):
            if problem := count_problem(getattr(self, key), self.text, counters=("年",)):
                yield Misquoted((key,), problem)
        if self.county_once_by not in days_in(self.text):
            yield Misquoted(("county_once_by",), f"条款原文没有写 {self.county_once_by.isoformat()}")

    def compiled(self, clause: Clause) -> FrequencyRule:
        """Return the rule."""
        return FrequencyRule(
            self.id,
            self.title,
            clause,
            self.city_every_years,
            self.city_from_year,
            self.county_once_by,
            tuple(self.counties),
        )


@dataclass(frozen=True, slots=True)
class FrequencyRule(Rule):
    """The city holds one in every `every_years` from `from_year` on; each county one by `county_by`."""

    every_years: int
    from_year: int
    county_by: date
    counties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ContestHeld:
    """A contest that was held: `county` is "" for the city's own."""

    held_on: date
    county: str = ""


@dataclass(frozen=True, slots=True)
class FrequencyGap:
    """A contest that is due and was not held. `is_overdue` where its time is over."""

    who: str
    from_year: int
    to_year: int
    is_overdue: bool


def frequency_gaps(rule: FrequencyRule, held: Sequence[ContestHeld], *, today: date) -> list[FrequencyGap]:
    """Return every period of the city and every county without its contest, as seen on `today`."""
    city_years = {one.held_on.year for one in held if not one.county}
    gaps = []
    for first in range(rule.from_year, today.year + 1, rule.every_years):
        years = range(first, first + rule.every_years)
        if not city_years.intersection(years):
            gaps.append(FrequencyGap("", first, years[-1], years[-1] < today.year))
    done = {one.county for one in held if one.county and one.held_on <= rule.county_by}
    missing = [county for county in rule.counties if county not in done]
    by = rule.county_by
    return gaps + [FrequencyGap(county, by.year, by.year, by < today) for county in missing]
