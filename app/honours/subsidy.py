"""What a unit may get for bringing a person in (引才奖补, 二(二)8): an amount, a question, or nothing.

Once per unit and person; for enterprises and institutions only; the person's last employment outside the
province; the amount only from a standard that was entered with its basis. A pure function of facts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import product

from app.honours.questions import BEFORE_POLICY, COUNTS, DOES_NOT_COUNT, FLEXIBLE, ORIGIN, Answer
from app.honours.reference_data import is_beyond_mainland, is_home_region, is_subsidised_kind
from app.policy import BLOCKED, NONE, PROPOSED, StandardFacts

_IN_ORDER = (BEFORE_POLICY, FLEXIBLE, ORIGIN)
_FOR_EVERYONE = ("", "每人")


@dataclass(frozen=True, slots=True)
class SubsidyFacts:
    """What bears on a subsidy. `claimed` is the state of a claim for the same unit and person, "" for none.

    `category_words` is the category as a standard may write it; `policy_since` the document's day.
    """

    unit_code: str
    unit_is_outside: bool | None
    category: str
    category_words: str
    has_evidence: bool
    region: str
    is_flexible: bool
    is_standing: bool
    introduced_on: date
    policy_since: date | None = None
    claimed: str = ""


@dataclass(frozen=True, slots=True)
class SubsidyOutcome:
    """`status` is proposed, blocked or none. `passed` are the checks that were met, in their order."""

    status: str
    amount_fen: int | None = None
    reason: str = ""
    questions: tuple[str, ...] = ()
    amounts_by_answer: tuple[tuple[str, int | None], ...] = ()
    passed: tuple[str, ...] = ()
    applied: tuple[Answer, ...] = field(default=())
    standard: StandardFacts | None = None


def judge_subsidy(
    facts: SubsidyFacts, *, answers: Mapping[str, Answer], standard: StandardFacts | None
) -> SubsidyOutcome:
    """Return what the unit may get. `answers` are the office's, in force on the day of introduction."""
    passed: list[str] = []
    for check, status, reason in _obstacles(facts):
        if reason:
            return SubsidyOutcome(status, 0 if status == NONE else None, reason, passed=tuple(passed))
        passed.append(check)
    asked = [question for question in _IN_ORDER if _is_asked(question, facts)]
    applied = tuple(answers[question] for question in asked if question in answers)
    refused = next((one.question for one in applied if one.answer == DOES_NOT_COUNT), "")
    if refused:
        return SubsidyOutcome(NONE, 0, refused, passed=tuple(passed), applied=applied)
    amount = _amount(facts, standard)
    waiting = tuple(question for question in asked if question not in answers)
    if waiting:
        amounts = _under_each_answer(waiting, amount)
        return SubsidyOutcome(BLOCKED, None, "", waiting, amounts, tuple(passed), applied, standard)
    if amount is None:
        return SubsidyOutcome(BLOCKED, None, "standard-missing", passed=tuple(passed), applied=applied)
    return SubsidyOutcome(PROPOSED, amount, passed=(*passed, "standard"), applied=applied, standard=standard)


def _obstacles(facts: SubsidyFacts) -> list[tuple[str, str, str]]:
    """Return each check with the status and reason that hold where it is not met, reason "" where it is."""
    no_code = "" if facts.unit_code else "credit-code-missing"
    kind = "" if not facts.unit_code or is_subsidised_kind(facts.unit_code) else "unit-kind"
    return [
        ("standing", NONE, "" if facts.is_standing else "withdrawn"),
        ("unclaimed", NONE, "claimed-already" if facts.claimed else ""),
        ("unit-code", BLOCKED, no_code),
        ("unit-kind", NONE, kind),
        ("unit-city", BLOCKED, "unit-outside" if facts.unit_is_outside else ""),
        ("category", BLOCKED, "" if facts.has_evidence else "evidence-missing"),
        ("region", BLOCKED, "" if facts.region else "region-missing"),
        ("outside", NONE, "from-home-province" if is_home_region(facts.region) else ""),
    ]


def _is_asked(question: str, facts: SubsidyFacts) -> bool:
    if question == FLEXIBLE:
        return facts.is_flexible
    if question == ORIGIN:
        return is_beyond_mainland(facts.region)
    return facts.policy_since is not None and facts.introduced_on < facts.policy_since


def _amount(facts: SubsidyFacts, standard: StandardFacts | None) -> int | None:
    amounts = dict(standard.amounts_fen) if standard else {}
    for kind in (facts.category, facts.category_words, *_FOR_EVERYONE):
        if kind in amounts:
            return amounts[kind]
    return None


def _under_each_answer(questions: tuple[str, ...], amount: int | None) -> tuple[tuple[str, int | None], ...]:
    ways = product((COUNTS, DOES_NOT_COUNT), repeat=len(questions))
    return tuple(("+".join(way), 0 if DOES_NOT_COUNT in way else amount) for way in ways)
