"""`imports`: every file that was taken in is kept, listed with its account, saved, read again, undone."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from tests.app.commands.test_command_line import Run, run
from tests.app.importing.lists import a_file, a_row

__all__ = ["run"]  # the fixture


@pytest.fixture
def place(run: Run, tmp_path: Path) -> str:
    """A registry with a list of two rows taken in, one of them kept out."""
    place = str(tmp_path / "r.db")
    assert run("--db", place, "init").code == 0
    rows = [a_row(1), a_row(2, 证件号码="410702199002300014")]
    answer = run("--db", place, "--as", "张经办", "import", str(a_file(tmp_path, rows)), "--json")
    (told,) = answer.json["files"]
    assert (told["batch"], told["file_kept"]) == (1, True)
    return place


def test_a_batch_is_listed_with_file_hash_person_counts_and_account(run: Run, place: str) -> None:
    (line,) = run("--db", place, "imports", "list", "--json").json["imports"]
    assert (line["batch"], line["file"], line["by"]) == (1, "成绩.xlsx", "张经办")
    assert (line["rows"], line["new"], line["skipped"]) == (2, 1, 1)
    assert line["account"] == [{"sheet": "成绩", "filled": 3, "taken": 1, "kept_out": 1, "named": 1}]
    assert line["file_kept"]
    said = run("--db", place, "imports", "show", "1").out
    assert "原文件已留存" in said
    assert line["sha256"] in said
    assert "成绩" in said


def test_the_kept_file_is_saved_byte_for_byte_and_that_is_recorded(
    run: Run, place: str, tmp_path: Path
) -> None:
    original = tmp_path / "成绩.xlsx"
    content = original.read_bytes()
    original.unlink()
    assert run("--db", place, "--as", "李经办", "imports", "save", "1", "again.xlsx").code == 0
    assert (tmp_path / "again.xlsx").read_bytes() == content
    refused = run("--db", place, "imports", "save", "1", "again.xlsx")
    assert refused.code == 1
    with sqlite3.connect(place) as connection:
        query = "SELECT actor, subject_id FROM audit_entry WHERE action = 'save-file'"
        assert connection.execute(query).fetchall() == [("李经办", "1")]


def test_the_same_file_is_kept_once(run: Run, place: str, tmp_path: Path) -> None:
    assert run("--db", place, "imports", "undo", "1").code == 0
    assert run("--db", place, "import", str(tmp_path / "成绩.xlsx")).code == 1  # one row is kept out
    lines = run("--db", place, "imports", "list", "--json").json["imports"]
    assert [(line["batch"], line["state"]) for line in lines] == [(2, "committed"), (1, "undone")]
    with sqlite3.connect(place) as connection:
        assert connection.execute("SELECT count(*) FROM import_file").fetchone() == (1,)


def test_read_again_by_today_s_rules_says_what_differs_and_writes_nothing(
    run: Run, place: str, tmp_path: Path
) -> None:
    (tmp_path / "成绩.xlsx").unlink()
    again = run("--db", place, "imports", "reread", "1", "--json")
    assert again.code == 1  # a row would still be kept out
    assert (again.json["new"], again.json["same"], again.json["skipped"]) == (0, 1, 1)
    assert again.json["then"]["new"] == 1
    said = run("--db", place, "imports", "reread", "1").out
    assert "当时：新增 1，变更 0，相同 0，跳过 1" in said
    assert "现在：新增 0，变更 0，相同 1，跳过 1" in said
    assert run("--db", place, "imports", "undo", "1").code == 0
    assert run("--db", place, "imports", "reread", "1", "--json").json["new"] == 1
    assert len(run("--db", place, "imports", "list", "--json").json["imports"]) == 1


def test_a_batch_without_its_file_says_so(run: Run, place: str) -> None:
    with sqlite3.connect(place) as connection:
        connection.execute("DELETE FROM import_file")
        connection.execute("UPDATE import_batch SET account = ''")
    said = run("--db", place, "imports", "show", "1").out
    assert "原文件没有留存" in said
    assert "当时没有留存行数账" in said
    refused = run("--db", place, "imports", "reread", "1")
    assert refused.code == 1
    assert "请找到原来的文件" in refused.err
    assert "99" in run("--db", place, "imports", "show", "99").err


def test_a_changed_kept_file_is_not_given_out_and_found_by_the_audit(run: Run, place: str) -> None:
    assert run("--db", place, "audit", "verify").code == 0
    with sqlite3.connect(place) as connection:
        connection.execute("UPDATE import_file SET content = X'504B0304'")
    refused = run("--db", place, "imports", "save", "1", "again.xlsx")
    assert refused.code == 1
    assert not Path("again.xlsx").exists()
    found = run("--db", place, "audit", "verify")
    assert found.code == 1
    assert "导入的原文件" in found.out + found.err
