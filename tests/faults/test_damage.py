"""Files that are no registry, or no longer, or not where they should be: named, and left alone."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from app.errors import AppError, CorruptError, FullError, StorageError
from app.network_shares import file_system
from app.store import Store, create_store, open_store
from tests.builders import CLERK, a_person
from tests.faults.registry import contests, names, people


def half(whole: bytes) -> bytes:
    return whole[: len(whole) // 2]


def torn(whole: bytes) -> bytes:
    return whole[:4096] + b"\xaa" * 8192 + whole[12288:]


def another_programs(_: bytes) -> bytes:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE contest (id INTEGER)")
        return connection.serialize()


def a_text(_: bytes) -> bytes:
    return "竞赛名称,姓名\n".encode("gb18030") * 500


def nothing(_: bytes) -> bytes:
    return b""


def noise(_: bytes) -> bytes:
    return bytes(range(256)) * 64


@pytest.mark.parametrize("damage", [half, torn, another_programs, a_text, nothing, noise])
def test_a_damaged_or_foreign_file_is_named_and_left_alone(
    registry: Path, damage: Callable[[bytes], bytes]
) -> None:
    before = damage(registry.read_bytes())
    registry.write_bytes(before)
    with pytest.raises(CorruptError) as raised:
        contests(registry)
    assert names(raised.value, registry)
    assert registry.read_bytes() == before


@pytest.mark.parametrize("damage", [half, torn, another_programs, a_text, noise])
def test_nothing_is_made_over_a_file_that_is_no_registry(
    registry: Path, damage: Callable[[bytes], bytes]
) -> None:
    before = damage(registry.read_bytes())
    registry.write_bytes(before)
    with pytest.raises(AppError) as raised:
        create_store(str(registry))
    assert names(raised.value, registry)
    assert registry.read_bytes() == before


def test_an_empty_file_becomes_a_registry(registry: Path) -> None:
    registry.write_bytes(b"")
    create_store(str(registry)).close()
    assert contests(registry) == 0


def test_a_registry_of_a_newer_program_is_not_touched(registry: Path) -> None:
    with closing(sqlite3.connect(registry)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    before = registry.read_bytes()
    with pytest.raises(StorageError) as raised:
        open_store(str(registry))
    assert raised.value.code == "store-newer"
    assert names(raised.value, registry)
    assert registry.read_bytes() == before


def test_a_registry_that_may_not_grow_takes_all_or_nothing(sqlite_store: Store) -> None:
    def fill() -> None:
        with sqlite_store.writing(actor=CLERK) as work:
            pages = work.session.execute(text("PRAGMA page_count")).scalar() or 0
            work.session.execute(text(f"PRAGMA max_page_count = {pages + 4}"))
            for _ in range(1_000):
                a_person(work.session, bank_name="行" * 100)

    with pytest.raises(FullError) as raised:
        fill()
    assert names(raised.value, sqlite_store.name)
    assert people(sqlite_store.name) == 0


def test_a_missing_registry_is_named_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(AppError) as raised:
        open_store(str(tmp_path / "没有.db"))
    assert raised.value.code == "store-missing"
    assert names(raised.value, tmp_path / "没有.db")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_no_registry(tmp_path: Path) -> None:
    for use in (open_store, create_store):
        with pytest.raises(AppError) as raised:
            use(str(tmp_path))
        assert names(raised.value, tmp_path)


@pytest.mark.parametrize("use", [open_store, create_store])
def test_a_network_share_is_refused_before_it_is_opened(use: Callable[[str], Store]) -> None:
    with pytest.raises(StorageError) as raised:
        use("//server/共享/registry.db")
    assert raised.value.code == "store-network-share"
    assert names(raised.value, "server")


MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
tmpfs /tmp tmpfs rw 0 0
//server/share /mnt/office cifs rw 0 0
nas:/volume /mnt/office\\040files nfs4 rw 0 0
"""


@pytest.mark.parametrize(
    ("file", "kind"),
    [
        ("/mnt/office/registry.db", "cifs"),
        ("/mnt/office files/2024/registry.db", "nfs4"),
        ("/mnt/offices/registry.db", "ext4"),
        ("/opt/registry.db", "ext4"),
    ],
)
def test_a_file_lies_on_the_nearest_mount(file: str, kind: str) -> None:
    assert file_system(Path(file), MOUNTS) == kind


def test_a_mounted_share_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"{MOUNTS}//server/share {tmp_path} cifs rw 0 0\n", "utf-8")
    monkeypatch.setattr("app.network_shares._MOUNTS", mounts)
    with pytest.raises(StorageError) as raised:
        create_store(str(tmp_path / "registry.db"))
    assert raised.value.code == "store-network-share"
