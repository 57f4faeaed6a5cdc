"""What is a basis and what is none: numbers as offices write them, words that fill a cell, days to come."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.bases import Bases, RecordedDocument, is_placeholder
from app.document_numbers import corrected_brackets, numbers_in

TODAY = date(2024, 7, 1)
BRACKETS = ("〔〕", "[]", "()", "［］", "（）", "【】", "〈〉", "<>", "﹝﹞", "{}", "〖〗")
MINUTES = RecordedDocument("市政府第十二次常务会议纪要", "新乡市人民政府", date(2024, 5, 6), is_verified=True)


def problem_of(text: str, *recorded: RecordedDocument) -> str:
    """The code of why a text is no basis on the day of the tests, "" where it is one."""
    problem = Bases(TODAY, recorded).problem(text)
    assert problem is None or (text.strip() in problem.words or not text.strip() or problem.written)
    return problem.code if problem else ""


@pytest.mark.parametrize(
    "text",
    [
        "豫人社函〔2023〕12号",
        "人社厅发〔2022〕48号",
        "市政府常务会议纪要〔2024〕3号",
        "示例（新）〔2024〕5号",
        "豫人社办〔2024〕12-1号",
        "豫人社〔2024〕第7号",
        "2023年第5号公告",
        "公告2024年第3号",
        "中华人民共和国人力资源和社会保障部公告2024年第3号",
        "人力资源社会保障部公告（2024年第3号）",
        "国务院令第653号",
        "依据豫人社函〔2023〕12号",
        "《关于公布一类竞赛目录的通知》（豫人社函〔2023〕12号）",
        "豫人社函〔2023〕12号文件",
        "豫人社〔2024〕1号、新人社〔2024〕2号",
        "豫人社〔2024〕1号和新人社〔2024〕2号",
        "示例〔1949〕1号",
        "示例〔2024〕1号",
    ],
)
def test_a_number_as_offices_write_it_is_a_basis(text: str) -> None:
    assert problem_of(text) == ""


@given(st.sampled_from(BRACKETS), st.integers(1949, 2024), st.integers(1, 9999), st.sampled_from(("", " ")))
def test_whatever_the_brackets_the_number_is_one_basis(pair: str, year: int, serial: int, gap: str) -> None:
    wide = str(serial).translate({ord("0") + digit: 0xFF10 + digit for digit in range(10)})
    for written in (
        f"示例函{gap}{pair[0]}{year}{pair[1]}{gap}{serial}号",
        f"示例函{pair[0]}{year}{pair[1]}{wide}号",
    ):
        right = corrected_brackets(written).number
        assert right == f"示例函〔{year}〕{serial}号"
        assert problem_of(written) == problem_of(right) == ""


WORDS = (
    "待补 待定 待发 后补 见附件 见通知 无 无文号 暂无 未知 不详 同上 0 123 - / —— ? N/A XX 国家级一类 "
    "省级行业一类 市级二类 一类 文号 文号待补 文件 红头文件 会议纪要 公告 示例 领导同意"
)


@pytest.mark.parametrize("text", WORDS.split())
def test_words_that_only_fill_the_cell_are_no_basis(text: str) -> None:
    assert is_placeholder(text)
    assert problem_of(text) == "placeholder"


@pytest.mark.parametrize(
    "text",
    [
        *("〔〕号", "〔2024〕号", "〔2024〕12号", "豫人社〔2024〕号", "豫人社〔〕12号", "豫人社〔24〕12号"),
        *("豫人社〔2024〕0号", "豫人社〔2024〕00号", "豫人社〔2024〕XX号", "〔XXXX〕XX号", "示例〔1948〕4号"),
        *(
            "某局〔2024〕1号",
            "待补〔2024〕1号",
            "文号〔2024〕1号",
            "见附件〔2024〕1号",
            "国家级一类〔2024〕1号",
        ),
        *("示例〔2024〕1号、〔2024〕号", "国务院令第0号"),
    ],
)
def test_a_number_that_lacks_a_part_is_no_basis(text: str) -> None:
    assert problem_of(text) == "unfinished"


@pytest.mark.parametrize(
    "text",
    ["豫人社2024年12号", "第12次会议纪要", "成绩册", "2024年新乡市示例技能竞赛", "第5号", "主任办公会"],
)
def test_what_nobody_recorded_is_no_basis(text: str) -> None:
    assert problem_of(text) == "unrecorded"


def test_a_year_to_come_is_no_basis_until_it_has_come() -> None:
    assert problem_of("示例〔2025〕4号") == "future-year"
    assert problem_of("示例〔2024〕1号、示例〔2025〕2号") == "future-year"
    assert problem_of("公告2025年第3号") == "future-year"
    assert Bases(date(2024, 12, 31)).problem("示例〔2025〕4号") is not None
    assert Bases(date(2025, 1, 1)).problem("示例〔2025〕4号") is None


def test_a_number_beside_the_word_that_it_is_not_issued_is_no_basis() -> None:
    assert problem_of("待定，拟用示例〔2024〕9号") == "not-issued"
    assert problem_of("示例〔2024〕9号（征求意见稿）") == "not-issued"
    assert problem_of("关于撤销成绩的决定（示例〔2024〕3号）") == ""


def test_a_document_without_a_number_is_a_basis_once_recorded_dated_and_verified() -> None:
    assert problem_of(MINUTES.name, MINUTES) == ""
    assert problem_of(MINUTES.name) == "unrecorded"
    assert problem_of(MINUTES.name, RecordedDocument(MINUTES.name, "", MINUTES.dated_on, True)) == "undated"
    assert problem_of(MINUTES.name, RecordedDocument(MINUTES.name, "新乡市人民政府", None, True)) == "undated"
    unseen = RecordedDocument(MINUTES.name, MINUTES.issuer, MINUTES.dated_on, is_verified=False)
    assert problem_of(MINUTES.name, unseen) == "unverified"


def test_a_recorded_day_to_come_closes_the_gate_for_names_and_numbers() -> None:
    tomorrow = RecordedDocument("示例〔2024〕9号", "新乡市人民政府", date(2024, 7, 2), is_verified=True)
    assert problem_of("示例〔2024〕9号", tomorrow) == "future-date"
    today = RecordedDocument("示例〔2024〕9号", "新乡市人民政府", TODAY, is_verified=False)
    assert problem_of("示例〔2024〕9号", today) == ""


def test_every_number_of_a_text_is_found_without_what_leads_in() -> None:
    found = numbers_in("依据豫人社〔2024〕1号和新人社〔2023〕2号，另见国务院令第653号")
    assert found.numbers == (
        ("豫人社〔2024〕1号", 2024),
        ("新人社〔2023〕2号", 2023),
        ("国务院令第653号", None),
    )
    assert found.unfinished == ()
