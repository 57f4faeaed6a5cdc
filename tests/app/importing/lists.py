"""Lists as offices send them, made up for tests: a row is valid unless the test says otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from app.importing import Finding, ImportReport, Plan, import_file, read_plan
from app.store import Store
from tests.synthetic import bank_card, person_name, phone, resident_id

TODAY = date(2024, 7, 1)
COLUMNS = (
    *("竞赛名称", "竞赛级别", "类别依据文号", "成绩公布日期", "赛项", "组别", "名次", "姓名"),
    *("证件类型", "证件号码", "选送单位", "手机号码", "开户银行", "银行卡号"),
)


def a_row(number: int = 1, **cells: Any) -> dict[str, Any]:
    """A valid row of a person of its own; name a column to say something else."""
    facts = {
        "竞赛名称": "2024年示例市职业技能大赛",
        "竞赛级别": "市级一类",
        "类别依据文号": "示例〔2024〕1号",
        "成绩公布日期": "2024-06-18",
        "赛项": "电工",
        "组别": "职工组",
        "名次": number,
        "姓名": person_name(number),
        "证件类型": "居民身份证",
        "证件号码": resident_id(number),
        "选送单位": "示例市技师学院",
        "手机号码": phone(number),
        "开户银行": "示例银行示例支行",
        "银行卡号": bank_card(number),
    }
    return facts | cells


def a_file(folder: Path, rows: Iterable[dict[str, Any]], *, name: str = "成绩.xlsx") -> Path:
    """Write rows below one header: all columns that any row has."""
    rows = list(rows)
    header = list(dict.fromkeys(column for row in rows for column in row))
    return write_xlsx(folder / name, {"成绩": [header, *([row.get(c) for c in header] for row in rows)]})


def write_xlsx(
    path: Path, sheets: Mapping[str, Sequence[Any]], *, merged: Mapping[str, Sequence[str]] | None = None
) -> Path:
    """Write sheets of cells; `merged` are ranges by sheet."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
        for cells in (merged or {}).get(title, ()):
            sheet.merge_cells(cells)
    book.save(path)
    return path


def plan_for(store: Store, path: Path, **how: Any) -> Plan:
    """Return the plan of a file against a registry."""
    with store.reading() as session:
        return read_plan(path, session=session, today=TODAY, **how)


def plan_of_rows(store: Store, folder: Path, *rows: dict[str, Any]) -> Plan:
    """Return the plan of a file with these rows."""
    return plan_for(store, a_file(folder, rows))


def take_in(store: Store, folder: Path, *rows: dict[str, Any], name: str = "成绩.xlsx") -> ImportReport:
    """Import a file with these rows."""
    return import_file(store, a_file(folder, rows, name=name), actor="经办甲")


def codes(found: Iterable[Finding]) -> list[tuple[int, str, str]]:
    """Return row, column and code of each finding."""
    return [(finding.row, finding.column, finding.code) for finding in found]
