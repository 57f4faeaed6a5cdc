"""Craftsman titles (牧野工匠、牧野大工匠): three preconditions; which of the titles, the office decides."""

from __future__ import annotations

from dataclasses import dataclass

from app.policy.model import Rule


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
