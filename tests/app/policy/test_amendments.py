"""An amending document: each dated value rests on its own clause, and the one in force is quoted."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from app.errors import PolicyFileError
from app.policy import (
    Explanation,
    Outcome,
    Policy,
    evaluate_event,
    explain,
    read_policy,
    rules_by_clause,
)
from app.policy.cases.running import run_cases_in
from tests.app.policy.builders import a_contest, an_entry, an_event

BEFORE, AMENDED, ENDED = date(2025, 3, 1), date(2026, 5, 1), date(2027, 1, 1)
TEXTS = {
    "yunban-2025-7.txt": "第一条 县级竞赛第一名奖励500元，第一名的选送单位命名为“云梦市匠心工坊”。\n",
    "yunban-2026-3.txt": (
        "第二条 将第一条的奖励改为800元，称号改为“云梦市匠心名坊”。\n第三条 自2026年5月1日起施行。\n"
    ),
    "yunban-2026-9.txt": "第三条 县级竞赛奖励自2027年1月1日起废止。\n",
}
PACK = """\
policy: yunmeng-2025
title: 云梦市技能人才奖励办法
city: 云梦市
document: {number: 云办〔2025〕7号, title: 奖励办法, signed_on: 2025-03-01, file: yunban-2025-7.txt}
documents:
  - {number: 云办〔2026〕3号, title: 关于修改奖励办法的通知, signed_on: 2026-04-20, file: yunban-2026-3.txt}
  - {number: 云办〔2026〕9号, title: 关于废止奖励的通知, signed_on: 2026-12-20, file: yunban-2026-9.txt}
rules:
  - id: prize.county
    title: 县级竞赛奖金
    clause: 第一条
    text: 县级竞赛第一名奖励500元
    applies_to: {level: county, class: class-one}
    values:
      2025-03-01: {yuan_by_rank: {1: 500}}
      2026-05-01:
        yuan_by_rank: {1: 800}
        document: 云办〔2026〕3号
        clause: 第二条
        text: 将第一条的奖励改为800元
      2027-01-01:
        ends: true
        document: 关于废止奖励的通知
        clause: 第三条
        text: 县级竞赛奖励自2027年1月1日起废止
  - id: title.county
    title: 匠心工坊
    clause: 第一条
    text: 第一名的选送单位命名为“云梦市匠心工坊”
    applies_to: {level: county, class: class-one, rank_at_most: 1}
    values:
      2025-03-01: {designation: 云梦市匠心工坊}
      2026-05-01:
        designation: 云梦市匠心名坊
        document: 云办〔2026〕3号
        clause: 第二条
        text: 称号改为“云梦市匠心名坊”
"""
CASES = """\
policy: yunmeng-2025
cases:
  - name: 修改前一日按原文件
    given: {level: county, rank: 1, published_on: 2026-04-30}
    expect: {amount_yuan: 500, document: 云办〔2025〕7号, clause: 第一条, designation: 云梦市匠心工坊}
  - name: 修改当日按修改文件
    given: {level: county, rank: 1, published_on: 2026-05-01}
    expect: {amount_yuan: 800, document: 云办〔2026〕3号, clause: 第二条, designation: 云梦市匠心名坊}
  - name: 废止前一日
    given: {level: county, rank: 1, published_on: 2026-12-31}
    expect: {amount_yuan: 800, document: 云办〔2026〕3号}
  - name: 废止当日
    given: {level: county, rank: 1, published_on: 2027-01-01}
    expect: {none_because: not-in-force, document: 云办〔2026〕9号, clause: 第三条}
"""
EVENT = an_event(a_contest(level="county"))


@pytest.fixture
def city(tmp_path: Path) -> Path:
    """The folder of an invented city's policy that was amended once and repealed once."""
    folder = tmp_path / "yunmeng-2025"
    (folder / "cases").mkdir(parents=True)
    for name, text in TEXTS.items():
        (folder / name).write_text(text, "utf-8")
    (folder / "pack.yaml").write_text(PACK, "utf-8")
    (folder / "cases" / "amended.yaml").write_text(CASES, "utf-8")
    return folder


def outcome_on(day: date, policy: Policy) -> Outcome:
    (outcome,) = evaluate_event(EVENT, [an_entry(published_on=day)], policy=policy, rulings=[])
    return outcome


def explained_on(day: date, policy: Policy) -> Explanation:
    return explain(1, event=EVENT, entries=[an_entry(published_on=day)], policy=policy, rulings=[])


def faults(city: Path, old: str, new: str) -> list[str]:
    assert old in PACK
    (city / "pack.yaml").write_text(PACK.replace(old, new, 1), "utf-8")
    with pytest.raises(PolicyFileError) as caught:
        read_policy(city)
    return [str(fault) for fault in caught.value.params["faults"]]  # type: ignore[attr-defined]  # a tuple


def test_its_cases_hold_on_both_sides_of_each_day(city: Path) -> None:
    report = run_cases_in(city)
    assert (report.cases, report.failed) == (4, ())


def test_a_case_that_expects_the_wrong_reference_does_not_hold(city: Path) -> None:
    wrong = CASES.replace(
        "amount_yuan: 800, document: 云办〔2026〕3号", "amount_yuan: 800, document: 云办〔2025〕7号", 1
    )
    (city / "cases" / "amended.yaml").write_text(wrong, "utf-8")
    (failed,) = run_cases_in(city).failed
    assert failed.differences == ("第1条 document：应为 云办〔2025〕7号，实为 云办〔2026〕3号",)


@pytest.mark.parametrize(
    ("day", "fen", "document", "text"),
    [
        (BEFORE, 50_000, "云办〔2025〕7号", "县级竞赛第一名奖励500元"),
        (AMENDED - timedelta(days=1), 50_000, "云办〔2025〕7号", "县级竞赛第一名奖励500元"),
        (AMENDED, 80_000, "云办〔2026〕3号", "将第一条的奖励改为800元"),
        (ENDED - timedelta(days=1), 80_000, "云办〔2026〕3号", "将第一条的奖励改为800元"),
    ],
)
def test_the_reference_of_the_value_in_force_is_quoted_and_no_other(
    city: Path, day: date, fen: int, document: str, text: str
) -> None:
    policy = read_policy(city)
    assert outcome_on(day, policy).amount_fen == fen
    why = explained_on(day, policy)
    prize, title = why.quotes
    assert (prize.document_number, prize.text, prize.rule) == (document, text, "prize.county")
    assert (title.document_number, title.rule) == (document, "title.county")
    other = ({"云办〔2025〕7号", "云办〔2026〕3号"} - {document}).pop()
    assert other not in why.as_text()
    assert document in " ".join(why.steps)


def test_a_repeal_is_quoted_from_its_own_day_on(city: Path) -> None:
    policy = read_policy(city)
    assert outcome_on(ENDED, policy).reason == "not-in-force"
    why = explained_on(ENDED, policy)
    assert [(quote.document_number, quote.clause) for quote in why.quotes] == [("云办〔2026〕9号", "第三条")]
    assert any("云办〔2026〕9号" in step for step in why.steps)


def test_the_policy_knows_all_documents_it_rests_on(city: Path) -> None:
    numbers = [document.number for document in read_policy(city).documents]
    assert numbers == ["云办〔2025〕7号", "云办〔2026〕3号", "云办〔2026〕9号"]


def test_another_clause_of_the_same_document_needs_no_document(city: Path) -> None:
    text = TEXTS["yunban-2025-7.txt"] + "第二条 自2026年5月1日起奖励800元。\n"
    (city / "yunban-2025-7.txt").write_text(text, "utf-8")
    pack = PACK.replace(
        "        document: 云办〔2026〕3号\n        clause: 第二条\n        text: 将第一条的奖励改为800元",
        "        clause: 第二条\n        text: 自2026年5月1日起奖励800元",
        1,
    )
    (city / "pack.yaml").write_text(pack, "utf-8")
    quote = explained_on(AMENDED, read_policy(city)).quotes[0]
    assert (quote.document_number, quote.clause) == ("云办〔2025〕7号", "第二条")


@pytest.mark.parametrize(
    ("old", "new", "line", "problem"),
    [
        (
            "text: 将第一条的奖励改为800元",
            "text: 将第一条的奖励改为900元",
            20,
            "云办〔2026〕3号：条款原文与文件不一致",
        ),
        ("clause: 第二条", "clause: 第九条", 19, "没有条款"),
        ("        text: 将第一条的奖励改为800元\n", "", 19, "须写明条款号（clause）和条款原文（text）"),
        ("document: 云办〔2026〕3号", "document: 云办〔2026〕4号", 18, "找不到依据文件"),
        ("        yuan_by_rank: {1: 800}\n", "", 16, "二者择一"),
        ("        ends: true\n", "        ends: true\n        yuan_by_rank: {1: 5}\n", 23, "二者择一"),
        ("ends: true", "ends: yes", 22, "需要 true 或 false"),
        ("yuan_by_rank: {1: 800}", "yuan_by_rank: {}", 17, "不能为空"),
        ("        clause: 第二条\n", "        clauses: 第二条\n", 19, "不认识的键"),
    ],
)
def test_a_faulty_reference_is_told_with_its_line(
    city: Path, old: str, new: str, line: int, problem: str
) -> None:
    found = faults(city, old, new)
    assert any(f"第{line}行" in told and problem in told for told in found), found


def test_an_amended_rule_stands_under_each_clause_it_rests_on(city: Path) -> None:
    rules = rules_by_clause([read_policy(city)])
    found = {
        (name, number): [rule.id for _, rule in here]
        for name, n in rules.items()
        for number, here in n.items()
    }
    assert found == {
        ("云办〔2025〕7号", "第一条"): ["prize.county", "title.county"],
        ("云办〔2026〕3号", "第二条"): ["prize.county", "title.county"],
        ("云办〔2026〕9号", "第三条"): ["prize.county"],
    }
