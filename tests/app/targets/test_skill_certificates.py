"""Certificates of skill grade: entered once, from lists and by hand, and read by the promotion list."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from app import cli
from app.eligibility import promotion_rows
from app.errors import ConflictError, InputError
from app.store import Store, create_store, open_store
from app.targets import (
    SkillFacts,
    grade_words,
    record_skill_certificate,
    skill_certificate_rows,
    withdraw_skill_certificate,
)
from models import Person
from tests.builders import a_contest, a_person, a_result, an_event
from tests.synthetic import resident_id

DAY = date(2023, 9, 1)
HEADER = ("序号", "姓名", "身份证号", "职业（工种）", "技能等级", "证书编号", "发证日期", "任务单位")


def facts(grade: str = "technician", number: str = "S0001", **other: object) -> SkillFacts:
    usual = {"occupation": "电工", "grade": grade, "number": number, "issued_on": date(2022, 5, 1)}
    return SkillFacts(**{**usual, **other})  # type: ignore[arg-type]  # mixed


@pytest.mark.parametrize(
    ("words", "grade"),
    [
        ("技师", "technician"),
        ("二级/技师", "technician"),
        ("三级\uff0f高级工", "senior"),
        ("高级工（三级）", "senior"),
        ("一级", "senior-technician"),
        ("五级/初级工", "junior"),
        ("首席技师", "chief-technician"),
        ("三级/技师", ""),
        ("工程师", ""),
        ("", ""),
    ],
)
def test_grades_are_read_as_lists_write_them(words: str, grade: str) -> None:
    assert grade_words(words) == grade


def test_a_certificate_stands_once_and_its_number_for_no_other(store: Store) -> None:
    with store.writing(actor="经办甲") as work:
        one, other = a_person(work.session).id, a_person(work.session).id
        assert record_skill_certificate(work, one, facts())
        assert not record_skill_certificate(work, one, facts())
        for person, wrong in ((other, facts()), (one, facts("senior"))):
            with pytest.raises(ConflictError):
                record_skill_certificate(work, person, wrong)
        to_come = facts(number="S3", issued_on=date(2999, 1, 1))
        for wrong in (facts("master", "S2"), facts(number=" "), to_come):
            with pytest.raises(InputError):
                record_skill_certificate(work, one, wrong)
        (row,) = skill_certificate_rows(work.session, one)
        with pytest.raises(InputError):
            withdraw_skill_certificate(work, row.id, reason=" ")
        withdraw_skill_certificate(work, row.id, reason="登错")
        assert record_skill_certificate(work, other, facts())
        assert [each.is_withdrawn for each in skill_certificate_rows(work.session, one)] == [True]


@pytest.mark.parametrize(
    ("held", "effects"),
    [
        ([], {"建议晋升技师": True, "建议授予“河南省技术能手”": False}),
        ([facts("senior")], {"建议晋升技师": False, "建议授予“河南省技术能手”": False}),
        ([facts("technician")], {"建议授予“河南省技术能手”": False}),
        ([facts("technician", issued_on=DAY)], {"建议授予“河南省技术能手”": False}),
        (
            [facts("technician", issued_on=date(2023, 9, 2))],
            {"建议晋升技师": True, "建议授予“河南省技术能手”": False},
        ),
        (
            [facts("technician", occupation="焊工")],
            {"建议晋升技师": True, "建议授予“河南省技术能手”": False},
        ),
    ],
)
def test_promotions_go_by_the_grade_held_on_the_day(
    store: Store, held: list[SkillFacts], effects: dict[str, bool]
) -> None:
    with store.writing(actor="经办甲") as work:
        person = a_person(work.session)
        event = an_event(work.session, a_contest(work.session, "provincial", year=2023), name="电工")
        a_result(work.session, 1, event=event, person=person, published_on=DAY)
        for certificate in held:
            record_skill_certificate(work, person.id, certificate)
        found = {row.effect: "现有等级未登记" in row.lacking for row in promotion_rows(work.session)}
    assert found == effects


def test_lists_are_entered_once_by_the_command_line_and_faulty_lines_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place, file = str(tmp_path / "registry.db"), tmp_path / "取证名单.xlsx"
    create_store(place).close()
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["2021年取证人员名单（第1批）"])
    sheet.append(HEADER)
    for line in (
        (1, "张三", resident_id(7101), "钳工", "二级/技师", "S07001", "2021.6.7", "金水区"),
        (2, "李四", resident_id(7102), "焊工", "三级/技师", "S07002", "2021年7月2日", "金水区"),
        (3, "王五", resident_id(7103), "焊工", "高级工", "S07001", "2021-08-26", "新郑市"),
        (4, "赵六", resident_id(7104), "电工", "高级工", "S07004", "2999-01-01", "新郑市"),
        (5, "孙七", "", "电工", "高级工", "", "2021-08-26", "新郑市"),
    ):
        sheet.append(list(line))
    book.save(file)
    assert cli.main(["--db", place, "skills", "import", str(file), "--json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert (answer["new"], answer["same"]) == (1, 0)
    assert [one["row"] for one in answer["findings"]] == [4, 5, 6, 7]
    assert "发证日期“2999-01-01”读不懂" in answer["findings"][2]["message"]  # by this list's own column
    assert cli.main(["--db", place, "skills", "import", str(file), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["same"] == 1
    store = open_store(place)
    with store.reading() as session:
        person = session.query(Person).filter_by(name="张三").one()
        assert session.query(Person).count() == 1  # nobody of a line that was left out
        (row,) = skill_certificate_rows(session, person.id)
        assert (row.grade_name, row.facts.issued_on) == ("技师", date(2021, 6, 7))
    store.close()
