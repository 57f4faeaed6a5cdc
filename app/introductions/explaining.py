"""Read what bears on an introduction subsidy out of the registry, and judge and explain it."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.bases_on_record import bases_in
from app.document_checks import check_words
from app.formats import chinese_date, money
from app.introductions.introducing import introduction_of
from app.introductions.rulings import answer_on, rulings_in_force
from app.introductions.subsidy import (
    RULE,
    SubsidyFacts,
    checks_passed,
    judge_subsidy,
    questions_touched,
    standard_on,
)
from app.policy import (
    Alternative,
    AppliedRuling,
    Explanation,
    Policy,
    Quote,
    RulingFacts,
    StandardFacts,
    SubsidyOutcome,
    answer_words,
    document_words,
    question_words,
)
from app.policy_in_force import policy_in_force
from app.reference_data import region_names, unit_kind
from app.settings import registry_settings
from app.words import tr, words_of
from models import Introduction, IntroductionSubsidy, Standard
from models.honour import HonourState
from models.introduction import IntroductionState, IntroductionWay
from models.subsidy import SubsidyState


def subsidy_outcome(session: Session, introduction: Introduction) -> SubsidyOutcome:
    """Return what the unit may get for this introduction as things stand."""
    return judge_subsidy(
        _facts(session, introduction),
        policy=_policy(session),
        rulings=rulings_in_force(session),
        standards=_standards(session),
    )


def explain_subsidy(session: Session, introduction_id: int) -> Explanation:
    """Return why a unit gets this for an introduction, or nothing, or not yet. Raises NotFoundError."""
    introduction = introduction_of(session, introduction_id)
    return explanation_of(session, introduction, subsidy_outcome(session, introduction))


def explanation_of(session: Session, introduction: Introduction, outcome: SubsidyOutcome) -> Explanation:
    """Return the explanation of an outcome, with its facts, clause, steps, rulings and alternatives."""
    policy = _policy(session)
    reason = (
        tr(f"introductions.subsidy-reason.{outcome.reason}", **_params(introduction))
        if outcome.reason
        else ""
    )
    standard = standard_used(session, introduction)
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
        quotes=quote(RULE, policy),
        steps=_steps(introduction, outcome, reason, standard),
        rulings=tuple(_applied(answer, policy) for answer in _rulings_on(session, introduction, policy)),
        questions=tuple((question, question_words(question)) for question in outcome.questions),
        alternatives=_alternatives(outcome),
        policy_title=policy.title,
        documents=_documents(session, policy),
    )


def standard_used(session: Session, introduction: Introduction) -> StandardFacts | None:
    """Return the standard in force on the day of introduction, the latest in force, then entered."""
    return standard_on(introduction.introduced_on, _standards(session), _policy(session))


def _policy(session: Session) -> Policy:
    return policy_in_force(session)


def _facts(session: Session, introduction: Introduction) -> SubsidyFacts:
    honour = introduction.honour
    on_paper = bool(introduction.category_evidence.strip())
    return SubsidyFacts(
        unit_code=introduction.unit.credit_code or "",
        unit_is_outside=introduction.unit.is_outside,
        category=introduction.category,
        has_evidence=on_paper if honour is None else honour.state == HonourState.STANDING,
        region=introduction.previous_region,
        is_flexible=introduction.way == IntroductionWay.FLEXIBLE,
        is_standing=introduction.state == IntroductionState.STANDING,
        introduced_on=introduction.introduced_on,
        is_claimed=_is_claimed(session, introduction),
    )


def _is_claimed(session: Session, introduction: Introduction) -> bool:
    """Return whether the unit claimed for this person, whichever introduction the claim names."""
    query = select(IntroductionSubsidy.id).where(
        IntroductionSubsidy.unit_id == introduction.unit_id,
        IntroductionSubsidy.person_id == introduction.person_id,
        IntroductionSubsidy.state != SubsidyState.WITHDRAWN,
    )
    return session.scalar(query) is not None


def _standards(session: Session) -> list[StandardFacts]:
    """Return the standards for introductions, the last entered first, kinds as keys of categories."""
    keys = {words: key for key, words in words_of("introductions.category").items()}
    policy, bases = registry_settings(session).policy, bases_in(session)
    query = select(Standard).where(Standard.policy == policy, Standard.rule == RULE)
    query = query.where(Standard.withdrawn_at.is_(None))
    return [
        StandardFacts(
            row.rule,
            row.recipient,
            tuple((keys.get(kind, kind), int(fen)) for kind, fen in json.loads(row.amounts_fen).items()),
            row.basis,
            row.valid_from,
            row.valid_to,
        )
        for row in session.scalars(query.order_by(Standard.id.desc()))
        if bases.problem(row.basis) is None
    ]


def _rulings_on(session: Session, introduction: Introduction, policy: Policy) -> list[RulingFacts]:
    """Return the rulings that decided something here."""
    day = introduction.introduced_on
    touched = questions_touched(_facts(session, introduction), policy)
    found = (answer_on(session, question, day) for question in touched)
    return [ruling for ruling in found if ruling is not None]


def _params(introduction: Introduction) -> dict[str, str]:
    code = introduction.unit.credit_code or ""
    return {
        "person": introduction.person_name,
        "unit": introduction.unit_name,
        "kind": unit_kind(code) if code else "",
        "region": region_names().get(introduction.previous_region, ""),
        "category": tr(f"introductions.category.{introduction.category}"),
    }


def _conclusion(introduction: Introduction, outcome: SubsidyOutcome, reason: str) -> str:
    open_words = [question_words(question) for question in outcome.questions]
    amount = money(outcome.amount_fen or 0)
    return tr(
        f"introductions.subsidy-conclusion.{outcome.status}",
        person=introduction.person_name,
        unit=introduction.unit_name,
        amount=amount,
        reason="；".join(filter(None, (*open_words, reason))),
    )


def _fact_lines(introduction: Introduction) -> tuple[tuple[str, str], ...]:
    values = {
        **_params(introduction),
        "code": introduction.unit.credit_code or "",
        "evidence": introduction.honour.document if introduction.honour else introduction.category_evidence,
        "employer": introduction.previous_employer,
        "way": tr(f"introductions.way.{introduction.way}"),
        "introduced-on": chinese_date(introduction.introduced_on),
        "documents": introduction.documents,
    }
    return tuple((tr(f"introductions.subsidy-fact.{name}"), value) for name, value in values.items() if value)


def _steps(
    introduction: Introduction, outcome: SubsidyOutcome, reason: str, standard: StandardFacts | None
) -> tuple[str, ...]:
    params = _params(introduction)
    params |= {
        "basis": standard.basis if standard else "",
        "valid_from": chinese_date(standard.valid_from) if standard else "",
        "amount": money(outcome.amount_fen or 0),
    }
    steps = [tr(f"introductions.subsidy-step.{check}", **params) for check in checks_passed(outcome)]
    return (*steps, *([reason] if reason else []))


def _documents(session: Session, policy: Policy) -> tuple[tuple[str, str], ...]:
    """Return what is known of the document the rule stands in: its days, and who last checked it."""
    rule = policy.rule(RULE)
    if rule is None:
        return ()
    document = rule.clause.document
    return ((document.name, document_words(document, policy, check_words(session, policy))),)


def _applied(answer: RulingFacts, policy: Policy) -> AppliedRuling:
    declared = policy.questions.get(answer.question)
    return AppliedRuling(
        answer.question,
        question_words(answer.question),
        answer.answer,
        answer_words(answer.question, answer.answer),
        answer.basis,
        answer.decided_on.isoformat(),
        tr("introductions.whole-policy"),
        declared.silence if declared else "",
        answer.decided_by,
    )


def _alternatives(outcome: SubsidyOutcome) -> tuple[Alternative, ...]:
    return tuple(
        Alternative(answer, _answers_in_words(outcome.questions, answer), fen)
        for answer, fen in outcome.amounts_by_answer
    )


def _answers_in_words(questions: Sequence[str], answers: str) -> str:
    pairs = zip(questions, answers.split("+"), strict=False)  # an answer may settle the rest
    return "，".join(answer_words(question, answer) for question, answer in pairs)


def quote(rule_id: str, policy: Policy) -> tuple[Quote, ...]:
    """Return the clause of the rule, nothing where the policy has no such rule."""
    rule = policy.rule(rule_id)
    if rule is None:
        return ()
    clause = rule.clause
    return (Quote(clause.document.number, clause.document.title, clause.number, clause.text, rule_id),)
