"""The row account: every filled row of a sheet was taken, kept out or named; else the file is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.errors import InputError
from app.importing import import_file
from app.importing.regions.survey import survey_of as whole_survey
from app.store import Store
from app.words import error_text
from tests.app.importing.lists import a_row, plan_of_rows, write_xlsx
from tests.app.importing.sheets_of_tables import (
    COLLEGE,
    FACTS,
    HEADER,
    TITLE,
    Row,
    plan_of_sheet,
    plan_of_sheets,
    who,
)


def test_every_filled_row_is_accounted_for(sqlite_store: Store, tmp_path: Path) -> None:
    sheets: dict[str, list[Row]] = {
        "成绩": [
            *(TITLE, FACTS, HEADER, ["电工", 1, *who(1), COLLEGE], []),
            *(["电工", 2, *who(2)[:1], "41070219", COLLEGE], ["合计", "2人"]),
        ],
        "说明": [["请认真填写"], ["谢谢"]],
        "空": [],
    }
    plan = plan_of_sheets(sqlite_store, tmp_path, sheets)
    assert [account.as_json() for account in plan.account] == [
        {"sheet": "成绩", "filled": 6, "taken": 1, "kept_out": 1, "named": 4},
        {"sheet": "说明", "filled": 2, "taken": 0, "kept_out": 0, "named": 2},
        {"sheet": "空", "filled": 0, "taken": 0, "kept_out": 0, "named": 0},
    ]
    assert plan.account[0].message == (
        "工作表“成绩”：有内容的 6 行 = 读取 1 行 + 没有导入 1 行 + 标题、表头、说明等 4 行。"
    )


def test_the_report_of_a_file_has_its_account(sqlite_store: Store, tmp_path: Path) -> None:
    file = write_xlsx(tmp_path / "表.xlsx", {"表": [TITLE, FACTS, HEADER, ["电工", 1, *who(1), COLLEGE]]})
    report = import_file(sqlite_store, file, actor="经办甲")
    assert report.as_json()["account"] == [
        {"sheet": "表", "filled": 4, "taken": 1, "kept_out": 0, "named": 3}
    ]
    again = import_file(sqlite_store, file, actor="经办甲")
    assert again.plan.account == report.plan.account


def test_a_row_of_two_people_counts_once(sqlite_store: Store, tmp_path: Path) -> None:
    both = {"姓名": f"{who(4)[0]}、{who(5)[0]}", "证件号码": f"{who(4)[1]}、{who(5)[1]}"}
    plan = plan_of_rows(sqlite_store, tmp_path, a_row(4, **both), a_row(6))
    assert [(account.filled, account.taken) for account in plan.account] == [(3, 2)]


def test_a_row_of_nothing_but_merged_cells_from_above_is_empty(sqlite_store: Store, tmp_path: Path) -> None:
    row = ["电工", 1, *who(1), COLLEGE]
    merged = [f"{column}4:{column}5" for column in "ABCDE"]
    plan = plan_of_sheet(sqlite_store, tmp_path, TITLE, FACTS, HEADER, row, [None] * 5, merged=merged)
    assert [(account.filled, account.taken, account.named) for account in plan.account] == [(4, 1, 3)]


def test_an_account_that_does_not_close_is_refused(
    sqlite_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forgetful(*arguments: object, **how: object) -> object:
        survey = whole_survey(*arguments, **how)  # type: ignore[arg-type]
        survey.regions[0].runs[-1] = (3, 4)
        return survey

    monkeypatch.setattr("app.importing.planning.survey_of", forgetful)
    with pytest.raises(InputError, match="import-account-open") as refused:
        plan_of_rows(sqlite_store, tmp_path, a_row(4), a_row(5), a_row(6))
    assert "有内容的行有 4 行" in error_text(refused.value)
