"""Sheets that hold several tables: below each other, side by side, parted by lines, under wide headers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from app.importing import write_rejected
from app.store import Store
from tests.app.importing.lists import a_row, plan_for, plan_of_rows
from tests.app.importing.sheets_of_tables import (
    COLLEGE,
    FACTORY,
    FACTS,
    HEADER,
    PLAIN_HEADER,
    TITLE,
    Row,
    loud,
    plan_of_sheet,
    plan_of_sheets,
    taken,
    who,
)


def test_a_second_table_has_columns_of_its_own(sqlite_store: Store, tmp_path: Path) -> None:
    second = ["名次", "身份证号码", "选送单位", "姓名", "手机号码", "赛项"]
    name, number = who(2)
    plan = plan_of_sheet(
        sqlite_store,
        tmp_path,
        *(TITLE, FACTS, HEADER, ["电工", 1, *who(1), COLLEGE], []),
        *(second, [1, number, FACTORY, name, "13900000002", "焊工"]),
    )
    assert taken(plan, "event", "result", "unit") == [
        (4, 1, "电工", "第1名", COLLEGE),
        (7, 2, "焊工", "第1名", FACTORY),
    ]
    assert loud(plan) == []


def test_units_of_a_table_are_not_those_of_the_one_above(sqlite_store: Store, tmp_path: Path) -> None:
    plan = plan_of_sheet(
        sqlite_store,
        tmp_path,
        *(TITLE, FACTS, [*HEADER, "工作单位"], ["电工", 1, *who(1), "选送甲", "工作甲"], []),
        *([*HEADER[:4], "工作单位", "选送单位"], ["焊工", 1, *who(2), "工作乙", "选送乙"]),
    )
    assert taken(plan, "unit") == [(4, 1, "选送甲"), (7, 2, "选送乙")]


def test_a_table_without_units_takes_none_from_the_one_above(sqlite_store: Store, tmp_path: Path) -> None:
    plan = plan_of_sheet(
        sqlite_store,
        tmp_path,
        *(TITLE, FACTS, HEADER, ["电工", 1, *who(1), COLLEGE], []),
        *(HEADER[:4], ["焊工", 1, *who(2)]),
    )
    assert taken(plan, "unit") == [(4, 1, COLLEGE), (7, 2, "")]
    assert loud(plan) == [(0, "warning", "unit-column-missing")]


def test_a_title_between_tables_belongs_to_the_lower_one(sqlite_store: Store, tmp_path: Path) -> None:
    plan = plan_of_sheet(
        sqlite_store,
        tmp_path,
        *(["2024年示例市职业技能大赛获奖名单（职工组）"], FACTS, HEADER, ["电工", 1, *who(1), FACTORY]),
        *(["制表人：某某"], [], ["2024年示例市职业技能大赛获奖名单（学生组）"]),
        *(HEADER, ["电工", 1, *who(2), COLLEGE]),
    )
    assert taken(plan, "group", "level") == [(4, 1, "职工组", "市级一类"), (9, 2, "学生组", "市级一类")]
    assert loud(plan) == []


def test_another_contest_takes_over_no_level_and_no_day(sqlite_store: Store, tmp_path: Path) -> None:
    plan = plan_of_sheet(
        sqlite_store,
        tmp_path,
        *(TITLE, FACTS, HEADER, ["电工", 1, *who(1), COLLEGE], []),
        *(["2023年示例市创新大赛获奖名单"], HEADER, ["焊工", 1, *who(2), FACTORY]),
    )
    assert taken(plan) == [(4, 1)]
    assert loud(plan) == [(7, "error", "region-lacks"), (7, "error", "region-lacks")]
    assert [(account.taken, account.kept_out) for account in plan.account] == [(1, 1)]


def test_the_header_comes_again_on_each_page(sqlite_store: Store, tmp_path: Path) -> None:
    page: list[Row] = [TITLE, FACTS, PLAIN_HEADER]
    plan = plan_of_sheet(
        sqlite_store,
        tmp_path,
        *(*page, ["赛项：焊工"], [1, 1, *who(1), COLLEGE], PLAIN_HEADER, [2, 2, *who(2), COLLEGE]),
    )
    assert taken(plan, "event") == [(5, 1, "焊工"), (7, 2, "焊工")]


def test_sections_of_two_levels(sqlite_store: Store, tmp_path: Path) -> None:
    plan = plan_of_sheet(
        sqlite_store,
        tmp_path,
        *(TITLE, FACTS, PLAIN_HEADER),
        *(["一、学生组"], ["（一）焊工"], [1, 1, *who(1), COLLEGE], ["小计", "1人"]),
        *(["（二）电工"], [1, 1, *who(2), COLLEGE]),
        *(["二、职工组"], ["（一）焊工"], [1, 1, *who(3), FACTORY], ["合计", None, "3人"]),
    )
    assert taken(plan, "group", "event") == [
        (6, 1, "学生组", "焊工"),
        (9, 2, "学生组", "电工"),
        (12, 3, "职工组", "焊工"),
    ]
    assert loud(plan) == []


def test_an_inner_section_ends_with_the_outer_one(sqlite_store: Store, tmp_path: Path) -> None:
    plan = plan_of_sheet(
        sqlite_store,
        tmp_path,
        *(TITLE, FACTS, PLAIN_HEADER, ["学生组"], ["赛项：焊工"], [1, 1, *who(1), COLLEGE]),
        *(["职工组"], [1, 1, *who(2), FACTORY]),
    )
    assert taken(plan, "event") == [(6, 1, "焊工")]
    assert loud(plan) == [(7, "error", "region-lacks")]


@pytest.mark.parametrize(
    ("lines", "results"),
    [
        (("一等奖（1名）", "二等奖"), ["一等奖", "二等奖"]),
        (("冠军", "亚军"), ["第1名", "第2名"]),
        (("金牌", "银牌"), ["金牌", "银牌"]),
        (("第一名", "第二名"), ["第1名", "第2名"]),
    ],
)
def test_results_as_sections(
    sqlite_store: Store, tmp_path: Path, lines: tuple[str, str], results: list[str]
) -> None:
    header = ["序号", "赛项", "姓名", "身份证号码", "选送单位"]
    plan = plan_of_sheet(
        sqlite_store,
        tmp_path,
        *(TITLE, FACTS, header),
        *([lines[0]], [1, "电工", *who(1), COLLEGE], [lines[1]], [2, "电工", *who(2), COLLEGE]),
    )
    assert taken(plan, "result") == [(5, 1, results[0]), (7, 2, results[1])]


def test_a_section_as_label_and_value_in_two_cells(sqlite_store: Store, tmp_path: Path) -> None:
    plan = plan_of_sheet(
        sqlite_store,
        tmp_path,
        *(TITLE, FACTS, PLAIN_HEADER, ["赛项：", "焊工"], [1, 1, *who(1), COLLEGE]),
        *(["组别", "学生组"], [2, 2, *who(2), COLLEGE]),
    )
    assert taken(plan, "event", "group") == [(5, 1, "焊工", ""), (7, 2, "焊工", "学生组")]


def test_a_line_nobody_understands_keeps_out_what_it_may_speak_of(
    sqlite_store: Store, tmp_path: Path
) -> None:
    line = ["第二批次，共计若干，详见附表及说明。"]
    plan = plan_of_sheet(
        sqlite_store,
        tmp_path,
        *(TITLE, FACTS, PLAIN_HEADER, ["赛项：焊工"], [1, 1, *who(1), COLLEGE]),
        *(line, [2, 2, *who(2), COLLEGE], ["赛项：电工"], [1, 1, *who(3), COLLEGE]),
    )
    assert taken(plan, "event") == [(5, 1, "焊工"), (9, 3, "电工")]
    assert loud(plan) == [(6, "question", "section-unclear")]
    assert plan.has_errors
    every = plan_of_sheet(
        sqlite_store,
        tmp_path,
        *(TITLE, FACTS, HEADER, ["焊工", 1, *who(1), COLLEGE], line, ["焊工", 2, *who(2), COLLEGE]),
    )
    assert taken(every) == [(4, 1), (6, 2)]
    assert loud(every) == [(5, "warning", "line-ignored")]


@pytest.mark.parametrize("gap", [[], [None]])
def test_three_tables_side_by_side(sqlite_store: Store, tmp_path: Path, gap: list[Any]) -> None:
    header = ["名次", "姓名", "身份证号码", "选送单位"]
    rows: list[Row] = [
        [1, *who(1), COLLEGE, *gap, 3, *who(3), COLLEGE, *gap, 5, *who(5), COLLEGE],
        [2, *who(2), COLLEGE, *gap, 4, *who(4), COLLEGE],
    ]
    plan = plan_of_sheet(
        sqlite_store,
        tmp_path,
        ["2024年示例市职业技能大赛电工赛项获奖名单"],
        *[FACTS, [*header, *gap, *header, *gap, *header], *rows],
    )
    assert taken(plan, "result") == [
        *((4, 1, "第1名"), (5, 2, "第2名"), (4, 3, "第3名")),
        *((5, 4, "第4名"), (4, 5, "第5名")),
    ]
    assert loud(plan) == []
    assert [account.as_json() for account in plan.account] == [
        {"sheet": "表", "filled": 5, "taken": 2, "kept_out": 0, "named": 3}
    ]


def test_tables_side_by_side_have_lines_and_columns_of_their_own(sqlite_store: Store, tmp_path: Path) -> None:
    plan = plan_of_sheet(
        sqlite_store,
        tmp_path,
        *(TITLE, FACTS, ["电工", None, None, None, None, "焊工"]),
        ["名次", "姓名", "身份证号码", "选送单位", None, "选送单位", "身份证号码", "姓名", "名次"],
        [1, *who(1), COLLEGE, None, FACTORY, *reversed(who(2)), 1],
    )
    assert taken(plan, "event", "unit") == [(5, 1, "电工", COLLEGE), (5, 2, "焊工", FACTORY)]


def test_a_fault_on_one_side_keeps_the_other_side(sqlite_store: Store, tmp_path: Path) -> None:
    header = ["名次", "姓名", "身份证号码", "选送单位"]
    plan = plan_of_sheet(
        sqlite_store,
        tmp_path,
        ["2024年示例市职业技能大赛电工赛项获奖名单"],
        *(FACTS, [*header, None, *header], [1, *who(1), COLLEGE, None, 2, "李四", "41070219", COLLEGE]),
    )
    assert taken(plan) == [(4, 1)]
    assert loud(plan) == [(4, "error", "id-length")]
    assert [(account.taken, account.kept_out) for account in plan.account] == [(0, 1)]
    write_rejected(plan, tmp_path / "退回.xlsx")
    sheet = load_workbook(tmp_path / "退回.xlsx").active
    assert sheet is not None
    titles, row = ([cell.value for cell in sheet[number]] for number in (3, 4))
    assert (titles[-1], row[5:8]) == ("原因", [2, "李四", "41070219"])
    assert "身份证号码：" in str(row[-1])
    assert sheet["H4"].fill.fgColor.rgb == "00FDE9E7"
    again = plan_for(sqlite_store, tmp_path / "退回.xlsx")
    assert (taken(again), loud(again)) == (taken(plan), loud(plan))


HEADERS: list[tuple[list[Row], list[str]]] = [
    (
        [["赛项", "名次", "选手信息", None, "选送单位"], [None, None, "姓名", "身份证号码", None]],
        ["A3:A4", "B3:B4", "C3:D3", "E3:E4"],
    ),
    ([["赛项", "名次", "选手信息", None, "选送单位"], [None, None, "姓名", "身份证号码", None]], []),
    ([["赛项", "名次", "获奖选手", None, "选送单位"], [None, None, "姓名", "身份证号码", None]], []),
    ([[None, None, "选手信息", None, None], HEADER], []),
    ([[None, None, "选手信息", None, None], HEADER], ["C3:D3"]),
    (
        [
            ["赛项", "名次", "获奖选手", None, "选送单位"],
            [None, None, "基本信息", None, None],
            [None, None, "姓名", "身份证号码", None],
        ],
        [],
    ),
]


@pytest.mark.parametrize(("header", "merged"), HEADERS)
def test_headers_of_several_rows(
    sqlite_store: Store, tmp_path: Path, header: list[Row], merged: list[str]
) -> None:
    row = ["电工", 1, *who(1), COLLEGE]
    plan = plan_of_sheet(sqlite_store, tmp_path, TITLE, FACTS, *header, row, merged=merged)
    assert taken(plan, "event", "unit") == [(3 + len(header), 1, "电工", COLLEGE)]
    assert loud(plan) == []
    assert plan.account[0].named == 2 + len(header)


def test_the_header_may_stand_below_pages_of_text(sqlite_store: Store, tmp_path: Path) -> None:
    lines = [[f"说明第{number}条示例文字"] for number in range(150)]
    plan = plan_of_sheet(sqlite_store, tmp_path, TITLE, *lines, FACTS, HEADER, ["电工", 1, *who(1), COLLEGE])
    assert taken(plan, "contest") == [(154, 1, "2024年示例市职业技能大赛")]


def test_footers_signatures_and_empty_rows_keep_nothing_out(sqlite_store: Store, tmp_path: Path) -> None:
    plan = plan_of_sheet(
        sqlite_store,
        tmp_path,
        *(TITLE, FACTS, ["序号", *HEADER], [1, "电工", 1, *who(1), COLLEGE], [2], [3, "电工"]),
        [4, "电工", None, None, None, COLLEGE],
        ["裁判长签字：", None, None, "王五", None, "日期：2024.6.20"],
        ["审核人：赵六", None, None, "日期：2024年6月20日"],
        *(["合计", None, None, "1人"], ["注：本表一式两份"], [" "]),
    )
    assert taken(plan) == [(4, 1)]
    assert loud(plan) == []
    assert plan.account[0].as_json() == {"sheet": "表", "filled": 11, "taken": 1, "kept_out": 0, "named": 10}


def test_a_footer_that_takes_a_result_away_is_shown(sqlite_store: Store, tmp_path: Path) -> None:
    plan = plan_of_sheet(
        sqlite_store, tmp_path, TITLE, FACTS, HEADER, ["电工", 1, *who(1), COLLEGE], ["备注：第1名取消资格"]
    )
    assert loud(plan) == [(5, "warning", "line-ignored")]


def test_an_example_is_no_result(sqlite_store: Store, tmp_path: Path) -> None:
    plan = plan_of_sheet(
        sqlite_store,
        tmp_path,
        *(TITLE, FACTS, ["序号", *HEADER]),
        *(["示例", "电工", 1, *who(9), COLLEGE], [1, "电工", 1, *who(1), COLLEGE]),
    )
    assert taken(plan) == [(5, 1)]
    assert loud(plan) == [(4, "warning", "row-is-example")]


def test_a_person_above_the_header_is_named(sqlite_store: Store, tmp_path: Path) -> None:
    plan = plan_of_sheet(
        sqlite_store,
        tmp_path,
        *(["电工", 2, *who(2), COLLEGE], TITLE, FACTS, HEADER, ["电工", 1, *who(1), COLLEGE]),
    )
    assert taken(plan) == [(5, 1)]
    assert loud(plan) == [(1, "error", "row-outside")]


@pytest.mark.parametrize("width", [2, 4, 6])
def test_a_form_for_one_person_is_called_one(sqlite_store: Store, tmp_path: Path, width: int) -> None:
    name, number = who(1)
    pairs = ["姓名", name, "身份证号码", number, "联系电话", "13900000001", "赛项", "电工", "名次", "第一名"]
    rows = [pairs[at : at + width] for at in range(0, len(pairs), width)]
    plan = plan_of_sheet(sqlite_store, tmp_path, ["获奖选手信息登记表"], *rows)
    assert plan.counts.rows == 0
    assert [code for _, severity, code in loud(plan) if severity == "error"] == ["sheet-is-form"]


def test_rows_of_several_tables_come_back_as_they_stood(sqlite_store: Store, tmp_path: Path) -> None:
    plan = plan_of_sheet(
        sqlite_store,
        tmp_path,
        *(
            TITLE,
            FACTS,
            PLAIN_HEADER,
            ["赛项：焊工"],
            [1, 1, *who(1), COLLEGE],
            [2, 2, "", who(2)[1], COLLEGE],
        ),
        *(["赛项：电工"], [1, 1, "", who(3)[1], COLLEGE]),
        *(["2023年示例市创新大赛获奖名单"], FACTS, HEADER[::-1], [FACTORY, who(4)[1], "", 1, "钳工"]),
    )
    assert taken(plan) == [(5, 1)]
    assert write_rejected(plan, tmp_path / "退回.xlsx").rows == 3
    book = load_workbook(tmp_path / "退回.xlsx")
    assert book.sheetnames == ["表"]
    for cells in book["表"].iter_rows():
        for cell in cells:
            if cell.value in (who(2)[1], who(3)[1], who(4)[1]):
                side = 1 if cell.value == who(4)[1] else -1
                book["表"].cell(cell.row, cell.column + side, "某某")
    book.save(tmp_path / "改好.xlsx")
    again = plan_for(sqlite_store, tmp_path / "改好.xlsx")
    assert [(row.contest, row.event, row.name) for row in again.page()] == [
        ("2024年示例市职业技能大赛", "焊工", who(1)[0]),
        ("2024年示例市职业技能大赛", "焊工", "某某"),
        ("2024年示例市职业技能大赛", "电工", "某某"),
        ("2023年示例市创新大赛", "钳工", "某某"),
    ]
    assert {row.kind for row in again.page()} == {"new"}


def test_one_sheet_for_each_event(sqlite_store: Store, tmp_path: Path) -> None:
    sheets: dict[str, list[Row]] = {
        name: [TITLE, FACTS, PLAIN_HEADER, [1, 1, *who(number), COLLEGE]]
        for number, name in enumerate(("电工", "焊工"), start=1)
    }
    plan = plan_of_sheets(sqlite_store, tmp_path, sheets)
    assert taken(plan, "event") == [(4, 1, "电工"), (4, 2, "焊工")]
    assert [account.sheet for account in plan.account] == ["电工", "焊工"]


@pytest.mark.parametrize("header", [["姓名", "选送单位"], ["序号", "选送单位"], ["序号", "姓名", "选送单位"]])
def test_a_table_of_coaches_or_units_below_is_named_and_not_read(
    sqlite_store: Store, tmp_path: Path, header: list[str]
) -> None:
    row = ["某某" if title == "姓名" else 1 if title == "序号" else COLLEGE for title in header]
    plan = plan_of_sheet(
        sqlite_store,
        tmp_path,
        *(TITLE, FACTS, HEADER, ["电工", 1, *who(1), COLLEGE], []),
        *(["优秀单位和个人"], header, row, row, [], TITLE, HEADER, ["焊工", 1, *who(2), COLLEGE]),
    )
    assert taken(plan, "event") == [(4, 1, "电工"), (13, 2, "焊工")]
    assert (7, "warning", "table-of-others") in loud(plan)
    assert not plan.has_errors
    assert plan.account[0].closes


def test_a_header_with_nobody_below_it_is_said(sqlite_store: Store, tmp_path: Path) -> None:
    plan = plan_of_sheet(sqlite_store, tmp_path, TITLE, FACTS, PLAIN_HEADER)
    assert plan.counts.rows == 0
    assert loud(plan) == [(3, "warning", "table-of-nobody")]


def test_every_form_of_a_sheet_is_named(sqlite_store: Store, tmp_path: Path) -> None:
    def form(number: int) -> list[Row]:
        name, document = who(number)
        return [
            ["获奖选手信息登记表"],
            ["姓名", name, "身份证号码", document],
            ["赛项", "电工", "名次", "第一名"],
        ]

    plan = plan_of_sheet(sqlite_store, tmp_path, *form(1), [], *form(2))
    assert [line for line in loud(plan) if line[2] == "sheet-is-form"] == [
        (2, "error", "sheet-is-form"),
        (6, "error", "sheet-is-form"),
    ]


@pytest.mark.parametrize("counted_in", ["元", "人民币元", "人、元", "元/人）", "万元"])
def test_what_amounts_are_counted_in_is_no_unit(sqlite_store: Store, tmp_path: Path, counted_in: str) -> None:
    rows: list[Row] = [TITLE, FACTS, [None, None, f"单位：{counted_in}"], ["赛项：电工"]]
    rows += [PLAIN_HEADER[:-1], [1, 1, *who(1)]]
    plan = plan_of_sheet(sqlite_store, tmp_path, *rows)
    assert [row.unit for row in plan.page()] == [""]


@pytest.mark.parametrize("remark", ["替赛被查处", "资格审查未通过", "自愿退出", "顺延至第二名"])
def test_a_remark_that_takes_a_result_away_is_asked_about(
    sqlite_store: Store, tmp_path: Path, remark: str
) -> None:
    plan = plan_of_rows(sqlite_store, tmp_path, a_row(4, 备注=remark))
    assert [one.code for one in plan.findings if one.keeps_out] == ["change-remarked"]


@pytest.mark.parametrize("word", ["轮空", "匿名", "代表队", "第一小组", "队员二", "测试一"])
def test_a_word_that_stands_for_nobody_is_no_name(sqlite_store: Store, tmp_path: Path, word: str) -> None:
    plan = plan_of_rows(sqlite_store, tmp_path, a_row(4, 姓名=word))
    assert [one.code for one in plan.findings if one.keeps_out] == ["name-not-a-person"]
