"""`imports remembered`: what the import was told once, by whom, how often it served; revocable."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.importing import SheetMapping, commit_plans, set_header_alias, set_word_alias
from app.store import open_store
from tests.app.commands.test_command_line import Run, run
from tests.app.importing.lists import a_file, a_row, plan_for, write_xlsx
from tests.synthetic import resident_id

__all__ = ["run"]  # the fixture

HEADER = ("上台次序", "选手芳名", "证件号码", "选送单位")
FACTS = ("竞赛级别：市级一类　类别依据：示例〔2024〕1号　成绩公布日期：2024年6月18日　赛项：焊工",)


def _list(folder: Path, number: int, *, name: str) -> Path:
    title = (f"2024年第{number}届示例市职业技能大赛获奖名单",)
    row = [1, "王伟", resident_id(number), "示例市技师学院"]
    return write_xlsx(folder / name, {"表": [title, FACTS, HEADER, row]})


@pytest.fixture
def place(run: Run, tmp_path: Path) -> str:
    """A registry that was told a header, a word and the columns of a list."""
    place = str(tmp_path / "r.db")
    assert run("--db", place, "init").code == 0
    store = open_store(place)
    with store.writing(actor="李静") as work:
        set_header_alias(work, "参赛代表", field="name")
        set_word_alias(work, "group", word="中职组", meaning="学生组")
    mapping = {"表": SheetMapping(header_row=3, tables={3: {0: "rank", 1: "name"}})}
    plan = plan_for(store, _list(tmp_path, 1, name="一月.xlsx"), mapping=mapping)
    with store.writing(actor="张经办") as work:
        commit_plans(work, [plan])
    store.close()
    return place


def test_each_thing_is_listed_with_who_when_and_how_often(run: Run, place: str, tmp_path: Path) -> None:
    row = a_row(5, 组别="中职组")
    row["参赛代表"] = row.pop("姓名")
    assert run("--db", place, "import", str(a_file(tmp_path, [row]))).code == 0
    assert run("--db", place, "import", str(_list(tmp_path, 2, name="二月.xlsx"))).code == 0
    things = run("--db", place, "imports", "remembered", "--json").json["remembered"]
    assert [(one["kind"], one["about"], one["meaning"], one["by"], one["uses"]) for one in things] == [
        ("header", "参赛代表", "姓名", "李静", 1),
        ("word", "组别：中职组", "学生组", "李静", 1),
        (
            "columns",
            "与“一月.xlsx”同样表头的名单",
            "A 上台次序 → 名次，B 选手芳名 → 姓名",
            "张经办",
            1,
        ),
    ]
    assert all(one["at"] and one["last_used"] for one in things)
    assert "用过 1 次" in run("--db", place, "imports", "remembered").out


def test_what_was_revoked_is_asked_about_again(run: Run, place: str, tmp_path: Path) -> None:
    keys = [one["key"] for one in run("--db", place, "imports", "remembered", "--json").json["remembered"]]
    assert keys[:2] == ["header:参赛代表", "word:group:中职组"]
    for key in keys:
        assert run("--db", place, "--as", "李静", "imports", "forget", key).code == 0
    assert run("--db", place, "imports", "remembered", "--json").json["remembered"] == []
    assert run("--db", place, "import", str(_list(tmp_path, 2, name="二月.xlsx"))).code == 1
    assert run("--db", place, "import", str(a_file(tmp_path, [a_row(5, 组别="中职组")]))).code == 1
    assert run("--db", place, "audit", "verify").code == 0


def test_what_was_never_remembered_is_said_to_be_missing(run: Run, place: str) -> None:
    refused = run("--db", place, "imports", "forget", "header:没有")
    assert refused.code == 1
    assert "没有记住“header:没有”" in refused.err
