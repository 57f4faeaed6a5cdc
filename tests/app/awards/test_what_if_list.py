"""The what-if workbook: what each level and year costs before and after, and each person whom it touches."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from app.awards import active_rule_set, assess_all, compare_rule_sets, export_comparison, review_awards
from app.awards.rules.rule_set import with_rulings
from app.policy import RulingFacts
from app.policy.rulings import book_of
from app.store import Store
from tests.app.policy.builders import a_ruling as a_fact
from tests.builders import CLERK, NOW, REVIEWER, a_contest, a_person, a_result, a_ruling, a_unit, an_event

HEAD = 4
COSTS, CHANGES, DECIDED = "测算合计", "变化明细", "已定案（不会改动）"
ISSUER = "新乡市职业技能竞赛办公室"


def _rows(sheet: Worksheet) -> list[tuple[object, ...]]:
    return [row for row in sheet.iter_rows(min_row=HEAD, values_only=True) if row[0] is not None]


def _registry(store: Store) -> None:
    """Two of a pair have half of a provincial first prize each, two of another half of a reviewed third.

    The first of them came first in the city too.
    """
    with store.writing(actor=CLERK) as work:
        session = work.session
        contest = a_contest(session, "provincial", name="甲省赛", cycle="2024")
        unit = a_unit(session, name="新乡市甲学院")
        first, third = (an_event(session, contest, name=name, form="pair") for name in ("焊工", "电子"))
        city = an_event(session, a_contest(session, "municipal", name="乙市赛", cycle="2024"), name="焊工")
        people = [a_person(session, name=name) for name in ("张甲", "李乙", "王丙", "赵丁")]
        for position, person in enumerate(people[:2], 1):
            a_result(session, 1, event=first, person=person, unit=unit, position=position)
        a_result(session, 1, event=city, person=people[0], unit=unit)
        a_ruling(session, "team-prize", "equal-split")
        a_ruling(session, "several-levels", "all")
        decided = [
            a_result(session, 3, event=third, person=person, unit=unit, position=position).id
            for position, person in enumerate(people[2:], 1)
        ]
        assess_all(work)
    with store.writing(actor=REVIEWER) as work:
        review_awards(work, decided)


def _compared(store: Store, rulings: list[RulingFacts] | None, out: Path) -> openpyxl.Workbook:
    """Return the workbook of other rulings beside those in force; of None the workbook of no rulings."""
    with store.reading() as session:
        law = active_rule_set(session)
        tried = replace(law, rulings=book_of([])) if rulings is None else with_rulings(law, rulings)
        found = compare_rule_sets(session, law, tried)
        export_comparison(session, found, out, what="测试用裁定", now=NOW)
    return openpyxl.load_workbook(out)


def test_each_level_and_year_and_each_change_stand_with_their_difference(
    sqlite_store: Store, tmp_path: Path
) -> None:
    _registry(sqlite_store)
    tried = [a_fact("team-prize", "each-member"), a_fact("several-levels", "highest-only")]
    workbook = _compared(sqlite_store, tried, tmp_path / "测算.xlsx")

    assert _rows(workbook[COSTS]) == [
        ("项目", "现行", "测算", "相差"),
        ("省级", 16000, 26000, 10000),
        ("市级", 1000, 0, -1000),
        ("2024 年公布的成绩", 17000, 26000, 9000),
        ("合计", 17000, 26000, 9000),
    ]
    head = ("序号", "姓名", "选送单位", "竞赛", "赛项", "名次", "现行", "测算", "相差", "说明")
    unit, lower = "新乡市甲学院", "竞赛办裁定几级获奖只给最高一级，本级不另给"
    assert _rows(workbook[CHANGES]) == [
        head,
        (1, "张甲", unit, "甲省赛", "焊工", "第1名", 5000, 10000, 5000, None),
        (2, "李乙", unit, "甲省赛", "焊工", "第1名", 5000, 10000, 5000, None),
        (3, "张甲", unit, "乙市赛", "焊工", "第1名", 1000, None, -1000, lower),
    ]
    assert _rows(workbook[DECIDED]) == [
        head,
        (1, "王丙", unit, "甲省赛", "电子", "第3名", 3000, 6000, 3000, "已复核，不会改动"),
        (2, "赵丁", unit, "甲省赛", "电子", "第3名", 3000, 6000, 3000, "已复核，不会改动"),
    ]


def test_every_sheet_says_what_was_tried_by_whom_and_when_and_that_nothing_changed(
    sqlite_store: Store, tmp_path: Path
) -> None:
    _registry(sqlite_store)
    workbook = _compared(sqlite_store, None, tmp_path / "测算.xlsx")

    line = f"测算内容：测试用裁定　　单位：{ISSUER}　　制表日期：2024年7月1日　　金额单位：元"
    for sheet in workbook:
        titles = [sheet.cell(row, 1).value for row in range(1, HEAD)]
        assert titles == ["奖励政策测算", "测算 · 不改动任何数据", line]
    made = workbook.properties
    assert (made.title, made.creator, made.created) == ("奖励政策测算", ISSUER, NOW.replace(tzinfo=None))


def test_who_would_wait_for_a_ruling_is_said_to_wait(sqlite_store: Store, tmp_path: Path) -> None:
    _registry(sqlite_store)
    workbook = _compared(sqlite_store, None, tmp_path / "测算.xlsx")

    changed = [(row[1], *row[6:]) for row in _rows(workbook[CHANGES])[1:]]
    assert changed == [
        ("张甲", 5000, None, -5000, "待裁定"),
        ("李乙", 5000, None, -5000, "待裁定"),
        ("张甲", 1000, None, -1000, "待裁定"),
    ]
