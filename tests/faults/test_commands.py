"""The command line before a registry it cannot use: exit 1, one line naming it, nothing half-written."""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from app.cli import main
from tests.faults.machine import obeying_permissions, run_command, said_by, worker
from tests.faults.registry import contests, is_one_line_naming

READING = [["explain", "1"], ["rulings", "list"]]
EXPORTING = [["export", "publicity", "OUT"], ["export", "designations", "OUT"]]
WRITING = [["assess"], ["confirm", "--all", "--as", "复核乙"], ["certificates", "OUT"]]
EVERY = [*READING, *EXPORTING, *WRITING]


def command_id(words: list[str]) -> str:
    return "-".join(words[:2])


every_command = pytest.mark.parametrize("words", EVERY, ids=command_id)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Where a command would write its document."""
    folder = tmp_path / "out"
    folder.mkdir()
    return folder / "结果.xlsx"


def refuses(
    words: list[str], place: object, *, out: Path, capsys: pytest.CaptureFixture[str], names: object = ""
) -> bool:
    """Whether the command ends with 1 and one line that names the registry, and writes no document."""
    code = main(["--db", str(place), *(str(out) if word == "OUT" else word for word in words)])
    said = capsys.readouterr()
    assert code == 1
    assert said.out == ""
    assert is_one_line_naming(said.err.strip(), names or place), said.err
    return list(out.parent.iterdir()) == []


@every_command
def test_no_registry_there(
    words: list[str], tmp_path: Path, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert refuses(words, tmp_path / "没有.db", out=out, capsys=capsys)
    assert not (tmp_path / "没有.db").exists()


@every_command
def test_a_file_that_is_no_registry(
    words: list[str], tmp_path: Path, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "成绩.csv"
    file.write_text("竞赛名称,姓名\n" * 500, "gb18030")
    before = file.read_bytes()
    assert refuses(words, file, out=out, capsys=capsys)
    assert file.read_bytes() == before


@every_command
def test_a_registry_of_a_newer_program(
    words: list[str], registry: Path, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(sqlite3.connect(registry)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    assert refuses(words, registry, out=out, capsys=capsys)


@every_command
def test_a_registry_on_a_network_share(
    words: list[str], out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert refuses(words, "//server/share/registry.db", out=out, capsys=capsys)


@every_command
def test_a_database_that_does_not_answer(
    words: list[str], out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = "postgresql://clerk:geheim@127.0.0.1:1/registry"
    assert refuses(words, place, out=out, capsys=capsys, names="127.0.0.1")


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("words", WRITING[:2], ids=command_id)
def test_a_registry_held_by_another_process(
    words: list[str], registry: Path, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with worker("hold", registry) as other:
        assert said_by(other) == "held"
        assert refuses(words, registry, out=out, capsys=capsys)
        assert contests(registry) == 1


def test_init_never_touches_what_stands_there(
    registry: Path, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert refuses(["init"], registry, out=out, capsys=capsys)
    assert contests(registry) == 1


@pytest.mark.parametrize("words", [*READING[1:], ["assess"]], ids=command_id)
def test_a_read_only_registry_answers_but_takes_nothing(words: list[str], registry: Path) -> None:
    before = registry.read_bytes()
    registry.chmod(0o444)
    registry.parent.chmod(0o555)
    try:
        command = [sys.executable, "main.py", "--db", str(registry), *words]
        code, _, line = run_command(obeying_permissions(command))
    finally:
        registry.parent.chmod(0o755)
    if words in READING:
        assert (code, line) == (0, "")
    else:
        assert code == 1
        assert is_one_line_naming(line, registry)
    assert registry.read_bytes() == before


def test_init_where_nothing_may_be_written(tmp_path: Path) -> None:
    folder = tmp_path / "只读"
    folder.mkdir(mode=0o555)
    command = [sys.executable, "main.py", "--db", str(folder / "registry.db"), "init"]
    code, output, line = run_command(obeying_permissions(command))
    assert (code, output) == (1, "")
    assert is_one_line_naming(line, folder)
    assert list(folder.iterdir()) == []


def test_a_user_without_a_data_folder_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "home"
    home.mkdir(mode=0o555)
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "data"))
    for words in (["rulings", "list"], ["init"]):
        code, output, line = run_command(obeying_permissions([sys.executable, "main.py", *words]))
        assert (code, output) == (1, "")
        assert is_one_line_naming(line, home)
