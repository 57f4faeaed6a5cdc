"""Columns that nobody reads: named, and asked about where they may take a result back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app.store import Store
from tests.app.importing.column_lists import BASE, FIRST, beside, listed, people, said


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
