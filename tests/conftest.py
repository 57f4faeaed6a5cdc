"""Stores for every test: a cheap SQLite one, and the same tests on a real PostgreSQL.

Nothing here imports Qt: the core's tests run where it is not installed.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from app.accounts import passwords
from app.store import Store, create_store, open_store
from tests.builders import NOW

if TYPE_CHECKING:
    from tests.postgresql import PostgresqlServer

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
settings.register_profile("muye", deadline=None)  # two busy cores make any deadline a coin toss
settings.load_profile("muye")
_numbers = count(1)
_TEMPORARY = tempfile.gettempdir()  # the machine's, before the program makes one of its own the default


def pytest_addoption(parser: pytest.Parser, pluginmanager: pytest.PytestPluginManager) -> None:
    """Let --strict-config pass where pytest-qt, whose settings stand in pyproject.toml, is absent."""
    if not pluginmanager.has_plugin("pytest-qt"):
        for name in ("qt_api", "qt_log_level_fail"):
            parser.addini(name, "read by pytest-qt only")


@pytest.fixture(scope="session", autouse=True)
def _folder_of_a_stranger(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep every test, and what it starts, out of the data folder of whoever runs it."""
    os.environ["XDG_DATA_HOME"] = str(tmp_path_factory.mktemp("user"))


@pytest.fixture(scope="session", autouse=True)
def _cheap_hashes() -> Iterator[None]:
    """Hash passwords at the least cost: nobody attacks a test's registry."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "COST", passwords.Cost(passes=1, memory_kib=8, lanes=1))
        yield


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty registry, made once and copied for each test."""
    file = tmp_path_factory.mktemp("template") / "registry.db"
    create_store(str(file)).close()
    return file


@contextmanager
def _opened(place: str) -> Iterator[Store]:
    store = open_store(place, clock=lambda: NOW)
    yield store
    store.close()


@pytest.fixture
def sqlite_store(tmp_path: Path, sqlite_template: Path) -> Iterator[Store]:
    """An empty SQLite registry whose clock stands still."""
    file = shutil.copyfile(sqlite_template, tmp_path / "registry.db")
    with _opened(str(file)) as store:
        yield store


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[PostgresqlServer]:
    """A real PostgreSQL of this test process, with an empty registry to copy from."""
    from tests.postgresql import running_server

    with running_server(_TEMPORARY) as server:
        yield server


@pytest.fixture
def postgresql_store(postgresql_server: PostgresqlServer) -> Iterator[Store]:
    """An empty PostgreSQL registry whose clock stands still."""
    with postgresql_server.registry(f"registry_{next(_numbers)}") as url, _opened(url) as store:
        yield store


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest) -> Store:
    """An empty registry, on each kind of database in turn."""
    found: Store = request.getfixturevalue(f"{request.param}_store")
    return found
