"""What the columns of a list are taken for: by their words, their neighbours, their cells, or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from app.importing import Kind, Plan, SheetMapping, commit_plans, field_titles
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
from models import Person
from tests.app.importing.lists import plan_for, write_xlsx
from tests.synthetic import bank_card, person_name, phone, resident_id

ABOVE = [
    ["2024年示例市职业技能大赛获奖名单"],
    ["竞赛级别：市级一类　　类别依据：示例〔2024〕1号　　成绩公布日期：2024年6月18日"],
]
BASE = ("赛项", "名次", "姓名", "身份证号码", "选送单位")
FIRST, LAST = 4, 6  # rows of people in the lists below


def people(count: int = 3) -> list[list[Any]]:
    """Rows of `BASE`: one event, ranks 1 and on."""
    return [
        ["电工", number, person_name(number), resident_id(number), "示例市技师学院"]
        for number in range(1, count + 1)
    ]


def listed(
    store: Store, folder: Path, header: Sequence[Any], rows: Sequence[Sequence[Any]], **how: Any
) -> Plan:
    """Return the plan of a list with title and facts above its header in row 3."""
    return plan_for(store, write_xlsx(folder / "成绩.xlsx", {"成绩": [*ABOVE, header, *rows]}), **how)


def beside(store: Store, folder: Path, columns: dict[str, Sequence[Any]], **how: Any) -> Plan:
    """Return the plan of the plain list with more columns to its right."""
    cells = list(columns.values())
    rows = [[*row, *(column[at] for column in cells)] for at, row in enumerate(people())]
    return listed(store, folder, [*BASE, *columns], rows, **how)


def instead(store: Store, folder: Path, header: str, columns: dict[str, Sequence[Any]]) -> Plan:
    """Return the plan of the plain list with other columns in place of one."""
    at = BASE.index(header)
    cells = list(columns.values())
    rows = [
        [*row[:at], *(column[place] for column in cells), *row[at + 1 :]]
        for place, row in enumerate(people())
    ]
    return listed(store, folder, [*BASE[:at], *columns, *BASE[at + 1 :]], rows)


def fields(plan: Plan) -> dict[str, str]:
    return {column.header: column.field for column in plan.sheets[0].columns}


def said(plan: Plan) -> list[tuple[str, str]]:
    """Column and code of the findings that stand at the header."""
    return [(one.column, one.code) for one in plan.findings if one.row == FIRST - 1]


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


CARDS = [bank_card(number) for number in (1, 2, 3)]
PHONES = [phone(number) for number in (1, 2, 3)]
OTHERS = [bank_card(number) for number in (7, 8, 9)]
OTHER_PHONES = [phone(number) for number in (7, 8, 9)]
IDS = [resident_id(number) for number in (7, 8, 9)]
NAMES = [person_name(number) for number in (7, 8, 9)]


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


# -- columns of somebody else


def kept(store: Store, plan: Plan) -> set[tuple[str, str, str]]:
    """Import a plan; return name, telephone and card of everybody stored."""
    with store.writing(actor="经办甲") as work:
        commit_plans(work, [plan])
    with store.reading() as session:
        return {(one.name, one.phone, one.bank_account) for one in session.scalars(select(Person))}


@pytest.mark.parametrize(
    "columns",
    [
        {"指导教师": NAMES, "指导教师电话": OTHER_PHONES, "指导教师银行卡号": OTHERS},
        {"指导教师": NAMES, "联系电话": OTHER_PHONES, "银行卡号": OTHERS},
        {"领队姓名": NAMES, "身份证号": IDS, "手机号": OTHER_PHONES, "卡号": OTHERS},
        {"教练": NAMES, "教练手机": OTHER_PHONES, "教练账号": OTHERS},
        {"紧急联系人及电话": ["甲 父亲"] * 3, "紧急联系人手机号": OTHER_PHONES},
        {"应急联系电话": OTHER_PHONES},
        {"家长电话": OTHER_PHONES},
        {"监护人": NAMES, "监护人联系方式": OTHER_PHONES},
        {"联系人": NAMES, "联系电话": OTHER_PHONES},
        {"单位联系人": NAMES, "单位联系电话": OTHER_PHONES},
        {"财务联系人": NAMES, "财务电话": OTHER_PHONES, "单位对公账户": OTHERS},
        {"对公账号": OTHERS, "单位开户行": ["示例银行"] * 3},
        {"学校账号": OTHERS, "办公电话": OTHER_PHONES},
        {"负责人": NAMES, "负责人手机": OTHER_PHONES},
        {"带队老师": NAMES, "老师电话": OTHER_PHONES, "老师卡号": OTHERS},
        {"法人代表": NAMES, "法人身份证号": IDS, "法人电话": OTHER_PHONES},
        {"经办人": NAMES, "": OTHER_PHONES},
        {"电话（指导教师）": OTHER_PHONES, "银行卡号（教练）": OTHERS},
        {"第一指导教师": NAMES, "第二指导教师": NAMES, "手机": OTHER_PHONES},
        {"代领人": NAMES, "代领人卡号": OTHERS},
        {"裁判长": NAMES, "裁判长电话": OTHER_PHONES},
    ],
)
def test_what_is_somebody_else_s_is_never_the_contestant_s(
    sqlite_store: Store, tmp_path: Path, columns: dict[str, Sequence[Any]]
) -> None:
    plan = beside(sqlite_store, tmp_path, columns)
    assert plan.counts.new == 3
    assert {code for _, code in said(plan)} == {"column-of-other"}
    assert kept(sqlite_store, plan) == {(person_name(number), "", "") for number in (1, 2, 3)}


def test_the_leader_s_number_before_the_contestant_s(sqlite_store: Store, tmp_path: Path) -> None:
    rows = [["电工", at, NAMES[at - 1], IDS[at - 1], *row[2:]] for at, row in enumerate(people(), 1)]
    plan = listed(
        sqlite_store, tmp_path, ["赛项", "名次", "领队", "身份证号", "姓名", "身份证号", "选送单位"], rows
    )
    assert [row.id_number for row in plan.page()] == [resident_id(number) for number in (1, 2, 3)]
    assert plan.counts.new == 3


def test_the_only_number_beside_the_coach_is_not_taken(sqlite_store: Store, tmp_path: Path) -> None:
    rows = [["电工", at, person_name(at), NAMES[at - 1], IDS[at - 1]] for at in (1, 2, 3)]
    plan = listed(sqlite_store, tmp_path, ["赛项", "名次", "姓名", "指导教师", "身份证号"], rows)
    assert plan.counts.new == 0
    assert {"column-missing"} <= {one.code for one in plan.findings if one.severity == "error"}


def test_a_telephone_after_the_contestant_s_own_columns_is_his(sqlite_store: Store, tmp_path: Path) -> None:
    plan = beside(sqlite_store, tmp_path, {"手机": PHONES, "银行卡号": CARDS, "指导教师": NAMES})
    stored = {(person_name(number), PHONES[number - 1], CARDS[number - 1]) for number in (1, 2, 3)}
    assert kept(sqlite_store, plan) == stored


@pytest.mark.parametrize("header", ["户名", "开户人姓名", "收款人", "持卡人"])
def test_a_card_of_another_holder_is_not_taken(sqlite_store: Store, tmp_path: Path, header: str) -> None:
    columns: dict[str, Sequence[Any]] = {"银行卡号": CARDS, header: [person_name(1), NAMES[1], ""]}
    plan = beside(sqlite_store, tmp_path, columns)
    assert [(one.row, one.code) for one in plan.findings] == [(FIRST + 1, "card-of-another")]
    assert {card for _, _, card in kept(sqlite_store, plan)} == {CARDS[0], "", CARDS[2]}


@pytest.mark.parametrize("header", ["队友", "搭档姓名", "同组选手", "其他队员"])
def test_a_partner_in_a_column_is_not_lost(sqlite_store: Store, tmp_path: Path, header: str) -> None:
    plan = beside(sqlite_store, tmp_path, {header: [NAMES[0], "", NAMES[2]]})
    assert {one.row for one in plan.findings if one.keeps_out} == {FIRST, LAST}
    assert [row.name for row in plan.page(Kind.NEW)] == [person_name(2)]


def test_group_headers_tell_whose_a_column_is(sqlite_store: Store, tmp_path: Path) -> None:
    rows = [
        ["赛项", "名次", "指导教师", None, "选手", None, "选送单位"],
        [None, None, "姓名", "身份证号", "姓名", "身份证号", None],
        *(
            ["电工", at, NAMES[at - 1], IDS[at - 1], person_name(at), resident_id(at), "示例公司"]
            for at in (1, 2, 3)
        ),
    ]
    merged = ["A3:A4", "B3:B4", "C3:D3", "E3:F3", "G3:G4"]
    file = write_xlsx(tmp_path / "成绩.xlsx", {"成绩": [*ABOVE, *rows]}, merged={"成绩": merged})
    plan = plan_for(sqlite_store, file)
    assert [(row.name, row.id_number) for row in plan.page()] == [
        (person_name(at), resident_id(at)) for at in (1, 2, 3)
    ]


# -- columns that are not read


@pytest.mark.parametrize(
    ("header", "cells", "code"),
    [
        ("完成率", ["90%", "", "80%"], "column-unread"),
        ("", ["甲", "乙", "丙"], "column-unread"),
        ("特长", ["", "", "篮球"], "column-unread"),
        ("奖金（元）", [5000, 3000, 2000], "column-of-money"),
        ("奖励金额", ["5000元", "3,000", ""], "column-of-money"),
        ("理论成绩", [90, 80, 70], "column-partial"),
        ("预赛排名", [3, 2, 1], "column-partial"),
        ("性别", ["男", "女", "男"], ""),
        ("年龄", [30, 31, 32], ""),
        ("民族", ["汉", "汉", "回"], ""),
        ("职业资格等级", ["高级工", "技师", ""], ""),
        ("联行号", ["102498000123"] * 3, ""),
        ("证书编号", ["A1", "A2", "A3"], ""),
        ("职务/职称", ["工人", "", "技师"], ""),
        ("理论考试成绩（占30%）", [90, 80, 70], "column-partial"),
        ("特长", ["", "", ""], ""),
    ],
)
def test_a_filled_column_that_is_not_read_is_named(
    sqlite_store: Store, tmp_path: Path, header: str, cells: list[Any], code: str
) -> None:
    plan = beside(sqlite_store, tmp_path, {header: cells})
    assert [found for _, found in said(plan)] == ([code] if code else [])
    assert plan.counts.new == 3
    if code == "column-of-money":
        assert "8,000" in plan.findings[0].message or "10,000" in plan.findings[0].message


def test_a_column_filled_only_far_below_is_named(sqlite_store: Store, tmp_path: Path) -> None:
    rows = [[*row, ""] for row in people(90)]
    rows[85][-1] = "见附件"
    plan = listed(sqlite_store, tmp_path, [*BASE, "特别事项"], rows)
    assert said(plan) == [("特别事项", "column-unread")]


@pytest.mark.parametrize("header", ["", "其他情况", "特别事项", "备注"])
@pytest.mark.parametrize(
    "text", ["取消资格", "递补为第1名", "成绩作废", "本人放弃奖金", "申诉中", "名次改为第4名", "待核实"]
)
def test_words_of_a_change_beside_a_row_keep_it_out(
    sqlite_store: Store, tmp_path: Path, header: str, text: str
) -> None:
    plan = beside(sqlite_store, tmp_path, {header: ["", text, ""]})
    out = [(one.row, one.severity) for one in plan.findings if one.severity in ("question", "error")]
    assert {row for row, _ in out} == {FIRST + 1}
    assert (plan.counts.new, plan.counts.skipped) == (2, 1)


@pytest.mark.parametrize(
    ("header", "text"), [("序号", "例"), ("序号", "示例"), ("备注", "此行为示例"), ("备注", "示例，请删除")]
)
def test_an_example_row_is_named_and_not_taken(
    sqlite_store: Store, tmp_path: Path, header: str, text: str
) -> None:
    plan = beside(sqlite_store, tmp_path, {header: [text, "", ""]})
    assert [(one.row, one.code) for one in plan.findings] == [(FIRST, "example-row")]
    assert plan.counts.new == 2


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
