"""Columns of coaches, leaders, companies and parents: never the contestant's, nobody's lost."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from app.importing import Kind, Plan, commit_plans
from app.store import Store
from models import Person
from tests.app.importing.column_lists import (
    ABOVE,
    CARDS,
    FIRST,
    IDS,
    LAST,
    NAMES,
    OTHER_PHONES,
    OTHERS,
    PHONES,
    beside,
    listed,
    people,
    said,
)
from tests.app.importing.lists import plan_for, write_xlsx
from tests.synthetic import person_name, resident_id


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
