"""Full and read-only disks, mounted for the purpose; collected only where that is allowed."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from app.cli import main
from app.errors import FullError, ReadOnlyError, StorageError
from app.store import create_store, open_store
from app.words import error_text
from tests.faults.machine import fill_up, make_read_only, run, run_command, small_disk
from tests.faults.registry import add_contest, contests, is_one_line_naming, names, people
from tests.faults.test_outputs import a_faulty_list
from tests.models.registries import connected, restored_file, rows_of


def test_a_read_only_disk_is_read_and_not_written(registry: Path, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", kilobytes=4_096) as folder:
        moved = Path(shutil.copy(registry, folder))
        make_read_only(folder)
        assert contests(moved) == 1
        with pytest.raises(ReadOnlyError) as raised:
            add_contest(moved)
        assert names(raised.value, moved)


def test_a_full_disk_takes_nothing_and_keeps_what_was_there(registry: Path, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", kilobytes=2_048) as folder:
        moved = Path(shutil.copy(registry, folder))
        code, _, line = run("fill", moved)
        assert code == 1
        assert "磁盘已满" in line
        assert is_one_line_naming(line, moved)
        assert (people(moved), contests(moved)) == (1, 1)


def test_a_disk_without_any_room_is_full_not_broken(registry: Path, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", kilobytes=1_024) as folder:
        moved = Path(shutil.copy(registry, folder))
        fill_up(folder)
        with pytest.raises(FullError) as raised:
            add_contest(moved)
        assert names(raised.value, moved)


def test_no_half_made_registry_stays_on_a_full_disk(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", kilobytes=64) as folder:
        with pytest.raises(FullError) as raised:
            create_store(str(folder / "registry.db"))
        assert names(raised.value, folder / "registry.db")
        assert list(folder.iterdir()) == []


def test_a_full_disk_stops_an_upgrade_before_the_copy_or_after_it(tmp_path: Path) -> None:
    file = restored_file("0001", tmp_path)
    with connected(file) as engine:
        before = rows_of(engine)
    size = file.stat().st_size // 1_024
    for room, code in ((size // 2, "store-upgrade-without-copy"), (size + 40, "store-upgrade-failed")):
        with small_disk(tmp_path / f"disk-{room}", kilobytes=size + room) as folder:
            moved = Path(shutil.copy(file, folder / "registry.db"))
            with pytest.raises(StorageError) as raised:
                open_store(str(moved))
            assert raised.value.code == code
            assert names(raised.value, moved)
            assert "磁盘已满" in error_text(raised.value)
            copies = [one for one in folder.iterdir() if one.name.startswith("registry.0001.")]
            assert len(copies) == (code == "store-upgrade-failed")
            for one in (moved, *copies):
                with connected(one) as engine:
                    assert rows_of(engine) == before


EXPORTS = ["payments", "publicity", "designations", "eligibility", "slips"]
COMMANDS = [*(["export", what] for what in EXPORTS), ["certificates"]]


@pytest.mark.parametrize("words", COMMANDS, ids="-".join)
def test_a_document_on_a_full_disk_is_refused_in_one_line(
    registry: Path, tmp_path: Path, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--db", str(registry), "assess"]) == 0
    with small_disk(tmp_path / "disk", kilobytes=64) as folder:
        out, ballast = folder / "结果", folder / "ballast"
        for room in (0, 4):
            fill_up(folder)
            ballast.write_bytes(bytes(1_024 * (64 - room)))
            capsys.readouterr()
            code = main(["--db", str(registry), *words, str(out)])
            said = capsys.readouterr()

            assert (code, said.out) == (1, "")
            assert "磁盘已满" in said.err
            assert is_one_line_naming(said.err.strip(), out)
            assert list(folder.iterdir()) == [ballast]


def test_rejected_rows_on_a_full_disk_are_told_after_the_import(
    registry: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = a_faulty_list(tmp_path)
    with small_disk(tmp_path / "disk", kilobytes=64) as folder:
        fill_up(folder)
        out = folder / "结果.xlsx"
        code = main(["--db", str(registry), "import", str(source), "--rejected", str(out)])
        said = capsys.readouterr()

        assert code == 1
        assert "新增 1" in said.out
        assert "磁盘已满" in said.err
        assert is_one_line_naming(said.err.strip(), out)
        assert not out.exists()
    assert people(registry) == 2


def test_a_full_disk_under_the_data_folder_is_named(registry: Path, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", kilobytes=64) as folder:
        fill_up(folder)
        environment = {"XDG_DATA_HOME": str(folder)}
        command = [sys.executable, "main.py", "--db", str(registry), "export", "payments"]
        code, _, line = run_command([*command, str(tmp_path / "发放表.xlsx")], **environment)

        assert code == 1
        assert "磁盘已满" in line
        assert is_one_line_naming(line, folder / "MuyeAwards")
    assert not (tmp_path / "发放表.xlsx").exists()
