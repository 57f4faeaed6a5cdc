"""Introduction subsidy (引才奖补): once for a unit and person, by a standard that somebody entered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.policy.engine.asking import (
    Amount,
    Asker,
    End,
    Nothing,
    Tree,
    Unknown,
    amounts_under,
    explore,
    lack_of,
    open_questions,
)
from app.policy.facts import RulingFacts, StandardFacts
from app.policy.model import Policy, Rule
from app.policy.outcome import BLOCKED, NONE, PROPOSED
from app.policy.questions import DOES_NOT_COUNT
from app.policy.rulings.book import book_of

HOME, BEYOND, OUTSIDE = "home", "beyond", "outside"
EMPLOYERS = ("employer", "unit")
_FOR_EVERYONE = ("", "每人")


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
    policy: Policy,
    rulings: Sequence[RulingFacts],
    standards: Sequence[StandardFacts],
) -> SubsidyOutcome:
    """Return what a unit is due for one introduced person. The amount only ever comes from a standard."""
    asker = Asker(book_of(rulings).reaching("", ""), facts.introduced_on, policy.questions)

    def settle(ask: Asker) -> End:
        return _refused(rule, facts, ask) or _amount(rule, facts, standards)

    return _outcome(explore(settle, asker))


def _refused(rule: IntroductionRule, facts: IntroductionFacts, ask: Asker) -> Nothing | Unknown | None:
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
    refusing = (question for question in questions_raised(rule, facts) if ask(question) == DOES_NOT_COUNT)
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
        if standard.rule == rule.id
        and standard.recipient in EMPLOYERS
        and standard.valid_from <= day
        and (standard.valid_to is None or day <= standard.valid_to)
    ]
    return max(fitting, key=lambda standard: standard.valid_from, default=None)


def _outcome(tree: Tree) -> SubsidyOutcome:
    if isinstance(tree, Amount):
        return SubsidyOutcome(PROPOSED, tree.fen, "", (), ())
    if isinstance(tree, Nothing):
        return SubsidyOutcome(NONE, None, tree.reason, (), ())
    return SubsidyOutcome(BLOCKED, None, lack_of(tree), open_questions(tree), amounts_under(tree))
