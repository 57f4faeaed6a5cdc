"""Cells as offices write them: marks, ditto signs, several names, groups in events, days, numbers."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from app.importing import commit_plans
from app.store import Store
from models import Person
from tests.app.importing.lists import a_file, a_row, codes, plan_for, plan_of_rows
from tests.synthetic import bank_card, resident_id

DITTO = ("〃", "同上", "″", '"', "（同上）", " 〃 ")


@pytest.mark.parametrize("mark", DITTO)
@pytest.mark.parametrize(
    "column", ["赛项", "组别", "选送单位", "竞赛名称", "竞赛级别", "成绩公布日期", "类别依据文号"]
)
def test_a_ditto_mark_means_the_cell_above(
    sqlite_store: Store, tmp_path: Path, column: str, mark: str
) -> None:
    rows = [a_row(4), a_row(5, **{column: mark}), a_row(6, **{column: mark})]
    plan = plan_of_rows(sqlite_store, tmp_path, *rows)
    assert codes(plan.findings) == [(3, column, "ditto-read")]
    assert (
        len(
            {
                (row.contest, row.level, row.event, row.group, row.unit, row.published_on)
                for row in plan.page()
            }
        )
        == 1
    )
    assert plan.counts.new == 3


@pytest.mark.parametrize("column", ["姓名", "证件号码"])
def test_a_ditto_mark_is_nobody_s_name_or_number(sqlite_store: Store, tmp_path: Path, column: str) -> None:
    plan = plan_of_rows(sqlite_store, tmp_path, a_row(4), a_row(5, **{column: "同上"}))
    assert (plan.counts.new, plan.counts.skipped) == (1, 1)


@pytest.mark.parametrize("column", ["手机号码", "银行卡号"])
def test_a_ditto_mark_is_nobody_s_telephone_or_card(sqlite_store: Store, tmp_path: Path, column: str) -> None:
    plan = plan_of_rows(sqlite_store, tmp_path, a_row(4), a_row(5, **{column: "〃"}))
    assert [(one.row, one.column, one.severity) for one in plan.findings] == [(3, column, "warning")]
    assert plan.counts.new == 2


def test_a_ditto_mark_in_the_first_row_means_nothing(sqlite_store: Store, tmp_path: Path) -> None:
    plan = plan_of_rows(sqlite_store, tmp_path, a_row(4, 赛项="〃"), a_row(5))
    assert (2, "赛项", "ditto-without-above") in codes(plan.findings)
    assert plan.counts.new == 1


@pytest.mark.parametrize(
    ("cell", "event", "group"),
    [
        ("电工（学生组）", "电工", "学生组"),
        ("电工(职工组)", "电工", "职工组"),
        ("电工[职工组]", "电工", "职工组"),
        ("电工【教师组】", "电工", "教师组"),
        ("电工（学生）", "电工", "学生组"),
        ("电工—学生组", "电工", "学生组"),
        ("电工-职工组", "电工", "职工组"),
        ("电工·院校学生组", "电工", "学生组"),
        ("电工 职工组", "电工", "职工组"),
        ("电工职工组", "电工", "职工组"),
        ("学生组：电工", "电工", "学生组"),
        ("（职工组）电工", "电工", "职工组"),
        ("学生组-电工", "电工", "学生组"),
        ("移动机器人（双人）（学生组）", "移动机器人（双人）", "学生组"),
        ("移动机器人（双人）", "移动机器人（双人）", ""),
        ("电工（高级）", "电工（高级）", ""),
        ("职工技能", "职工技能", ""),
    ],
)
def test_the_group_in_an_event_is_parted(
    sqlite_store: Store, tmp_path: Path, cell: str, event: str, group: str
) -> None:
    plan = plan_of_rows(sqlite_store, tmp_path, *(a_row(number, 赛项=cell, 组别="") for number in (4, 5)))
    assert {(row.event, row.group) for row in plan.page()} == {(event, group)}
    assert codes(plan.findings) == ([(2, "赛项", "group-in-event")] if group else [])


def test_another_group_in_the_event_is_asked_about(sqlite_store: Store, tmp_path: Path) -> None:
    plan = plan_of_rows(sqlite_store, tmp_path, a_row(4, 赛项="电工（学生组）", 组别="职工组"))
    assert codes(plan.findings) == [(2, "赛项", "group-in-event-differs")]
    assert plan.counts.skipped == 1


@pytest.mark.parametrize("event", ["电工（中职学生组）", "电工（学生组A）", "电工[学生1组]"])
def test_a_group_that_is_none_exactly_is_asked_about(sqlite_store: Store, tmp_path: Path, event: str) -> None:
    plan = plan_of_rows(sqlite_store, tmp_path, a_row(4, 赛项=event, 组别=""))
    assert codes(plan.findings) == [(2, "赛项", "group-in-event-unclear")]
    assert plan.counts.skipped == 1


TWO = f"{resident_id(4)} {resident_id(5)}"


@pytest.mark.parametrize(
    ("names", "numbers"),
    [
        ("王伟 李娜", TWO),
        ("王伟　李娜", TWO.replace(" ", "\n")),
        ("王伟和李娜", TWO.replace(" ", "、")),
        ("王伟 及 李娜", TWO.replace(" ", "，")),
        ("王伟/李娜", TWO),
    ],
)
def test_two_names_with_two_numbers_are_two_people(
    sqlite_store: Store, tmp_path: Path, names: str, numbers: str
) -> None:
    plan = plan_of_rows(
        sqlite_store, tmp_path, a_row(4, 姓名=names, 证件号码=numbers, 手机号码="", 银行卡号="")
    )
    assert [(row.name, row.id_number) for row in plan.page()] == [
        ("王伟", resident_id(4)),
        ("李娜", resident_id(5)),
    ]
    assert codes(plan.findings) == [(2, "姓名", "people-split")]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("王伟 李娜", "name-of-several"),
        ("王伟和李娜", "name-of-several"),
        ("王伟、李娜", "people-ids-differ"),
        ("王伟等3人", "name-and-others"),
        ("王伟等", "name-and-others"),
        ("王⼀⽂", "look-alike"),
        ("王伟（替补）", "name-with-note"),
        ("合计", "name-not-a-person"),
        ("空缺", "name-not-a-person"),
        ("无", "name-missing"),
    ],
)
def test_a_name_that_may_be_another_is_not_taken(
    sqlite_store: Store, tmp_path: Path, name: str, code: str
) -> None:
    plan = plan_of_rows(sqlite_store, tmp_path, a_row(4), a_row(5, 姓名=name))
    assert codes(plan.findings) == [(3, "姓名", code)]
    assert (plan.counts.new, plan.counts.skipped) == (1, 1)


@pytest.mark.parametrize("column", ["赛项", "竞赛名称", "选送单位"])
def test_look_alike_characters_are_shown_with_the_ordinary_ones(
    sqlite_store: Store, tmp_path: Path, column: str
) -> None:
    plan = plan_of_rows(sqlite_store, tmp_path, a_row(4, **{column: "⾦属加⼯⽅向"}))
    (asked,) = plan.findings
    assert (asked.column, asked.code, asked.severity) == (column, "look-alike", "question")
    assert "金属加工方向" in asked.message
    assert plan.counts.skipped == 1


@pytest.mark.parametrize(
    "cell", ["★王伟", "王伟*", "\uff0a王伟", "△ 王伟", "王伟#", "①王伟", "王伟（队长）", "王伟(女)"]
)
def test_marks_around_a_name_go_with_a_warning(sqlite_store: Store, tmp_path: Path, cell: str) -> None:
    plan = plan_of_rows(sqlite_store, tmp_path, a_row(4, 姓名=cell))
    assert codes(plan.findings) == [(2, "姓名", "name-marks-removed")]
    assert [row.name for row in plan.page()] == ["王伟"]


# -- numbers beside grades


def _graded(*results: tuple[str, Any]) -> list[dict[str, Any]]:
    return [
        a_row(number) | {"等次": grade, "名次": rank}
        for number, (grade, rank) in enumerate(results, start=10)
    ]


@pytest.mark.parametrize(
    "results",
    [
        [("一等奖", 1), ("二等奖", 1), ("二等奖", 2), ("三等奖", 1)],
        [("一等奖", 1), ("一等奖", 2), ("一等奖", 3), ("二等奖", 1), ("二等奖", 4)],
        [("一等奖", 1), ("一等奖", 2), ("二等奖", 1)],
        [("金奖", 1), ("银奖", 1), ("铜奖", 1)],
        [("二等奖", "第1名"), ("一等奖", "第1名")],
    ],
)
def test_ranks_that_begin_anew_within_each_grade_are_asked_about(
    sqlite_store: Store, tmp_path: Path, results: list[tuple[str, Any]]
) -> None:
    plan = plan_of_rows(sqlite_store, tmp_path, *_graded(*results))
    assert {one.code for one in plan.findings} == {"rank-within-grade"}
    assert (plan.counts.new, plan.counts.skipped) == (0, len(results))


@pytest.mark.parametrize(
    "results",
    [
        [("一等奖", 1), ("二等奖", 2), ("二等奖", 3), ("三等奖", 4)],
        [("一等奖", 1), ("一等奖", 2), ("", 3), ("二等奖", 4)],
        [("一等奖", ""), ("二等奖", ""), ("二等奖", "")],
        [("二等奖", 4), ("一等奖", 1), ("三等奖", 9)],
    ],
)
def test_ranks_through_all_grades_come_in(
    sqlite_store: Store, tmp_path: Path, results: list[tuple[str, Any]]
) -> None:
    plan = plan_of_rows(sqlite_store, tmp_path, *_graded(*results))
    assert (plan.counts.new, plan.findings) == (len(results), ())


# -- days and numbers


@pytest.mark.parametrize(
    "cell",
    [
        "2024年6月10日至12日",
        "2024.6.10-6.12",
        "2024-06-10—2024-06-12",
        "2024年6月10日—6月12日",
        "2024年6月10-12日",
    ],
)
def test_days_from_to_begin_with_the_first(sqlite_store: Store, tmp_path: Path, cell: str) -> None:
    plan = plan_of_rows(sqlite_store, tmp_path, a_row(4, 竞赛开始日期=cell))
    assert codes(plan.findings) == [(2, "竞赛开始日期", "date-range-begins")]
    assert "2024-06-10" in plan.findings[0].message
    assert plan.counts.new == 1


@pytest.mark.parametrize("cell", ["2024年6月10日至12日", "2024.6.10-6.12"])
def test_a_publication_over_several_days_is_asked_about(
    sqlite_store: Store, tmp_path: Path, cell: str
) -> None:
    plan = plan_of_rows(sqlite_store, tmp_path, a_row(4, 成绩公布日期=cell))
    assert "date-range" in {one.code for one in plan.findings}
    assert plan.counts.skipped == 1


def _of_1904(path: Path, cell: Any) -> Path:
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    book = load_workbook(a_file(path.parent, [a_row(4)]))
    book.epoch = CALENDAR_MAC_1904
    book.worksheets[0]["D2"] = cell
    book.save(path)
    return path


def test_a_plain_number_in_a_workbook_of_1904_is_asked_about(sqlite_store: Store, tmp_path: Path) -> None:
    plan = plan_for(sqlite_store, _of_1904(tmp_path / "1904.xlsx", 43999))
    (asked,) = (one for one in plan.findings if one.severity == "question")
    assert (asked.code, plan.counts.skipped) == ("date-of-two-epochs", 1)
    assert "2024-06-18" in asked.message


def test_a_date_in_a_workbook_of_1904_is_read(sqlite_store: Store, tmp_path: Path) -> None:
    plan = plan_for(sqlite_store, _of_1904(tmp_path / "1904.xlsx", date(2024, 6, 18)))
    assert [row.published_on for row in plan.page()] == ["2024-06-18"]
    assert plan.findings == ()


BY_CHANCE = "410702199001015000"  # its check digit fits


def test_a_number_that_ends_in_zeros_among_lost_ones_is_asked_about(
    sqlite_store: Store, tmp_path: Path
) -> None:
    lost = resident_id(5)[:15] + "000"
    rows = [a_row(4, 证件号码=BY_CHANCE), a_row(5, 证件号码=lost), a_row(6)]
    plan = plan_of_rows(sqlite_store, tmp_path, *rows)
    assert codes(plan.findings) == [
        (2, "证件号码", "id-zeros-among-lost"),
        (3, "证件号码", "id-checksum-zeros"),
    ]
    assert plan.counts.new == 1


def test_such_a_number_alone_is_taken(sqlite_store: Store, tmp_path: Path) -> None:
    plan = plan_of_rows(sqlite_store, tmp_path, a_row(4, 证件号码=BY_CHANCE), a_row(6))
    assert (plan.counts.new, plan.findings) == (2, ())


@pytest.mark.parametrize("nothing", ["无", "暂无", "—", "/", "－", "N/A", "（无）", "未填"])
@pytest.mark.parametrize(
    "column", ["组别", "选送单位", "手机号码", "银行卡号", "类别依据文号", "证件类型", "奖牌", "参赛形式"]
)
def test_a_word_for_nothing_is_nothing(
    sqlite_store: Store, tmp_path: Path, column: str, nothing: str
) -> None:
    with_word = plan_of_rows(sqlite_store, tmp_path, a_row(4, **{column: nothing}))
    without = plan_of_rows(sqlite_store, tmp_path, a_row(4, **{column: ""}))
    assert (codes(with_word.findings), with_word.counts) == (codes(without.findings), without.counts)


# -- cards and optional cells


@pytest.mark.parametrize(
    "cell",
    [
        f"示例银行示例支行 行号102498012345 账号{bank_card(4)}",
        f"示例银行示例支行 102498012345 {bank_card(4)}",
        f"{bank_card(4)}（行号：102498012345）",
    ],
)
def test_a_clearing_code_is_no_card(sqlite_store: Store, tmp_path: Path, cell: str) -> None:
    row = a_row(4) | {"开户银行": cell, "银行卡号": ""}
    plan = plan_of_rows(sqlite_store, tmp_path, row)
    with sqlite_store.writing(actor="经办甲") as work:
        commit_plans(work, [plan])
    with sqlite_store.reading() as session:
        assert session.scalars(select(Person.bank_account)).all() == [bank_card(4)]


def test_two_cards_in_a_cell_are_none(sqlite_store: Store, tmp_path: Path) -> None:
    row = a_row(4) | {"开户银行": f"示例银行 {bank_card(4)} 备用 {bank_card(5)}", "银行卡号": ""}
    plan = plan_of_rows(sqlite_store, tmp_path, row)
    assert codes(plan.findings) == [(2, "开户银行", "card-several")]
    assert plan.counts.new == 1


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("成绩", "#N/A"),
        ("成绩", "x" * 40),
        ("成绩", "=1+1"),
        ("工作单位", "#REF!"),
        ("主办单位", "#VALUE!"),
    ],
)
def test_a_strange_cell_of_an_optional_column_keeps_nobody_out(
    sqlite_store: Store, tmp_path: Path, column: str, cell: str
) -> None:
    plan = plan_of_rows(sqlite_store, tmp_path, a_row(4) | {column: cell}, a_row(5) | {column: ""})
    assert plan.counts.new == 2
    assert {one.severity for one in plan.findings} == {"warning"}


def test_formulas_whose_value_is_an_empty_text_say_nothing(sqlite_store: Store, tmp_path: Path) -> None:
    rows = [a_row(number) | {"奖牌": "formula"} for number in (4, 5)]
    file, changed = a_file(tmp_path, rows), tmp_path / "公式.xlsx"
    with ZipFile(file) as source, ZipFile(changed, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content = re.sub(
                    rb'(<c r="O\d") t="s">.*?</c>', rb'\1 t="str"><f>IF(1,"","")</f><v></v></c>', content
                )
                content = re.sub(
                    rb'(<c r="O\d") t="inlineStr">.*?</c>', rb'\1 t="str"><f>A1</f><v></v></c>', content
                )
            target.writestr(name, content)
    plan = plan_for(sqlite_store, changed)
    assert (plan.counts.new, plan.findings) == (2, ())
