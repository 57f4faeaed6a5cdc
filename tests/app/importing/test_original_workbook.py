"""The sender's own workbook with causes: all that was sent stays, and importing it again changes nothing."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from copy import copy
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from app.importing import import_file, rejected_rows, write_rejected
from app.store import Store, open_store
from tests.app.importing.lists import a_row, plan_for
from tests.builders import NOW
from tests.synthetic import resident_id

FAULTY = a_row(5, 姓名="")


def _workbook(*rows: dict[str, Any]) -> Workbook:
    """A list as an office lays it out: merged title, widths, colours, a second sheet with a formula."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "成绩"
    header = list(rows[0])
    sheet.append(["2024年示例市职业技能大赛获奖名单"])
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=len(header) + 2)
    sheet["A1"].font = Font(name="黑体", sz=18, bold=True)
    sheet["A1"].alignment = Alignment(horizontal="center")
    sheet.append(header)
    for row in rows:
        sheet.append(list(row.values()))
    sheet.column_dimensions["A"].width = 33
    sheet.column_dimensions.group("C", "Z", hidden=False)
    sheet.row_dimensions[1].height = 40
    sheet.freeze_panes = "A3"
    sheet["B3"].fill = PatternFill("solid", fgColor="FFFF00")
    notes = book.create_sheet("说明")
    notes["A1"] = "填表人"
    notes["B2"] = "=1+1"
    notes["A1"].comment = Comment("请核对", "科室")
    return book


def _save(book: Workbook, folder: Path) -> Path:
    book.save(folder / "名单.xlsx")
    return folder / "名单.xlsx"


def _rewrite(file: Path, old: bytes, new: bytes) -> None:
    """Change the first sheet's XML: what other programs write and openpyxl does not."""
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"].replace(old, new)
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def test_all_that_was_sent_stays_as_it_was(sqlite_store: Store, tmp_path: Path) -> None:
    file = _save(_workbook(a_row(4), FAULTY), tmp_path)
    back = write_rejected(plan_for(sqlite_store, file), tmp_path / "退回.xlsx")
    assert (back.rows, back.is_original) == (1, True)
    sent, returned = load_workbook(file), load_workbook(tmp_path / "退回.xlsx")
    assert returned.sheetnames == sent.sheetnames
    assert returned["说明"]["B2"].value == "=1+1"
    assert returned["说明"]["A1"].comment.text == "请核对"
    before, after = sent["成绩"], returned["成绩"]
    assert after.merged_cells.ranges == before.merged_cells.ranges
    assert after.freeze_panes == "A3"
    assert (after.column_dimensions["A"].width, after.row_dimensions[1].height) == (33, 40)
    sent_cells: list[Any] = [cell for cells in before.iter_rows(max_col=len(FAULTY)) for cell in cells]
    for cell in sent_cells:
        other = after.cell(cell.row, cell.column)
        assert other.value == cell.value
        assert (copy(other.font), copy(other.alignment)) == (copy(cell.font), copy(cell.alignment))
        if (cell.row, cell.column) != (4, list(FAULTY).index("姓名") + 1):
            assert copy(other.fill) == copy(cell.fill)
    assert after.cell(2, len(FAULTY) + 1).value == "原因"
    assert "姓名为空" in str(after.cell(4, len(FAULTY) + 1).value)


def test_columns_of_one_width_are_parted_for_the_causes(sqlite_store: Store, tmp_path: Path) -> None:
    file = _save(_workbook(a_row(4), FAULTY), tmp_path)
    write_rejected(plan_for(sqlite_store, file), tmp_path / "退回.xlsx")
    sheet = load_workbook(tmp_path / "退回.xlsx")["成绩"]
    spans = sorted((one.min or 0, one.max or 0) for one in sheet.column_dimensions.values())
    assert all(last < first for (_, last), (first, _) in pairwise(spans))
    assert sheet.column_dimensions[get_column_letter(len(FAULTY) + 1)].width == 50


def test_given_back_twice_it_has_one_column_of_causes(sqlite_store: Store, tmp_path: Path) -> None:
    file = _save(_workbook(a_row(4), FAULTY, a_row(6, 名次="?")), tmp_path)
    import_file(sqlite_store, file, actor="甲")
    write_rejected(plan_for(sqlite_store, file), tmp_path / "一.xlsx")
    book = load_workbook(tmp_path / "一.xlsx")
    book["成绩"].cell(4, list(FAULTY).index("姓名") + 1, "某某")
    book["成绩"].cell(4, len(FAULTY) + 1, None)
    book.save(tmp_path / "一.xlsx")
    report = import_file(sqlite_store, tmp_path / "一.xlsx", actor="甲")
    assert (report.counts.new, report.counts.same, report.counts.skipped) == (1, 1, 1)
    write_rejected(report.plan, tmp_path / "二.xlsx")
    sheet = load_workbook(tmp_path / "二.xlsx")["成绩"]
    assert [cell.value for cell in sheet[2]].count("原因") == 1
    causes = [sheet.cell(row, len(FAULTY) + 1).value for row in (3, 4, 5)]
    assert (causes[:2], "名次看不懂" in str(causes[2])) == ([None, None], True)


def test_a_column_of_causes_of_the_sender_s_own_stays(sqlite_store: Store, tmp_path: Path) -> None:
    book = _workbook(a_row(4) | {"原因": "补报"}, FAULTY | {"原因": None})
    write_rejected(plan_for(sqlite_store, _save(book, tmp_path)), tmp_path / "退回.xlsx")
    sheet = load_workbook(tmp_path / "退回.xlsx")["成绩"]
    own = len(FAULTY) + 1
    assert [sheet.cell(3, own).value, sheet.cell(2, own + 1).value] == ["补报", "原因"]
    assert "姓名为空" in str(sheet.cell(4, own + 1).value)


def test_texts_like_formulas_stay_texts_and_values_stay_values(sqlite_store: Store, tmp_path: Path) -> None:
    book = _workbook(a_row(4, 备注="旁注"), a_row(5, 姓名="", 备注="x"))
    sheet = book["成绩"]
    place: Any = sheet.cell(3, len(FAULTY) + 1)
    place.value, place.data_type = "=cmd|' /C calc'!A0", "s"
    sheet["D3"] = datetime(2024, 6, 18)  # noqa: DTZ001 a day as a workbook has it
    file = _save(book, tmp_path)
    write_rejected(plan_for(sqlite_store, file), tmp_path / "退回.xlsx")
    after = load_workbook(tmp_path / "退回.xlsx")["成绩"]
    assert (after.cell(3, place.column).value, after.cell(3, place.column).data_type) == (place.value, "s")
    assert after["D3"].value == sheet["D3"].value


def test_rows_hidden_by_height_stay_hidden_and_are_asked_again(sqlite_store: Store, tmp_path: Path) -> None:
    file = _save(_workbook(a_row(4), a_row(5)), tmp_path)
    _rewrite(file, b'<row r="4"', b'<row r="4" ht="0" customHeight="1"')
    plan = plan_for(sqlite_store, file)
    write_rejected(plan, tmp_path / "退回.xlsx")
    again = plan_for(sqlite_store, tmp_path / "退回.xlsx")
    assert [one.code for one in again.findings if one.keeps_out] == ["row-hidden"]


def test_a_protected_sheet_can_be_corrected(sqlite_store: Store, tmp_path: Path) -> None:
    book = _workbook(a_row(4), FAULTY)
    book["成绩"].protection.enable()
    write_rejected(plan_for(sqlite_store, _save(book, tmp_path)), tmp_path / "退回.xlsx")
    assert not load_workbook(tmp_path / "退回.xlsx")["成绩"].protection.sheet


def test_a_file_changed_since_is_not_copied(sqlite_store: Store, tmp_path: Path) -> None:
    plan = plan_for(sqlite_store, _save(_workbook(a_row(4), FAULTY), tmp_path))
    _save(_workbook(a_row(4), a_row(9, 姓名="别人")), tmp_path)
    back = write_rejected(plan, tmp_path / "退回.xlsx")
    assert (back.rows, back.is_original) == (1, False)
    assert load_workbook(tmp_path / "退回.xlsx").worksheets[0].max_row == 3


def test_a_workbook_that_takes_too_long_comes_back_as_a_list(
    sqlite_store: Store, tmp_path: Path, monkeypatch: Any
) -> None:
    monkeypatch.setattr(rejected_rows, "_MOST_SECONDS", 0)
    plan = plan_for(sqlite_store, _save(_workbook(a_row(4), FAULTY), tmp_path))
    back = write_rejected(plan, tmp_path / "退回.xlsx")
    assert (back.rows, back.is_original) == (1, False)
    assert "姓名为空" in str(load_workbook(tmp_path / "退回.xlsx").worksheets[0].cell(3, 15).value)


_ODD: dict[str, list[Any]] = {
    "姓名": ["", "张　三", "=1", "甲、乙"],
    "证件号码": ["", "1", resident_id(1), resident_id(2)],
    "名次": ["", "第一名", "一等奖", 1, 0],
    "赛项": ["", "焊工"],
    "成绩公布日期": ["", 45461, "昨天"],
}
_rows = st.lists(
    st.tuples(
        st.integers(1, 5),
        st.fixed_dictionaries({}, optional={name: st.sampled_from(odd) for name, odd in _ODD.items()}),
    ),
    min_size=1,
    max_size=8,
)


@given(_rows, st.sets(st.integers(3, 10)), st.booleans())
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_workbook_comes_back_and_changes_nothing(
    sqlite_template: Path, rows: list[tuple[int, dict[str, Any]]], hidden: set[int], is_merged: bool
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        store = open_store(str(shutil.copyfile(sqlite_template, folder / "registry.db")), clock=lambda: NOW)
        book = _workbook(*(a_row(number, **odd) for number, odd in rows))
        for row in hidden:
            book["成绩"].row_dimensions[row].hidden = True
        if is_merged and len(rows) > 1:
            book["成绩"].merge_cells("E3:E4")
        file = _save(book, folder)
        report = import_file(store, file, actor="经办甲")
        if report.counts.skipped:
            write_rejected(report.plan, folder / "退回.xlsx")
            again = plan_for(store, folder / "退回.xlsx").counts
            assert (again.new, again.changed, again.skipped) == (0, 0, report.counts.skipped)
        store.close()
