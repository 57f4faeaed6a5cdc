"""Craftsman titles (牧野工匠、牧野大工匠): three preconditions; which of the titles, the office decides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Literal

from annotated_types import MinLen

from app.policy.model import Clause, Rule
from app.policy.quoting import words_problem
from app.policy.rules.base import Misquoted, RuleData, Word


@dataclass(kw_only=True)
class RecognitionData(RuleData):
    """The titles among which the office chooses, and the categories of people the clause names."""

    kind: Literal["recognition"]
    titles: Annotated[list[Word], MinLen(1)]
    categories: Annotated[list[Word], MinLen(1)]

    def misquoted(self) -> Iterator[Misquoted]:
        """Yield a title that the clause does not name."""
        if problem := words_problem(self.titles, self.text):
            yield Misquoted(("titles",), problem)

    def compiled(self, clause: Clause) -> RecognitionRule:
        """Return the rule."""
        return RecognitionRule(self.id, self.title, clause, tuple(self.titles), tuple(self.categories))


@dataclass(frozen=True, slots=True)
class RecognitionRule(Rule):
    """Titles for introduced people: `titles` to choose from, `categories` of people, «other» with basis."""

    titles: tuple[str, ...]
    categories: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CandidateFacts:
    """What is known of a candidate. `category_basis` is needed for a category the document does not name."""

    category: str = ""
    category_basis: str = ""
    is_introduced: bool = False
    assessment_document: str = ""
    assessment_passed: bool = False


def preconditions_missing(rule: RecognitionRule, facts: CandidateFacts) -> tuple[str, ...]:
    """Return which of «category», «introduced», «assessed» are not met. Which title, the office decides."""
    named = facts.category in rule.categories
    other = bool(facts.category) and bool(facts.category_basis)
    met = {
        "category": named or other,
        "introduced": facts.is_introduced,
        "assessed": facts.assessment_passed and bool(facts.assessment_document),
    }
    return tuple(name for name, is_met in met.items() if not is_met)
