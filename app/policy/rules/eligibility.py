"""Eligibility (资格名单): who may go through a door that a clause opens. A list, never a promise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.policy.model import Policy, Rule
from app.policy.rules.achievements import Achievement, Condition, HonourHeld


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


def eligibilities(
    policy: Policy, achievements: Sequence[Achievement], honours: Sequence[HonourHeld] = ()
) -> list[Eligibility]:
    """Return every eligibility of one person under `policy`, each with what it rests on."""
    rules = [rule for rule in policy.rules if isinstance(rule, EligibilityRule)]
    return [found for rule in rules for found in eligibilities_under(rule, achievements, honours)]


def eligibilities_under(
    rule: EligibilityRule, achievements: Sequence[Achievement], honours: Sequence[HonourHeld] = ()
) -> list[Eligibility]:
    """Return one person's eligibilities under one rule."""
    by_result = [
        _eligibility(rule, won.published_on, entry=won.entry)
        for won in achievements
        if won.role == "contestant" and any(condition.met_by(won) for condition in rule.earned_by)
    ]
    by_honour = [
        _eligibility(rule, held.awarded_on, honour=held.name)
        for held in honours
        if any(held.name in condition.honours for condition in rule.earned_by)
    ]
    return by_result + by_honour


def _eligibility(rule: EligibilityRule, day: date, *, entry: int = 0, honour: str = "") -> Eligibility:
    document = rule.clause.document
    return Eligibility(
        rule.id,
        rule.title,
        rule.grants,
        rule.clause.number,
        document.number or document.title,
        entry,
        honour,
        rule.since is not None and day < rule.since,
        rule.note,
    )
