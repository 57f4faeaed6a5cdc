"""Translate database errors into errors that a user can act on."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DataError, DBAPIError, OperationalError
from sqlalchemy.orm.exc import StaleDataError

from app.errors import (
    AppError,
    BusyError,
    ConflictError,
    CorruptError,
    FullError,
    InputError,
    ReadOnlyError,
    StorageError,
)
from app.private_logs import masked
from app.words import has_word, tr
from models.types import UnstorableValueError


@contextmanager
def translate_storage_errors(name: str) -> Iterator[None]:
    """Turn database errors inside the block into errors that name the registry `name`."""
    try:
        yield
    except StaleDataError as error:
        raise ConflictError("changed-meanwhile", path=name) from error
    except UnstorableValueError as error:
        raise _unstorable(error) from error
    except (DBAPIError, sqlite3.Error) as error:
        raise storage_error(error, name) or error from error


def _unstorable(error: UnstorableValueError) -> InputError:
    """Say which field cannot take a value, in the words of the office and without the value."""
    table, _, column = error.field.partition(".")
    key = f"columns.{table}.{column}" if has_word(f"columns.{table}.{column}") else f"columns.any.{column}"
    return InputError(f"value-{error.reason}", field=tr(key), most=error.most, length=error.found)


_ALREADY_THERE: tuple[type[AppError], str] = (ConflictError, "already-there")
_SQLITE: dict[int, tuple[type[AppError], str]] = {
    sqlite3.SQLITE_CONSTRAINT_UNIQUE: _ALREADY_THERE,
    sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY: _ALREADY_THERE,
    sqlite3.SQLITE_BUSY: (BusyError, "store-busy"),
    sqlite3.SQLITE_LOCKED: (BusyError, "store-busy"),
    sqlite3.SQLITE_READONLY: (ReadOnlyError, "store-read-only"),
    sqlite3.SQLITE_CANTOPEN: (ReadOnlyError, "store-read-only"),
    sqlite3.SQLITE_PERM: (ReadOnlyError, "store-read-only"),
    sqlite3.SQLITE_FULL: (FullError, "store-full"),
    sqlite3.SQLITE_IOERR: (StorageError, "store-io"),
    sqlite3.SQLITE_IOERR_SHMSIZE: (FullError, "store-full"),  # no room for the index beside the file
    sqlite3.SQLITE_CORRUPT: (CorruptError, "store-corrupt"),
    sqlite3.SQLITE_NOTADB: (CorruptError, "store-corrupt"),
}
_POSTGRESQL: dict[str, tuple[type[AppError], str]] = {
    "23505": _ALREADY_THERE,  # unique violation
    "55P03": (BusyError, "store-busy"),  # lock not available
    "40001": (BusyError, "store-busy"),  # serialization failure
    "40P01": (BusyError, "store-busy"),  # deadlock
    "53100": (FullError, "store-full"),
    "25006": (ReadOnlyError, "store-read-only"),  # read-only transaction
    "42501": (ReadOnlyError, "store-read-only"),  # insufficient privilege
}


def storage_error(error: DBAPIError | sqlite3.Error, name: str) -> AppError | None:
    """Return the error a user can act on that a database error stands for, or None where it is our own bug.

    Never with the database's own words about a row: they repeat its values.
    """
    cause = error.orig if isinstance(error, DBAPIError) else error
    code = getattr(cause, "sqlite_errorcode", None)
    if code is not None:
        return _of_sqlite(code, str(cause), name)
    known = _POSTGRESQL.get(getattr(cause, "sqlstate", None) or "")
    if known is not None:
        return known[0](known[1], path=name)
    if isinstance(error, DataError):  # what no column of ours was asked about
        return InputError("value-refused", path=name)
    if isinstance(error, OperationalError):
        problem = masked((str(cause).splitlines() or [""])[0])
        return StorageError("store-unreachable", path=name, problem=problem)
    return None


def _of_sqlite(code: int, message: str, name: str) -> AppError | None:
    """Look up the code itself, then the family it belongs to (its low byte)."""
    known = _SQLITE.get(code) or _SQLITE.get(code & 0xFF)
    if known is None and "no such table" in message:
        known = CorruptError, "store-corrupt"
    return known[0](known[1], path=name) if known else None
