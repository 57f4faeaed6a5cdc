"""Lists that come again, corrected or not: what changes is said, what was corrected stays corrected."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest

from tests.app.commands.test_command_line import Run, run
from tests.app.importing.lists import a_file, a_row
from tests.synthetic import resident_id

__all__ = ["run"]  # the fixture

HEADER = [
    "竞赛名称",
    "竞赛级别",
    "类别依据文号",
    "成绩公布日期",
    "赛项",
    "名次",
    "姓名",
    "证件号码",
    "手机号码",
]
PEOPLE = [("张三", resident_id(1)), ("李四", resident_id(2))]


def a_list(file: Path, ranks: tuple[int, int], *, phone: str = "") -> Path:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(HEADER)
    for rank, (name, number) in zip(ranks, PEOPLE, strict=True):
        contest = ["2024年河南省示例大赛", "省级一类", "示例〔2024〕7号", "2024-05-20", "焊工"]
        sheet.append([*contest, rank, name, number, phone])
    book.save(file)
    return file


@pytest.fixture
def corrected(run: Run, tmp_path: Path) -> str:
    """A registry whose first list was corrected by a second one, both confirmed."""
    place = str(tmp_path / "r.db")
    assert run("--db", place, "init").code == 0
    for name, ranks in (("名单.xlsx", (1, 2)), ("更正.xlsx", (2, 1))):
        assert run("--db", place, "import", str(a_list(tmp_path / name, ranks))).code == 0
        assert run("--db", place, "confirm", "--all", "--as", "李复核").code == 0
    return place


def ranks(run: Run, place: str) -> dict[str, int]:
    awards = run("--db", place, "assess", "--json").json["awards"]
    return {one["person"]: one["rank"] for one in awards if one["status"] == "proposed"}


@pytest.mark.parametrize("option", [[], ["--dry-run"]], ids=["import", "dry-run"])
def test_the_first_list_sent_again_does_not_undo_the_correction(
    run: Run, corrected: str, tmp_path: Path, option: list[str]
) -> None:
    again = run("--db", corrected, "import", str(tmp_path / "名单.xlsx"), "--json", *option)
    (file,) = again.json["files"]
    assert (file["changed"], file["same"]) == (0, 2)
    assert [one["row"] for one in file["findings"] if one["code"] == "older-list"] == [2, 3]
    assert run("--db", corrected, "confirm", "--all", "--as", "李复核", "--json").json["confirmed"] == 0
    assert ranks(run, corrected) == {"张三": 2, "李四": 1}


def test_a_correction_says_whose_result_changes_from_what_to_what(run: Run, tmp_path: Path) -> None:
    place = str(tmp_path / "r.db")
    run("--db", place, "init")
    run("--db", place, "import", str(a_list(tmp_path / "名单.xlsx", (1, 2))))
    said = run("--db", place, "import", str(a_list(tmp_path / "更正.xlsx", (2, 1)))).out
    assert "张三 焊工：名次 第1名 → 第2名" in said
    assert "李四 焊工：名次 第2名 → 第1名" in said
    assert "以上 2 条变更须由第二人确认" in said


def test_a_change_that_nobody_confirms_is_not_said_to_wait(run: Run, tmp_path: Path) -> None:
    place = str(tmp_path / "r.db")
    run("--db", place, "init")
    run("--db", place, "import", str(a_list(tmp_path / "名单.xlsx", (1, 2), phone="13903735178")))
    newer = str(a_list(tmp_path / "新电话.xlsx", (1, 2), phone="13903735179"))
    before = run("--db", place, "import", newer, "--dry-run").out
    assert "第二人确认（confirm）后才生效" not in before
    assert "另有 2 条（银行卡号、类别依据等）的变更一经导入即生效" in before
    assert "另有 2 条（银行卡号、类别依据等）的变更已生效" in run("--db", place, "import", newer).out
    mixed = a_list(tmp_path / "更正.xlsx", (1, 3), phone="13903735178")
    said = run("--db", place, "import", str(mixed)).out
    assert "以上变更中有 1 条成绩的变更须由第二人确认" in said
    assert "另有 2 条" in said


def test_an_original_list_is_not_replaced_by_a_paper_under_whatever_name(
    run: Run, corrected: str, tmp_path: Path
) -> None:
    copy = tmp_path / "我的名单.xlsx"
    shutil.copy(tmp_path / "名单.xlsx", copy)
    before = copy.read_bytes()
    for force in ([], ["--force"]):
        answer = run("--db", corrected, "export", "payments", str(copy), *force)
        assert (answer.code, copy.read_bytes()) == (1, before)
        assert "已经导入过的原始名单" in answer.err


def test_no_number_of_a_person_is_printed_whole(run: Run, tmp_path: Path) -> None:
    place, phone = str(tmp_path / "r.db"), "139037351781"
    run("--db", place, "init")
    file = str(a_list(tmp_path / "名单.xlsx", (1, 2), phone=phone))
    wrong = openpyxl.load_workbook(file)
    sheet = wrong.worksheets[0]
    number = str(sheet["H3"].value)
    sheet["H3"] = f"{number[:17]}{'0' if number[17] != '0' else '1'}"  # its check digit is wrong
    wrong.save(file)
    for option in ([], ["--json"]):
        answer = run("--db", place, "import", file, "--dry-run", *option)
        assert phone not in answer.out
        assert number[:17] not in answer.out


def test_a_missing_folder_for_rejected_rows_is_said_before_anything_is_written(
    run: Run, tmp_path: Path
) -> None:
    place = str(tmp_path / "r.db")
    run("--db", place, "init")
    file = str(a_list(tmp_path / "名单.xlsx", (1, 2)))
    answer = run("--db", place, "import", file, "--rejected", str(tmp_path / "没有" / "退回.xlsx"))
    assert answer.code == 1
    assert "没有文件夹" in answer.err
    assert run("--db", place, "contests", "list", "--json").json["contests"] == []


def test_what_a_list_changes_of_phones_is_said_without_the_numbers(run: Run, tmp_path: Path) -> None:
    place = str(tmp_path / "r.db")
    run("--db", place, "init")
    run("--db", place, "import", str(a_list(tmp_path / "名单.xlsx", (1, 2), phone="13900001111")))
    said = run("--db", place, "import", str(a_list(tmp_path / "换号.xlsx", (1, 2), phone="13900002222"))).out
    assert "**111 → ********222" in said
    assert "13900001111" not in said
    assert "13900002222" not in said


def test_like_findings_beyond_some_hundred_are_counted(run: Run, tmp_path: Path) -> None:
    place = str(tmp_path / "r.db")
    run("--db", place, "init")
    file = a_file(tmp_path, [a_row(n, 证件号码="41") for n in range(4, 324)])
    said = run("--db", place, "import", str(file)).out
    assert said.count("身份证号应为 18 位，这里是") == 300
    assert "另有 20 条" in said
