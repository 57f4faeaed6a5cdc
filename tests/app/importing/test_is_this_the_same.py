"""A list that comes again with something changed: what may be the same is asked about, nothing is doubled."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from app.importing import ImportReport, import_files
from app.store import Store
from models import Entry
from tests.app.importing.lists import a_file, a_row, plan_of_rows, take_in
from tests.synthetic import bank_card, resident_id


def _said(findings: Any) -> list[tuple[int, str, str]]:
    return [(one.row, one.code, one.severity) for one in findings if one.severity != "info"]


def _first_list() -> list[dict[str, Any]]:
    return [a_row(number, 组别=None) for number in (1, 2, 3)]


CHANGED_LISTS = [
    pytest.param(
        [a_row(number, 组别="职工组") for number in (1, 2, 3)],
        [(row, "event-of-other-group", "question") for row in (2, 3, 4)],
        id="a group was added",
    ),
    pytest.param(
        [a_row(number, 组别=None, 赛项="《电工》") for number in (1, 2)],
        [(row, "event-of-other-group", "question") for row in (2, 3)],
        id="the event is written in title marks",
    ),
    pytest.param(
        [a_row(1, 组别=None, 证件号码=resident_id(9)), a_row(2, 组别=None), a_row(3, 组别=None)],
        [(2, "id-of-namesake", "question")],
        id="another number for the same name, event and rank",
    ),
    pytest.param(
        [a_row(number, 组别=None, 竞赛名称="2024年示例市职工技能竞赛") for number in (1, 2)],
        [(2, "contest-of-same-results", "warning")],
        id="the same results in a contest of another name",
    ),
    pytest.param(
        [a_row(number, 组别=None, 竞赛名称="《2024年示例市职业技能大赛》") for number in (1, 2)],
        [(2, "contest-spelled-differently", "warning")],
        id="the contest in title marks",
    ),
    pytest.param(
        [a_row(1, 组别=None), a_row(3, 组别=None)],
        [(2, "people-missing", "warning")],
        id="somebody is missing",
    ),
    pytest.param(
        [a_row(1, 组别=None, 银行卡号=bank_card(8)), a_row(2, 组别=None), a_row(3, 组别=None)],
        [(2, "account-changes", "warning")],
        id="another bank card",
    ),
    pytest.param(_first_list(), [], id="the same list in another file"),
    pytest.param(
        [a_row(number, 组别=None, 赛项="焊工", 竞赛名称="2023年示例市职业技能大赛") for number in (1, 2)],
        [],
        id="the same people in another year",
    ),
    pytest.param([a_row(number, 组别=None, 赛项="焊工") for number in (1, 2)], [], id="another event"),
    pytest.param([a_row(number, 组别=None) for number in (4, 5)], [], id="other people of the event"),
]


@pytest.mark.parametrize(("rows", "said"), CHANGED_LISTS)
def test_a_list_meets_its_first_version(
    sqlite_store: Store, tmp_path: Path, rows: list[dict[str, Any]], said: list[Any]
) -> None:
    take_in(sqlite_store, tmp_path, *_first_list())
    plan = plan_of_rows(sqlite_store, tmp_path, *[row | {"备注": "二次报送"} for row in rows])
    assert _said(plan.findings) == said


@pytest.mark.parametrize(("rows", "said"), CHANGED_LISTS)
def test_two_versions_in_one_call(
    sqlite_store: Store, tmp_path: Path, rows: list[dict[str, Any]], said: list[Any]
) -> None:
    files = [a_file(tmp_path, _first_list(), name="一.xlsx")]
    files.append(a_file(tmp_path, [row | {"备注": "二次报送"} for row in rows], name="二.xlsx"))
    _, second = import_files(sqlite_store, files, actor="经办甲")
    assert isinstance(second, ImportReport)
    assert _said(second.findings) == said


def test_what_is_asked_is_not_taken_in(sqlite_store: Store, tmp_path: Path) -> None:
    take_in(sqlite_store, tmp_path, *_first_list())
    take_in(sqlite_store, tmp_path, *(a_row(n, 组别="职工组") for n in (1, 2, 3)), name="二.xlsx")
    with sqlite_store.reading() as session:
        assert session.scalar(select(func.count(Entry.id))) == 3


def test_two_namesakes_in_one_list_are_two(sqlite_store: Store, tmp_path: Path) -> None:
    take_in(sqlite_store, tmp_path, a_row(1, 名次="一等奖"))
    both = [
        a_row(1, 名次="一等奖"),
        a_row(1, 名次="一等奖", 证件号码=resident_id(9), 手机号码=None, 银行卡号=None),
    ]
    assert _said(plan_of_rows(sqlite_store, tmp_path, *both).findings) == []


def test_one_rank_for_two_numbers_of_one_name(sqlite_store: Store, tmp_path: Path) -> None:
    both = [a_row(1), a_row(1, 证件号码=resident_id(9), 手机号码=None, 银行卡号=None)]
    assert _said(plan_of_rows(sqlite_store, tmp_path, *both).findings) == [
        (3, "id-of-namesake-in-file", "question")
    ]


def test_one_person_in_two_groups_of_an_event(sqlite_store: Store, tmp_path: Path) -> None:
    both = [a_row(1, 组别="职工组"), a_row(1, 组别="教师组")]
    plan = plan_of_rows(sqlite_store, tmp_path, *both)
    assert _said(plan.findings) == [(3, "entry-in-other-group", "question")]


def test_every_change_is_told_by_row_with_numbers_masked(sqlite_store: Store, tmp_path: Path) -> None:
    take_in(sqlite_store, tmp_path, a_row(1), a_row(2))
    report = take_in(
        sqlite_store, tmp_path, a_row(1, 名次=2), a_row(2, 名次=1, 银行卡号=bank_card(8)), name="二.xlsx"
    )
    changes: Any = report.as_json()["changes"]
    assert [(one["row"], [fact["title"] for fact in one["facts"]]) for one in changes] == [
        (2, ["名次"]),
        (3, ["银行卡号", "名次"]),
    ]
    assert changes[0]["facts"][0] == {"title": "名次", "before": "第1名", "after": "第2名", "waits": True}
    assert bank_card(8) not in str(changes)
