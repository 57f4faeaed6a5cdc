"""Eligibility (资格名单): who may have what a clause opens. A list, never a promise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from annotated_types import MinLen

from app.policy.model import Clause, Rule
from app.policy.quoting import rank_span_problem, written_amount_problems
from app.policy.rules.base import Misquoted, RuleData, Word
from app.policy.rules.conditions import Achievement, Condition, ConditionData, HonourHeld
from app.policy.values import Day
from app.policy.vocabulary import CONTESTANT

OTHER_YEAR = "table-of-another-year"
MEDAL_UNRECORDED = "medal-unrecorded"


@dataclass(kw_only=True)
class EligibilityData(RuleData):
    """An eligibility rule as a file states it."""

    kind: Literal["eligibility"]
    grants: Word
    earned_by: Annotated[list[ConditionData], MinLen(1)]
    since: Day | None = None
    note: str = ""

    def misquoted(self) -> Iterator[Misquoted]:
        """Yield each amount that is granted and each rank that is asked without the clause saying so."""
        if problem := written_amount_problems(self.grants, self.text):
            yield Misquoted(("grants",), problem, is_money=True)
        for number, way in enumerate(self.earned_by):
            if way.rank_at_most and (problem := rank_span_problem(1, way.rank_at_most, self.text)):
                yield Misquoted(("earned_by", str(number), "rank_at_most"), problem)

    def first_days(self) -> Iterator[tuple[tuple[str, ...], date]]:
        """Yield the day from which the list holds."""
        if self.since is not None:
            yield ("since",), self.since

    def compiled(self, clause: Clause) -> EligibilityRule:
        """Return the rule with its conditions."""
        ways = tuple(condition.compiled() for condition in self.earned_by)
        return EligibilityRule(self.id, self.title, clause, self.grants, ways, self.since, self.note)


@dataclass(frozen=True, slots=True)
class EligibilityRule(Rule):
    """What is open to whoever fulfils one of the conditions. `note` says what the document does not."""

    grants: str
    earned_by: tuple[Condition, ...]
    since: date | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Eligibility:
    """One person's eligibility, with the result (`entry`) or honour it rests on.

    `is_before` marks what was won before the document's day: the office decides whether it counts.
    `open_fact` is a fact that decides and was not recorded, "" where none is missing.
    """

    rule: str
    title: str
    grants: str
    clause: str
    document: str
    entry: int
    honour: str
    is_before: bool
    note: str = ""
    open_fact: str = ""


def eligibilities(
    rules: Iterable[Rule], achievements: Sequence[Achievement], honours: Sequence[HonourHeld] = ()
) -> list[Eligibility]:
    """Return every eligibility of one person under the rules of that kind, each with what it rests on."""
    return [
        found
        for rule in rules
        if isinstance(rule, EligibilityRule)
        for found in eligibilities_under(rule, achievements, honours)
    ]


def eligibilities_under(
    rule: EligibilityRule, achievements: Sequence[Achievement], honours: Sequence[HonourHeld] = ()
) -> list[Eligibility]:
    """Return one person's eligibilities under one rule."""
    by_result = [
        _eligibility(
            rule,
            won.published_on,
            entry=won.entry,
            open_fact=_open_fact(rule, met, won),
        )
        for won in achievements
        if won.role == CONTESTANT
        and not rule.has_ended(won.published_on)
        and (met := _met(rule, won)) is not None
    ]
    by_honour = [
        _eligibility(rule, held.awarded_on, honour=held.name)
        for held in honours
        if not rule.has_ended(held.awarded_on)
        and any(held.name in condition.honours for condition in rule.earned_by)
    ]
    return by_result + by_honour


def _open_fact(rule: EligibilityRule, met: Condition, won: Achievement) -> str:
    if not rule.speaks_of_year(won.contest_year):
        return OTHER_YEAR
    return MEDAL_UNRECORDED if met.is_medal_open(won) else ""


def _met(rule: EligibilityRule, won: Achievement) -> Condition | None:
    """Return the first condition that a result meets; none does once the rule has ended."""
    if rule.has_ended(won.published_on):
        return None
    return next((condition for condition in rule.earned_by if condition.met_by(won)), None)


def _eligibility(
    rule: EligibilityRule, day: date, *, entry: int = 0, honour: str = "", open_fact: str = ""
) -> Eligibility:
    document = rule.clause.document
    return Eligibility(
        rule.id,
        rule.title,
        rule.grants,
        rule.clause.number,
        document.name,
        entry,
        honour,
        rule.since is not None and day < rule.since,
        rule.note,
        open_fact,
    )
