"""Bulk operations on either database: reserve ids, insert whole columns, select by a long list of values.

Rows are sent as plain tuples, many to a statement on SQLite and by COPY on PostgreSQL, which costs a
fraction of the mapper's dictionaries. The column types convert and check the values; the mapper's defaults
do not apply.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain, repeat
from typing import Any, TypeVar

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Connection,
    String,
    Table,
    any_,
    bindparam,
    func,
    select,
    text,
    type_coerce,
)

from models.types import CheckedInteger, CheckedString

Key = TypeVar("Key", int, str)
CHUNK = 5_000
_MOST_PARAMETERS = 32_000  # in one statement: SQLite's own limit is 32,766
_MOST_TOGETHER = 1_000  # rows in one statement: more gains nothing


@contextmanager
def enlarged_page_cache(connection: Connection) -> Iterator[None]:
    """Let SQLite cache 32 MB of pages inside the block: with its 2 MB it reads index pages over and over."""
    if connection.dialect.name != "sqlite":
        yield
        return
    before = connection.exec_driver_sql("PRAGMA cache_size").scalar()
    connection.exec_driver_sql("PRAGMA cache_size = -32768")
    try:
        yield
    finally:
        connection.exec_driver_sql(f"PRAGMA cache_size = {before}")


def reserve_ids(connection: Connection, table: Table, count: int) -> Sequence[int]:
    """Return `count` unused ids of a table, ascending. The caller's transaction must hold the writer's lock.

    SQLite continues from the highest id the table ever had, where it records it (AUTOINCREMENT); PostgreSQL
    draws them from the column's sequence.
    """
    if not count:
        return ()
    if connection.dialect.name == "postgresql":
        serial = func.pg_get_serial_sequence(f'"{table.name}"', "id")
        statement = text("SELECT nextval(CAST(:name AS regclass)) FROM generate_series(1, :count)")
        name = connection.scalar(select(serial))
        return sorted(connection.scalars(statement, {"name": name, "count": count}))
    first = max(connection.scalar(select(func.max(table.c.id))) or 0, _highest_ever(connection, table)) + 1
    return range(first, first + count)


def _highest_ever(connection: Connection, table: Table) -> int:
    if not table.dialect_options["sqlite"]["autoincrement"]:
        return 0
    kept = text("SELECT seq FROM sqlite_sequence WHERE name = :name")
    return connection.scalar(kept, {"name": table.name}) or 0


class Constant:
    """One value for every row of a column."""

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value


def insert_columns(
    connection: Connection, table: Table, columns: Mapping[str, Sequence[Any] | Constant], *, size: int
) -> None:
    """Insert `size` rows given column by column, each a sequence or one value for all rows."""
    if not size:
        return
    values = [_converted(connection, table, name, column) for name, column in columns.items()]
    names = ", ".join(f'"{name}"' for name in columns)
    if connection.dialect.name == "postgresql":
        _copy(connection, f'COPY "{table.name}" ({names}) FROM STDIN', zip(*values, strict=False))
        return
    places = f"({', '.join('?' * len(columns))})"
    statement = f'INSERT INTO "{table.name}" ({names}) VALUES '
    flat = list(chain.from_iterable(zip(*values, strict=False)))
    together = min(_MOST_TOGETHER, _MOST_PARAMETERS // len(columns))
    width = together * len(columns)
    whole = size // together * width
    if whole:
        many = [flat[start : start + width] for start in range(0, whole, width)]
        _execute(connection, statement + ", ".join([places] * together), many)
    if whole < len(flat):
        rest = (len(flat) - whole) // len(columns)
        _execute(connection, statement + ", ".join([places] * rest), [flat[whole:]])


def _execute(connection: Connection, statement: str, parameters: list[list[Any]]) -> None:
    connection.exec_driver_sql(statement, [tuple(one) for one in parameters])


def _copy(connection: Connection, statement: str, rows: Iterable[tuple[Any, ...]]) -> None:
    cursor = connection.connection.cursor()
    try:
        with cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)
    finally:
        cursor.close()


def _converted(
    connection: Connection, table: Table, name: str, column: Sequence[Any] | Constant
) -> Iterable[Any]:
    """Return a column's values as the driver wants them; equal values are converted once."""
    dialect, type_ = connection.dialect, table.c[name].type
    if isinstance(type_, (CheckedString, CheckedInteger)):
        values = [column.value] if isinstance(column, Constant) else column
        type_.check(values)  # all at once: one by one costs as much as the writing
        type_ = type_.impl_instance
    convert = type_.dialect_impl(dialect).bind_processor(dialect)
    if isinstance(column, Constant):
        return repeat(convert(column.value) if convert else column.value)
    if convert is None:
        return column
    known = {value: convert(value) for value in set(column)}
    return map(known.__getitem__, column)


def among(connection: Connection, column: Any, values: Sequence[Any]) -> ColumnElement[bool]:
    """Return the condition that a column holds one of many values, sent as one parameter."""
    dialect = connection.dialect.name
    return among_parameter(dialect, column, None, many_as_parameter(dialect, values))


def among_parameter(dialect: str, column: Any, name: str | None, value: object = None) -> ColumnElement[bool]:
    """Return the same with a parameter of this `name`, for a query that is built once and asked often.

    What is sent for it is `many_as_parameter`.
    """
    held: ColumnElement[bool]
    if dialect == "postgresql":
        held = column == any_(bindparam(name, value, type_=ARRAY(column.type)))
        return held
    each = func.json_each(bindparam(name, value, type_=String())).table_valued("value")
    held = column.in_(select(type_coerce(each.c.value, column.type)))
    return held


def many_as_parameter(dialect: str, values: Iterable[Any]) -> object:
    """Return many values as the one parameter that `among_parameter` compares with."""
    return list(values) if dialect == "postgresql" else json.dumps(list(values))


def batched_ids(ids: Iterable[int], size: int = 500) -> Iterator[list[int]]:
    """Yield ids in order, a few hundred at a time: as many as every database binds without complaint."""
    return batched(ids, size)


def batched(values: Iterable[Key], size: int = 500) -> Iterator[list[Key]]:
    """Yield ids or texts as `batched_ids` does."""
    ordered = sorted(values)
    for start in range(0, len(ordered), size):
        yield ordered[start : start + size]
