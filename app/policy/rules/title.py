"""Naming of the sending unit (命名选送单位) for a place among the first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from annotated_types import Ge, MinLen

from app.policy.model import Clause, Dated, Rule
from app.policy.quoting import rank_span_problem, words_problem
from app.policy.rules.base import DatedRuleData, Misquoted, Strict, ValueData, Word, dated
from app.policy.values import Day, Whole
from app.policy.vocabulary import ContestClass, Level


@dataclass(kw_only=True)
class TitleScope(Strict):
    """Which results name the unit that sent the contestant."""

    level: Level
    contest_class: ContestClass
    rank_at_most: Annotated[Whole, Ge(1)]


@dataclass(kw_only=True)
class TitleValue(ValueData):
    """The title in force from a day on, word for word."""

    content_key = "designation"
    designation: Word | None = None


@dataclass(kw_only=True)
class TitleData(DatedRuleData):
    """A naming rule as a file states it."""

    kind: Literal["title"] = "title"
    applies_to: TitleScope
    values: Annotated[dict[Day, TitleValue | None], MinLen(1)]

    def values_by_day(self) -> Mapping[date, TitleValue | None]:
        """Return the titles by the day from which each holds."""
        return self.values

    def misquoted(self) -> Iterator[Misquoted]:
        """Yield the last rank and each title that the words they rest on do not state, letter for letter."""
        if problem := rank_span_problem(1, self.applies_to.rank_at_most, self.text):
            yield Misquoted(("applies_to", "rank_at_most"), problem)
        for day, value, text in self.quoted_values():
            if problem := words_problem([value.content], text):
                yield Misquoted(("values", day, "designation"), problem)

    def compiled(self, clause: Clause, clauses: Mapping[date, Clause]) -> TitleRule:
        """Return the rule; `clauses` are those its values rest on, by day."""
        scope = self.applies_to
        return TitleRule(
            self.id,
            self.title,
            clause,
            scope.level,
            scope.contest_class,
            scope.rank_at_most,
            dated(self.values, clauses),
        )

    def scope(self) -> tuple[object, ...]:
        """Return what no second rule of this kind may apply to."""
        return (self.applies_to.level, self.applies_to.contest_class)


@dataclass(frozen=True, slots=True)
class TitleRule(Rule):
    """The title a sending unit is named with when one of its people reaches `rank_at_most`."""

    level: str
    contest_class: str
    rank_at_most: int
    designation: Dated[str]

    @property
    def dated(self) -> Dated[str]:
        """Return the dated titles."""
        return self.designation

    def title_for(self, rank: int | None, *, day: date) -> str:
        """Return the title for a result on a day, "" where its rank is beyond; a rank may still be open."""
        if rank is not None and rank > self.rank_at_most:
            return ""
        return self.designation.at(day) or ""
