"""What the sender hid, struck out or commented, and what a reader would lose: asked about or named by row."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlwt
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font

from app.errors import InputError
from app.importing import LineRole, Plan, SheetMapping
from app.store import Store
from tests.app.importing.lists import a_file, a_row, codes, plan_for


def changed(folder: Path, change: Callable[[Any], object], *rows: dict[str, Any]) -> Path:
    """Return a list of three results whose sheet was changed."""
    path = a_file(folder, rows or [a_row(4), a_row(5), a_row(6)])
    book = load_workbook(path, rich_text=True)
    change(book.worksheets[0])
    book.save(path)
    return path


def rewritten(path: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    """Change the XML of one part of a workbook."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert change(parts[part]) != parts[part]
    parts[part] = change(parts[part])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def strike(sheet: Any, *cells: str) -> None:
    for cell in cells:
        sheet[cell].font = Font(strike=True)


SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    "spelling",
    [b'<row hidden="1" r="3"', b"<row r='3' hidden='true'", b'<row r="3" ht="0" customHeight="1"'],
)
def test_a_hidden_row_waits_for_an_answer(sqlite_store: Store, tmp_path: Path, spelling: bytes) -> None:
    path = a_file(tmp_path, [a_row(4), a_row(5), a_row(6)])
    rewritten(path, SHEET, lambda xml: xml.replace(b'<row r="3"', spelling))
    plan = plan_for(sqlite_store, path)
    assert codes(plan.findings) == [(3, "", "row-hidden")]
    assert (plan.counts.new, plan.counts.skipped) == (2, 1)
    answered = plan_for(sqlite_store, path, mapping={"成绩": SheetMapping(lines={3: LineRole.RESULT})})
    assert (answered.counts.new, answered.findings) == (3, ())


def test_what_is_struck_through_is_asked_about(sqlite_store: Store, tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        strike(sheet, *(cell.coordinate for cell in sheet[3]))
        strike(sheet, "L4")
        sheet["H2"] = CellRichText(TextBlock(InlineFont(strike=True), "王"), sheet["H2"].value)

    plan = plan_for(sqlite_store, changed(tmp_path, change))
    assert [found for found in codes(plan.findings) if "struck" in found[2]] == [
        (2, "", "row-struck"),
        (3, "", "row-struck"),
        (4, "", "cell-struck"),
    ]
    assert "姓名" in plan.findings[0].message
    assert plan.counts.new == 1


def test_a_comment_is_quoted_and_asked_about_where_it_says_a_change(
    sqlite_store: Store, tmp_path: Path
) -> None:
    def change(sheet: Any) -> None:
        sheet["H1"].comment = Comment("填写全名", "办")
        sheet["G2"].comment = Comment("成绩作废", "办")
        sheet["K3"].comment = Comment("单位已核", "办")

    plan = plan_for(sqlite_store, changed(tmp_path, change))
    assert codes(plan.findings) == [(2, "名次", "comment-doubt"), (3, "选送单位", "comment-beside")]
    assert "成绩作废" in plan.findings[0].message
    assert plan.counts.new == 2


def test_a_hidden_column_beside_a_visible_one_of_its_kind_is_asked_about(
    sqlite_store: Store, tmp_path: Path
) -> None:
    def change(sheet: Any) -> None:
        sheet.insert_cols(5)
        sheet["E1"], sheet["E2"], sheet["E3"], sheet["E4"] = "名次", 3, 2, 1
        sheet.column_dimensions["E"].hidden = True

    plan = plan_for(sqlite_store, changed(tmp_path, change))
    assert (1, "名次", "column-hidden-twice") in codes(plan.findings)
    assert plan.counts.new == 0


def test_a_hidden_column_that_is_read_is_said(sqlite_store: Store, tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        sheet.column_dimensions["L"].hidden = True

    path = changed(tmp_path, change)
    plan = plan_for(sqlite_store, path)
    assert codes(plan.findings) == [(1, "手机号码", "column-hidden")]
    assert plan.counts.new == 3


def old_book(folder: Path, *, name: str = "成绩.xls") -> tuple[xlwt.Workbook, Any, Callable[[], Path]]:
    """Return an old workbook of three results, its sheet, and what saves it."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("成绩", cell_overwrite_ok=True)
    rows = [a_row(4), a_row(5), a_row(6)]
    for column, title in enumerate(rows[0]):
        sheet.write(0, column, title)
        for number, row in enumerate(rows, start=1):
            sheet.write(number, column, row[title])

    def save() -> Path:
        book.save(str(folder / name))
        return folder / name

    return book, sheet, save


@pytest.mark.parametrize("name", ["成绩.xls", "成绩.et"])
def test_an_old_workbook_tells_what_is_hidden_and_struck(
    sqlite_store: Store, tmp_path: Path, name: str
) -> None:
    _, sheet, save = old_book(tmp_path, name=name)
    sheet.row(1).hidden = True
    sheet.write(2, 7, a_row(5)["姓名"], xlwt.easyxf("font: struck_out on"))
    sheet.col(11).hidden = True
    plan = plan_for(sqlite_store, save())
    assert codes(plan.findings) == [
        (1, "手机号码", "column-hidden"),
        (2, "", "row-hidden"),
        (3, "", "row-struck"),
    ]
    assert plan.counts.new == 1


def test_formulas_that_nobody_calculated_in_an_old_workbook(sqlite_store: Store, tmp_path: Path) -> None:
    _, sheet, save = old_book(tmp_path)
    sheet.write(2, 10, xlwt.Formula('"示例市"&"技师学院"'))
    plan = plan_for(sqlite_store, save())
    assert codes(plan.findings) == [(3, "选送单位", "formula-without-value")]


def refused(store: Store, path: Path) -> str:
    with pytest.raises(InputError) as caught:
        plan_for(store, path)
    return caught.value.code


def test_a_cell_far_away_in_an_old_workbook_is_refused_before_its_grid(
    sqlite_store: Store, tmp_path: Path
) -> None:
    _, sheet, save = old_book(tmp_path)
    sheet.write(65_535, 255, "x")
    assert refused(sqlite_store, save()) == "import-too-many-cells"


def test_old_kinds_and_pages_are_named(sqlite_store: Store, tmp_path: Path) -> None:
    contents = {
        b"\x09\x00\x04\x00\x02\x00\x10\x00": "import-old-format",
        b"\x09\x04\x06\x00\x00\x04\x10\x00\x00\x00": "import-old-format",
        b"\xef\xbb\xbf<!-- x --><table><tr><td>": "import-is-a-web-page",
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\r\n": "import-is-a-web-page",
        b"From: <saved by WPS>\r\nSubject: x\r\n\r\n": "import-is-a-web-page",
    }
    found = {}
    for content in contents:
        path = tmp_path / "旧.xls"
        path.write_bytes(content)
        found[content] = refused(sqlite_store, path)
    assert found == contents


def test_the_dimension_of_a_sheet_is_not_believed(sqlite_store: Store, tmp_path: Path) -> None:
    path = a_file(tmp_path, [a_row(4)])
    rewritten(
        path, SHEET, lambda xml: re.sub(rb'dimension ref="[^"]*"', b'dimension ref="A1:XFD1048576"', xml)
    )
    assert plan_for(sqlite_store, path).counts.new == 1


@pytest.mark.parametrize("tidy", [lambda name: name.replace("/", "\\"), lambda name: f"/{name}"])
def test_odd_names_of_parts_are_understood(
    sqlite_store: Store, tmp_path: Path, tidy: Callable[[str], str]
) -> None:
    whole = a_file(tmp_path, [a_row(4)], name="好的.xlsx")
    path = tmp_path / "成绩.xlsx"
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            new.writestr(tidy(name), old.read(name))
    plan = plan_for(sqlite_store, path)
    assert (plan.counts.new, plan.findings) == (1, ())


def test_an_error_of_a_new_kind_is_one_cells_fault(sqlite_store: Store, tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        for cell, error in (("K2", "#N/A"), ("O3", "#N/A")):
            sheet[cell].value, sheet[cell].data_type = error, "e"

    path = changed(tmp_path, change)
    rewritten(path, SHEET, lambda xml: xml.replace(b"#N/A", b"#BLOCKED!"))
    plan = plan_for(sqlite_store, path)
    assert (2, "选送单位", "cell-error") in codes(plan.findings)
    assert plan.counts.new == 2


def csv_lines(count: int) -> list[str]:
    rows = [a_row(number, 备注="") for number in range(4, 4 + count)]
    return [",".join(rows[0]), *(",".join(map(str, row.values())) for row in rows)]


def plan_of_lines(store: Store, folder: Path, lines: list[str]) -> Plan:
    path = folder / "成绩.csv"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return plan_for(store, path)


@pytest.mark.parametrize("closing", [None, 4, 6])
def test_a_quote_that_does_not_close_costs_its_own_row_only(
    sqlite_store: Store, tmp_path: Path, closing: int | None
) -> None:
    lines = csv_lines(6)
    lines[2] += '"已领奖'
    if closing is not None:
        lines[closing] += '外号"小电工"'
    plan = plan_of_lines(sqlite_store, tmp_path, lines)
    assert codes(plan.findings) == [(3, "", "quote-unbalanced")]
    assert (plan.counts.new, plan.counts.skipped) == (5, 1)


def test_a_quote_in_the_last_line_and_signs_of_inches(sqlite_store: Store, tmp_path: Path) -> None:
    lines = csv_lines(3)
    lines[1] += '5" 管'
    lines[3] = lines[3].replace("示例市技师学院", '"示例市技师学院')
    plan = plan_of_lines(sqlite_store, tmp_path, lines)
    assert codes(plan.findings) == [(4, "", "quote-unbalanced")]
    assert plan.counts.new == 2


def test_a_cell_of_several_lines_in_quotes_is_one_cell(sqlite_store: Store, tmp_path: Path) -> None:
    lines = csv_lines(3)
    lines[2] += '"第一行\n第二行, 还有 ""引号"""'
    plan = plan_of_lines(sqlite_store, tmp_path, lines)
    assert (plan.counts.new, plan.findings) == (3, ())


def test_two_marks_of_byte_order(sqlite_store: Store, tmp_path: Path) -> None:
    path = tmp_path / "成绩.csv"
    path.write_bytes(b"\xef\xbb\xbf" * 2 + "\n".join(csv_lines(2)).encode())
    plan = plan_for(sqlite_store, path)
    assert (plan.counts.new, plan.findings) == (2, ())
