"""A list as data becomes a workbook: every text comes back as it is, numbers are numbers, sums agree."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import load_workbook

from app.documents import cell_text
from app.errors import Cancelled
from app.printing import (
    ClosingLine,
    Column,
    ListSheet,
    Section,
    money_column,
    running_number,
    write_list_workbook,
)
from app.progress import Progress
from tests.builders import NOW

Paid = tuple[str, int | None]
COLUMNS: list[Column[Paid]] = [
    running_number("序号"),
    Column("姓名", 12, lambda row: row[0]),
    money_column("金额", 14, lambda row: row[1], is_summed=True),
]


def a_list(*sections: Section[Paid], **facts: object) -> ListSheet[Paid]:
    return ListSheet("示例表", COLUMNS, sections, **facts)  # type: ignore[arg-type]  # mixed


def written(folder: Path, *lists: ListSheet[Paid], progress: Progress | None = None) -> Path:
    out = folder / "a.xlsx"
    write_list_workbook(out, lists, title="示例表", author="示例办公室", made_at=NOW, progress=progress)
    return out


def sheet_of(file: Path, *, computed: bool = False) -> Worksheet:
    return openpyxl.load_workbook(file, data_only=computed)["示例表"]


@given(st.text(min_size=1, max_size=40))
@example("<r>张三</r>")
@example("<r>a & b < c</r>")
@example("_x0041_")
@example("=1+1")
@example(" 张三\n李四 ")
def test_any_text_comes_back_as_text(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    file = written(tmp_path_factory.mktemp("text"), a_list(Section([(text, None)])))
    cell = sheet_of(file)["B5"]
    read = load_workbook(str(file)).get_sheet_by_index(0).to_python()

    assert cell.data_type == "s"
    if "\r" not in text:
        assert unescape(str(cell.value)) == cell_text(text)
        assert read[4][1] == cell_text(text)


def test_sections_have_headings_and_sums_of_their_own(tmp_path: Path) -> None:
    sections: tuple[Section[Paid], ...] = (
        Section([("甲", 100), ("乙", 250)], heading="一、焊工", subtotal="小计"),
        Section([("丙", 33)], heading="二、钳工", subtotal="小计"),
    )
    file = written(tmp_path, a_list(*sections, total="合计", closing=[ClosingLine("经办：")]))
    cells = [[cell.value for cell in row] for row in sheet_of(file)["A5:C12"]]
    computed = [row[2].value for row in sheet_of(file, computed=True)["A5:C12"]]

    assert cells == [
        ["一、焊工", None, None],
        [1, "甲", 1],
        [2, "乙", 2.5],
        ["小计", None, "=SUM(C6:C7)"],
        ["二、钳工", None, None],
        [3, "丙", 0.33],
        ["小计", None, "=SUM(C10:C10)"],
        ["合计", None, 3.83],
    ]
    assert [computed[place] for place in (3, 6)] == [3.5, 0.33]
    assert sheet_of(file)["A13"].value == "经办："


def test_an_empty_list_says_so(tmp_path: Path) -> None:
    sheet = sheet_of(written(tmp_path, a_list(Section([]), empty="没有可列的内容。")))

    assert sheet["A5"].value == "没有可列的内容。"
    assert sheet.print_area == "'示例表'!$A$1:$C$5"


def test_a_text_longer_than_a_cell_may_be_is_cut_for_all_to_see(tmp_path: Path) -> None:
    text = str(sheet_of(written(tmp_path, a_list(Section([("长" * 40_000, 1)]))))["B5"].value)

    assert len(text) == 32_767
    assert text.endswith("长…")


def test_a_row_is_as_high_as_its_longest_text_needs(tmp_path: Path) -> None:
    rows: list[Paid] = [("甲", 1), ("一行\n二行\n三行", 1), ("长" * 30, 1), ("长" * 9_000, 1)]
    sheet = sheet_of(written(tmp_path, a_list(Section(rows))))
    heights = [sheet.row_dimensions[row].height or 0 for row in (5, 6, 7, 8)]

    assert heights[0] < heights[1] < heights[2] < heights[3]
    assert heights[3] <= 409


def test_cancelling_leaves_no_file(tmp_path: Path) -> None:
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        written(tmp_path, a_list(Section([("甲", 1)])), progress=progress)

    assert list(tmp_path.iterdir()) == []
