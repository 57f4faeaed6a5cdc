"""One rule reckoned alone: the amount or finding, with the clause word for word and the steps."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.policy import (
    CappedShareRule,
    ContestHeld,
    FrequencyRule,
    MonthlyRule,
    Policy,
    Rule,
    SubsidisedTraining,
    TrainingLimitRule,
    calculate_months,
    calculate_share,
    calculator_kind,
    check_frequency,
    check_trainings,
    installed_policies,
    load_policy,
    rules_to_calculate,
)

ZHENGZHOU, KAIFENG = "zhengzhou-2019-2021", "kaifeng-2021"
BASE = "高技能人才培训基地"


def _found(policy: str, rule: str) -> tuple[Policy, Rule]:
    loaded = load_policy(policy)
    found = loaded.rule(rule)
    assert found is not None
    return loaded, found


def _share() -> tuple[Policy, CappedShareRule]:
    policy, rule = _found(ZHENGZHOU, "equipment-subsidy")
    assert isinstance(rule, CappedShareRule)
    return policy, rule


def _case(rule: CappedShareRule | MonthlyRule) -> dict[str, Any]:
    """Return a day on which the rule holds, and all its preconditions met."""
    return {"on": date(2020, 6, 18), "met": [each[0] for each in rule.preconditions]}


def _limit() -> tuple[Policy, TrainingLimitRule]:
    policy, rule = _found(ZHENGZHOU, "training-subsidies")
    assert isinstance(rule, TrainingLimitRule)
    return policy, rule


def _frequency() -> tuple[Policy, FrequencyRule]:
    policy, rule = _found(KAIFENG, "contest-frequency")
    assert isinstance(rule, FrequencyRule)
    return policy, rule


def test_every_rule_offered_has_a_form_and_its_own_policy() -> None:
    offered = {key: rules_to_calculate(load_policy(key)) for key in installed_policies()}
    assert [rule.id for rule in offered[ZHENGZHOU]] == [
        "equipment-subsidy",
        "work-instead-of-training",
        "training-subsidies",
    ]
    assert [rule.id for rule in offered[KAIFENG]] == ["evaluation-subsidy-once", "contest-frequency"]
    assert all(calculator_kind(rule) for rules in offered.values() for rule in rules)


@pytest.mark.parametrize(
    ("value", "fen", "says"),
    [(2_000_000, 40_000_000, "没有超过"), (2_500_005, 50_000_000, "超过高技能人才培训基地的上限")],
)
def test_a_share_is_cut_off_at_its_cap_and_says_so(value: int, fen: int, says: str) -> None:
    policy, rule = _share()
    said = calculate_share(policy, rule, kind=BASE, value_fen=value * 100, **_case(rule)).explanation
    assert said.amount_fen == fen
    assert any(says in step for step in said.steps)
    assert said.quotes[0].text == rule.clause.text
    assert rule.clause.text in said.as_text()


@given(value=some.integers(0, 10**13))
def test_a_share_is_never_above_its_cap_nor_its_percent(value: int) -> None:
    policy, rule = _share()
    fen = calculate_share(policy, rule, kind=BASE, value_fen=value, **_case(rule)).explanation.amount_fen
    assert fen is not None
    assert fen <= dict(rule.caps_fen)[BASE]
    assert fen * 100 <= value * rule.percent


@pytest.mark.parametrize(("months", "fen"), [(0, 0), (3, 60_000), (6, 120_000), (7, 120_000)])
def test_months_are_counted_up_to_the_most(months: int, fen: int) -> None:
    policy, rule = _found(ZHENGZHOU, "work-instead-of-training")
    assert isinstance(rule, MonthlyRule)
    assert calculate_months(policy, rule, months=months, **_case(rule)).explanation.amount_fen == fen
    beside = calculate_months(policy, rule, months=months, others=rule.excluded, **_case(rule))
    assert (beside.explanation.amount_fen, beside.is_fine) == (0, False)
    assert "不得重复享受" in beside.explanation.steps[-1]


def test_what_is_not_known_of_a_precondition_or_not_in_force_gives_no_amount() -> None:
    policy, rule = _share()
    case = _case(rule)
    open_ = calculate_share(policy, rule, kind=BASE, value_fen=100, on=case["on"], met=case["met"][:-1])
    assert (open_.explanation.status, open_.explanation.amount_fen) == ("blocked", None)
    assert any("企业新购置实训设备" in step for step in open_.explanation.steps)
    for day in (date(2019, 12, 1), date(2022, 1, 1)):
        ended = calculate_share(policy, rule, kind=BASE, value_fen=100, on=day, met=case["met"])
        assert (ended.explanation.status, ended.explanation.amount_fen) == ("none", None)
        assert "不在文件执行期内" in ended.explanation.conclusion


def test_trainings_are_counted_by_day_whatever_their_order() -> None:
    policy, rule = _limit()
    days = [date(2020, 12, 31), date(2020, 1, 1), date(2020, 4, 1), date(2020, 8, 1)]
    trainings = [SubsidisedTraining(1, "焊工", f"等级{day.month}", day) for day in days]
    over = check_trainings(policy, rule, trainings)
    assert not over.is_fine
    assert "第4次（2020年12月31日" in over.explanation.steps[-1]
    assert check_trainings(policy, rule, trainings[1:]).is_fine
    again = [SubsidisedTraining(1, "焊工", "技师", day) for day in days[:2]]
    assert "重复" in check_trainings(policy, rule, again).explanation.steps[-1]


def test_contests_that_are_due_are_named_with_their_term() -> None:
    policy, rule = _frequency()
    held = [
        ContestHeld(date(2023, 6, 1)),
        ContestHeld(date(2025, 5, 1)),
        ContestHeld(date(2025, 12, 31), "杞县"),
    ]
    found = check_frequency(policy, rule, held, today=date(2026, 1, 1), unknown=2)
    assert not found.is_fine
    assert found.explanation.conclusion == "欠办8项，其中8项已过期限"
    assert "杞县没有办过" not in "".join(found.explanation.steps)
    assert "另有 2 次县级竞赛" in found.explanation.steps[-1]
    every = [*held, *(ContestHeld(date(2025, 1, 1), county) for county in rule.counties)]
    assert check_frequency(policy, rule, every, today=date(2026, 1, 1)).is_fine
