"""A later migration that rebuilds tables keeps every row; one that ends badly changes nothing."""

from __future__ import annotations

import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from app.cli import main
from app.errors import StorageError
from app.store import open_store
from app.words import error_text
from models.schema import newest_revision, revision
from tests.models import later_migrations
from tests.models.later_migrations import LATER, PARENTS, program_with, write_migration
from tests.models.registries import Rows, connected, restored_database, restored_file, rows_of


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A filled SQLite registry at the present revision."""
    made = restored_file("0001", tmp_path)
    store = open_store(str(made))
    store.close()
    assert store.upgrade is not None
    assert store.upgrade.copy is not None
    store.upgrade.copy.unlink()
    return made


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str | Path]:
    """A filled registry at the present revision, on each kind of database in turn."""
    if request.param == "sqlite":
        yield request.getfixturevalue("file")
        return
    server = request.getfixturevalue("postgresql_server")
    with restored_database("0001", tmp_path, server) as url:
        open_store(url).close()
        yield url


def contents(place: str | Path) -> Rows:
    with connected(place) as engine:
        return rows_of(engine)


def copies(file: Path) -> list[Path]:
    return sorted(one for one in file.parent.glob("*.db") if one != file)


def mode(file: Path) -> int:
    return stat.S_IMODE(file.stat().st_mode)


def test_rebuilding_every_parent_keeps_all_rows(place: str | Path, tmp_path: Path) -> None:
    before = contents(place)
    with program_with(write_migration(later_migrations.REBUILDS, tmp_path / "later")):
        open_store(str(place)).close()
    assert contents(place) == before
    with connected(place) as engine:
        assert revision(engine) == LATER
        for table in PARENTS:
            checks = {check["name"] for check in inspect(engine).get_check_constraints(table)}
            assert f"ck_{table}_has_id" in checks


def test_no_table_forgets_the_highest_id_it_gave(file: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE sqlite_sequence SET seq = seq + 1000")
        connection.commit()
        before = set(connection.execute("SELECT name, seq FROM sqlite_sequence"))
    with program_with(write_migration(later_migrations.REBUILDS, tmp_path / "later")):
        open_store(str(file)).close()
    with closing(sqlite3.connect(file)) as connection:
        assert set(connection.execute("SELECT name, seq FROM sqlite_sequence")) == before


def test_references_are_enforced_again_afterwards(file: Path, tmp_path: Path) -> None:
    with program_with(write_migration(later_migrations.REBUILDS, tmp_path / "later")):
        store = open_store(str(file))
    with store.reading() as session:
        assert session.scalar(text("PRAGMA foreign_keys")) == 1
    store.close()


@pytest.mark.parametrize("body", [later_migrations.FAILS, later_migrations.LEAVES_ORPHANS])
def test_a_failed_upgrade_changes_nothing_and_names_the_copy(file: Path, tmp_path: Path, body: str) -> None:
    before = contents(file)
    with program_with(write_migration(body, tmp_path / "later")), pytest.raises(StorageError) as raised:
        open_store(str(file))
    (copy,) = copies(file)
    assert raised.value.code == "store-upgrade-failed"
    assert str(copy) in error_text(raised.value)
    assert str(file) in error_text(raised.value)
    assert contents(file) == contents(copy) == before
    with connected(file) as engine:
        assert revision(engine) == newest_revision()
    open_store(str(file)).close()  # the program that wrote it goes on


def test_a_failed_upgrade_on_a_server_changes_nothing(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    server = request.getfixturevalue("postgresql_server")
    with restored_database("0001", tmp_path, server) as url:
        open_store(url).close()
        before = contents(url)
        later = write_migration(later_migrations.FAILS, tmp_path / "later")
        with program_with(later), pytest.raises(StorageError) as raised:
            open_store(url)
        assert raised.value.code == "store-upgrade-failed-on-server"
        assert contents(url) == before


def test_trying_again_keeps_one_copy_of_the_same_content(file: Path, tmp_path: Path) -> None:
    with program_with(write_migration(later_migrations.FAILS, tmp_path / "later")):
        for _ in range(3):
            with pytest.raises(StorageError):
                open_store(str(file))
    assert len(copies(file)) == 1


def test_without_room_for_a_copy_nothing_is_upgraded(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    before = contents(file)
    monkeypatch.setattr("app.upgrading.copy_sqlite_file", full)
    later = write_migration(later_migrations.REBUILDS, tmp_path / "later")
    with program_with(later), pytest.raises(StorageError) as raised:
        open_store(str(file))
    assert raised.value.code == "store-upgrade-without-copy"
    assert "磁盘已满" in error_text(raised.value)
    assert contents(file) == before
    assert copies(file) == []


def test_the_copy_is_whole_private_and_named_by_revision_and_day(tmp_path: Path) -> None:
    file = restored_file("0001", tmp_path)
    before = contents_at_first_revision(file)
    store = open_store(str(file))
    store.close()
    assert store.upgrade is not None
    copy = store.upgrade.copy
    assert copy is not None
    assert copy.name.startswith("登记簿.0001.20")
    assert mode(copy) == 0o600
    assert contents_at_first_revision(copy) == before
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith(".")] == []


def contents_at_first_revision(file: Path) -> list[str]:
    with closing(sqlite3.connect(file)) as connection:
        return sorted(connection.iterdump())


def test_the_command_line_says_where_the_copy_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = restored_file("0001", tmp_path)
    assert main(["--db", str(file), "rulings", "list", "--json"]) == 0
    said = capsys.readouterr()
    (copy,) = copies(file)
    assert str(copy) in said.err
    assert said.out.startswith("{")
    assert main(["--db", str(file), "rulings", "list"]) == 0
    assert capsys.readouterr().err == ""
