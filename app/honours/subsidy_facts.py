"""Read what bears on an introduction subsidy out of the registry, and judge and explain it."""

from __future__ import annotations

import json

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.formats import money
from app.honours.clauses import SUBSIDY, quote
from app.honours.introducing import introduction_of
from app.honours.questions import BEFORE_POLICY, FLEXIBLE, ORIGIN, Answer, answer_on
from app.honours.reference_data import region_names, unit_kind
from app.honours.subsidy import SubsidyFacts, SubsidyOutcome, judge_subsidy
from app.policy import (
    Alternative,
    AppliedRuling,
    Explanation,
    StandardFacts,
    answer_words,
    load_policy,
    question_words,
)
from app.settings import registry_settings
from app.words import word
from models import Introduction, IntroductionSubsidy, Standard
from models.honour import HonourState
from models.introduction import IntroductionState, IntroductionWay
from models.subsidy import SubsidyState

RECIPIENTS = ("employer", "unit")


def subsidy_outcome(session: Session, introduction: Introduction) -> SubsidyOutcome:
    """Return what the unit may get for this introduction as things stand."""
    day = introduction.introduced_on
    found = (answer_on(session, question, day) for question in (BEFORE_POLICY, FLEXIBLE, ORIGIN))
    return judge_subsidy(
        _facts(session, introduction),
        answers={answer.question: answer for answer in found if answer},
        standard=_standard(session, introduction),
    )


def explain_subsidy(session: Session, introduction_id: int) -> Explanation:
    """Return why a unit gets this for an introduction, or nothing, or not yet. Raises NotFoundError."""
    introduction = introduction_of(session, introduction_id)
    return explanation_of(session, introduction, subsidy_outcome(session, introduction))


def explanation_of(session: Session, introduction: Introduction, outcome: SubsidyOutcome) -> Explanation:
    """Return the explanation of an outcome, with its facts, clause, steps, rulings and alternatives."""
    policy = load_policy(registry_settings(session).policy)
    reason = (
        word(f"honours.subsidy-reason.{outcome.reason}", **_params(introduction)) if outcome.reason else ""
    )
    return Explanation(
        entry=introduction.id,
        policy=policy.key,
        policy_sha256=policy.sha256,
        status=outcome.status,
        amount_fen=outcome.amount_fen,
        reason=outcome.reason,
        reason_words=reason,
        conclusion=_conclusion(introduction, outcome, reason),
        facts=_fact_lines(introduction),
        quotes=(quote(SUBSIDY, policy),),
        steps=_steps(introduction, outcome, reason),
        rulings=tuple(_applied(answer) for answer in outcome.applied),
        questions=tuple((question, question_words(question)) for question in outcome.questions),
        alternatives=_alternatives(outcome),
    )


def _facts(session: Session, introduction: Introduction) -> SubsidyFacts:
    honour = introduction.honour
    proven = bool(introduction.category_evidence.strip()) if honour is None else (
        honour.state == HonourState.STANDING
    )  # fmt: skip
    policy = load_policy(registry_settings(session).policy)
    return SubsidyFacts(
        unit_code=introduction.unit.credit_code or "",
        unit_is_outside=introduction.unit.is_outside,
        category=introduction.category,
        category_words=word(f"honours.category.{introduction.category}"),
        has_evidence=proven,
        region=introduction.previous_region,
        is_flexible=introduction.way == IntroductionWay.FLEXIBLE,
        is_standing=introduction.state == IntroductionState.STANDING,
        introduced_on=introduction.introduced_on,
        policy_since=policy.clause.document.signed_on,
        claimed=_claimed(session, introduction),
    )


def _claimed(session: Session, introduction: Introduction) -> str:
    """Return the state of a claim by the same unit for the same person, whichever introduction it names."""
    query = select(IntroductionSubsidy.state).where(
        IntroductionSubsidy.unit_id == introduction.unit_id,
        IntroductionSubsidy.person_id == introduction.person_id,
        IntroductionSubsidy.state != SubsidyState.WITHDRAWN,
    )
    return session.scalar(query) or ""


def _standard(session: Session, introduction: Introduction) -> StandardFacts | None:
    """Return the standard in force on the day of introduction, the latest entered."""
    day = introduction.introduced_on
    query = select(Standard).where(
        Standard.policy == registry_settings(session).policy,
        Standard.rule.startswith("introduction"),
        Standard.recipient.in_(RECIPIENTS),
        Standard.valid_from <= day,
        or_(Standard.valid_to.is_(None), Standard.valid_to >= day),
    )
    row = session.scalar(query.order_by(Standard.valid_from.desc(), Standard.id.desc()).limit(1))
    if row is None:
        return None
    amounts = tuple((str(kind), int(fen)) for kind, fen in json.loads(row.amounts_fen).items())
    return StandardFacts(row.rule, row.recipient, amounts, row.basis, row.valid_from, row.valid_to)


def _params(introduction: Introduction) -> dict[str, str]:
    code = introduction.unit.credit_code or ""
    return {
        "person": introduction.person_name,
        "unit": introduction.unit_name,
        "kind": unit_kind(code) if code else "",
        "region": region_names().get(introduction.previous_region, ""),
        "category": word(f"honours.category.{introduction.category}"),
    }


def _conclusion(introduction: Introduction, outcome: SubsidyOutcome, reason: str) -> str:
    if outcome.questions:
        reason = "；".join(question_words(question) for question in outcome.questions)
    amount = money(outcome.amount_fen or 0)
    return word(
        f"honours.subsidy-conclusion.{outcome.status}",
        person=introduction.person_name,
        unit=introduction.unit_name,
        amount=amount,
        reason=reason,
    )


def _fact_lines(introduction: Introduction) -> tuple[tuple[str, str], ...]:
    values = {
        **_params(introduction),
        "code": introduction.unit.credit_code or "",
        "evidence": introduction.honour.document if introduction.honour else introduction.category_evidence,
        "employer": introduction.previous_employer,
        "way": word(f"honours.way.{introduction.way}"),
        "introduced-on": introduction.introduced_on.isoformat(),
        "documents": introduction.documents,
    }
    return tuple((word(f"honours.subsidy-fact.{name}"), value) for name, value in values.items() if value)


def _steps(introduction: Introduction, outcome: SubsidyOutcome, reason: str) -> tuple[str, ...]:
    params = _params(introduction)
    standard = outcome.standard
    params |= {
        "basis": standard.basis if standard else "",
        "valid_from": standard.valid_from.isoformat() if standard else "",
        "amount": money(outcome.amount_fen or 0),
    }
    steps = [word(f"honours.subsidy-step.{check}", **params) for check in outcome.passed]
    return (*steps, *([reason] if reason else []))


def _applied(answer: Answer) -> AppliedRuling:
    return AppliedRuling(
        answer.question,
        question_words(answer.question),
        answer.answer,
        answer_words(answer.question, answer.answer),
        answer.basis,
        answer.decided_on.isoformat(),
        word("honours.whole-policy"),
    )


def _alternatives(outcome: SubsidyOutcome) -> tuple[Alternative, ...]:
    return tuple(
        Alternative(answer, _answers_in_words(outcome.questions, answer), fen)
        for answer, fen in outcome.amounts_by_answer
    )


def _answers_in_words(questions: tuple[str, ...], answers: str) -> str:
    pairs = zip(questions, answers.split("+"), strict=True)
    return "，".join(answer_words(question, answer) for question, answer in pairs)
