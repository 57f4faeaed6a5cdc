"""What a unit may get for bringing a person in (引才奖补): the policy's answer, and the checks on its way.

The rule is the policy's; here stand only two facts of the register that come before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.policy import (
    BLOCKED,
    NONE,
    PROPOSED,
    IntroductionFacts,
    IntroductionRule,
    Policy,
    RulingFacts,
    StandardFacts,
    SubsidyOutcome,
    introduction_subsidy,
    questions_raised,
    standard_in_force,
)
from app.reference_data import is_beyond_mainland, is_home_region

RULE = "introduction-subsidy"
# Each check with the reasons by which it fails, in the order in which they are made.
_CHECKS = {
    "standing": ("withdrawn",),
    "unit-city": ("unit-outside",),
    "unit-code": ("credit-code-missing",),
    "unit-kind": ("not-enterprise-or-institution",),
    "unclaimed": ("subsidised-before",),
    "outside": ("from-home-province", "origin-missing"),
    "category": ("excellence-missing",),
}


@dataclass(frozen=True, slots=True)
class SubsidyFacts:
    """What bears on a subsidy. `region` is the key of the last employment's, "" where nobody recorded it."""

    unit_code: str
    unit_is_outside: bool | None
    category: str
    has_evidence: bool
    region: str
    is_flexible: bool
    is_standing: bool
    introduced_on: date
    is_claimed: bool = False


def judge_subsidy(
    facts: SubsidyFacts,
    *,
    policy: Policy,
    rulings: Sequence[RulingFacts] = (),
    standards: Sequence[StandardFacts] = (),
) -> SubsidyOutcome:
    """Return what the unit may get: an amount, open questions, a missing fact, or nothing."""
    rule = policy.rule(RULE)
    if not isinstance(rule, IntroductionRule):
        return _plain(NONE, "no-rule")
    if not facts.is_standing:
        return _plain(NONE, "withdrawn")
    if facts.unit_is_outside:
        return _plain(BLOCKED, "unit-outside")
    asked = _as_asked(facts)
    return introduction_subsidy(rule, asked, questions=policy.questions, rulings=rulings, standards=standards)


def questions_touched(facts: SubsidyFacts, policy: Policy) -> tuple[str, ...]:
    """Return which of the policy's silences an introduction touches."""
    rule = policy.rule(RULE)
    return questions_raised(rule, _as_asked(facts)) if isinstance(rule, IntroductionRule) else ()


def standard_on(day: date, standards: Sequence[StandardFacts], policy: Policy) -> StandardFacts | None:
    """Return the standard that the policy goes by on a day, None where there is none."""
    rule = policy.rule(RULE)
    return standard_in_force(rule, standards, day) if isinstance(rule, IntroductionRule) else None


def _as_asked(facts: SubsidyFacts) -> IntroductionFacts:
    return IntroductionFacts(
        facts.unit_code,
        _origin(facts.region),
        facts.introduced_on,
        facts.is_flexible,
        facts.has_evidence,
        facts.is_claimed,
        facts.category,
    )


def checks_passed(outcome: SubsidyOutcome) -> tuple[str, ...]:
    """Return the checks that were met, in their order; with «standard» where an amount came out."""
    passed: list[str] = []
    for check, reasons in _CHECKS.items():
        if outcome.reason in (*reasons, "no-rule"):
            return tuple(passed)
        passed.append(check)
    return (*passed, "standard") if outcome.status == PROPOSED else tuple(passed)


def _plain(status: str, reason: str) -> SubsidyOutcome:
    return SubsidyOutcome(status, None, reason, (), ())


def _origin(region: str) -> str:
    if not region:
        return ""
    return "home" if is_home_region(region) else "beyond" if is_beyond_mainland(region) else "outside"
