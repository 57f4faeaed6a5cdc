"""A plain list with other columns beside or in place of its own, as its plan reads them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from app.importing import Plan
from app.store import Store
from tests.app.importing.lists import plan_for, write_xlsx
from tests.synthetic import bank_card, person_name, phone, resident_id

ABOVE = [
    ["2024年示例市职业技能大赛获奖名单"],
    ["竞赛级别：市级一类　　类别依据：示例〔2024〕1号　　成绩公布日期：2024年6月18日"],
]
BASE = ("赛项", "名次", "姓名", "身份证号码", "选送单位")
FIRST, LAST = 4, 6  # rows of people in these lists
# what stands in columns of the same three rows: their own cards and telephones, and somebody else's
CARDS = [bank_card(number) for number in (1, 2, 3)]
PHONES = [phone(number) for number in (1, 2, 3)]
OTHERS = [bank_card(number) for number in (7, 8, 9)]
OTHER_PHONES = [phone(number) for number in (7, 8, 9)]
IDS = [resident_id(number) for number in (7, 8, 9)]
NAMES = [person_name(number) for number in (7, 8, 9)]


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
