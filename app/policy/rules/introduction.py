"""Introduction subsidy (引才奖补): once for a unit and person, by a standard that somebody entered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from annotated_types import MinLen

from app.policy.asking import (
    Amount,
    Answers,
    DecisionTree,
    Finding,
    Nothing,
    Unknown,
    amounts_by_answer,
    decision_tree,
    missing_fact,
    open_questions,
)
from app.policy.facts import BLOCKED, NONE, PROPOSED, RulingFacts, StandardFacts
from app.policy.model import Clause, OpenQuestion, Rule
from app.policy.questions import DOES_NOT_COUNT
from app.policy.rules.base import Misquoted, RuleData, Word
from app.policy.rulings import book_of
from app.policy.values import Day

HOME, BEYOND, OUTSIDE = "home", "beyond", "outside"
EMPLOYERS = ("employer", "unit")
_FOR_EVERYONE = ("", "每人")


@dataclass(kw_only=True)
class IntroductionData(RuleData):
    """Which units, by the first characters of the credit code, and from which day on, as a file states it."""

    kind: Literal["introduction"]
    unit_prefixes: Annotated[list[Word], MinLen(1)]
    since: Day

    def misquoted(self) -> Iterator[Misquoted]:
        """Yield the first characters of credit codes: clauses name kinds of units, not codes."""
        if any(prefix not in self.text for prefix in self.unit_prefixes):
            yield Misquoted(("unit_prefixes",), "条款原文没有写统一社会信用代码的前两位")

    def first_days(self) -> Iterator[tuple[tuple[str, ...], date]]:
        """Yield the day from which the subsidy is due."""
        yield ("since",), self.since

    def compiled(self, clause: Clause) -> IntroductionRule:
        """Return the rule."""
        return IntroductionRule(self.id, self.title, clause, tuple(self.unit_prefixes), self.since)


@dataclass(frozen=True, slots=True)
class IntroductionRule(Rule):
    """Once for a unit and person: which units, by the first characters of the credit code."""

    unit_prefixes: tuple[str, ...]
    since: date

    @property
    def awaits_standard(self) -> bool:
        """Return True: the document says «as prescribed» and states no amount."""
        return True


@dataclass(frozen=True, slots=True)
class IntroductionFacts:
    """An introduction. `origin`: "home" province, "outside" it, or "beyond" the mainland; "" unknown.

    The origin is that of the last employment before. `is_excellent` says whether a document calls the
    person an outstanding highly skilled one; `was_paid` whether this unit had the subsidy for them before.
    """

    credit_code: str
    origin: str
    introduced_on: date
    is_flexible: bool = False
    is_excellent: bool = True
    was_paid: bool = False
    category: str = ""


@dataclass(frozen=True, slots=True)
class SubsidyOutcome:
    """What is due to the unit: as for awards, an amount, a question, a missing fact, or nothing."""

    status: str
    amount_fen: int | None
    reason: str
    questions: tuple[str, ...]
    amounts_by_answer: tuple[tuple[str, int | None], ...]


def introduction_subsidy(
    rule: IntroductionRule,
    facts: IntroductionFacts,
    *,
    questions: Mapping[str, OpenQuestion],
    rulings: Sequence[RulingFacts],
    standards: Sequence[StandardFacts],
) -> SubsidyOutcome:
    """Return what a unit is due for one introduced person. The amount only ever comes from a standard."""
    known = Answers(book_of(rulings).reaching("", ""), facts.introduced_on, questions)

    def evaluate(answers: Answers) -> Finding:
        return _refusal(rule, facts, answers) or _amount(rule, facts, standards)

    return _outcome(decision_tree(evaluate, known))


def _refusal(rule: IntroductionRule, facts: IntroductionFacts, answers: Answers) -> Nothing | Unknown | None:
    if not facts.credit_code:
        return Unknown("credit-code-missing")
    if facts.credit_code[:2] not in rule.unit_prefixes:
        return Nothing("not-enterprise-or-institution")
    if facts.was_paid:
        return Nothing("subsidised-before")
    if facts.origin == HOME:
        return Nothing("from-home-province")
    if not facts.origin:
        return Unknown("origin-missing")
    if not facts.is_excellent:
        return Unknown("excellence-missing")
    refusing = (
        question for question in questions_raised(rule, facts) if answers.to(question) == DOES_NOT_COUNT
    )
    question = next(refusing, None)
    return Nothing(question) if question else None


def questions_raised(rule: IntroductionRule, facts: IntroductionFacts) -> tuple[str, ...]:
    """Return which of the document's silences an introduction touches."""
    asked = {
        "before-policy": facts.introduced_on < rule.since,
        "flexible-introduction": facts.is_flexible,
        "introduction-origin": facts.origin == BEYOND,
    }
    return tuple(question for question, is_raised in asked.items() if is_raised)


def _amount(
    rule: IntroductionRule, facts: IntroductionFacts, standards: Sequence[StandardFacts]
) -> Amount | Unknown:
    latest = standard_in_force(rule, standards, facts.introduced_on)
    amounts = dict(latest.amounts_fen) if latest else {}
    fen = next((amounts[kind] for kind in (facts.category, *_FOR_EVERYONE) if kind in amounts), None)
    return Unknown("standard-missing") if fen is None else Amount(fen)


def standard_in_force(
    rule: IntroductionRule, standards: Sequence[StandardFacts], day: date
) -> StandardFacts | None:
    """Return the standard that holds on `day`, the latest in force; of equals the one that stands first."""
    fitting = [
        standard
        for standard in standards
        if standard.rule == rule.id and standard.recipient in EMPLOYERS and standard.holds_on(day)
    ]
    return max(fitting, key=lambda standard: standard.valid_from, default=None)


def _outcome(tree: DecisionTree) -> SubsidyOutcome:
    if isinstance(tree, Amount):
        return SubsidyOutcome(PROPOSED, tree.fen, "", (), ())
    if isinstance(tree, Nothing):
        return SubsidyOutcome(NONE, None, tree.reason, (), ())
    return SubsidyOutcome(BLOCKED, None, missing_fact(tree), open_questions(tree), amounts_by_answer(tree))
