"""Cases that ask one rule alone: its facts in plain keys, its answer in plain keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar

from pydantic import TypeAdapter

from app.formats import yuan
from app.policy.model import Rule
from app.policy.packs.checking import checked
from app.policy.packs.ruling_file import RulingData, ruling_facts
from app.policy.packs.standard_file import StandardEntry, standard_facts
from app.policy.policy import Policy
from app.policy.rules.conditions import Achievement, HonourHeld
from app.policy.rules.eligibility import EligibilityRule, eligibilities_under
from app.policy.rules.frequency import ContestHeld, FrequencyRule, frequency_gaps
from app.policy.rules.introduction import IntroductionFacts, IntroductionRule, introduction_subsidy
from app.policy.rules.promotion import PromotionRule, promotions_under
from app.policy.rules.provision import ProvisionRule
from app.policy.rules.recognition import CandidateFacts, RecognitionRule, preconditions_missing
from app.policy.rules.subsidies import (
    CappedShareRule,
    MonthlyRule,
    SubsidisedTraining,
    TrainingLimitRule,
    capped_share,
    limits_broken,
    monthly_subsidy,
    preconditions_unmet,
)
from app.policy.values import fen_of
from app.policy.vocabulary import medal_word

Given = Mapping[str, Any]
Facts = TypeVar("Facts")


def rule_answer(rule_id: str, given: Given, *, policy: Policy) -> dict[str, Any]:
    """Return what the rule `rule_id` answers. Raise ValueError for an unknown rule or a wrong fact."""
    rule = policy.rule(rule_id)
    answer = _ANSWERS.get(type(rule))
    if rule is None or answer is None:
        raise ValueError(f"没有可自检的规则“{rule_id}”")
    return answer(rule, given, policy)


def _facts(kind: type[Facts], given: Given) -> Facts:
    """Return `given` as facts of `kind`, every key known and every value of its type."""
    known = set(kind.__dataclass_fields__)  # type: ignore[attr-defined]  # only dataclasses come here
    if unknown := set(given) - known:
        raise ValueError(f"不认识的事实：{'、'.join(sorted(unknown))}")
    return TypeAdapter(kind).validate_python(dict(given))


def _eligible(rule: EligibilityRule, given: Given, policy: Policy) -> dict[str, Any]:
    honours = [HonourHeld(given["honour"], given["awarded_on"])] if "honour" in given else []
    results = [] if honours else [_achievement(given)]
    found = eligibilities_under(rule, results, honours)
    return {
        "eligible": bool(found),
        "before_policy": any(one.is_before for one in found),
        "open_fact": next((one.open_fact for one in found if one.open_fact), None),
    }


def _achievement(given: Given) -> Achievement:
    renamed = {"class": "contest_class", "selection": "is_selection", "worker": "is_worker"}
    facts = {renamed.get(key, key): value for key, value in given.items()}
    facts.setdefault("published_on", date(2024, 6, 18))
    return _facts(Achievement, {**facts, "medal": medal_word(facts.get("medal", ""))})


def _promoted(rule: PromotionRule, given: Given, policy: Policy) -> dict[str, Any]:
    found = promotions_under(rule, _achievement(given))
    return {
        "effects": [one.effect for one in found],
        "open_fact": next((one.open_fact for one in found if one.open_fact), None),
        "verified": rule.is_verified,
    }


def _gaps(rule: FrequencyRule, given: Given, policy: Policy) -> dict[str, Any]:
    held = [_facts(ContestHeld, one) for one in given.get("held", ())]
    gaps = frequency_gaps(rule, held, today=given["today"])
    return {
        "city_gaps": [gap.from_year for gap in gaps if not gap.who],
        "counties_missing": len([gap for gap in gaps if gap.who]),
        "overdue": any(gap.is_overdue for gap in gaps),
    }


def _capped(rule: CappedShareRule, given: Given, policy: Policy) -> dict[str, Any]:
    fen = capped_share(rule, given["kind"], value_fen=fen_of(given["value_yuan"]))
    return _unless_hindered(rule, given, fen)


def _monthly(rule: MonthlyRule, given: Given, policy: Policy) -> dict[str, Any]:
    fen = monthly_subsidy(rule, months=given["months"], other_subsidies=given.get("other_subsidies", ()))
    return _unless_hindered(rule, given, fen)


def _unless_hindered(rule: CappedShareRule | MonthlyRule, given: Given, fen: int) -> dict[str, Any]:
    """Return the amount, null where the rule is not in force that day or a precondition is not known.

    `met` are the preconditions known to be met, all of them where it is left out.
    """
    met = given.get("met", [alternatives[0] for alternatives in rule.preconditions])
    unmet = preconditions_unmet(rule, met)
    ended = rule.has_ended(given.get("on", date(2020, 6, 18)))
    return {"yuan": None if unmet or ended else yuan(fen), "unmet": list(unmet), "in_force": not ended}


def _limits(rule: TrainingLimitRule, given: Given, policy: Policy) -> dict[str, Any]:
    trainings = [_facts(SubsidisedTraining, {"person_id": 1, **one}) for one in given["trainings"]]
    broken = limits_broken(rule, trainings)
    return {"broken": [f"{one.place + 1} {one.limit}" for one in broken]}


def _introduced(rule: IntroductionRule, given: Given, policy: Policy) -> dict[str, Any]:
    plain = {key: value for key, value in given.items() if key not in ("rulings", "standards")}
    rulings = given.get("rulings", ())
    standards = given.get("standards", ())
    outcome = introduction_subsidy(
        rule,
        _facts(IntroductionFacts, plain),
        questions=policy.questions,
        rulings=[ruling_facts(checked(RulingData, one), policy.key) for one in rulings],
        standards=[standard_facts(checked(StandardEntry, one), policy.key) for one in standards],
    )
    return {
        "status": outcome.status,
        "yuan": None if outcome.amount_fen is None else yuan(outcome.amount_fen),
        "reason": outcome.reason or None,
        "blocked_by": list(outcome.questions),
    }


def _recognised(rule: RecognitionRule, given: Given, policy: Policy) -> dict[str, Any]:
    missing = preconditions_missing(rule, _facts(CandidateFacts, given))
    return {"missing": list(missing), "titles": list(rule.titles)}


def _provided(rule: ProvisionRule, given: Given, policy: Policy) -> dict[str, Any]:
    return {"honours": list(rule.honours), "clause": rule.clause.number}


_Answer = Callable[[Any, Given, Policy], dict[str, Any]]
_ANSWERS: dict[type[Rule] | type[None], _Answer] = {
    EligibilityRule: _eligible,
    PromotionRule: _promoted,
    FrequencyRule: _gaps,
    CappedShareRule: _capped,
    MonthlyRule: _monthly,
    TrainingLimitRule: _limits,
    IntroductionRule: _introduced,
    RecognitionRule: _recognised,
    ProvisionRule: _provided,
}
