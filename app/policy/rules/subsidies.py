"""Subsidies that a clause computes: a share with a cap, so much a month, so many a year."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Literal

from annotated_types import Ge, Le, MinLen

from app.policy.model import Clause, Rule
from app.policy.quoting import (
    amount_problem,
    count_problem,
    named_amount_problems,
    percent_problem,
    words_problem,
)
from app.policy.rules.base import Misquoted, RuleData, Word
from app.policy.values import Fen, Whole

Preconditions = list[Annotated[list[Word], MinLen(1)]]


def _preconditions_misquoted(preconditions: Preconditions, text: str) -> Iterator[Misquoted]:
    for number, alternatives in enumerate(preconditions):
        if problem := words_problem(alternatives, text):
            yield Misquoted(("preconditions", str(number)), problem)


@dataclass(kw_only=True)
class CappedShareData(RuleData):
    """A percentage of a value with a cap for each kind of receiver, as a file states it."""

    kind: Literal["capped-share"]
    percent: Annotated[Whole, Ge(1), Le(100)]
    yuan_at_most: Annotated[dict[Word, Fen], MinLen(1)]
    preconditions: Preconditions = field(default_factory=list)

    def misquoted(self) -> Iterator[Misquoted]:
        """Yield the percentage, each cap and each precondition that the clause does not state."""
        yield from _preconditions_misquoted(self.preconditions, self.text)
        if problem := percent_problem(self.percent, self.text):
            yield Misquoted(("percent",), problem, is_money=True)
        for name, problem in named_amount_problems(self.yuan_at_most, self.text):
            yield Misquoted(("yuan_at_most", name), problem, is_money=True)

    def compiled(self, clause: Clause) -> CappedShareRule:
        """Return the rule."""
        caps = tuple(self.yuan_at_most.items())
        return CappedShareRule(
            self.id, self.title, clause, self.percent, caps, tuple(map(tuple, self.preconditions))
        )


@dataclass(kw_only=True)
class MonthlyData(RuleData):
    """So much a person and month, for a limited time, as a file states it."""

    kind: Literal["monthly"]
    yuan_per_month: Fen
    at_most_months: Annotated[Whole, Ge(1)]
    not_beside: list[Word] = field(default_factory=list)
    preconditions: Preconditions = field(default_factory=list)

    def misquoted(self) -> Iterator[Misquoted]:
        """Yield the amount, the months and each precondition that the clause does not state."""
        yield from _preconditions_misquoted(self.preconditions, self.text)
        if problem := amount_problem(self.yuan_per_month, self.text):
            yield Misquoted(("yuan_per_month",), problem, is_money=True)
        if problem := count_problem(self.at_most_months, self.text, counters=("个月",)):
            yield Misquoted(("at_most_months",), problem, is_money=True)

    def compiled(self, clause: Clause) -> MonthlyRule:
        """Return the rule."""
        excluded = tuple(self.not_beside)
        return MonthlyRule(
            self.id,
            self.title,
            clause,
            self.yuan_per_month,
            self.at_most_months,
            excluded,
            tuple(map(tuple, self.preconditions)),
        )


@dataclass(kw_only=True)
class TrainingLimitData(RuleData):
    """So many subsidised trainings a year, null for no limit; the same occupation and grade only once."""

    kind: Literal["training-limit"]
    per_year: Annotated[Whole, Ge(1)] | None

    def misquoted(self) -> Iterator[Misquoted]:
        """Yield the yearly limit that the clause does not state."""
        if self.per_year is not None and (
            problem := count_problem(self.per_year, self.text, counters=("次",))
        ):
            yield Misquoted(("per_year",), problem)

    def compiled(self, clause: Clause) -> TrainingLimitRule:
        """Return the rule."""
        return TrainingLimitRule(self.id, self.title, clause, self.per_year)


@dataclass(frozen=True, slots=True)
class CappedShareRule(Rule):
    """A percentage of a value, at most so many fen for each kind of receiver, once.

    Of each of the `preconditions` one alternative must be met.
    """

    percent: int
    caps_fen: tuple[tuple[str, int], ...]
    preconditions: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class MonthlyRule(Rule):
    """So many fen a person and month, for so many months at most, not beside the `excluded` subsidies.

    Of each of the `preconditions` one alternative must be met.
    """

    fen_per_month: int
    at_most_months: int
    excluded: tuple[str, ...]
    preconditions: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class TrainingLimitRule(Rule):
    """How often one person may be subsidised in a year; the same occupation and grade only once.

    `per_year` is None where the clause sets no yearly limit.
    """

    per_year: int | None


@dataclass(frozen=True, slots=True)
class SubsidisedTraining:
    """A training for which a person was subsidised."""

    person_id: int
    occupation: str
    grade: str
    subsidised_on: date


@dataclass(frozen=True, slots=True)
class LimitBroken:
    """The place of a training in the list, and which limit it breaks: "per-year" or "same-grade"."""

    place: int
    limit: str


def preconditions_unmet(rule: CappedShareRule | MonthlyRule, met: Collection[str]) -> tuple[str, ...]:
    """Return the preconditions of which no alternative is among those `met`; alternatives joined by 或."""
    return tuple("或".join(each) for each in rule.preconditions if not set(each) & set(met))


def capped_share(rule: CappedShareRule, kind: str, *, value_fen: int) -> int:
    """Return the subsidy in fen, cut off below a fen: min(percent of the value, the kind's cap).

    Raise KeyError for a kind the clause does not name.
    """
    return min(value_fen * rule.percent // 100, dict(rule.caps_fen)[kind])


def monthly_subsidy(rule: MonthlyRule, *, months: int, other_subsidies: Sequence[str] = ()) -> int:
    """Return the subsidy in fen for one person; 0 beside a subsidy the clause excludes."""
    if set(rule.excluded) & set(other_subsidies):
        return 0
    return rule.fen_per_month * min(max(months, 0), rule.at_most_months)


def limits_broken(rule: TrainingLimitRule, trainings: Sequence[SubsidisedTraining]) -> list[LimitBroken]:
    """Return which of the trainings, in their order, go beyond the limits."""
    counts: dict[tuple[int, int], int] = {}
    seen: set[tuple[int, str, str]] = set()
    broken = []
    for place, training in enumerate(trainings):
        year = (training.person_id, training.subsidised_on.year)
        counts[year] = counts.get(year, 0) + 1
        same = (training.person_id, training.occupation, training.grade)
        if rule.per_year is not None and counts[year] > rule.per_year:
            broken.append(LimitBroken(place, "per-year"))
        if same in seen:
            broken.append(LimitBroken(place, "same-grade"))
        seen.add(same)
    return broken
