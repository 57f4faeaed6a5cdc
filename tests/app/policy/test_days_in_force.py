"""First and last days count: of standards, rulings and the policy itself."""

from __future__ import annotations

from datetime import date

import pytest

from app.policy import (
    BLOCKED,
    PROPOSED,
    IntroductionFacts,
    IntroductionRule,
    evaluate_event,
    introduction_subsidy,
    load_policy,
)
from tests.app.policy.builders import a_contest, a_ruling, a_standard, an_entry, an_event

POLICY = load_policy()
FIRST, LAST = date(2024, 1, 1), date(2024, 6, 30)
DAYS = [
    (date(2023, 12, 31), False),
    (FIRST, True),
    (LAST, True),
    (date(2024, 7, 1), False),
]


@pytest.mark.parametrize(("day", "holds"), DAYS)
def test_a_standard_for_world_skills_holds_from_its_first_to_its_last_day(day: date, holds: bool) -> None:
    event = an_event(a_contest(level="world", contest_class=""))
    entry = an_entry(medal="金牌", published_on=day)
    standard = a_standard(valid_from=FIRST, valid_to=LAST)
    (outcome,) = evaluate_event(event, [entry], policy=POLICY, rulings=[], standards=[standard])
    assert (outcome.amount_fen == 30_000_000) is holds
    if not holds:
        assert (outcome.status, outcome.reason) == (BLOCKED, "standard-missing")


@pytest.mark.parametrize(("day", "holds"), DAYS)
def test_a_standard_for_introductions_holds_from_its_first_to_its_last_day(day: date, holds: bool) -> None:
    rule = POLICY.rule("introduction-subsidy")
    assert isinstance(rule, IntroductionRule)
    facts = IntroductionFacts("91410700MA00000000", "outside", day)
    amounts = (("每人", 500_000),)
    standard = a_standard("employer", rule=rule.id, amounts_fen=amounts, valid_from=FIRST, valid_to=LAST)
    outcome = introduction_subsidy(rule, facts, questions=POLICY.questions, rulings=[], standards=[standard])
    assert (outcome.status == PROPOSED) is holds
    assert outcome.amount_fen == (500_000 if holds else None)


@pytest.mark.parametrize(("day", "holds"), DAYS)
def test_a_ruling_holds_from_its_first_to_its_last_day(day: date, holds: bool) -> None:
    event = an_event(form="pair")
    entries = [an_entry(number, team_no="1", published_on=day) for number in (1, 2)]
    ruling = a_ruling("team-prize", "equal-split", valid_from=FIRST, valid_to=LAST)
    outcomes = evaluate_event(event, entries, policy=POLICY, rulings=[ruling])
    assert {outcome.status for outcome in outcomes} == {PROPOSED if holds else BLOCKED}
