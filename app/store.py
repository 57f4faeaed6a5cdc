"""The registry's store: make one, open one, read from it, write to it.

Whatever the database refuses comes out as a StorageError that names the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Engine, make_url, text
from sqlalchemy.exc import ArgumentError, NoSuchModuleError
from sqlalchemy.orm import Session

from app.accounts import Actor
from app.clock import Clock, utc_now
from app.errors import ConflictError, CorruptError, InputError, NotFoundError, ReadOnlyError, StorageError
from app.network_shares import is_on_network_share
from app.progress import Progress
from app.storage_errors import translated
from app.unit_of_work import UnitOfWork
from models.database import engine_for, sqlite_url, use_write_ahead_log
from models.schema import migrate, newest_revision, revision

_WRITERS_LOCK = 0x4D555945  # «MUYE»: any number that nothing else on the server locks


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
    def writing(self, *, actor: Actor | str, progress: Progress | None = None) -> Iterator[UnitOfWork]:
        """Give a unit of work that commits where the block ends well, and else leaves no trace.

        `actor` is an account, or a name in a registry without accounts. What the block asked to be assessed
        is assessed before the commit, told to `progress`.

        One at a time, on a server too: what a unit of work has read nobody changes until it is done.
        Raises BusyError where another one takes long.
        """
        who = actor if isinstance(actor, Actor) else Actor.named(actor)
        writes = self.engine.execution_options(writes=True)
        with translated(self.name), Session(writes, expire_on_commit=False) as session:
            _acquire_writer_lock(session)
            work = UnitOfWork(session, actor=who, now=self.clock())
            yield work
            work.settle(progress)
            session.commit()

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()


def _acquire_writer_lock(session: Session) -> None:
    """Wait for the other writers; SQLite does so as it begins the transaction."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _WRITERS_LOCK})


def create_store(place: str, *, clock: Clock = utc_now) -> Store:
    """Make an empty registry at `place`, a file or a URL. Raises ConflictError where one stands already.

    Where it cannot be finished, no half-made file is left.
    """
    with _engine_at(place) as (engine, file, name):
        if file is not None:
            _make_folder(file.parent)
        had_file = file is not None and file.exists()
        if revision(engine) is not None:
            raise ConflictError("store-exists", path=name)
        if file is not None and had_file and file.stat().st_size > 0:
            raise CorruptError("store-corrupt", path=name)
        try:
            migrate(engine)
        except BaseException:
            engine.dispose()
            if file is not None and not had_file:
                _remove(file)
            raise
        return Store(engine, name=name, clock=clock)


def open_store(place: str, *, clock: Clock = utc_now) -> Store:
    """Open the registry at `place` and bring its schema up to date. Raises NotFoundError, StorageError.

    A file that may not be written opens too, for reading.
    """
    with _engine_at(place) as (engine, file, name):
        if file is not None and not _is_file(file):
            raise NotFoundError("store-missing", path=name)
        stands_at = revision(engine)
        if stands_at is None:
            raise (
                CorruptError("store-corrupt", path=name)
                if file
                else NotFoundError("store-missing", path=name)
            )
        if stands_at != newest_revision():
            _upgrade(engine, stands_at, name=name)
        use_write_ahead_log(engine)
        return Store(engine, name=name, clock=clock)


@contextmanager
def _engine_at(place: str) -> Iterator[tuple[Engine, Path | None, str]]:
    """Give the engine for `place`, its file where it has one, and its name for users.

    The engine outlives the block, unless the block fails.
    """
    url = _url(place)
    file = None
    if url.get_backend_name() == "sqlite" and url.database not in (None, "", ":memory:"):
        file = Path(str(url.database))
        if is_on_network_share(file):
            raise StorageError("store-network-share", path=file)
    name = str(file) if file else url.render_as_string(hide_password=True)
    try:
        engine = engine_for(url)
    except (NoSuchModuleError, ImportError) as error:  # a database this program has no driver for
        raise InputError("store-address", path=name) from error
    try:
        with translated(name):
            yield engine, file, name
    except BaseException:
        engine.dispose()
        raise


def _url(place: str) -> URL:
    if "://" not in place:
        return sqlite_url(Path(place).expanduser().absolute())
    try:
        return make_url(place)
    except ArgumentError as error:
        kind = place.partition("://")[0]  # what follows may hold a password
        raise InputError("store-address", path=f"{kind}://…") from error


def _upgrade(engine: Engine, stands_at: str, *, name: str) -> None:
    from alembic.util import CommandError

    try:
        migrate(engine)
    except CommandError as error:  # a revision this program has never heard of
        raise StorageError("store-newer", path=name, revision=stands_at) from error


def _is_file(file: Path) -> bool:
    try:
        return file.is_file()
    except OSError as error:  # a folder on the way may not be entered
        raise ReadOnlyError("store-read-only", path=file) from error


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ReadOnlyError("store-read-only", path=folder) from error


def _remove(file: Path) -> None:
    for name in (file.name, f"{file.name}-wal", f"{file.name}-shm"):
        file.with_name(name).unlink(missing_ok=True)
