"""One list with a fault in nearly every row: each is named at its cell, and no good row is lost."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import pytest

from app.importing import Plan
from app.store import Store
from tests.app.importing.lists import a_file, a_row, codes, plan_for, plan_of_rows, take_in, write_xlsx
from tests.synthetic import bank_card, resident_id

FAULTS: list[tuple[dict[str, Any], str, str, str]] = [
    ({"证件号码": "410702199001010021"}, "证件号码", "id-checksum", "error"),
    ({"证件号码": "41070219900101002"}, "证件号码", "id-length", "error"),
    ({"证件号码": 4.1070219900101e17}, "证件号码", "id-lost-digits", "error"),
    ({"证件号码": "410702199002300026"}, "证件号码", "id-birth-date", "error"),
    ({"证件号码": ""}, "证件号码", "id-missing", "error"),
    ({"姓名": ""}, "姓名", "name-missing", "error"),
    ({"姓名": "张\u200b三"}, "姓名", "hidden-character", "error"),
    ({"姓名": "李\ue863"}, "姓名", "private-use", "warning"),
    ({"名次": "优秀"}, "名次", "rank-unknown", "error"),
    ({"名次": ""}, "名次", "result-missing", "error"),
    ({"竞赛级别": "市级特类"}, "竞赛级别", "level-unknown", "error"),
    ({"竞赛级别": ""}, "竞赛级别", "level-missing", "error"),
    ({"竞赛级别": "省级一类"}, "竞赛级别", "contest-conflict-in-file", "error"),
    ({"竞赛级别": "市级二类"}, "竞赛类别", "contest-conflict-in-file", "error"),
    ({"类别依据文号": "示例〔2024〕9号"}, "类别依据文号", "contest-conflict-in-file", "error"),
    ({"类别依据文号": "示例[2024]1号"}, "类别依据文号", "document-number-corrected", "info"),
    ({"类别依据文号": "待补"}, "类别依据文号", "class-basis-put-aside", "warning"),
    ({"竞赛名称": ""}, "竞赛名称", "contest-missing", "error"),
    ({"成绩公布日期": "2024-13-45"}, "成绩公布日期", "date-impossible", "error"),
    ({"成绩公布日期": "2099-01-01"}, "成绩公布日期", "date-future", "error"),
    ({"成绩公布日期": "2024-06-17"}, "成绩公布日期", "date-differs", "warning"),
    ({"成绩公布日期": ""}, "成绩公布日期", "published_on-missing", "error"),
    ({"赛项": ""}, "赛项", "event-missing", "error"),
    ({"组别": "少年组"}, "组别", "group-unknown", "error"),
    ({"银行卡号": "6228480000000000001"}, "银行卡号", "card-checksum", "warning"),
    ({"银行卡号": 6.2284800000000001e18}, "银行卡号", "card-lost-digits", "warning"),
    ({"选送单位": ""}, "选送单位", "unit-missing", "warning"),
    ({"选送单位": '=HYPERLINK("http://x","点我")'}, "选送单位", "formula-without-value", "error"),
    ({"选送单位": "\uff1d1+1"}, "选送单位", "formula-text", "error"),
    ({"手机号码": "1390373"}, "手机号码", "phone-wrong", "warning"),
    ({"证件类型": "军官证"}, "证件类型", "id-type-unknown", "warning"),
    ({"证件号码": "310112850409522"}, "证件号码", "id-upgraded", "warning"),
    ({"证件号码": 310112850409522}, "证件号码", "id-from-number", "warning"),
]


@pytest.mark.parametrize(("cells", "column", "code", "severity"), FAULTS, ids=[fault[2] for fault in FAULTS])
def test_a_fault_is_named_at_its_cell(
    sqlite_store: Store, tmp_path: Path, cells: dict[str, Any], column: str, code: str, severity: str
) -> None:
    plan = plan_of_rows(sqlite_store, tmp_path, a_row(4), a_row(5, **cells), a_row(6))
    found = [finding for finding in plan.findings if finding.code == code]
    assert [(finding.row, finding.column, finding.severity) for finding in found] == [(3, column, severity)]
    assert found[0].message
    assert "«" not in found[0].message
    assert plan.counts.new == (2 if severity == "error" else 3)


def test_a_permit_with_its_kind_is_no_fault(sqlite_store: Store, tmp_path: Path) -> None:
    row = a_row(4, 证件类型="港澳居民来往内地通行证", 证件号码="H12345678")
    assert plan_of_rows(sqlite_store, tmp_path, row).findings == ()


def test_all_findings_of_a_row_come_at_once(sqlite_store: Store, tmp_path: Path) -> None:
    row = a_row(4, 姓名="", 证件号码="1", 名次="?", 成绩公布日期="?", 竞赛级别="?", 手机号码="1")
    plan = plan_of_rows(sqlite_store, tmp_path, row)
    assert {finding.code for finding in plan.findings} == {
        *("name-missing", "id-length", "rank-unknown", "date-unknown", "level-unknown", "phone-wrong"),
    }


def test_the_same_person_twice(sqlite_store: Store, tmp_path: Path) -> None:
    first = a_row(4)
    differing = first | {"名次": 5}
    renamed = a_row(4, 姓名="别的名", 赛项="焊工")
    plan = plan_of_rows(sqlite_store, tmp_path, first, first, differing, renamed)
    assert codes(plan.findings) == [
        *((3, "姓名", "duplicate-row"), (4, "姓名", "duplicate-entry"), (5, "姓名", "id-name-conflict")),
    ]
    assert (plan.counts.new, plan.counts.same, plan.counts.skipped) == (1, 1, 2)
    assert "第 2 行" in plan.findings[1].message


def test_one_person_in_two_events_is_one_person(sqlite_store: Store, tmp_path: Path) -> None:
    plan = plan_of_rows(
        sqlite_store, tmp_path, a_row(4), a_row(4, 赛项="焊工"), a_row(4, 赛项="焊工", 组别="学生组")
    )
    assert (plan.counts.new, plan.findings) == (3, ())


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        ({}, ["duplicate-rank"]),
        ({"参赛形式": "单人"}, ["duplicate-rank"]),
        ({"参赛形式": "双人"}, []),
        ({"名次": "并列第一"}, ["rank-tied"]),
        ({"队号": "01"}, ["duplicate-rank"]),
    ],
)
def test_a_rank_held_twice(
    sqlite_store: Store, tmp_path: Path, second: dict[str, Any], expected: list[str]
) -> None:
    form = {key: second[key] for key in second if key == "参赛形式"}
    rows = a_row(1, **form), a_row(2, **({"名次": 1} | second))
    plan = plan_of_rows(sqlite_store, tmp_path, *rows)
    assert [finding.code for finding in plan.findings] == expected
    assert plan.counts.new == 2


@pytest.mark.parametrize(
    ("form", "people", "expected"),
    [
        ("三人", 5, [(5, "队号", "team-too-large"), (6, "队号", "team-too-large")]),
        ("双人", 3, [(4, "队号", "team-too-large")]),
        ("单人", 2, [(3, "队号", "team-too-large")]),
        ("三人", 2, [(2, "队号", "team-not-whole")]),
        ("三人", 3, []),
        ("团队", 6, []),
    ],
)
def test_a_team_of_another_size_than_the_events_form_is_said(
    sqlite_store: Store, tmp_path: Path, form: str, people: int, expected: list[tuple[int, str, str]]
) -> None:
    rows = [a_row(number, 名次=1, 队号="1", 参赛形式=form) for number in range(1, people + 1)]
    plan = plan_of_rows(sqlite_store, tmp_path, *rows)
    assert codes(plan.findings) == expected
    assert plan.counts.new == people
    assert all(f"“{form}”" in finding.message for finding in plan.findings)


@pytest.mark.parametrize(
    ("form", "expected"),
    [("团队", [(3, "队号", "team-ranks-differ")]), ("单人", [])],  # a number of single ones is a delegation's
)
def test_a_team_whose_members_stand_at_two_ranks_is_said(
    sqlite_store: Store, tmp_path: Path, form: str, expected: list[tuple[int, str, str]]
) -> None:
    rows = [a_row(number, 名次=number, 队号="1", 参赛形式=form) for number in (1, 2)]
    plan = plan_of_rows(sqlite_store, tmp_path, *rows)
    assert codes(plan.findings) == expected
    assert all("第 2 行" in finding.message for finding in plan.findings)


@pytest.mark.parametrize(("name", "is_said"), [("第47届世界技能大赛", False), ("2024世界机器人大赛", True)])
def test_a_world_contest_of_no_known_series_is_said_once(
    sqlite_store: Store, tmp_path: Path, name: str, is_said: bool
) -> None:
    of_world = {"竞赛名称": name, "竞赛级别": "世界级", "类别依据文号": ""}
    plan = plan_of_rows(sqlite_store, tmp_path, a_row(1, **of_world), a_row(2, **of_world))
    assert [finding.code for finding in plan.findings] == ["series-unclear"] * is_said
    assert plan.counts.new == 2


@pytest.mark.parametrize(
    ("rank", "medal", "is_said"),
    [
        (2, "金牌", True),
        (1, "银牌", True),
        (4, "铜牌", True),
        (1, "优胜奖", True),
        (1, "金牌", False),
        (3, "铜牌", False),
        (5, "优胜奖", False),
        ("", "金牌", False),
        (2, "", False),
    ],
)
def test_a_medal_that_contradicts_the_rank_is_said_and_the_row_kept(
    sqlite_store: Store, tmp_path: Path, rank: object, medal: str, is_said: bool
) -> None:
    plan = plan_of_rows(sqlite_store, tmp_path, a_row(1, 名次=rank, 奖牌=medal), a_row(7, 奖牌=""))
    assert [finding.code for finding in plan.findings] == ["medal-contradicts-rank"] * is_said
    assert plan.counts.new == 2
    assert all("名次" in each.message and "奖牌" in each.message for each in plan.findings)


def test_rank_and_medal_in_one_cell_contradict_as_in_two(sqlite_store: Store, tmp_path: Path) -> None:
    plan = plan_of_rows(sqlite_store, tmp_path, a_row(1, 名次="第二名、金牌"), a_row(7))
    assert [finding.code for finding in plan.findings] == ["medal-contradicts-rank"]


def test_a_team_shares_its_rank(sqlite_store: Store, tmp_path: Path) -> None:
    plan = plan_of_rows(sqlite_store, tmp_path, a_row(1, 队号="01"), a_row(2, 名次=1, 队号="01"))
    assert plan.findings == ()


def test_contacts_that_differ_are_said_and_the_first_kept(sqlite_store: Store, tmp_path: Path) -> None:
    rows = a_row(4), a_row(4, 赛项="焊工", 银行卡号=bank_card(77), 手机号码="13900000000")
    plan = plan_of_rows(sqlite_store, tmp_path, *rows)
    assert codes(plan.findings) == [(3, "手机号码", "contact-differs"), (3, "银行卡号", "contact-differs")]
    assert plan.findings[1].value == bank_card(77)


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"竞赛级别": "省级"}, "class-missing"),
        ({"类别依据文号": ""}, "class-basis-missing"),
        ({"类别依据文号": "见附件"}, "class-basis-unusable"),
    ],
)
def test_what_a_contest_lacks_is_said_once(
    sqlite_store: Store, tmp_path: Path, cells: dict[str, str], code: str
) -> None:
    plan = plan_of_rows(sqlite_store, tmp_path, *(a_row(number, **cells) for number in range(4, 9)))
    assert [finding.code for finding in plan.findings] == [code]
    assert plan.counts.new == 5


def test_a_class_is_never_taken_from_a_name(sqlite_store: Store, tmp_path: Path) -> None:
    take_in(sqlite_store, tmp_path, a_row(4, 竞赛名称="示例省一类职业技能大赛", 竞赛级别="省级"))
    with sqlite_store.reading() as session:
        from sqlalchemy import select

        from models import Contest

        assert session.scalars(select(Contest.contest_class)).one() == ""


def test_log_lines_hold_no_numbers(
    sqlite_store: Store, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    take_in(sqlite_store, tmp_path, a_row(4), a_row(5, 证件号码="410702199001010021"))
    for secret in (resident_id(4), "410702199001010021", bank_card(4)):
        assert secret not in caplog.text


def test_an_empty_optional_column_is_fine(sqlite_store: Store, tmp_path: Path) -> None:
    plan: Plan = plan_for(sqlite_store, a_file(tmp_path, [a_row(4, 备注="", 参赛形式="", 组别="")]))
    assert plan.findings == ()


def test_a_row_of_another_sheet_is_called_by_its_sheet(sqlite_store: Store, tmp_path: Path) -> None:
    header, first = list(a_row(4)), list(a_row(4).values())
    other = list(a_row(4, 名次=5).values())
    third = list(a_row(5, 竞赛级别="省级一类").values())
    sheets = {"甲": [header, first], "乙": [header, other, third]}
    plan = plan_for(sqlite_store, write_xlsx(tmp_path / "两表.xlsx", sheets))
    assert codes(plan.findings) == [
        (2, "姓名", "duplicate-entry"),
        (3, "竞赛级别", "contest-conflict-in-file"),
    ]
    assert all("工作表“甲”第 2 行" in finding.message for finding in plan.findings)
