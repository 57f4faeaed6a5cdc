"""A list of honours: read as offices write it, entered once, faulty lines named and left out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook
from sqlalchemy import func, select

from app.errors import InputError
from app.honours.honour_list import import_honours
from app.honours.honour_register import honour_rows
from app.store import Store
from models import Honour, Person
from tests.builders import a_person
from tests.synthetic import resident_id

HEADER = ("序号", "姓名", "身份证号", "荣誉 称号", "授予日期", "文号", "授予单位")
EXPERT, AWARD = "全国技术能手", "中原技能大奖"


def a_list(folder: Path, *lines: tuple[object, ...], header: tuple[str, ...] = HEADER) -> Path:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["2024年荣誉名单"])
    sheet.append(header)
    for line in lines:
        sheet.append(list(line))
    book.save(file := folder / "荣誉.xlsx")
    return file


def test_a_list_is_entered_once_with_new_people_and_known_ones(store: Store, tmp_path: Path) -> None:
    with store.writing(actor="经办甲") as work:
        known = a_person(work.session, name="李四")
        file = a_list(
            tmp_path,
            (1, "张　三", resident_id(7001), EXPERT, "2024.1.5", "人社部函[2024]1号", "人社部"),
            (2, "李四", known.id_number, AWARD, date(2024, 2, 6), "豫人社〔2024〕2号", ""),
            (),
            (3, "张三", resident_id(7001), AWARD, 45328, "豫人社〔2024〕2号", ""),
        )
        report = import_honours(work, file)
        assert (report.new, report.same, report.findings) == (3, 0, ())
        assert work.session.scalar(select(func.count()).select_from(Person)) == 2
        rows = honour_rows(work.session, words="张三")
        assert [(row.title_name, row.awarded_on) for row in rows] == [
            (EXPERT, date(2024, 1, 5)),
            (AWARD, date(2024, 2, 6)),
        ]
        assert rows[0].document == "人社部函〔2024〕1号"
        again = import_honours(work, file)
        assert (again.new, again.same) == (0, 3)


@pytest.mark.parametrize(
    ("changed", "cause"),
    [
        ({1: ""}, "姓名为空"),
        ({2: "410702199002300014"}, "不能登记这个人"),
        ({3: "技能之星"}, "荣誉字典里没有“技能之星”"),
        ({3: "省级世赛集训基地"}, "荣誉字典里没有"),
        ({4: "去年"}, "授予日期“去年”读不懂"),
        ({4: "2030-01-01"}, "授予日期"),
        ({5: " "}, "没有填写“文号”"),
    ],
)
def test_a_faulty_line_is_named_with_its_row_and_writes_nothing(
    sqlite_store: Store, tmp_path: Path, changed: dict[int, str], cause: str
) -> None:
    good = [1, "张三", resident_id(7002), EXPERT, "2024-01-05", "人社部函〔2024〕1号", ""]
    bad = [changed.get(at, value) for at, value in enumerate(good)]
    other = [2, "王五", resident_id(7003), EXPERT, "2024-01-05", "人社部函〔2024〕1号", ""]
    with sqlite_store.writing(actor="经办甲") as work:
        report = import_honours(work, a_list(tmp_path, tuple(bad), tuple(other)))
        assert report.new == 1
        (finding,) = report.findings
        assert finding.row == 3
        assert cause in finding.message
        assert work.session.scalars(select(Person.name)).all() == ["王五"]
        assert work.session.scalar(select(func.count()).select_from(Honour)) == 1


def test_a_sheet_without_the_columns_is_refused_with_what_is_needed(
    sqlite_store: Store, tmp_path: Path
) -> None:
    file = a_list(tmp_path, (1, "张三"), header=("序号", "姓名"))
    with sqlite_store.writing(actor="经办甲") as work, pytest.raises(InputError) as refused:
        import_honours(work, file)
    assert "证件号码" in str(refused.value.params["columns"])
