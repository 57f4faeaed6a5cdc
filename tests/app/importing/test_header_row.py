"""Which row is taken for the header, and which days a list may bear, at the bounds."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from app.store import Store
from tests.app.importing.lists import TODAY, a_row, codes, plan_for, plan_of_rows, write_xlsx
from tests.synthetic import person_name, resident_id

PREFACE = [
    ["竞赛名称：2024年示例市职业技能大赛"],
    ["竞赛级别：市级一类"],
    ["成绩公布日期：2024-06-18"],
    ["赛项：电工"],
]


def test_three_known_columns_make_a_row_the_header(sqlite_store: Store, tmp_path: Path) -> None:
    rows = [*PREFACE, ["姓名", "证件号码", "名次"], [person_name(1), resident_id(1), 1]]
    plan = plan_for(sqlite_store, write_xlsx(tmp_path / "成绩.xlsx", {"成绩": rows}))
    assert plan.counts.new == 1
    assert not plan.has_errors


def test_two_known_columns_are_not_enough(sqlite_store: Store, tmp_path: Path) -> None:
    rows = [*PREFACE, ["姓名", "名次"], [person_name(1), 1]]
    plan = plan_for(sqlite_store, write_xlsx(tmp_path / "成绩.xlsx", {"成绩": rows}))
    assert plan.counts.new == 0
    assert [finding.code for finding in plan.findings] == ["sheet-without-header"]


@pytest.mark.parametrize(("ahead", "found"), [(0, []), (1, [(2, "成绩公布日期", "date-future")])])
def test_a_list_published_today_is_taken_and_one_of_tomorrow_is_not(
    sqlite_store: Store, tmp_path: Path, ahead: int, found: list[tuple[int, str, str]]
) -> None:
    day: date = TODAY + timedelta(days=ahead)
    plan = plan_of_rows(sqlite_store, tmp_path, a_row(成绩公布日期=day.isoformat()))
    assert codes(plan.findings) == found
    assert plan.counts.new == (0 if ahead else 1)
