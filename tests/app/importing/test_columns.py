"""What the columns of a list are taken for: by their words, their cells, or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from app.importing import SheetMapping, field_titles
from app.importing.columns.synonyms import (
    AMBIGUOUS,
    AMBIGUOUS_UNIT_HEADERS,
    HARMLESS,
    NEEDS_PROOF,
    PRIZE_MONEY,
    SYNONYMS,
    UNCLEAR_DAYS,
)
from app.store import Store
from tests.app.importing.column_lists import (
    ABOVE,
    BASE,
    CARDS,
    FIRST,
    IDS,
    NAMES,
    OTHER_PHONES,
    OTHERS,
    PHONES,
    beside,
    fields,
    instead,
    listed,
    people,
    said,
)
from tests.app.importing.lists import plan_for, write_xlsx
from tests.synthetic import person_name, resident_id

WORDS = {
    "name": (
        "参赛者 参赛人 参赛人姓名 参赛队员 学员姓名 学生姓名 职工姓名 员工姓名 获奖人 获奖学生 考生姓名 "
        "受奖人 选手名称 人员姓名 本人姓名 奖励对象"
    ),
    "id_number": (
        "证件号 身份证编号 居民身份证 公民身份证号 二代身份证号 有效身份证件号码 本人身份证号 选手身份证号 "
        "学生身份证号码 身份证号（18位） 证照号码"
    ),
    "unit": (
        "报送单位 推荐单位 参赛学校 参赛院校 选送学校 派出单位名称 申报单位 获奖单位 参赛企业 组队单位 单位 "
        "所在学校 就读院校 院校名称 学校名称 企业名称"
    ),
    "rank": "名次/奖项 排名 最终排名 个人名次 获得名次 总成绩排名 综合排名 决赛名次 取得名次 名次（决赛）",
    "event": "项目 比赛项目 参赛项目名称 竞赛工种 参赛赛项 获奖项目 职业（工种） 工种名称 竞赛专业",
}


@pytest.mark.parametrize(
    ("field", "header"), [(field, header) for field, words in WORDS.items() for header in words.split()]
)
def test_what_offices_call_a_column(sqlite_store: Store, tmp_path: Path, field: str, header: str) -> None:
    of = {"name": "姓名", "id_number": "身份证号码", "unit": "选送单位", "rank": "名次", "event": "赛项"}[
        field
    ]
    at = BASE.index(of)
    plan = instead(sqlite_store, tmp_path, of, {header: [row[at] for row in people()]})
    assert fields(plan)[header] == field
    assert (plan.counts.new, plan.findings) == (3, ())


@pytest.mark.parametrize(
    ("header", "cells", "field"),
    [
        ("级别", ["一等奖", "二等奖", "三等奖"], "grade"),
        ("获奖等级", ["一等奖", "二等奖", "三等奖"], "grade"),
        ("等级", ["一等奖", "二等奖", "二等奖"], "grade"),
        ("类别", ["学生", "学生", "学生"], "group"),
        ("类别", ["职工组", "职工组", "学生组"], "group"),
        ("类别", ["选手", "选手", "选手"], "role"),
        ("人员类别", ["选手", "选手", "选手"], "role"),
        ("身份", ["学生", "学生", "职工"], "group"),
        ("类型", ["单人", "单人", "单人"], "form"),
        ("类型", ["甲", "乙", "丙"], ""),
        ("项目类别", ["制造类", "服务类", "制造类"], ""),
        ("选手类型", ["在编", "合同制", "在编"], ""),
        ("组别", ["单人赛", "单人赛", "单人赛"], "form"),
        ("成绩", ["一等奖", "一等奖", "二等奖"], "grade"),
        ("成绩", [91, 90.5, 88], "score"),
        ("参赛队", ["01", "02", "03"], "team_no"),
        ("参赛队", ["一队", "二队", "3队"], "team_no"),
        ("等级", ["高级工", "技师", "高级技师"], ""),
    ],
)
def test_the_cells_say_what_an_ambiguous_word_means(
    sqlite_store: Store, tmp_path: Path, header: str, cells: list[Any], field: str
) -> None:
    plan = beside(sqlite_store, tmp_path, {header: cells})
    assert fields(plan)[header] == field
    assert plan.counts.new == 3


@pytest.mark.parametrize(
    "cells", [["新乡市", "郑州市", "洛阳市"], ["示例公司", "示例学院", "示例厂"], ["新乡", "郑州", "开封"]]
)
def test_a_team_named_as_a_delegation_is_the_unit(
    sqlite_store: Store, tmp_path: Path, cells: list[str]
) -> None:
    plan = instead(sqlite_store, tmp_path, "选送单位", {"参赛队": cells})
    assert fields(plan)["参赛队"] == "unit"
    assert [row.unit for row in plan.page()] == cells


def test_a_delegation_beside_the_unit_is_no_team(sqlite_store: Store, tmp_path: Path) -> None:
    plan = beside(sqlite_store, tmp_path, {"代表队": ["新乡市", "新乡市", "洛阳市"]})
    assert said(plan) == [("代表队", "column-unread")]
    assert (fields(plan)["代表队"], plan.counts.new) == ("", 3)


def test_the_item_is_the_group_where_the_trade_is_the_event(sqlite_store: Store, tmp_path: Path) -> None:
    columns: dict[str, Sequence[Any]] = {"项目": ["职工组"] * 3, "工种": ["电工", "焊工", "钳工"]}
    plan = instead(sqlite_store, tmp_path, "赛项", columns)
    assert [(row.event, row.group) for row in plan.page()] == [
        ("电工", "职工组"),
        ("焊工", "职工组"),
        ("钳工", "职工组"),
    ]


def test_an_event_named_by_its_form_stays_the_event(sqlite_store: Store, tmp_path: Path) -> None:
    columns: dict[str, Sequence[Any]] = {"赛项": ["三人赛项"] * 3, "参赛形式": ["三人"] * 3}
    plan = instead(sqlite_store, tmp_path, "赛项", columns)
    assert {row.event for row in plan.page()} == {"三人赛项"}


def test_people_in_a_class_column_keep_nobody_out(sqlite_store: Store, tmp_path: Path) -> None:
    plan = beside(sqlite_store, tmp_path, {"类别": ["选手", "教师", "选手"]})
    assert said(plan) == [("类别", "column-unread")]
    assert plan.counts.new == 3


# -- two columns of one field


@pytest.mark.parametrize(
    "columns",
    [
        {"预赛排名": [7, 8, 9], "名次": [1, 2, 3]},
        {"初赛名次": [7, 8, 9], "决赛名次": [1, 2, 3]},
        {"名次（团体）": [1, 1, 1], "名次（个人）": [1, 2, 3]},
        {"团体名次": [1, 1, 1], "名次": [1, 2, 3]},
        {"单位名次": [1, 1, 1], "个人名次": [1, 2, 3]},
        {"理论排名": [3, 2, 1], "实操排名": [2, 3, 1], "总成绩排名": [1, 2, 3]},
        {"半决赛排名": [3, 2, 1], "决赛排名": [1, 2, 3]},
        {"原名次": [3, 2, 1], "现名次": [1, 2, 3]},
        {"名次": [1, 2, 3], "排名": [1, 2, 3]},
    ],
)
def test_words_tell_ranks_apart(
    sqlite_store: Store, tmp_path: Path, columns: dict[str, Sequence[Any]]
) -> None:
    plan = instead(sqlite_store, tmp_path, "名次", columns)
    assert [row.result for row in plan.page()] == ["第1名", "第2名", "第3名"]
    assert {one.severity for one in plan.findings} <= {"info"}


@pytest.mark.parametrize(
    ("of", "columns", "code"),
    [
        ("名次", {"排名": [7, 8, 9], "名次": [1, 2, 3]}, "column-ambiguous"),
        ("名次", {"名次": [1, 2, 3], "决赛名次": [3, 2, 1]}, "column-ambiguous"),
        ("名次", {"预赛排名": [1, 2, 3]}, "column-not-final"),
        ("名次", {"团体名次": [1, 1, 1]}, "column-not-final"),
        (
            "身份证号码",
            {"证件号码": IDS, "身份证号": [resident_id(n) for n in (1, 2, 3)]},
            "column-ambiguous",
        ),
        ("姓名", {"姓名": NAMES, "获奖者": [person_name(n) for n in (1, 2, 3)]}, "column-ambiguous"),
        ("赛项", {"项目": ["焊接"] * 3, "工种": ["电工"] * 3}, "column-ambiguous"),
        ("选送单位", {"选送单位": ["甲公司"] * 3, "推荐单位": ["乙公司"] * 3}, "column-ambiguous"),
    ],
)
def test_two_columns_of_one_field_are_asked_about(
    sqlite_store: Store, tmp_path: Path, of: str, columns: dict[str, Sequence[Any]], code: str
) -> None:
    plan = instead(sqlite_store, tmp_path, of, columns)
    assert code in {one.code for one in plan.findings if one.row == FIRST - 1 and one.severity == "question"}
    assert plan.counts.new == 0


def test_the_question_is_answered_by_choosing_a_column(sqlite_store: Store, tmp_path: Path) -> None:
    rows = [[*row[:1], 9 - at, *row[1:]] for at, row in enumerate(people())]
    header = ["赛项", "排名", *BASE[1:]]
    chosen = {"成绩": SheetMapping(columns={2: "rank"})}
    plan = listed(sqlite_store, tmp_path, header, rows, mapping=chosen)
    assert [row.result for row in plan.page()] == ["第1名", "第2名", "第3名"]
    assert not plan.has_errors


def test_columns_that_differ_in_one_row_keep_that_row_out(sqlite_store: Store, tmp_path: Path) -> None:
    rows = [[*row, row[1]] for row in people(80)]
    rows[70][-1] = 5
    plan = listed(sqlite_store, tmp_path, [*BASE, "排名"], rows)
    assert [(one.row, one.code) for one in plan.findings] == [(FIRST + 70, "columns-differ")]
    assert (plan.counts.new, plan.counts.skipped) == (79, 1)


def test_two_cards_are_left_out_with_a_question(sqlite_store: Store, tmp_path: Path) -> None:
    plan = beside(sqlite_store, tmp_path, {"银行卡号": CARDS, "社保卡号": OTHERS})
    assert said(plan) == [("银行卡号", "column-ambiguous")]


def test_two_telephones_are_left_out_and_keep_nobody_out(sqlite_store: Store, tmp_path: Path) -> None:
    plan = beside(sqlite_store, tmp_path, {"联系电话": PHONES, "电话": OTHER_PHONES})
    assert said(plan) == [("联系电话", "column-several")]
    assert plan.counts.new == 3
    assert "phone" not in fields(plan).values()


def test_the_mobile_is_taken_beside_another_telephone(sqlite_store: Store, tmp_path: Path) -> None:
    plan = beside(sqlite_store, tmp_path, {"联系电话": OTHER_PHONES, "手机号码": PHONES})
    assert fields(plan)["手机号码"] == "phone"


@pytest.mark.parametrize("header", ["日期", "时间", "获奖日期", "颁奖时间"])
def test_an_unclear_day_is_asked_about(sqlite_store: Store, tmp_path: Path, header: str) -> None:
    rows = [[*row, "2024-06-18"] for row in people()]
    above = [ABOVE[0], ["竞赛级别：市级一类　　类别依据：示例〔2024〕1号"]]
    file = write_xlsx(tmp_path / "成绩.xlsx", {"成绩": [*above, [*BASE, header], *rows]})
    plan = plan_for(sqlite_store, file)
    assert (header, "column-day-unclear") in said(plan)
    assert plan.counts.new == 0


def test_no_word_of_a_header_stands_for_two_things() -> None:
    words = [word for of_field in SYNONYMS.values() for word in of_field]
    assert len(set(words)) == len(words)
    for others in (HARMLESS, PRIZE_MONEY, UNCLEAR_DAYS, AMBIGUOUS_UNIT_HEADERS):
        assert not others & set(words)
    assert AMBIGUOUS.keys() >= NEEDS_PROOF
    assert {name for names in AMBIGUOUS.values() for name in names} <= set(field_titles())
