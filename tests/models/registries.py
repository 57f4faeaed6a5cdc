"""Registries that released programs filled, on either database, and all their rows for comparison."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    Table,
    TableClause,
    func,
    insert,
    inspect,
    select,
    text,
)
from sqlalchemy import column as sql_column
from sqlalchemy import table as sql_table

from models import Base
from models.database import engine_for, sqlite_url
from models.schema import migrate
from tests.models.released import restore
from tests.postgresql import PostgresqlServer

Rows = dict[str, list[dict[str, Any]]]


@contextmanager
def connected(place: str | Path) -> Iterator[Engine]:
    """Give an engine for a file or a URL, and close it."""
    engine = engine_for(sqlite_url(place) if isinstance(place, Path) else place)
    try:
        yield engine
    finally:
        engine.dispose()


def restored_file(revision: str, folder: Path) -> Path:
    """Make the SQLite registry that the program released with `revision` had written."""
    file = folder / "登记簿.db"
    restore(revision, file)
    return file


@contextmanager
def restored_database(revision: str, folder: Path, server: PostgresqlServer) -> Iterator[str]:
    """Load the same registry into a database of `server`, at the same revision; give its URL."""
    file = restored_file(revision, folder)
    with server.empty("released") as url, connected(file) as source, connected(url) as target:
        migrate(target, target=revision)
        columns = columns_of(target)
        with target.begin() as connection:
            for name, rows in rows_of(source, columns).items():
                if rows:
                    connection.execute(insert(_without_defaults(name, columns[name])), rows)
                _continue_ids(connection, Base.metadata.tables[name])
        yield url


def rows_of(engine: Engine, columns: dict[str, list[str]] | None = None) -> Rows:
    """Return every row of our tables, in order of their keys; of these columns only, where they are given."""
    columns = columns or columns_of(engine)
    with engine.connect() as connection:
        return {name: _rows(connection, name, some) for name, some in columns.items()}


def columns_of(engine: Engine) -> dict[str, list[str]]:
    """Return the columns that each of our tables has at the revision where the database stands."""
    inspector = inspect(engine)
    there = set(inspector.get_table_names())
    tables = [table.name for table in Base.metadata.sorted_tables if table.name in there]
    return {name: [column["name"] for column in inspector.get_columns(name)] for name in tables}


def _rows(connection: Connection, name: str, columns: list[str]) -> list[dict[str, Any]]:
    table = Base.metadata.tables[name]
    some: list[Column[Any]] = [table.c[column] for column in columns]
    query = select(*some).order_by(*table.primary_key)
    return [dict(row) for row in connection.execute(query).mappings()]


def _without_defaults(name: str, columns: list[str]) -> TableClause:
    """Return a table of these columns only: a default of today's model would name one that is not there."""
    types = Base.metadata.tables[name].c
    return sql_table(name, *(sql_column(column, types[column].type) for column in columns))


def _continue_ids(connection: Connection, table: Table) -> None:
    """Let the server number on from the highest id that was loaded."""
    name = f'"{table.name}"'
    if "id" not in table.c or table.c.id.type.python_type is not int:
        return
    sequence = connection.scalar(select(func.pg_get_serial_sequence(name, "id")))
    highest = connection.scalar(select(func.max(table.c.id)))
    if sequence and highest:
        connection.execute(text("SELECT setval(:name, :value)"), {"name": sequence, "value": highest})
