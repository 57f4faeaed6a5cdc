"""Unfinished imports on disk: private, given back as they were, gone when they are done."""

from __future__ import annotations

import json
import stat
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.importing import KeptFile, KeptWork, LineRole, SheetMapping, WorkKeeper, is_unchanged
from app.paths import user_data_path

AT = datetime(2024, 7, 1, 8, tzinfo=UTC)


@pytest.fixture(autouse=True)
def own_data_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


def _work(folder: Path, *, at: datetime = AT) -> KeptWork:
    mapping = SheetMapping(
        header_row=2,
        columns={0: "", 3: "name"},
        facts={"level": "市级一类"},
        is_left_out=True,
        cells={(3, 0): "张三", (12, 7): ""},
        tables={9: {1: "event"}},
        lines={4: LineRole.OUT, 8: LineRole.HEADER},
        said={(1, "event"): "焊工", (5, ""): ""},
    )
    file = KeptFile(folder / "成绩.xlsx", "0" * 64, {"职工组": mapping})
    return KeptWork((file,), at, (str(folder / "成绩.xlsx"), "职工组", 3, 7))


def test_work_comes_back_as_it_was_kept(tmp_path: Path) -> None:
    keeper = WorkKeeper("registry.db")
    slot = keeper.new_slot()
    assert keeper.keep(slot, _work(tmp_path))
    assert keeper.all_kept() == [(slot, _work(tmp_path))]
    assert keeper.all_kept()[0][1].edits == 2
    assert WorkKeeper("another.db").all_kept() == []
    keeper.forget(slot)
    assert keeper.all_kept() == []


def test_the_newest_work_comes_first_and_a_broken_one_is_passed_over(tmp_path: Path) -> None:
    keeper = WorkKeeper("registry.db")
    slots = [keeper.new_slot() for _ in range(3)]
    for number, slot in enumerate(slots):
        keeper.keep(slot, _work(tmp_path, at=AT.replace(hour=number)))
    broken = next(user_data_path().rglob(slots[1]))
    broken.write_text(json.dumps({"form": 99}), "utf-8")
    assert [slot for slot, _ in keeper.all_kept()] == [slots[2], slots[0]]


@pytest.mark.skipif(sys.platform == "win32", reason="the mode of a file says nothing there")
def test_nobody_else_may_read_kept_work(tmp_path: Path) -> None:
    keeper = WorkKeeper("registry.db")
    keeper.keep(keeper.new_slot(), _work(tmp_path))
    (file,) = user_data_path().rglob("*.json")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("", "utf-8")  # a file where the folder should be
    keeper = WorkKeeper("registry.db")
    assert not keeper.keep(keeper.new_slot(), _work(tmp_path))
    assert keeper.all_kept() == []


def test_a_file_is_known_to_be_unchanged_by_its_hash(tmp_path: Path) -> None:
    import hashlib

    file = tmp_path / "成绩.csv"
    file.write_text("姓名", "utf-8")
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    kept = KeptFile(file, digest, {})
    assert is_unchanged(kept)
    file.write_text("姓 名", "utf-8")
    assert not is_unchanged(kept)
    file.unlink()
    assert not is_unchanged(kept)
