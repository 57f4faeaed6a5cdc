"""The schema of a registry: the revision it stands at, and its migration to the newest one.

A migration runs in one transaction under the writer's lock, on PostgreSQL as on SQLite. SQLite cannot
change a constraint in place: the table is made anew, filled and renamed. While that happens its foreign
keys must be off, or dropping a parent deletes its children (ON DELETE CASCADE) or fails. The switch has no
effect inside a transaction, so it is turned before, and every reference is checked before the commit.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, cast

from sqlalchemy import Connection, Engine, inspect, text

from models import append_only, person_search
from models.database import use_write_ahead_log

if TYPE_CHECKING:
    from alembic.config import Config

_MIGRATIONS = Path(__file__).with_name("migrations")


class BrokenReferencesError(Exception):
    """A migration would leave rows that refer to rows which are not there."""


def revision(engine: Engine) -> str | None:
    """Return the schema revision that the database stands at, or None where it has no schema."""
    with engine.connect() as connection:
        return _revision(connection)


def newest_revision() -> str:
    """Return the schema revision this program was made for: the number of the last migration's file.

    Alembic would know too, but takes longer to load than the window has until its first paint.
    """
    return max(file.name.split("_")[0] for file in (_MIGRATIONS / "versions").glob("[0-9]*.py"))


def migrate(
    engine: Engine,
    *,
    target: str = "head",
    before_change: Callable[[str], None] | None = None,
    after_change: Callable[[Connection], None] | None = None,
) -> None:
    """Bring the schema to revision `target`, from an empty database on, in one transaction.

    `before_change` is called with the present revision once nobody else can write and before anything is
    changed, unless the database is empty; `after_change` in the same transaction, with everything in place.
    Neither is called where the database stands at `target` already. Raises BrokenReferencesError, and
    alembic's CommandError where the database stands at a revision that this program does not know.
    """
    from alembic import command

    config = migrations_config()
    with engine.connect().execution_options(writes=True) as connection, _foreign_keys_off(connection):
        stands_at = _revision(connection)
        if stands_at is not None:
            if stands_at == _known_revision(config, stands_at, target=target):
                return
            if before_change is not None:
                before_change(stands_at)
        highest = _highest_ids(connection)
        config.attributes["connection"] = connection
        command.upgrade(config, target)
        _keep_highest_ids(connection, highest)
        if (_revision(connection) or "") >= append_only.SINCE:
            append_only.protect(connection)  # a table that was rebuilt has lost its triggers
        if (_revision(connection) or "") >= person_search.SINCE:
            person_search.watch_people(connection)
        _check_references(connection)
        if after_change is not None:
            after_change(connection)
        connection.commit()
    use_write_ahead_log(engine)


def migrations_config(*further: Path) -> Config:
    """Return what alembic needs to know; the connection is put into `attributes` by the caller.

    `further` are folders with migrations that follow ours.
    """
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    if further:
        folders = os.pathsep.join(map(str, (_MIGRATIONS / "versions", *further)))
        config.set_main_option("version_locations", folders.replace("%", "%%"))
    return config


def copy_sqlite_file(file: Path, target: Path) -> None:
    """Copy a SQLite database as it stands, its journal included, into a file that only its owner may read.

    `target` is whole or not there. Another connection may hold the writer's lock meanwhile.
    Raises sqlite3.Error, OSError.
    """
    partial = target.with_name(f".{target.name}.partial")
    try:
        os.close(os.open(partial, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600))
        with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(partial)) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")  # one file, complete in itself
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def _known_revision(config: Config, stands_at: str, *, target: str) -> str | None:
    """Return the revision that `target` means; raise CommandError where `stands_at` is not one of ours."""
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory.from_config(config)
    scripts.get_revision(stands_at)
    return scripts.get_current_head() if target == "head" else target


@contextmanager
def _foreign_keys_off(connection: Connection) -> Iterator[None]:
    """Switch SQLite's foreign keys off for the block; what it did not commit is rolled back at its end."""
    if connection.dialect.name != "sqlite":
        yield
        return
    driver = cast(sqlite3.Connection, connection.connection.driver_connection)
    driver.execute("PRAGMA foreign_keys = OFF")  # before the transaction: inside one it is ignored
    try:
        yield
    finally:
        connection.rollback()
        driver.execute("PRAGMA foreign_keys = ON")


def _check_references(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(10)
    if broken:
        raise BrokenReferencesError(", ".join(f"{row[0]} → {row[2]}" for row in broken))


def _highest_ids(connection: Connection) -> dict[str, int]:
    """Return the highest id that each table of SQLite ever had: a rebuilt table forgets it."""
    if connection.dialect.name != "sqlite" or not inspect(connection).has_table("sqlite_sequence"):
        return {}
    rows = connection.exec_driver_sql("SELECT name, seq FROM sqlite_sequence")
    return {row.name: row.seq for row in rows}


def _keep_highest_ids(connection: Connection, highest: dict[str, int]) -> None:
    tables = inspect(connection).get_table_names() if highest else []
    now = _highest_ids(connection)
    for name in tables:
        if highest.get(name, 0) > now.get(name, 0):
            connection.exec_driver_sql("DELETE FROM sqlite_sequence WHERE name = ?", (name,))
            values = (name, highest[name])
            connection.exec_driver_sql("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", values)
