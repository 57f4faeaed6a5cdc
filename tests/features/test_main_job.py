"""The main job, step by step, as scripts and people drive it: one process for each command."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pypdfium2
from pytest_bdd import given, parsers, scenarios, then, when

from tests.features.office import Office
from tests.features.offices import (
    BEST_TITLE,
    CITY,
    LINES,
    RULINGS,
    TITLE,
    of,
    write_city_xlsx,
    write_country_csv,
    write_faulty_xlsx,
    write_province_xls,
)

scenarios("main_job.feature")


@given("一个空的登记簿", target_fixture="office")
def an_empty_registry(tmp_path: Path) -> Office:
    """Each command in a process of its own, as on an office's machine."""
    office = Office(tmp_path, is_apart=True)
    office.must("init")
    return office


@when("导入市赛、省赛、国赛三份成绩文件")
@when("再次导入同样的文件")
def import_three(office: Office) -> None:
    write_city_xlsx(office.folder / "市赛.xlsx")
    write_province_xls(office.folder / "省赛.xls")
    write_country_csv(office.folder / "国赛.csv")
    office.must("import", "市赛.xlsx", "省赛.xls", "国赛.csv")


@then("没有一行被退回")
def nothing_left_out(office: Office) -> None:
    files = office.answer["files"]
    assert [file["new"] for file in files] == [4, 3, 3]
    assert {file["skipped"] for file in files} == {0}


@then("第二次没有新增也没有变更")
def nothing_new(office: Office) -> None:
    assert {
        (file["new"], file["changed"], file["same"] + file["skipped"]) for file in office.answer["files"]
    } <= {
        (0, 0, 4),
        (0, 0, 3),
    }


@when("导入裁定文件")
def import_the_rulings(office: Office) -> None:
    (office.folder / "rulings.yaml").write_text(RULINGS, encoding="utf-8")
    assert office.must("rulings", "import", "rulings.yaml")["new"] == 1


@then(parsers.re("奖励与裁定(?P<when_>前|后)的预期逐行一致"))
def awards_as_expected(office: Office, when_: str) -> None:
    found = {(award["contest"], award["event"], award["id_number"]): award for award in office.awards()}
    titles = {award: line["title"] for line in office.answer["designations"] for award in line["basis"]}
    for line in LINES:
        award = found.pop((line.contest, line.event, line.id_number))
        assert (award["status"], award["amount"]) == (line.before if when_ == "前" else line.after)
        assert (award["person"], award["rank"]) == (line.person.replace("　", ""), line.rank)
        assert titles.get(award["id"], "") == line.title
    assert not found


@when("导入有一行证件号码错误的文件并要求退回")
def import_a_faulty_file(office: Office) -> None:
    write_faulty_xlsx(office.folder / "有错.xlsx")
    office.does("import", "有错.xlsx", "--rejected", "退回.xlsx")


@then("命令以 1 结束并指出第3行的证件号码")
def names_the_fault(office: Office) -> None:
    errors = [f for f in office.answer["files"][0]["findings"] if f["severity"] == "error"]
    assert office.code == 1
    assert [(error["row"], error["column"]) for error in errors] == [(3, "身份证号")]


@then("好的一行已经导入")
def the_good_row_is_in(office: Office) -> None:
    assert [award["id_number"] for award in office.awards()] == [of(CITY)[0].id_number]


@then("退回的表里有原因")
def the_cause_is_given_back(office: Office) -> None:
    sheet = openpyxl.load_workbook(office.folder / "退回.xlsx").worksheets[0]
    text = "".join(str(value) for row in sheet.iter_rows(values_only=True) for value in row)
    assert "校验位" in text


@when("严格导入有一行证件号码错误的文件")
def import_strictly(office: Office) -> None:
    write_faulty_xlsx(office.folder / "有错.xlsx")
    office.does("import", "有错.xlsx", "--strict")
    assert office.code == 1


@then("登记簿里没有任何奖励")
def nothing_was_written(office: Office) -> None:
    assert office.awards() == []


@when("由录入人确认成绩")
def confirm_ones_own(office: Office) -> None:
    office.does("confirm", "--all", "--as", "命令行")


@then("命令以 1 结束并说明须由另一人确认")
def refuses_ones_own(office: Office) -> None:
    assert office.code == 1
    assert "另一人" in office.complaint
    assert office.complaint.count("\n") == 1


@when("由另一人确认成绩")
def confirm_by_another(office: Office) -> None:
    office.must("confirm", "--all", "--as", "复核")


@then("全部成绩已确认")
def all_are_confirmed(office: Office) -> None:
    assert office.answer == {"confirmed": len(LINES), "already": 0}


@when("导出三份表格")
def export_three(office: Office) -> None:
    office.must("assess")
    for what in ("payments", "publicity", "designations"):
        office.must("export", what, f"{what}.xlsx")


@then("发放表的合计是 196400.00 元")
def the_total(office: Office) -> None:
    assert sum(float(line.after[1] or 0) for line in LINES) == 196400
    amounts = [row[7] for row in _rows(office.folder / "payments.xlsx")]
    assert 196400 in amounts
    assert "人民币壹拾玖万陆仟肆佰元整" in _text(office.folder / "payments.xlsx")


@then("公示名单里没有证件号码、银行卡号和手机号码")
def nothing_leaks(office: Office) -> None:
    text = _text(office.folder / "publicity.xlsx")
    assert LINES[1].person in text
    for line in LINES:
        assert not any(secret in text for secret in line.cells()[4:5] + line.cells()[6:])


@then("两个称号一字不差")
def the_titles(office: Office) -> None:
    titles = {row[3] for row in _rows(office.folder / "designations.xlsx") if isinstance(row[0], int)}
    assert titles == {TITLE, BEST_TITLE}


def _rows(file: Path) -> list[tuple[Any, ...]]:
    return list(openpyxl.load_workbook(file).worksheets[0].iter_rows(values_only=True))


def _text(file: Path) -> str:
    return "\n".join(str(value) for row in _rows(file) for value in row if value is not None)


@when("印制证书")
def print_certificates(office: Office) -> None:
    answer = office.must("certificates", "证书.pdf")
    assert answer["pages"] == len(answer["issued"])


@then("证书的文字层里有每个获奖者的姓名")
def names_in_the_text_layer(office: Office) -> None:
    pages = pypdfium2.PdfDocument(office.folder / "证书.pdf")
    text = "\n".join(page.get_textpage().get_text_range() for page in pages)
    pages.close()
    winners = [line for line in LINES if line.rank <= 3]
    assert [line.person for line in winners if line.person.replace("　", "") not in text] == []


@then("证书核验有效")
def it_verifies(office: Office) -> None:
    answer = office.must("verify", "证书.pdf")
    assert (answer["valid"], answer["state"]) == (True, "issued")


@when("改动证书的一个字节")
def alter_a_byte(office: Office) -> None:
    body = bytearray((office.folder / "证书.pdf").read_bytes())
    body[len(body) // 2] ^= 1
    (office.folder / "证书.pdf").write_bytes(body)


@then("证书核验无效")
def it_does_not_verify(office: Office) -> None:
    answer = office.does("verify", "证书.pdf")
    assert office.code == 1
    assert not answer["valid"]
    assert answer["state"] in ("altered", "unknown")
