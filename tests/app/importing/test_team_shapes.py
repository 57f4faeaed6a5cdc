"""Teams as lists set them: members in columns, captain and members, members over following rows."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from app.importing import import_file
from app.store import Store
from models import Entry, Person
from tests.app.importing.lists import write_xlsx
from tests.app.importing.sheets_of_tables import (
    COLLEGE,
    FACTORY,
    FACTS,
    TITLE,
    loud,
    plan_of_sheet,
    taken,
    who,
)
from tests.synthetic import bank_card, phone

SHARED = ["赛项", "名次", "选送单位"]


@pytest.mark.parametrize(
    "header",
    [
        ["队员1", "队员1身份证号", "队员2", "队员2身份证号"],
        ["队员一姓名", "队员一身份证号码", "队员二姓名", "队员二身份证号码"],
        ["姓名1", "身份证1", "姓名2", "身份证2"],
        ["姓名（1）", "身份证号（1）", "姓名（2）", "身份证号（2）"],
        ["选手姓名", "身份证号码", "队员2姓名", "队员2身份证号码"],
        ["第一选手姓名", "第一选手身份证号", "第二选手姓名", "第二选手身份证号"],
        ["选手A", "选手A身份证号", "选手B", "选手B身份证号"],
        ["队长", "队长身份证号", "队员", "队员身份证号"],
        ["队长姓名", "身份证号码", "队员姓名", "身份证号码"],
    ],
)
def test_members_in_columns(sqlite_store: Store, tmp_path: Path, header: list[str]) -> None:
    plan = plan_of_sheet(
        sqlite_store,
        tmp_path,
        *(TITLE, FACTS, [*SHARED, *header]),
        *(["机器人", 1, COLLEGE, *who(1), *who(2)], ["机器人", 2, FACTORY, *who(3), *who(4)]),
    )
    assert taken(plan, "result", "unit") == [
        *((4, 1, "第1名", COLLEGE), (4, 2, "第1名", COLLEGE)),
        *((5, 3, "第2名", FACTORY), (5, 4, "第2名", FACTORY)),
    ]
    assert loud(plan) == []
    assert plan.account[0].taken == 2


def test_each_member_keeps_what_is_his(sqlite_store: Store, tmp_path: Path) -> None:
    parts = ("姓名", "身份证号", "单位", "手机", "银行卡号")
    header = ["赛项", "名次", *(f"{part}{number}" for number in (1, 2) for part in parts)]
    people = [(*who(n), unit, phone(n), bank_card(n)) for n, unit in ((1, COLLEGE), (2, FACTORY))]
    row = ["机器人", 1, *people[0], *people[1]]
    file = write_xlsx(tmp_path / "双人.xlsx", {"表": [TITLE, FACTS, header, row]})
    import_file(sqlite_store, file, actor="经办甲")
    with sqlite_store.reading() as session:
        found = session.execute(
            select(Person.name, Person.id_number, Entry.unit_name, Person.phone, Person.bank_account)
            .join(Entry, Entry.person_id == Person.id)
            .order_by(Person.id)
        ).all()
        teams = set(session.scalars(select(Entry.team_no)))
    assert [tuple(one) for one in found] == people
    assert teams == {f"{who(1)[0]}、{who(2)[0]}"}


def test_a_number_that_nobody_owns_is_nobodys(sqlite_store: Store, tmp_path: Path) -> None:
    header = [*SHARED, "队员1姓名", "队员1身份证号", "队员2姓名", "队员2身份证号", "联系电话", "银行卡号"]
    row = ["机器人", 1, COLLEGE, *who(1), *who(2), phone(1), bank_card(1)]
    file = write_xlsx(tmp_path / "双人.xlsx", {"表": [TITLE, FACTS, header, row]})
    report = import_file(sqlite_store, file, actor="经办甲")
    assert report.counts.new == 1
    with sqlite_store.reading() as session:
        assert set(session.scalars(select(Person.phone))) <= {"", None}
        assert set(session.scalars(select(Person.bank_account))) <= {"", None}


def test_one_document_for_two_names_is_nobodys(sqlite_store: Store, tmp_path: Path) -> None:
    header = [*SHARED, "队长姓名", "队员1姓名", "身份证号码"]
    row = ["机器人", 1, COLLEGE, who(1)[0], who(2)[0], who(1)[1]]
    plan = plan_of_sheet(sqlite_store, tmp_path, TITLE, FACTS, header, row)
    assert taken(plan) == []
    assert plan.account[0].kept_out == 1
    assert plan.has_errors


def test_teams_of_different_size_and_members_under_group_headers(sqlite_store: Store, tmp_path: Path) -> None:
    top = [*SHARED, "队员1", None, "队员2", None, "队员3", None]
    below = [None, None, None, *["姓名", "身份证号"] * 3]
    plan = plan_of_sheet(
        sqlite_store,
        tmp_path,
        *(TITLE, FACTS, top, below),
        ["机器人", 1, COLLEGE, *who(1), *who(2), *who(3)],
        ["机器人", 2, FACTORY, *who(4), *who(5)],
    )
    assert taken(plan) == [(5, 1), (5, 2), (5, 3), (6, 4), (6, 5)]


def test_a_fault_of_one_member_stands_at_his_column(sqlite_store: Store, tmp_path: Path) -> None:
    header = [*SHARED, "队员1", "队员1身份证号", "队员2", "队员2身份证号"]
    row = ["机器人", 1, COLLEGE, *who(1), who(2)[0], "4107021990"]
    plan = plan_of_sheet(sqlite_store, tmp_path, TITLE, FACTS, header, row)
    assert taken(plan) == []
    (fault,) = [finding for finding in plan.findings if finding.severity == "error"]
    assert (fault.row, fault.column) == (4, "队员2身份证号")


def test_a_coach_beside_is_no_member(sqlite_store: Store, tmp_path: Path) -> None:
    header = [*SHARED, "队员1", "队员1身份证号", "队员2", "队员2身份证号", "指导教师1", "指导教师2"]
    row = ["机器人", 1, COLLEGE, *who(1), *who(2), "教师甲", "教师乙"]
    plan = plan_of_sheet(sqlite_store, tmp_path, TITLE, FACTS, header, row)
    assert taken(plan) == [(4, 1), (4, 2)]


ROWS = ["赛项", "名次", "队号", "姓名", "身份证号码", "选送单位"]


def test_members_over_rows_with_a_team_number(sqlite_store: Store, tmp_path: Path) -> None:
    plan = plan_of_sheet(
        sqlite_store,
        tmp_path,
        *(TITLE, FACTS, ROWS),
        *(["机器人", 1, "A", *who(1), COLLEGE], [None, None, None, *who(2), FACTORY]),
        *(["机器人", 2, "B", *who(3), FACTORY], [None, None, None, *who(4), None]),
    )
    assert taken(plan, "result", "unit") == [
        *((4, 1, "第1名", COLLEGE), (5, 2, "第1名", FACTORY)),
        *((6, 3, "第2名", FACTORY), (7, 4, "第2名", FACTORY)),
    ]
    assert loud(plan) == [(5, "warning", "filled-down-team"), (7, "warning", "filled-down-team")]


def test_members_over_merged_rows_say_nothing(sqlite_store: Store, tmp_path: Path) -> None:
    plan = plan_of_sheet(
        sqlite_store,
        tmp_path,
        *(TITLE, FACTS, ROWS, ["机器人", 1, "A", *who(1), COLLEGE], [None, None, None, *who(2), None]),
        merged=["A4:A5", "B4:B5", "C4:C5", "F4:F5"],
    )
    assert taken(plan, "result", "unit") == [(4, 1, "第1名", COLLEGE), (5, 2, "第1名", COLLEGE)]
    assert loud(plan) == []


def test_members_over_rows_that_are_numbered_once(sqlite_store: Store, tmp_path: Path) -> None:
    header = ["序号", "赛项", "名次", "姓名", "身份证号码", "选送单位"]
    file = write_xlsx(
        tmp_path / "队.xlsx",
        {
            "表": [
                *(TITLE, FACTS, header, [1, "机器人", 1, *who(1), COLLEGE]),
                *([None, None, None, *who(2), None], [2, "机器人", 2, *who(3), FACTORY]),
            ]
        },
    )
    report = import_file(sqlite_store, file, actor="经办甲")
    assert [finding.code for finding in report.findings] == ["filled-down-team"]
    with sqlite_store.reading() as session:
        teams = session.execute(select(Entry.team_no).order_by(Entry.id)).scalars().all()
    assert teams[0] == teams[1] == f"{who(1)[0]}、{who(2)[0]}"
    assert not teams[2]


def test_a_row_without_result_and_without_team_is_asked_about(sqlite_store: Store, tmp_path: Path) -> None:
    plan = plan_of_sheet(
        sqlite_store,
        tmp_path,
        *(TITLE, FACTS, ["赛项", "名次", "姓名", "身份证号码", "选送单位"]),
        *(["机器人", 1, *who(1), COLLEGE], [None, None, *who(2), FACTORY], ["机器人", 2, *who(3), COLLEGE]),
    )
    assert taken(plan) == [(4, 1), (6, 3)]
    assert (5, "question", "team-unclear") in loud(plan)


def test_an_event_written_once_for_its_block(sqlite_store: Store, tmp_path: Path) -> None:
    header = ["赛项", "名次", "姓名", "身份证号码", "选送单位"]
    plan = plan_of_sheet(
        sqlite_store,
        tmp_path,
        *(TITLE, FACTS, header, ["电工", 1, *who(1), COLLEGE], [None, 2, *who(2), COLLEGE]),
        *(["焊工", 1, *who(3), COLLEGE], [None, 2, *who(4), COLLEGE], [None, 1, *who(5), COLLEGE]),
    )
    assert taken(plan, "event") == [(4, 1, "电工"), (5, 2, "电工"), (6, 3, "焊工"), (7, 4, "焊工")]
    assert loud(plan)[:3] == [
        (5, "warning", "filled-down"),
        (7, "warning", "filled-down"),
        (8, "question", "block-unclear"),
    ]


def test_an_event_forgotten_in_one_row_is_not_made_up(sqlite_store: Store, tmp_path: Path) -> None:
    header = ["赛项", "名次", "姓名", "身份证号码", "选送单位"]
    rows = [["电工", number, *who(number), COLLEGE] for number in range(1, 5)]
    rows[2][0] = None
    plan = plan_of_sheet(sqlite_store, tmp_path, TITLE, FACTS, header, *rows)
    assert taken(plan) == [(4, 1), (5, 2), (7, 4)]
    assert loud(plan) == [(6, "error", "event-missing")]


def test_names_and_numbers_parted_by_blanks(sqlite_store: Store, tmp_path: Path) -> None:
    header = ["赛项", "名次", "姓名", "身份证号码", "选送单位"]
    one, two = who(1), who(2)
    joined = ["机器人", 1, f"{one[0]} {two[0]}", f"{one[1]} {two[1]}", COLLEGE]
    plan = plan_of_sheet(sqlite_store, tmp_path, TITLE, FACTS, header, joined)
    assert taken(plan) == [(4, 1), (4, 2)]
    three = ["机器人", 1, f"{one[0]}\n{two[0]}\n李四", f"{one[1]}\n{two[1]}", COLLEGE]
    plan = plan_of_sheet(sqlite_store, tmp_path, TITLE, FACTS, header, three)
    assert taken(plan) == []
    assert (4, "error", "people-ids-differ") in loud(plan)
