"""What a killed process leaves is in one private folder, and gone after the next start."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.paths import user_data_path
from app.private_files import private_folder, sweep_leftovers, unfinished_file, write_private_text
from tests.faults.machine import ROOT

_WRITES = """
import sys, time
from pathlib import Path
import app.private_files as files
if sys.argv[2:] == ["other-disk"]:
    files._are_on_one_disk = lambda one, other: False
with files.unfinished_file(Path(sys.argv[1])) as file:
    file.write_text("张三 410704199001011234", "utf-8")
    print(file, flush=True)
    time.sleep(60)
"""


@contextmanager
def writer(target: Path, *words: str) -> Iterator[tuple[subprocess.Popen[str], Path]]:
    """Another process in the middle of writing `target`, and its unfinished file."""
    command = [sys.executable, "-c", _WRITES, str(target), *words]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process, Path(process.stdout.readline().strip())
        finally:
            process.kill()


def leftovers() -> list[Path]:
    return [file for file in (user_data_path() / "temporary").glob("*/*") if "muye" in file.name]


def test_a_killed_process_leaves_nothing_beside_the_document(tmp_path: Path) -> None:
    with writer(tmp_path / "发放表.xlsx") as (process, unfinished):
        assert list(tmp_path.iterdir()) == []
        assert stat.S_IMODE(unfinished.stat().st_mode) == 0o600
        assert stat.S_IMODE(unfinished.parent.stat().st_mode) == 0o700
        sweep_leftovers()
        assert unfinished.exists()  # it is still being written
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert unfinished.exists()
    sweep_leftovers()

    assert not unfinished.parent.exists()


def test_what_stands_beside_a_document_on_another_disk_is_swept_too(tmp_path: Path) -> None:
    (tmp_path / ".muye-notes.tmp").write_text("mine", "utf-8")
    with writer(tmp_path / "发放表.xlsx", "other-disk") as (process, unfinished):
        assert unfinished.parent == tmp_path
        assert stat.S_IMODE(unfinished.stat().st_mode) == 0o600
        process.send_signal(signal.SIGKILL)
        process.wait()
    sweep_leftovers()

    assert [file.name for file in tmp_path.iterdir()] == [".muye-notes.tmp"]
    assert leftovers() == []


def test_only_unfinished_files_are_swept(tmp_path: Path) -> None:
    kept = tmp_path / "发放表.xlsx"
    kept.write_text("mine", "utf-8")
    gone = user_data_path() / "temporary" / "99999999-dead"
    gone.mkdir(parents=True)
    (gone / "owner.lock").touch()
    (gone / "x.beside").write_text(str(kept), "utf-8")
    sweep_leftovers()

    assert kept.exists()
    assert not gone.exists()


def test_an_unfinished_file_is_gone_where_the_work_fails(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), unfinished_file(tmp_path / "a.pdf"):
        raise ZeroDivisionError

    assert list(tmp_path.iterdir()) == []
    assert leftovers() == []


def test_without_a_data_folder_the_file_stands_beside_the_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.private_files.private_folder", lambda: None)
    with unfinished_file(tmp_path / "a.pdf") as file:
        assert file.parent == tmp_path

    assert list(tmp_path.iterdir()) == []


def test_temporary_files_of_libraries_are_private_too() -> None:
    import tempfile

    folder = private_folder()
    with tempfile.NamedTemporaryFile(prefix="openpyxl.") as file:
        assert Path(file.name).parent == folder


def test_a_report_may_be_read_by_its_owner_only(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        (tmp_path / "old.txt").write_text("", "utf-8")
        for name in ("old.txt", "new.txt"):
            write_private_text(tmp_path / name, "报告")
    finally:
        os.umask(before)

    assert {stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()} == {0o600}
