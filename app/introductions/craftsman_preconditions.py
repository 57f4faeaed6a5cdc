"""The three things without which nobody is named 牧野工匠 or 牧野大工匠 (二(二)8).

One of the five kinds of people (or another, with its basis); introduced; assessed, with a document. A
contest result is none of them. Which of the two titles it is, the document leaves to the office.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.introductions.assessments import latest_assessment
from app.introductions.rulings import COUNTS, FLEXIBLE, answer_on
from app.words import tr
from models import Introduction
from models.honour import HonourState
from models.introduction import IntroductionState, IntroductionWay

CATEGORY, INTRODUCED, ASSESSED = "category", "introduced", "assessed"


@dataclass(frozen=True, slots=True)
class Precondition:
    """One of the three. `code` says what is found or lacking, `text` says it in words."""

    id: str
    is_met: bool
    code: str
    text: str


def preconditions(session: Session, introduction: Introduction | None) -> tuple[Precondition, ...]:
    """Return the three preconditions with what was found; without an introduction none is met."""
    if introduction is None:
        return tuple(_found(one, "no-introduction", None) for one in (CATEGORY, INTRODUCED, ASSESSED))
    return (
        _found(CATEGORY, _category(introduction), introduction),
        _found(INTRODUCED, _introduced(session, introduction), introduction),
        _found(ASSESSED, _assessed(session, introduction), introduction),
    )


def missing_preconditions(session: Session, introduction: Introduction | None) -> tuple[Precondition, ...]:
    """Return the preconditions that are not met."""
    return tuple(one for one in preconditions(session, introduction) if not one.is_met)


def _category(introduction: Introduction) -> str:
    honour = introduction.honour
    if honour is not None and honour.state != HonourState.STANDING:
        return "honour-not-standing"
    proven = honour is not None or bool(introduction.category_evidence.strip())
    return "met" if proven else "evidence-missing"


def _introduced(session: Session, introduction: Introduction) -> str:
    if introduction.state != IntroductionState.STANDING:
        return "withdrawn"
    if introduction.way != IntroductionWay.FLEXIBLE:
        return "met"
    answer = answer_on(session, FLEXIBLE, introduction.introduced_on)
    if answer is None:
        return "flexible-open"
    return "met" if answer.answer == COUNTS else "flexible-does-not-count"


def _assessed(session: Session, introduction: Introduction) -> str:
    last = latest_assessment(session, introduction.id)
    if last is None:
        return "assessment-missing"
    return "met" if last.is_passed else "assessment-failed"


def _found(precondition: str, code: str, introduction: Introduction | None) -> Precondition:
    text = tr(
        f"introductions.precondition.{precondition}.{code}",
        category=tr(f"introductions.category.{introduction.category}") if introduction else "",
        unit=introduction.unit_name if introduction else "",
    )
    return Precondition(precondition, code == "met", code, text)
