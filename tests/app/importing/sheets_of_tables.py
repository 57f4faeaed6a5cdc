"""Sheets with several tables, sections and teams, and a short way to say what came of one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from app.importing import Plan
from app.store import Store
from tests.app.importing.lists import plan_for, write_xlsx
from tests.synthetic import person_name, resident_id

TITLE = ["2024年示例市职业技能大赛获奖名单"]
FACTS = ["竞赛级别：市级一类　　类别依据：示例〔2024〕9号　　成绩公布日期：2024年6月18日"]
COLLEGE, FACTORY = "示例市技师学院", "示例机械有限公司"
HEADER = ["赛项", "名次", "姓名", "身份证号码", "选送单位"]
PLAIN_HEADER = ["序号", "名次", "姓名", "身份证号码", "选送单位"]  # the event stands elsewhere

Row = Sequence[Any]


def who(number: int) -> list[str]:
    """Name and document number of a person."""
    return [person_name(number), resident_id(number)]


def plan_of_sheet(
    store: Store, folder: Path, *rows: Row, merged: Sequence[str] = (), name: str = "表"
) -> Plan:
    """Return the plan of a file with one sheet of these rows, none of them above."""
    return plan_of_sheets(store, folder, {name: rows}, merged={name: merged})


def plan_of_sheets(
    store: Store,
    folder: Path,
    sheets: Mapping[str, Sequence[Row]],
    *,
    merged: Mapping[str, Sequence[str]] | None = None,
) -> Plan:
    """Return the plan of a file with several sheets."""
    return plan_for(store, write_xlsx(folder / "多表.xlsx", sheets, merged=merged))


def taken(plan: Plan, *facts: str) -> list[tuple[Any, ...]]:
    """Return row, number of the person and the facts asked for of everybody who comes in, by row."""
    people = {who(number)[1]: number for number in range(1, 30)}
    found = [row for row in plan.page() if row.kind != "skipped"]
    return [(row.row, people[row.id_number], *(getattr(row, fact) for fact in facts)) for row in found]


def loud(plan: Plan) -> list[tuple[int, str, str]]:
    """Return severity, row and code of what is more than an information."""
    return [(f.row, f.severity, f.code) for f in plan.findings if f.severity != "info"]
