"""What holds people's numbers may be read by its owner only, whatever the umask."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from app.cli import main
from app.store import create_store, open_store
from tests.builders import CLERK, a_person
from tests.models.registries import restored_file


@pytest.fixture(autouse=True)
def _open_handed() -> Iterator[None]:
    """Let everybody read whatever is not made private on purpose."""
    before = os.umask(0o000)
    yield
    os.umask(before)


def modes(folder: Path) -> dict[str, int]:
    return {one.name: stat.S_IMODE(one.stat().st_mode) for one in folder.iterdir()}


def test_a_registry_and_its_journals_are_private(tmp_path: Path) -> None:
    store = create_store(str(tmp_path / "台账" / "registry.db"))
    with store.writing(actor=CLERK) as work:
        a_person(work.session)
        work.session.flush()
        kept = modes(tmp_path / "台账")
    store.close()
    assert kept == dict.fromkeys(("registry.db", "registry.db-wal", "registry.db-shm"), 0o600)
    assert modes(tmp_path) == {"台账": 0o700}


def test_the_default_folder_is_private_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert main(["init"]) == 0
    assert modes(tmp_path / "data") == {"MuyeAwards": 0o700}
    assert modes(tmp_path / "data" / "MuyeAwards") == {"registry.db": 0o600}


def test_a_folder_that_was_there_keeps_its_mode(tmp_path: Path) -> None:
    folder = tmp_path / "共用"
    folder.mkdir(mode=0o755)
    create_store(str(folder / "registry.db")).close()
    assert modes(tmp_path) == {"共用": 0o755}
    assert modes(folder) == {"registry.db": 0o600}


@pytest.mark.parametrize(("before", "after"), [(0o644, 0o600), (0o640, 0o600), (0o664, 0o664)])
def test_an_older_registry_open_to_readers_is_closed_to_them_as_it_is_upgraded(
    tmp_path: Path, before: int, after: int
) -> None:
    file = restored_file("0001", tmp_path)
    file.chmod(before)
    store = open_store(str(file))
    with store.reading() as session:
        session.execute(text("SELECT 1 FROM setting"))
        found = modes(tmp_path)
    store.close()
    assert {found[f"{file.name}{kind}"] for kind in ("", "-wal", "-shm")} == {after}
