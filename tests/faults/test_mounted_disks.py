"""Full and read-only disks, mounted for the purpose; collected only where that is allowed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from app.errors import FullError, ReadOnlyError
from app.store import create_store
from tests.faults.machine import fill_up, make_read_only, run, small_disk
from tests.faults.registry import add_contest, contests, is_one_line_naming, names, people


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
