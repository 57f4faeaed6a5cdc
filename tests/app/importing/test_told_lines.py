"""What a person says of rows and lines before an import: headers, rows left out, what a line means."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from app.importing import LineRole, Plan, SheetMapping
from app.store import Store
from tests.app.importing.lists import a_row, codes, plan_for, write_xlsx

FACTS = ("竞赛级别：市级一类　类别依据：示例〔2024〕1号　成绩公布日期：2024年6月18日",)
COLUMNS = ("名次", "姓名", "证件号码", "选送单位")
TITLE = ("2024年示例市职业技能大赛获奖名单",)


def _row(number: int, *, rank: int = 1) -> list[Any]:
    return [a_row(number, 名次=rank)[column] for column in COLUMNS]


def _plan(store: Store, folder: Path, rows: list[Any], **mapping: Any) -> Plan:
    file = write_xlsx(folder / "成绩.xlsx", {"表": rows})
    return plan_for(store, file, mapping={"表": SheetMapping(**mapping)})


def _events(plan: Plan) -> list[tuple[str, str]]:
    return [(row.name, row.event) for row in plan.page()]


def test_a_question_on_a_line_is_answered_for_the_rows_below_it(sqlite_store: Store, tmp_path: Path) -> None:
    rows = [TITLE, FACTS, COLUMNS, ["第一车间"], _row(1), ["赛项：钳工"], _row(2)]
    plan = _plan(sqlite_store, tmp_path, rows)
    asked = [finding for finding in plan.findings if finding.severity == "question"]
    assert [(finding.row, finding.code) for finding in asked] == [(4, "section-unclear")]
    plan = _plan(sqlite_store, tmp_path, rows, said={(4, "event"): "焊工"})
    assert [finding for finding in plan.findings if finding.keeps_out] == []
    assert [event for _, event in _events(plan)] == ["焊工", "钳工"]


def test_a_value_guessed_from_a_title_is_confirmed(sqlite_store: Store, tmp_path: Path) -> None:
    rows = [["2024年示例市职业技能大赛焊工获奖名单"], FACTS, COLUMNS, _row(1)]
    plan = _plan(sqlite_store, tmp_path, rows)
    (asked,) = (finding for finding in plan.findings if finding.severity == "question")
    assert (asked.row, asked.field, asked.proposal, plan.counts.skipped) == (1, "event", "焊工", 1)
    plan = _plan(sqlite_store, tmp_path, rows, said={(asked.row, "event"): "焊工"})
    assert (plan.findings, [event for _, event in _events(plan)]) == ((), ["焊工"])


def test_a_row_is_left_out_and_another_taken_for_a_header(sqlite_store: Store, tmp_path: Path) -> None:
    other = ("名次", "获奖的人", "证件号码", "选送单位")
    rows = [TITLE, FACTS, ["赛项：焊工"], COLUMNS, _row(1), _row(2, rank=2), other, _row(3)]
    lines = {6: LineRole.OUT, 7: LineRole.HEADER}
    plan = _plan(sqlite_store, tmp_path, rows, lines=lines, tables={7: {1: "name"}})
    assert [name for name, _ in _events(plan)] == [a_row(1)["姓名"], a_row(3)["姓名"]]
    assert [(each.top, each.runs) for each in plan.sheets[0].regions] == [(4, ((5, 5),)), (7, ((8, 8),))]


def test_two_tables_are_joined_where_the_second_header_is_none(sqlite_store: Store, tmp_path: Path) -> None:
    rows = [TITLE, FACTS, ["赛项：焊工"], COLUMNS, _row(1), COLUMNS, _row(2, rank=2)]
    plan = _plan(sqlite_store, tmp_path, rows, lines={6: LineRole.OUT})
    (region,) = plan.sheets[0].regions
    assert (region.runs, plan.counts.new) == (((5, 5), (7, 7)), 2)


def test_the_columns_of_a_second_table_are_chosen_apart(sqlite_store: Store, tmp_path: Path) -> None:
    second = ("名次", "姓名", "证件号码", "参赛代表")
    rows = [TITLE, FACTS, ["赛项：焊工"], COLUMNS, _row(1), ["赛项：钳工"], second, _row(2)]
    units: list[Mapping[str, str]] = []
    for tables in ({}, {7: {3: "unit"}}):
        plan = _plan(sqlite_store, tmp_path, rows, tables=tables)
        units.append({row.event: row.unit for row in plan.page()})
    assert units == [
        {"焊工": "示例市技师学院", "钳工": ""},
        dict.fromkeys(("焊工", "钳工"), "示例市技师学院"),
    ]


def test_facts_said_of_one_table_do_not_touch_another(sqlite_store: Store, tmp_path: Path) -> None:
    rows = [TITLE, FACTS, ["赛项：焊工"], COLUMNS, _row(1), ["赛项：钳工"], COLUMNS, _row(2)]
    plan = _plan(sqlite_store, tmp_path, rows, said={(6, "event"): "车工"})
    assert [event for _, event in _events(plan)] == ["焊工", "车工"]
    assert codes(plan.findings) == []
