"""Rulings and standards travel as files; a faulty one is refused whole, with every fault and line."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.document_numbers import corrected_brackets
from app.errors import PolicyFileError
from app.policy import RulingFacts, parse_rulings_file, parse_standards_file

RULINGS = """\
policy: xinxiang-2023
rulings:
  - question: team-prize
    answer: each-member
    basis: 示例会议纪要〔2023〕1号
    decided_on: 2023-09-01
    contest: 2024年河南省职业技能大赛
"""
STANDARDS = """\
policy: xinxiang-2023
standards:
  - rule: world-skills
    recipient: contestant
    yuan_by_medal: {金牌: 300000}
    basis: 示例〔2024〕9号
    valid_from: 2024-01-01
"""


def ruling_faults(text: str) -> list[str]:
    with pytest.raises(PolicyFileError) as caught:
        parse_rulings_file(text, source="rulings.yaml")
    return [str(fault) for fault in caught.value.params["faults"]]  # type: ignore[attr-defined]  # a tuple


def standard_faults(text: str) -> list[str]:
    with pytest.raises(PolicyFileError) as caught:
        parse_standards_file(text, source="standards.yaml")
    return [str(fault) for fault in caught.value.params["faults"]]  # type: ignore[attr-defined]  # a tuple


def test_a_rulings_file_is_read() -> None:
    assert parse_rulings_file(RULINGS, source="rulings.yaml") == [
        RulingFacts(
            "team-prize",
            "each-member",
            "示例会议纪要〔2023〕1号",
            date(2023, 9, 1),
            contest="2024年河南省职业技能大赛",
            policy="xinxiang-2023",
        )
    ]


@pytest.mark.parametrize(
    ("old", "new", "line", "problem"),
    [
        ("answer: each-member", "answer: each", 4, "没有答案 each"),
        ("question: team-prize", "question: team-price", 3, "不认识的问题"),
        ("    basis: 示例会议纪要〔2023〕1号\n", "", 3, "缺少这一项"),
        ("basis: 示例会议纪要〔2023〕1号", "basis: '  '", 5, "缺少裁定依据"),
        ("2023-09-01", "2023-09-31", 6, "需要日期"),
        ("2023-09-01", "'2023-09-01'", 6, "需要日期"),
        ("policy: xinxiang-2023", "policy: xinxiang-2024", 1, "没有政策"),
        ("contest:", "contests:", 7, "不认识的键"),
        ("answer: each-member", "answer: custom-split", 4, "shares"),
        ("contest: 2024年河南省职业技能大赛", "shares: [50, 40]", 7, "合计须为 100"),
        (
            "question: team-prize\n    answer: each-member",
            "question: same-rank\n    answer: tie",
            3,
            "逐赛项",
        ),
        (
            "question: team-prize\n    answer: each-member",
            "question: tie\n    answer: each-full\n    shares: [100]",
            5,
            "不用 shares",
        ),
        (
            "contest: 2024年河南省职业技能大赛",
            "valid_from: 2024-01-02\n    valid_to: 2024-01-01",
            8,
            "截止日期早于",
        ),
        ("示例会议纪要〔2023〕1号", "|\n      示例会议纪要〔2023〕1号\n      第二行", 5, "写成一行"),
        ("2023-09-01", "2023-9-1", 6, "需要日期"),
        ("2023-09-01", "2023-09-01T08:00:00", 6, "需要日期"),
        ("contest: 2024年河南省职业技能大赛", "shares: [050, 50]", 7, "需要整数"),
        ("contest: 2024年河南省职业技能大赛", "shares: [1_0, 0x5A]", 7, "需要整数"),
        ("contest: 2024年河南省职业技能大赛", "contest: |\n      甲\n      乙", 7, "写成一行"),
    ],
)
def test_a_faulty_ruling_is_told_with_its_line(old: str, new: str, line: int, problem: str) -> None:
    assert old in RULINGS
    found = ruling_faults(RULINGS.replace(old, new, 1))
    assert any(f"第{line}行" in told and problem in told for told in found), found


def test_all_faults_of_all_rulings_come_at_once() -> None:
    second = RULINGS.split("rulings:\n")[1].replace("each-member", "nobody")
    found = ruling_faults(RULINGS.replace("2023-09-01", "bald") + second)
    assert len(found) == 2


def test_a_ruling_with_a_wrong_date_is_still_asked_for_its_answer() -> None:
    found = ruling_faults(RULINGS.replace("2023-09-01", "2023-13-01").replace("each-member", "nobody"))
    assert [told.split("：")[0] for told in found] == ["rulings.yaml 第4行", "rulings.yaml 第6行"]


def test_a_basis_in_a_block_of_one_line_is_read_without_its_line_end() -> None:
    text = RULINGS.replace("basis: 示例", "basis: |\n      示例")
    assert parse_rulings_file(text, source="rulings.yaml")[0].basis == "示例会议纪要〔2023〕1号"


def test_what_looks_like_a_number_is_text_where_text_is_wanted() -> None:
    text = RULINGS.replace("contest: 2024年河南省职业技能大赛", "contest: 2024\n    event: 0x10")
    (ruling,) = parse_rulings_file(text, source="rulings.yaml")
    assert (ruling.contest, ruling.event) == ("2024", "0x10")


def test_custom_shares_are_read() -> None:
    text = RULINGS.replace("each-member", "custom-split\n    shares: [50, 30, 20]")
    assert parse_rulings_file(text, source="rulings.yaml")[0].shares == (50, 30, 20)


@given(st.text(max_size=80))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(PolicyFileError):
        parse_rulings_file(text, source="rulings.yaml")
    with suppress(PolicyFileError):
        parse_standards_file(text, source="standards.yaml")


@given(st.integers(0, len(RULINGS) - 1), st.sampled_from(list(":-{}[]&*!|>'\"%@`\x00\t\n #?1a期")))
def test_a_file_with_one_wrong_character_is_read_or_refused(place: int, character: str) -> None:
    with suppress(PolicyFileError):
        parse_rulings_file(RULINGS[:place] + character + RULINGS[place + 1 :], source="rulings.yaml")


@pytest.mark.parametrize(
    "text",
    [
        "policy: &a [*a]\n",
        "a: &a [x, x, x, x, x, x, x, x, x]\n"
        + "".join(f"{n}: &{n} [{', '.join([f'*{p}'] * 9)}]\n" for p, n in pairwise("abcdefgh")),
        "[" * 5000,
        "1: 2\n",
        "policy: !!python/object:os.system {}\n",
        "? [a, b]\n: c\n",
    ],
)
def test_a_file_made_to_harm_is_refused(text: str) -> None:
    assert ruling_faults(text)


@pytest.mark.parametrize("text", ["", "rulings: []\n", "policy: xinxiang-2023\n", "-", "\t"])
def test_what_is_no_rulings_file_is_refused(text: str) -> None:
    assert ruling_faults(text)


def test_a_standards_file_is_read() -> None:
    (standard,) = parse_standards_file(STANDARDS, source="standards.yaml")
    assert standard.amounts_fen == (("金牌", 30_000_000),)
    assert (standard.rule, standard.recipient, standard.policy) == (
        "world-skills",
        "contestant",
        "xinxiang-2023",
    )


@pytest.mark.parametrize(
    ("old", "new", "line", "problem"),
    [
        ("rule: world-skills", "rule: prize.national", 3, "没有待录标准的规则"),
        ("recipient: contestant", "recipient: coach", 4, "不是可用的值"),
        ("{金牌: 300000}", "{金章: 300000}", 5, "不认识的奖牌"),
        ("{金牌: 300000}", "{金牌: 三十万}", 5, "金额不是数字"),
        ("yuan_by_medal: {金牌: 300000}", "yuan_by_medal: {}", 3, "请写明金额"),
        ("    basis: 示例〔2024〕9号\n", "", 3, "缺少这一项"),
        ("2024-01-01", "2023-08-20", 7, "早于政策文件"),
        ("2024-01-01", "2024-01-01\n    valid_to: 2023-12-31", 8, "截止日期早于"),
        ("policy: xinxiang-2023", "policy: xinxiang", 1, "没有政策"),
        ("{金牌: 300000}", "{金牌: 0300000}", 5, "金额写法不对"),
        ("{金牌: 300000}", "{金牌: 30:00}", 5, "金额写法不对"),
        ("{金牌: 300000}", "{金牌: 0x493E0}", 5, "金额写法不对"),
        ("{金牌: 300000}", "{金牌: 300_000}", 5, "金额写法不对"),
        ("{金牌: 300000}", "{金牌: 333.333333333333333}", 5, "金额写法不对"),
        ("{金牌: 300000}", "{金牌: '300000'}", 5, "金额不是数字"),
        ("{金牌: 300000}", "{金牌: 92233720368547758}", 5, "超过上限"),
        ("{金牌: 300000}", "{金牌: 300000, gold: 2}", 5, "同一项"),
        ("{金牌: 300000}", "{金牌: 300000, 金奖: 2}", 5, "同一项"),
        ("{金牌: 300000}", "{金牌: 300000, 金牌: 2}", 5, "写了两次"),
        ("yuan_by_medal: {金牌: 300000}", "yuan_by_kind: {技师（甲）: 1, 技师(甲): 2}", 5, "同一项"),
        ("示例〔2024〕9号", "|\n      示例〔2024〕9号\n      第二行", 6, "写成一行"),
        ("示例〔2024〕9号", '"示例\\a〔2024〕9号"', 6, "U+0007"),
        ("示例〔2024〕9号", "示" * 201, 6, "文字太长"),
        ("示例〔2024〕9号", '" "', 6, "缺少依据"),
    ],
)
def test_a_faulty_standard_is_told_with_its_line(old: str, new: str, line: int, problem: str) -> None:
    assert old in STANDARDS
    found = standard_faults(STANDARDS.replace(old, new, 1))
    assert any(f"第{line}行" in told and problem in told for told in found), found


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("新办[2023]10号", "新办〔2023〕10号"),
        ("新办［2023］10号", "新办〔2023〕10号"),
        ("新办（2023）10号", "新办〔2023〕10号"),
        ("新办(2023)10号", "新办〔2023〕10号"),
        ("新办【2023】10号", "新办〔2023〕10号"),
        ("依据新政办[2023]1号和豫办(2023)4号", "依据新政办〔2023〕1号和豫办〔2023〕4号"),
    ],
)
def test_brackets_of_a_document_number_are_corrected_and_the_original_kept(written: str, right: str) -> None:
    assert corrected_brackets(written) == (right, written)
    (ruling,) = parse_rulings_file(
        RULINGS.replace("示例会议纪要〔2023〕1号", f'"{written}"'), source="r.yaml"
    )
    assert (ruling.basis, ruling.basis_as_written) == (right, written)


@pytest.mark.parametrize("text", ["新办〔2023〕10号", "第十次会议（2023年）纪要", "[2023]"])
def test_what_is_no_wrong_number_is_left_alone(text: str) -> None:
    assert corrected_brackets(text) == (text, "")
