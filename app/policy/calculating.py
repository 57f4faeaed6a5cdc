"""Calculate one rule alone (测算): the facts as entered, the clause word for word, the steps, what follows.

For rules that no result in the registry asks: subsidies that a clause computes, limits, frequencies.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from app.formats import chinese_date, money
from app.policy.explanation import Explanation, Quote
from app.policy.model import Rule
from app.policy.policy import Policy
from app.policy.rules.frequency import ContestHeld, FrequencyGap, FrequencyRule, frequency_gaps
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
from app.words import scoped

Kind = Literal["share", "monthly", "limit", "frequency"]
_KINDS: tuple[tuple[type[Rule], Kind], ...] = (
    (CappedShareRule, "share"),
    (MonthlyRule, "monthly"),
    (TrainingLimitRule, "limit"),
    (FrequencyRule, "frequency"),
)
_w = scoped("calculators")
Facts = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Calculation:
    """What came of a rule; `is_fine` is False where something is due, over a limit, or not given."""

    explanation: Explanation
    is_fine: bool


def calculator_kind(rule: Rule) -> Kind | None:
    """Return which facts the rule asks for; None for a rule that is not calculated alone."""
    return next((kind for rule_type, kind in _KINDS if isinstance(rule, rule_type)), None)


def rules_to_calculate(policy: Policy) -> tuple[Rule, ...]:
    """Return the policy's rules that can be calculated alone, in the document's order."""
    return tuple(rule for rule in policy.rules if calculator_kind(rule) is not None)


def calculate_share(
    policy: Policy, rule: CappedShareRule, *, kind: str, value_fen: int, on: date, met: Collection[str] = ()
) -> Calculation:
    """Calculate a share of a value with the cap of its `kind`. Raise KeyError for a kind not named.

    `on` is the day of the case, `met` are the preconditions known to be met: what is not known holds it back.
    """
    if hindered := _hindered(policy, rule, on=on, met=met):
        return hindered
    fen, cap = capped_share(rule, kind, value_fen=value_fen), dict(rule.caps_fen)[kind]
    share = value_fen * rule.percent // 100
    end = "share-capped" if share > cap else "share-whole"
    steps = (
        _w("share-step", value=money(value_fen), percent=rule.percent, share=money(share)),
        _w(end, kind=kind, cap=money(cap)),
        _w("amount-step", amount=money(fen)),
    )
    facts = ((_w("kind"), kind), (_w("value"), money(value_fen)), *_case_facts(on, met))
    return _amount(policy, rule, fen=fen, facts=facts, steps=steps)


def calculate_months(
    policy: Policy,
    rule: MonthlyRule,
    *,
    months: int,
    on: date,
    others: Sequence[str] = (),
    met: Collection[str] = (),
) -> Calculation:
    """Calculate so much a month for one person who has had the subsidies `others`; `on`, `met` as above."""
    if hindered := _hindered(policy, rule, on=on, met=met):
        return hindered
    fen = monthly_subsidy(rule, months=months, other_subsidies=others)
    excluded = [other for other in others if other in rule.excluded]
    counted = min(max(months, 0), rule.at_most_months)
    first = _w("month-step", months=months, most=rule.at_most_months, counted=counted)
    last = (
        _w("month-excluded", others="、".join(excluded))
        if excluded
        else _w("month-amount", counted=counted, each=money(rule.fen_per_month), amount=money(fen))
    )
    facts = (
        (_w("months"), _w("n-months", n=months)),
        (_w("others"), "、".join(others) or _w("none")),
        *_case_facts(on, met),
    )
    return _amount(policy, rule, fen=fen, facts=facts, steps=(first, last))


def check_trainings(
    policy: Policy, rule: TrainingLimitRule, trainings: Sequence[SubsidisedTraining]
) -> Calculation:
    """Check one person's trainings, earliest first, against the limits of the clause."""
    in_order = sorted(trainings, key=lambda training: training.subsidised_on)
    broken = limits_broken(rule, in_order)
    first = _w("limit-none") if rule.per_year is None else _w("limit-year", n=rule.per_year)
    ends = [
        _w(
            f"broken-{one.limit}",
            place=one.place + 1,
            day=chinese_date(in_order[one.place].subsidised_on),
            occupation=in_order[one.place].occupation,
            grade=in_order[one.place].grade,
        )
        for one in broken
    ]
    places = len({one.place for one in broken})
    conclusion = _w("over-limit", n=places) if broken else _w("within-limit", n=len(in_order))
    facts = tuple(
        (
            _w("training", n=place),
            f"{chinese_date(each.subsidised_on)}　{each.occupation}　{each.grade}",
        )
        for place, each in enumerate(in_order, start=1)
    )
    steps = (first, _w("limit-same"), *(ends or [_w("limit-kept")]))
    return _finding(policy, rule, conclusion, is_fine=not broken, facts=facts, steps=steps)


def check_frequency(
    policy: Policy, rule: FrequencyRule, held: Sequence[ContestHeld], *, today: date, unknown: int = 0
) -> Calculation:
    """Check which contests are due under the clause and were not held, as seen on `today`.

    `unknown` counts contests of counties that could not be determined and were left out.
    """
    gaps = frequency_gaps(rule, held, today=today)
    overdue = sum(gap.is_overdue for gap in gaps)
    conclusion = _w("frequency-gaps", n=len(gaps), overdue=overdue) if gaps else _w("frequency-kept")
    years = sorted({one.held_on.year for one in held if not one.county})
    counties = sorted({one.county for one in held if one.county})
    facts = (
        (_w("as-of"), chinese_date(today)),
        (_w("city-years"), "、".join(map(str, years)) or _w("none")),
        (_w("counties-held"), "、".join(counties) or _w("none")),
    )
    steps = (
        _w("frequency-city", year=rule.from_year, n=rule.every_years),
        _w("frequency-county", n=len(rule.counties), day=chinese_date(rule.county_by)),
        *(_gap_words(gap) for gap in gaps),
        *([_w("unknown-counties", n=unknown)] if unknown else []),
    )
    return _finding(policy, rule, conclusion, is_fine=not gaps, facts=facts, steps=steps)


def _case_facts(on: date, met: Collection[str]) -> Facts:
    return ((_w("case-day"), chinese_date(on)), (_w("met"), "；".join(met) or _w("none")))


def _hindered(
    policy: Policy, rule: CappedShareRule | MonthlyRule, *, on: date, met: Collection[str]
) -> Calculation | None:
    """Return why nothing can be calculated: the rule is not in force that day, or a precondition is open."""
    facts = _case_facts(on, met)
    signed = rule.clause.document.signed_on
    if rule.has_ended(on) or (signed is not None and on < signed):
        conclusion = _w("not-in-force", first=_day_words(signed), last=_day_words(rule.until))
        return _finding(policy, rule, conclusion, is_fine=False, facts=facts, steps=(conclusion,))
    if unmet := preconditions_unmet(rule, met):
        conclusion = _w("unmet", n=len(unmet))
        steps = tuple(_w("unmet-step", condition=condition) for condition in unmet)
        explanation = _explanation(policy, rule, conclusion, facts=facts, steps=steps, fen=None)
        return Calculation(replace(explanation, status="blocked"), False)
    return None


def _day_words(day: date | None) -> str:
    return chinese_date(day) if day is not None else _w("no-day")


def _gap_words(gap: FrequencyGap) -> str:
    state = _w("overdue" if gap.is_overdue else "still-time")
    if gap.who:
        return _w("gap-county", county=gap.who, state=state)
    return _w("gap-city", first=gap.from_year, last=gap.to_year, state=state)


def _amount(policy: Policy, rule: Rule, *, fen: int, facts: Facts, steps: tuple[str, ...]) -> Calculation:
    conclusion = _w("amount", rule=rule.title, amount=money(fen))
    return Calculation(_explanation(policy, rule, conclusion, facts=facts, steps=steps, fen=fen), fen > 0)


def _finding(
    policy: Policy, rule: Rule, conclusion: str, *, is_fine: bool, facts: Facts, steps: tuple[str, ...]
) -> Calculation:
    return Calculation(_explanation(policy, rule, conclusion, facts=facts, steps=steps, fen=None), is_fine)


def _explanation(
    policy: Policy, rule: Rule, conclusion: str, *, facts: Facts, steps: tuple[str, ...], fen: int | None
) -> Explanation:
    document = rule.clause.document
    quote = Quote(
        document.number, document.title or document.name, rule.clause.number, rule.clause.text, rule.id
    )
    return Explanation(
        entry=0,
        policy=policy.key,
        policy_sha256=policy.sha256,
        status="proposed" if fen else "none",
        amount_fen=fen,
        reason="",
        reason_words="",
        conclusion=conclusion,
        facts=facts,
        quotes=(quote,),
        steps=steps,
    )
