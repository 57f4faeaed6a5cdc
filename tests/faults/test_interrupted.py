"""Killed while a registry is made or upgraded: what was there stays, and the next try succeeds."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from app.cli import main
from app.store import open_store
from models.schema import newest_revision, revision
from tests.faults.machine import ROOT, said_by, worker
from tests.models import later_migrations
from tests.models.later_migrations import program_with, write_migration
from tests.models.registries import connected, restored_file, rows_of


def test_a_killed_upgrade_leaves_the_registry_and_a_copy(tmp_path: Path) -> None:
    file = restored_file("0001", tmp_path)
    open_store(str(file)).close()
    with connected(file) as engine:
        before = rows_of(engine)
    write_migration(later_migrations.HANGS, tmp_path / "later")
    with worker("upgrade", file) as dying:
        assert said_by(dying) == "half-way"
        dying.kill()
        dying.communicate(timeout=60)
    with connected(file) as engine:
        assert revision(engine) == newest_revision()
        assert rows_of(engine) == before
    (copy,) = tmp_path.glob(f"{file.stem}.{newest_revision()}.*.db")
    with connected(copy) as engine:
        assert rows_of(engine) == before
    with program_with(write_migration(later_migrations.REBUILDS, tmp_path / "later")):
        store = open_store(str(file))
    store.close()
    assert store.upgrade is not None
    assert store.upgrade.copy == copy  # nothing was written since: one copy is enough
    with connected(file) as engine:
        assert rows_of(engine) == before


# Statements of `create_store` after which the process dies: at the first, among tables, at the settings.
_POINTS = [1, 5, 40, "INSERT INTO setting", "INSERT INTO audit_entry", "COMMIT", "PRAGMA journal_mode"]


@pytest.mark.parametrize("point", _POINTS)
@pytest.mark.parametrize("words", [["init", "--name", "演练台账", "--rehearsal"], ["demo"]])
def test_making_a_registry_can_be_killed_anywhere_and_done_again(
    words: list[str], point: int | str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "demo" / "registry.db"
    command = ["demo", str(place.parent)] if words[0] == "demo" else ["--db", str(place), *words]
    dying = [sys.executable, "-m", "tests.faults.dying", str(point), *command]
    done = subprocess.run(dying, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == -9, done.stderr
    was_made = place.stat().st_size > 0 and is_whole(place)
    assert was_made == (point == "PRAGMA journal_mode")
    code = main(command)
    said = capsys.readouterr()
    if was_made and words[0] == "init":  # it is there with its name and mark: only the answer was lost
        assert code == 1
        assert str(place) in said.err
    else:
        assert code == 0, said.err
    assert is_whole(place)


def is_whole(place: Path) -> bool:
    """Whether the registry has its name, its mark and its first audit line; it has all or nothing."""
    with connected(place) as engine:
        if revision(engine) is None:
            return False
        rows = rows_of(engine)
    settings = {row["key"]: row["value"] for row in rows["setting"]}
    assert settings["rehearsal"] == "1"
    assert settings["name"]
    first = rows["audit_entry"][0]
    assert (first["action"], first["subject"]) == ("create", "registry")
    return True


def test_a_demo_killed_among_its_imports_can_be_done_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    dying = [sys.executable, "-m", "tests.faults.dying", "INSERT INTO import_batch", "demo", str(tmp_path)]
    done = subprocess.run(dying, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == -9, done.stderr
    assert main(["demo", "--json", str(tmp_path)]) == 0
    assert json.loads(capsys.readouterr().out)["folder"] == str(tmp_path)
