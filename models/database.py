"""Open a database: SQLite by default, anything that speaks PostgreSQL by its URL.

SQLite runs in WAL mode with foreign keys on and a busy timeout. A connection with the execution option
`writes` takes the writer's lock as it begins its transaction, on either database, and never half-way: one
attempt lasts `WRITER_ATTEMPT_MS`; the caller tries again until `WRITER_PATIENCE_S` are over.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, ExceptionContext, create_engine, event, make_url

from models.types import UnstorableValueError

BUSY_TIMEOUT_MS = 5_000
WRITER_ATTEMPT_MS = 1_000
WRITER_PATIENCE_S = 60.0
CONNECT_TIMEOUT_S = 10
_WRITERS_LOCK = 0x4D555945  # «MUYE»: any number that nothing else on the server locks
_REFUSED = ("SQLITE_READONLY", "SQLITE_CANTOPEN")


def sqlite_url(file: Path) -> URL:
    """Return the URL of a SQLite file, whatever characters its path holds."""
    return URL.create("sqlite", database=file.as_posix())


def engine_for(url: str | URL) -> Engine:
    """Return an engine for a SQLAlchemy URL; nothing is opened yet."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        engine = _sqlite_engine(address)
    elif address.drivername == "postgresql":
        engine = _server_engine(address.set(drivername="postgresql+psycopg"))
    else:
        engine = _server_engine(address)
    event.listen(engine, "handle_error", _refuse_unbindable)
    return engine


def _refuse_unbindable(context: ExceptionContext) -> None:
    """Name what a driver cannot even send: half a surrogate pair, a number beyond 64 bits."""
    if isinstance(context.original_exception, UnicodeEncodeError):
        raise UnstorableValueError("character", field="any.given_text") from None
    if isinstance(context.original_exception, OverflowError):
        raise UnstorableValueError("out-of-range", field="any.given_number") from None


def _server_engine(address: URL) -> Engine:
    """Return an engine whose waits end as SQLite's do; a server that is not there is not waited for long."""
    patience = {} if "connect_timeout" in address.query else {"connect_timeout": CONNECT_TIMEOUT_S}
    engine = create_engine(address, pool_pre_ping=True, connect_args=patience)

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"SET lock_timeout = {BUSY_TIMEOUT_MS}")
        connection.commit()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if connection.get_execution_options().get("writes", False):
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = {WRITER_ATTEMPT_MS}")
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITERS_LOCK})")
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = {BUSY_TIMEOUT_MS}")

    return engine


def _sqlite_engine(address: URL) -> Engine:
    file = address.database
    if not file or file == ":memory:" or file.startswith("file:"):
        engine = create_engine(address, connect_args={"check_same_thread": False})
        event.listen(engine, "connect", lambda connection, _record: _prepare(connection))
    else:
        engine = create_engine(address, creator=lambda: _connect(Path(file)))

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if not connection.get_execution_options().get("writes", False):
            connection.exec_driver_sql("BEGIN")
            return
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {WRITER_ATTEMPT_MS}")
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        finally:
            connection.exec_driver_sql(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")

    return engine


def _connect(file: Path) -> sqlite3.Connection:
    """Connect to a file; where neither it nor its folder may be written, for reading only.

    A WAL database cannot be read without files beside it, so on a read-only disk it is opened as
    immutable: only where no journal waits, that is, where nobody has it open for writing.
    """
    try:
        return _opened(str(file))
    except sqlite3.OperationalError as error:
        journal = file.with_name(f"{file.name}-wal")
        journal_waits = journal.exists() and journal.stat().st_size > 0
        if not error.sqlite_errorname.startswith(_REFUSED) or not file.exists() or journal_waits:
            raise
        return _opened(f"{file.absolute().as_uri()}?mode=ro&immutable=1")


def _opened(address: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        address, timeout=BUSY_TIMEOUT_MS / 1000, check_same_thread=False, uri=address.startswith("file:")
    )
    try:
        _prepare(connection)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _prepare(connection: sqlite3.Connection) -> None:
    connection.isolation_level = None  # begin is ours: see _sqlite_engine
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")  # a certificate's number, once printed, must survive
    connection.execute("PRAGMA schema_version")  # read the file now, so that trouble shows here


def use_write_ahead_log(engine: Engine) -> None:
    """Switch a registry's file to WAL, so that readers and a writer work at once. The setting is permanent.

    A file that may not be written stays as it is.
    """
    if engine.dialect.name != "sqlite":
        return
    with closing(engine.raw_connection()) as connection, suppress(sqlite3.OperationalError):
        connection.cursor().execute(
            "PRAGMA journal_mode = WAL"
        )  # refused where nothing may be written: so be it
