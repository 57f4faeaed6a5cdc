"""The registry's store: make one, open one, read from it, write to it.

Whatever the database refuses comes out as a StorageError that names the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic.util import CommandError
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from app.clock import Clock, utc_now
from app.errors import ConflictError, CorruptError, NotFoundError, ReadOnlyError, StorageError
from app.storage_errors import translated
from app.unit_of_work import UnitOfWork
from models.database import engine_for, migrate, newest_revision, revision


class Store:
    """An open registry. `name` is what users know it by: a file, or an address without its password."""

    def __init__(self, engine: Engine, *, name: str, clock: Clock = utc_now) -> None:
        self.engine = engine
        self.name = name
        self.clock = clock

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a session for questions; nothing is written."""
        with translated(self.name), Session(self.engine) as session:
            yield session

    @contextmanager
    def writing(self, *, actor: str) -> Iterator[UnitOfWork]:
        """Give a unit of work that commits where the block ends well, and else leaves no trace."""
        with translated(self.name), self.engine.connect().execution_options(writes=True) as connection:
            session = Session(connection, expire_on_commit=False)
            with session:
                yield UnitOfWork(session, actor=actor, now=self.clock())
                session.commit()
                connection.commit()

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()


def as_url(place: str) -> str:
    """Return the SQLAlchemy URL of `place`: a URL as it is, a file as SQLite."""
    return place if "://" in place else f"sqlite:///{Path(place).expanduser().absolute().as_posix()}"


def _file_of(engine: Engine) -> Path | None:
    is_file = engine.url.get_backend_name() == "sqlite" and engine.url.database not in (None, "", ":memory:")
    return Path(str(engine.url.database)) if is_file else None


def _name_of(engine: Engine) -> str:
    file = _file_of(engine)
    return str(file) if file else engine.url.render_as_string(hide_password=True)


def create_store(place: str, *, clock: Clock = utc_now) -> Store:
    """Make an empty registry at `place`, a file or a URL. Raises ConflictError where one stands already."""
    engine = engine_for(as_url(place))
    name, file = _name_of(engine), _file_of(engine)
    _refuse_network_share(file)
    with translated(name):
        if file is not None and file.exists() and file.stat().st_size > 0:
            if revision(engine) is None:
                raise CorruptError("store-corrupt", path=name)
            raise ConflictError("store-exists", path=name)
        if file is not None:
            _make_folder(file.parent)
        if revision(engine) is not None:
            raise ConflictError("store-exists", path=name)
        migrate(engine)
    return Store(engine, name=name, clock=clock)


def open_store(place: str, *, clock: Clock = utc_now) -> Store:
    """Open the registry at `place` and bring its schema up to date. Raises NotFoundError, StorageError."""
    engine = engine_for(as_url(place))
    name, file = _name_of(engine), _file_of(engine)
    _refuse_network_share(file)
    if file is not None and not file.is_file():
        raise NotFoundError("store-missing", path=name)
    with translated(name):
        stands_at = revision(engine)
        if stands_at is None:
            raise (
                CorruptError("store-corrupt", path=name)
                if file
                else NotFoundError("store-missing", path=name)
            )
        if stands_at != newest_revision():
            _upgrade(engine, stands_at, name=name)
    return Store(engine, name=name, clock=clock)


def _upgrade(engine: Engine, stands_at: str, *, name: str) -> None:
    try:
        migrate(engine)
    except CommandError as error:  # a revision this program has never heard of
        raise StorageError("store-newer", path=name, revision=stands_at) from error


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ReadOnlyError("store-read-only", path=folder) from error


def _refuse_network_share(file: Path | None) -> None:
    if file is not None and str(file).startswith(("\\\\", "//")):
        raise StorageError("store-network-share", path=file)
