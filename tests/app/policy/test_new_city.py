"""A city's own policy is added as files, without a line of code."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from app.policy import Policy, evaluate_event, explain, read_policy
from app.policy.cases.running import run_cases_in
from tests.app.policy.builders import a_contest, an_entry, an_event

DOCUMENT = """\
云梦市技能人才奖励办法

云办〔2025〕7号

第一条 市级综合性竞赛前五名分别奖励5000元、4000元、3000元、2000元、1000元。
第二条 县级竞赛第一名奖励500元，前两名的选送单位命名为“云梦市匠心工坊”。
第三条 企业级竞赛第一名奖励100.50元。
第四条 团队项目一队一份，平均分配。
第五条 并列名次各得全额。
"""
PACK = """\
policy: yunmeng-2025
title: 云梦市技能人才奖励办法
city: 云梦市
document:
  number: 云办〔2025〕7号
  title: 云梦市技能人才奖励办法
  signed_on: 2025-03-01
  file: yunban-2025-7.txt
rules:
  - id: prize.city
    title: 市级综合性竞赛奖金
    clause: 第一条
    text: 市级综合性竞赛前五名分别奖励5000元、4000元、3000元、2000元、1000元
    applies_to: {level: municipal, class: comprehensive}
    values:
      2025-03-01: {yuan_by_rank: {1: 5000, 2: 4000, 3: 3000, 4: 2000, 5: 1000}}
  - id: prize.county
    title: 县级竞赛奖金
    clause: 第二条
    text: 县级竞赛第一名奖励500元
    applies_to: {level: county, class: class-one}
    values:
      2025-03-01: {yuan_by_rank: {1: 500}}
  - id: title.county
    title: 匠心工坊
    clause: 第二条
    text: 前两名的选送单位命名为“云梦市匠心工坊”
    applies_to: {level: county, class: class-one, rank_at_most: 2}
    values:
      2025-03-01: {designation: 云梦市匠心工坊}
  - id: prize.enterprise
    title: 企业级竞赛奖金
    clause: 第三条
    text: 企业级竞赛第一名奖励100.50元
    applies_to: {level: enterprise, class: class-one}
    values:
      2025-03-01: {yuan_by_rank: {1: 100.50}}
questions:
  - {id: team-prize, clause: 第四条, text: 团队项目一队一份，平均分配, settled: equal-split}
  - {id: tie, clause: 第五条, text: 并列名次各得全额, settled: each-full}
"""
CASES = """\
policy: yunmeng-2025
cases:
  - name: 第五名也有奖
    given: {level: municipal, class: comprehensive, rank: 5, published_on: 2025-03-01}
    expect: {amount_yuan: 1000}
  - name: 第六名没有
    given: {level: municipal, class: comprehensive, rank: 6, published_on: 2025-03-01}
    expect: {none_because: rank-not-prized}
  - name: 成文前一日
    given: {level: county, rank: 1, published_on: 2025-02-28}
    expect: {blocked_by: [before-policy]}
"""


@pytest.fixture
def city(tmp_path: Path) -> Path:
    """The invented city's folder."""
    folder = tmp_path / "yunmeng-2025"
    (folder / "cases").mkdir(parents=True)
    (folder / "yunban-2025-7.txt").write_text(DOCUMENT, "utf-8")
    (folder / "pack.yaml").write_text(PACK, "utf-8")
    (folder / "cases" / "prizes.yaml").write_text(CASES, "utf-8")
    return folder


@pytest.fixture
def policy(city: Path) -> Policy:
    """The invented city's policy."""
    return read_policy(city)


def test_its_own_cases_hold(city: Path) -> None:
    report = run_cases_in(city)
    assert (report.cases, report.failed) == (3, ())


@pytest.mark.parametrize(
    ("level", "contest_class", "rank", "fen"),
    [
        ("municipal", "comprehensive", 1, 500_000),
        ("municipal", "comprehensive", 5, 100_000),
        ("county", "class-one", 1, 50_000),
        ("enterprise", "class-one", 1, 10_050),
    ],
)
def test_three_levels_with_their_own_amounts(
    policy: Policy, level: str, contest_class: str, rank: int, fen: int
) -> None:
    event = an_event(a_contest(level=level, contest_class=contest_class))
    entry = an_entry(rank=rank, published_on=date(2025, 3, 1))
    assert evaluate_event(event, [entry], policy=policy, rulings=[])[0].amount_fen == fen


def test_its_title_names_the_unit(policy: Policy) -> None:
    event = an_event(a_contest(level="county"))
    (outcome,) = evaluate_event(event, [an_entry(published_on=date(2025, 3, 1))], policy=policy, rulings=[])
    assert (outcome.title, outcome.title_status) == ("云梦市匠心工坊", "proposed")


def test_a_rank_without_money_may_still_name_the_unit(policy: Policy) -> None:
    event = an_event(a_contest(level="county"))
    entry = an_entry(rank=2, published_on=date(2025, 3, 1))
    (outcome,) = evaluate_event(event, [entry], policy=policy, rulings=[])
    assert (outcome.status, outcome.reason, outcome.title) == ("none", "rank-not-prized", "云梦市匠心工坊")


def test_what_its_document_settles_is_not_asked_and_is_quoted(policy: Policy) -> None:
    event = an_event(a_contest(level="county"), form="pair")
    entries = [an_entry(number, published_on=date(2025, 3, 1)) for number in (1, 2)]
    outcomes = evaluate_event(event, entries, policy=policy, rulings=[])
    assert [outcome.amount_fen for outcome in outcomes] == [25_000, 25_000]
    why = explain(1, event=event, entries=entries, policy=policy, rulings=[])
    assert "团队项目一队一份，平均分配" in [quote.text for quote in why.quotes]
    assert "文件规定：一队一份，平均分" in why.as_text()


def test_a_level_it_does_not_reward_gets_nothing(policy: Policy) -> None:
    (outcome,) = evaluate_event(an_event(), [an_entry()], policy=policy, rulings=[])
    assert outcome.reason == "no-rule-for-level"
