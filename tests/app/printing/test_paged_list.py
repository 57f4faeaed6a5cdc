"""Paged lists: every page carries its own sum and the sum so far, and three readers see the same."""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import python_calamine

from app.printing import ClosingLine, Column, PagedList, Section, money_column, write_paged_list

MADE_AT = datetime(2024, 7, 1, tzinfo=UTC)
Line = tuple[int, str, int]


def a_list(*sections: Sequence[Line]) -> PagedList[Line]:
    columns: list[Column[Line]] = [
        Column("序号", 5, lambda line: line[0], "center", "number"),
        Column("姓名", 10, lambda line: line[1]),
        money_column("应发", 14, lambda line: line[2], is_summed=True),
        money_column("实发", 14, lambda line: line[2] - 1, is_summed=True),
        Column("签名", 16, lambda line: ""),
    ]
    return PagedList(
        title="发放表",
        columns=columns,
        sections=[Section(lines, heading=f"赛项{number}") for number, lines in enumerate(sections, 1)],
        name="发放表",
        state="编号 1",
        line="单位：竞赛办",
        total="合计",
        closing=[ClosingLine("合计大写：零元整", is_bold=True), ClosingLine("经办")],
        page_words=lambda page, count: f"本页小计（第 {page} 页，{count} 笔）",
        running_words=lambda count: f"累计（{count} 笔）",
        continued="（续）",
    )


def lines(count: int, first: int = 1) -> list[Line]:
    return [(number, f"张三{number}", 10_000 + number) for number in range(first, first + count)]


def written(folder: Path, content: PagedList[Line], name: str = "表.xlsx") -> Path:
    write_paged_list(folder / name, content, title="发放表", author="竞赛办", made_at=MADE_AT)
    return folder / name


def sums(file: Path, words: str, column: int = 2) -> list[object]:
    """Return the amounts beside these words, over all sheets, as a reader that computes nothing sees them."""
    book = openpyxl.load_workbook(file, data_only=True)
    return [row[column] for sheet in book for row in sheet.values if str(row[0]).startswith(words)]


def test_each_page_sums_itself_and_what_came_before(tmp_path: Path) -> None:
    content = a_list(lines(17), lines(30, first=18))
    file = written(tmp_path, content)
    own, so_far = sums(file, "本页小计"), sums(file, "累计")
    total = sum(line[2] for section in content.sections for line in section.rows) / 100

    assert len(own) == len(so_far) > 3
    for number in range(len(own)):
        assert round(sum(float(str(one)) for one in own[: number + 1]), 2) == so_far[number]
    assert sums(file, "合计")[0] == so_far[-1] == total
    assert sums(file, "合计", column=3)[0] == round(total - 0.47, 2)


def test_a_page_breaks_after_its_sums_and_an_event_goes_on_under_its_name(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(written(tmp_path, a_list(lines(40)))).worksheets[0]
    breaks = [one.id for one in sheet.row_breaks.brk]

    assert breaks
    for row in breaks:
        assert str(sheet.cell(row, 1).value).startswith("累计")
        assert sheet.cell(row + 1, 1).value == "赛项1（续）"
    assert sheet.print_title_rows == "$1:$4"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.oddFooter is not None
    assert sheet.oddFooter.center.text == "第 &P 页 共 &N 页"


def test_three_readers_see_the_same(tmp_path: Path) -> None:
    odd = [
        (1, "=1+1", 1),
        (2, "李<四>&", 2),
        (3, " 王五 ", 3),
        (4, "\x07赵六", 4),
        (5, "𠮷田", 5),
        (6, "", 6),
    ]
    file = written(tmp_path, a_list(odd, lines(30, first=7)))
    by_openpyxl = [list(row) for row in openpyxl.load_workbook(file, data_only=True).worksheets[0].values]
    by_calamine = python_calamine.CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python()

    assert [[cell or "" for cell in row] for row in by_openpyxl] == [
        [cell or "" for cell in row] for row in by_calamine
    ]
    assert [row[1] or "" for row in by_openpyxl if row[0] in range(1, 7)] == [
        *("=1+1", "李<四>&", " 王五 ", "\ufffd赵六", "𠮷田", "")
    ]
    office = shutil.which("soffice")
    assert office is not None, "LibreOffice is needed: apt install libreoffice-calc"
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    how = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true"  # UTF-8, as shown
    convert = [office, profile, "--headless", "--convert-to", how, "--outdir", str(tmp_path), str(file)]
    subprocess.run(convert, check=True, capture_output=True, timeout=180)
    shown = list(csv.reader((tmp_path / "表.csv").read_text("utf-8").splitlines()))
    amounts = [
        row[2].replace(",", "") for row in shown if re.match("本页小计|累计|合计（?", row[0]) and row[2]
    ]
    expected = [row[2] for row in by_openpyxl if re.match("本页小计|累计|合计", str(row[0])) and row[2]]
    assert [float(one) for one in amounts] == expected


def test_a_text_never_becomes_a_formula(tmp_path: Path) -> None:
    file = written(tmp_path, a_list([(1, "=HYPERLINK(1)", 1)]))
    cell = openpyxl.load_workbook(file).worksheets[0].cell(6, 2)
    assert (cell.data_type, cell.value, cell.quotePrefix) == ("s", "=HYPERLINK(1)", True)


def test_the_same_list_gives_the_same_bytes(tmp_path: Path) -> None:
    content = a_list(lines(30))
    first, second = (written(tmp_path, content, name).read_bytes() for name in ("一.xlsx", "二.xlsx"))
    assert first == second


def test_more_pages_than_a_sheet_can_break_go_on_to_the_next_sheet(tmp_path: Path) -> None:
    content = replace(a_list(lines(12_000)), name="发放表")
    file = written(tmp_path, content)
    book = openpyxl.load_workbook(file, data_only=True)

    assert book.sheetnames == ["发放表", "发放表 2"]
    assert all(len(sheet.row_breaks.brk) <= 1_023 for sheet in book)
    assert sums(file, "累计")[-1] == sums(file, "合计")[0]
    assert zipfile.ZipFile(file).testzip() is None


def test_a_long_name_gets_the_lines_it_needs(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(
        written(tmp_path, a_list([(1, "古丽娜尔·买买提" * 5, 1), (2, "李四", 1)]))
    ).worksheets[0]
    tall, usual = (sheet.row_dimensions[row].height for row in (6, 7))
    assert tall is not None
    assert usual is not None
    assert tall > 2 * usual
