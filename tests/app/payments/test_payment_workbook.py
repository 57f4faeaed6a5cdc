"""The payment workbook: real numbers, text that stays text, sums that agree, nothing undecided."""

from __future__ import annotations

import csv
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from app.accounts import audit_digest
from app.awards import assess_all
from app.capitals import capitals
from app.payments import PaymentReport, export_payments
from app.progress import Progress
from app.settings import write_setting
from app.store import Store
from app.unit_of_work import UnitOfWork
from app.words import tr
from tests.app.awards.test_corrections import corrected_after
from tests.builders import CLERK, NOW, a_contest, a_person, a_result, an_event

HEAD = 4
AMOUNT = 8


@dataclass(frozen=True)
class Made:
    """A workbook that was written, and what the program says of it."""

    path: Path
    report: PaymentReport

    @property
    def sheet(self) -> Worksheet:
        return sheet_of(self.path)


def sheet_of(path: Path, name: str = "发放表", *, computed: bool = False) -> Worksheet:
    return openpyxl.load_workbook(path, data_only=computed)[name]


def lines_of(sheet: Worksheet) -> list[tuple[object, ...]]:
    return [row for row in sheet.iter_rows(min_row=HEAD + 1, values_only=True) if isinstance(row[0], int)]


def two_contests(work: UnitOfWork) -> None:
    city = an_event(work.session, a_contest(work.session, "municipal"))
    for rank in (1, 2, 3, 4):
        a_result(work.session, rank, event=city)
    country = an_event(work.session, a_contest(work.session, "national"), name="焊接")
    a_result(work.session, 1, event=country)
    pair = an_event(work.session, a_contest(work.session, "provincial"), form="pair")
    for position in (1, 2):
        a_result(work.session, 1, event=pair, team_no="1", position=position)


@pytest.fixture
def made(sqlite_store: Store, tmp_path: Path) -> Made:
    with sqlite_store.writing(actor=CLERK) as work:
        two_contests(work)
        assess_all(work)
    return Made(tmp_path / "发放表.xlsx", export(sqlite_store, tmp_path / "发放表.xlsx"))


def export(store: Store, out: Path) -> PaymentReport:
    with store.reading() as session:
        return export_payments(session, out, now=NOW, digest=audit_digest(session))


def test_pays_what_is_proposed_and_nothing_else(made: Made) -> None:
    amounts = [row[AMOUNT - 1] for row in lines_of(made.sheet)]

    assert amounts == [1000, 800, 600, 100000]
    assert made.report.total_fen == 10_240_000
    assert (made.report.lines, made.report.blocked) == (4, 2)


def test_sums_agree_with_and_without_a_program_that_computes(made: Made) -> None:
    formulas = {
        cell.coordinate: cell.value
        for cell in made.sheet["H"]
        if isinstance(cell.value, str) and cell.value.startswith("=")
    }
    computed = sheet_of(made.path, computed=True)

    assert list(formulas.values()) == ["=SUM(H5:H7)", "=SUM(H9:H9)"]
    assert [computed[place].value for place in formulas] == [2400, 100000]
    assert 102400 in [cell.value for cell in made.sheet["H"]]
    assert f"合计大写：{capitals(10_240_000)}" in [cell.value for cell in made.sheet["A"]]


def test_numbers_of_people_are_text_and_money_is_a_number(made: Made) -> None:
    row = made.sheet[HEAD + 1]

    assert [row[place].data_type for place in (2, 9)] == ["s", "s"]
    assert row[AMOUNT - 1].data_type == "n"
    assert row[AMOUNT - 1].number_format == "#,##0.00"
    assert len(str(row[2].value)) == 18


def test_every_page_says_that_nobody_has_approved_it(made: Made) -> None:
    sheet = made.sheet

    assert "拟发放 · 未经审批" in str(sheet["A2"].value)
    assert sheet.print_title_rows == "$1:$4"
    assert "拟发放 · 未经审批" in header_and_footer(sheet)
    assert "第 &P 页 共 &N 页" in header_and_footer(sheet)
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
    assert sheet.print_area == f"'发放表'!$A$1:$L${sheet.max_row}"
    assert sheet.freeze_panes == "A5"
    assert "经办" in str(sheet.cell(sheet.max_row, 1).value)


def test_what_waits_stands_on_a_sheet_of_its_own(made: Made) -> None:
    waiting = lines_of(sheet_of(made.path, "待裁定"))

    assert len(waiting) == 2
    assert "双人或团队项目" in str(waiting[0][7])
    assert "¥10,000.00" in str(waiting[0][8])
    assert "¥5,000.00" in str(waiting[0][8])


def test_properties_name_the_office_and_no_machine(made: Made) -> None:
    properties = openpyxl.load_workbook(made.path).properties

    assert properties.creator == properties.lastModifiedBy == "新乡市职业技能竞赛办公室"


def test_a_rehearsal_says_so_on_every_page(sqlite_store: Store, tmp_path: Path) -> None:
    with sqlite_store.writing(actor=CLERK) as work:
        write_setting(work, "rehearsal", "1")
    export(sqlite_store, tmp_path / "发放表.xlsx")
    sheet = sheet_of(tmp_path / "发放表.xlsx")

    assert "演练" in str(sheet["A2"].value)
    assert "演练" in header_and_footer(sheet)


def header_and_footer(sheet: Worksheet) -> str:
    head, foot = sheet.oddHeader, sheet.oddFooter
    assert head is not None
    assert foot is not None
    return f"{head.right.text}{foot.center.text}"


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+张三", "-李四", "@王五", "\t赵六"])
def test_a_name_never_becomes_a_formula(sqlite_store: Store, tmp_path: Path, name: str) -> None:
    with sqlite_store.writing(actor=CLERK) as work:
        a_result(work.session, 1, person=a_person(work.session, name=name))
        assess_all(work)
    export(sqlite_store, tmp_path / "发放表.xlsx")
    cell = sheet_of(tmp_path / "发放表.xlsx").cell(HEAD + 1, 2)

    assert (cell.data_type, cell.value, cell.quotePrefix) == ("s", name, True)


def test_libreoffice_computes_the_same_sums(made: Made, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    assert office is not None, "LibreOffice is needed: apt install libreoffice-calc"
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    how = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true"  # UTF-8, as shown
    convert = [office, profile, "--headless", "--convert-to", how, "--outdir", str(tmp_path), str(made.path)]
    subprocess.run(convert, check=True, capture_output=True, timeout=180)
    rows = list(csv.reader((tmp_path / "发放表.csv").read_text("utf-8").splitlines()))

    sums = [row[AMOUNT - 1] for row in rows if row[0].startswith(("小计", "合计（"))]
    assert sums == ["2,400.00", "100,000.00", "102,400.00"]


@pytest.fixture
def all_sheets(sqlite_store: Store, tmp_path: Path) -> openpyxl.Workbook:
    """What is paid, what waits, what nobody confirmed, and what a correction changed."""
    with sqlite_store.writing(actor=CLERK) as work:
        two_contests(work)
        a_result(work.session, 2, state="draft", person=a_person(work.session, name="钱未核"))
        corrected_after(work, "paid")
    out = tmp_path / "发放表.xlsx"
    export(sqlite_store, out)
    return openpyxl.load_workbook(out)


def test_every_sheet_says_that_nobody_has_approved_it_and_is_signed(all_sheets: openpyxl.Workbook) -> None:
    assert all_sheets.sheetnames == ["发放表", "待裁定", "未列入", "调整"]
    for sheet in all_sheets:
        assert sheet["A2"].value == "拟发放 · 未经审批"
        line = str(sheet["A3"].value)
        assert "新乡市职业技能竞赛办公室" in line
        assert "制表日期：2024年7月1日" in line
        assert "经办" in str(sheet.cell(sheet.max_row, 1).value)


def test_what_is_left_out_and_corrected_stands_with_its_amounts_and_reasons(
    all_sheets: openpyxl.Workbook,
) -> None:
    (left_out,) = lines_of(all_sheets["未列入"])
    assert (left_out[1], left_out[6], left_out[7]) == ("钱未核", "第2名", 800)
    assert left_out[8] == "成绩尚未经第二人确认，确认后方可列入"
    (corrected,) = lines_of(all_sheets["调整"])
    assert corrected[4:] == (6000, 8000, 2000, None, "奖励复核后成绩更正")


def test_who_waits_is_told_what_is_being_written(sqlite_store: Store, tmp_path: Path) -> None:
    with sqlite_store.writing(actor=CLERK) as work:
        two_contests(work)
        assess_all(work)
    progress = Progress()
    with sqlite_store.reading() as session:
        export_payments(
            session, tmp_path / "发放表.xlsx", now=NOW, digest=audit_digest(session), progress=progress
        )
    assert (progress.done, progress.total, progress.label) == (6, 6, tr("payments.exporting"))
