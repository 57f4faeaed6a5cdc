"""Rulings and standards of one file that contradict each other are refused together, with line and key."""

from __future__ import annotations

from datetime import date
from typing import cast

import pytest

from app.errors import PolicyFileError
from app.policy import Fault, RulingBook, RulingFacts, parse_rulings_file, parse_standards_file

RULING = """\
  - question: {question}
    answer: {answer}
    basis: 示例会议纪要〔2024〕21号
    decided_on: 2024-12-05
"""
STANDARD = """\
  - rule: world-skills
    recipient: {recipient}
    yuan_by_medal: {{{medal}: {yuan}}}
    basis: 示例〔2024〕{number}号
    valid_from: {since}
"""
HEAD = "policy: xinxiang-2023\n"


def ruling(answer: str, more: str = "", question: str = "team-prize") -> str:
    text = RULING.format(question=question, answer=answer)
    return text + "".join(f"    {line}\n" for line in more.split("|") if line)


def standard(yuan: int, number: int = 9, since: str = "2024-01-01", **other: str) -> str:
    facts = {"recipient": "contestant", "medal": "金牌"} | other
    return STANDARD.format(yuan=yuan, number=number, since=since, **facts)


def faults_of_rulings(*rulings: str) -> list[Fault]:
    with pytest.raises(PolicyFileError) as refused:
        parse_rulings_file(HEAD + "rulings:\n" + "".join(rulings), source="r.yaml")
    return list(cast("tuple[Fault, ...]", refused.value.params["faults"]))


def faults_of_standards(*standards: str) -> list[Fault]:
    with pytest.raises(PolicyFileError) as refused:
        parse_standards_file(HEAD + "standards:\n" + "".join(standards), source="s.yaml")
    return list(cast("tuple[Fault, ...]", refused.value.params["faults"]))


def test_opposite_rulings_are_refused_at_the_second_ones_answer() -> None:
    (fault,) = faults_of_rulings(ruling("equal-split"), ruling("each-member"))
    assert (fault.line, fault.key) == (8, "rulings.1.answer")
    assert "第1条" in fault.problem
    assert "一队一份，平均分" in fault.problem


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("contest: 2024年示例大赛", "contest: 《示例２０２４年大赛》"),  # one scope however it is spelled
        ("contest: 甲赛|event: 焊工", "contest: 甲赛|event: 焊 工"),
        ("valid_to: 2024-06-30", "valid_from: 2024-06-30"),  # one day in common
        ("valid_from: 2024-01-01", ""),
    ],
)
def test_one_scope_and_a_day_in_common_contradict(first: str, second: str) -> None:
    assert len(faults_of_rulings(ruling("equal-split", first), ruling("each-member", second))) == 1


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("contest: 甲赛", ""),  # the narrower one holds for its contest
        ("contest: 甲赛|event: 焊工", "contest: 甲赛"),
        ("contest: 甲赛", "contest: 乙赛"),
        ("contest: 2023年示例大赛", "contest: 2024年示例大赛"),
        ("contest: 第一届示例大赛", "contest: 第二届示例大赛"),
        ("valid_to: 2024-06-29", "valid_from: 2024-06-30"),
    ],
)
def test_other_scopes_and_other_days_do_not(first: str, second: str) -> None:
    text = HEAD + "rulings:\n" + ruling("equal-split", first) + ruling("each-member", second)
    assert len(parse_rulings_file(text, source="r.yaml")) == 2


def test_the_same_answer_twice_contradicts_nothing() -> None:
    text = HEAD + "rulings:\n" + ruling("equal-split") * 2
    assert len(parse_rulings_file(text, source="r.yaml")) == 2


def test_every_contradiction_is_told_beside_every_other_fault() -> None:
    found = faults_of_rulings(
        ruling("equal-split"),
        ruling("each-member"),
        ruling("pooled-share", question="tie"),
        ruling("each-full", question="tie"),
        ruling("perhaps", question="student-group"),
    )
    assert [fault.key for fault in found] == ["rulings.1.answer", "rulings.3.answer", "rulings.4.answer"]


def test_shares_that_differ_contradict_too() -> None:
    answers = [ruling("custom-split", f"shares: [{first}, {100 - first}]") for first in (60, 50)]
    assert len(faults_of_rulings(*answers)) == 1


def test_two_amounts_for_one_medal_and_time_are_refused() -> None:
    (fault,) = faults_of_standards(standard(300_000), standard(500_000, 10))
    assert (fault.line, fault.key) == (8, "standards.1.rule")
    assert "¥300,000.00" in fault.problem
    assert "示例〔2024〕9号" in fault.problem
    assert len(faults_of_standards(standard(300_000), standard(500_000, 10, "2024-03-01"))) == 1
    assert len(faults_of_standards(standard(300_000), standard(500_000, 10, medal="gold"))) == 1


@pytest.mark.parametrize("other", [{"recipient": "expert-team"}, {"medal": "银牌"}])
def test_amounts_for_others_are_taken(other: dict[str, str]) -> None:
    text = HEAD + "standards:\n" + standard(300_000) + standard(500_000, 10, **other)
    assert len(parse_standards_file(text, source="s.yaml")) == 2


def test_standards_that_follow_each_other_are_taken() -> None:
    ended = standard(300_000) + "    valid_to: 2024-06-30\n"
    text = HEAD + "standards:\n" + ended + standard(500_000, 10, "2024-07-01")
    assert len(parse_standards_file(text, source="s.yaml")) == 2


def test_rulings_of_one_day_that_stand_against_each_other_decide_nothing() -> None:
    day = date(2024, 3, 1)
    one = RulingFacts("tie", "each-full", "甲", day)
    other = RulingFacts("tie", "pooled-share", "乙", day, valid_from=date(2024, 1, 1))
    later = RulingFacts("tie", "pooled-share", "丙", date(2024, 3, 2), valid_from=date(2024, 1, 1))
    reaching = RulingBook([one, other]).reaching("甲赛", "焊工")
    assert reaching.find("tie", date(2024, 5, 1)) is None
    assert reaching.find("tie", date(2023, 12, 31)) == one
    assert RulingBook([one, other, later]).reaching("甲赛", "焊工").find("tie", date(2024, 5, 1)) == later
