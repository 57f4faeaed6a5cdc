"""The registry's store: make one, open one, read from it, write to it.

Whatever the database refuses comes out as a StorageError that names the file.

There is one writer at a time, and everybody else waits for it. So a use-case that reads files, renders
pages or computes long does that outside and writes what came out of it:

    prepared = prepare(session)                         # in `store.reading()`: slow, nobody waits
    with store.writing(actor=actor) as work:            # short
        check_unchanged(work.session, prepared)         # ConflictError("changed-meanwhile"), or prepare anew
        write(work, prepared)

`prepared` carries what it relied on (versions, ids, a digest), because others may write in between.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from time import monotonic

from sqlalchemy import URL, Connection, Engine, make_url, select
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, OperationalError, SQLAlchemyError
from sqlalchemy.orm import Session, configure_mappers

from app.accounts import Actor, seal_everything
from app.clock import CLOCK, Clock, utc_now
from app.documents import ProtectedFiles
from app.errors import (
    BusyError,
    ConflictError,
    CorruptError,
    FullError,
    InputError,
    NotFoundError,
    ReadOnlyError,
    StorageError,
)
from app.network_shares import is_on_network_share
from app.progress import Progress
from app.settings import write_setting
from app.storage_errors import storage_error, translate_storage_errors
from app.unit_of_work import UnitOfWork
from app.upgrading import Upgrade, migrate_in_turn, upgrade_registry
from app.words import tr
from models import append_only, database
from models.database import engine_for, sqlite_url, use_write_ahead_log
from models.schema import newest_revision, revision


class Store:
    """An open registry. `name` is what users know it by: a file, or an address without its password.

    `upgrade` says what was done to a registry of an older program as it was opened. `on_wait` is called
    once by a writer that has to wait for its turn, on the writer's thread.
    """

    def __init__(
        self, engine: Engine, *, name: str, clock: Clock = utc_now, upgrade: Upgrade | None = None
    ) -> None:
        self.engine = engine
        self.name = name
        self.clock = clock
        self.upgrade = upgrade
        self.on_wait: Callable[[], None] = lambda: None
        # so that a question asked of a session knows the office's day
        self._info = {CLOCK: self._now}
        self._own_files: ProtectedFiles | None = _protected_files(engine)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a session for questions; nothing is written."""
        with translate_storage_errors(self.name), Session(self.engine, info=self._info) as session:
            yield session

    @contextmanager
    def writing(self, *, actor: Actor | str, progress: Progress | None = None) -> Iterator[UnitOfWork]:
        """Give a unit of work that commits where the block ends well, and else leaves no trace.

        `actor` is an account, or a name in a registry without accounts. An account acts with the roles it has
        at that moment. Raises ConflictError where it was disabled meanwhile, and for a mere name in a
        registry with accounts. What the block asked to be assessed is assessed before the commit, told to
        `progress`.

        One at a time, on a server too: the writer's lock is taken before the block begins, and what a unit
        of work has read nobody changes until it is done. Raises BusyError where its turn does not come
        within `models.database.WRITER_PATIENCE_S`, Cancelled where the user gives up first.
        """
        who = actor if isinstance(actor, Actor) else Actor.named(actor)
        writes = self.engine.execution_options(writes=True)
        with (
            translate_storage_errors(self.name),
            Session(writes, expire_on_commit=False, info=self._info) as session,
        ):
            self._acquire_writer_lock(session, progress)
            work = UnitOfWork(session, actor=who, now=self.clock())
            yield work
            work.settle(progress)
            session.commit()

    def _now(self) -> datetime:
        """Return the present moment by the clock that is set now."""
        return self.clock()

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()
        self._own_files = None

    def _acquire_writer_lock(self, session: Session, progress: Progress | None) -> None:
        """Begin the transaction, which takes the lock, again and again until it is our turn."""
        give_up_at = monotonic() + database.WRITER_PATIENCE_S
        is_waiting, label = False, progress.label if progress else ""
        while True:
            try:
                session.connection()
            except OperationalError as error:
                session.rollback()
                if not isinstance(storage_error(error, self.name), BusyError) or monotonic() > give_up_at:
                    raise
            else:
                break
            if not is_waiting:
                is_waiting = True
                self.on_wait()
            if progress is not None:
                progress.report(progress.done, progress.total, tr("core.waiting"))
        if is_waiting and progress is not None:
            progress.report(progress.done, progress.total, label)


def _protected_files(engine: Engine) -> ProtectedFiles:
    """Return what no document may replace while the registry is open: its files, and lists it took in."""
    ends: tuple[str, ...] = ()
    if engine.dialect.name == "sqlite" and engine.url.database:
        ends = ("", "-wal", "-shm", "-journal")
    file = Path(engine.url.database or "")
    return ProtectedFiles(
        *(file.with_name(f"{file.name}{end}") for end in ends),
        is_original=lambda sha256: _took_in(engine, sha256),
    )


def _took_in(engine: Engine, sha256: str) -> bool:
    """Return whether a file of this content was imported, also where the import was taken back."""
    from models import ImportBatch

    with suppress(SQLAlchemyError), Session(engine) as session:
        batch = select(ImportBatch.id).where(ImportBatch.sha256 == sha256).limit(1)
        return session.scalar(batch) is not None
    return False


def create_store(
    place: str,
    *,
    actor: Actor | str | None = None,
    settings: Mapping[str, str] | None = None,
    clock: Clock = utc_now,
) -> Store:
    """Make a registry at `place`, a file or a URL, with these settings and the audit line of who made it.

    Everything is one transaction: interrupted at any point, there is no registry, and making one again
    succeeds. Without an `actor` it has no audit line and no settings. A new file may be read by its owner
    only. Raises ConflictError where a registry stands already.
    """
    who = Actor.named(actor) if isinstance(actor, str) else actor

    is_made = False

    def fill(connection: Connection) -> None:
        nonlocal is_made
        is_made = True
        if who is not None:
            with Session(connection) as session:
                _record_creation(UnitOfWork(session, actor=who, now=clock()), settings or {})
                session.commit()  # the connection's own transaction goes on

    with _engine_at(place) as (engine, file, name):
        had_file = file is None or _make_private_file(file)
        if revision(engine) is not None:
            raise ConflictError("store-exists", path=name)
        if file is not None and had_file and file.stat().st_size > 0:
            raise CorruptError("store-corrupt", path=name)
        try:
            migrate_in_turn(engine, name=name, after_change=fill)
        except BaseException:
            engine.dispose()
            if file is not None and not had_file:
                _remove(file)
            raise
        if not is_made:  # another program was faster
            raise ConflictError("store-exists", path=name)
        return Store(engine, name=name, clock=clock)


def _record_creation(work: UnitOfWork, settings: Mapping[str, str]) -> None:
    work.audit("create", "registry")
    for key, value in settings.items():
        write_setting(work, key, value)


def is_unfinished(file: Path) -> bool:
    """Return whether `file` is what an interrupted `create_store` left: nothing, once rolled back."""
    with _engine_at(str(file)) as (engine, _file, _name):
        has_schema = revision(engine) is not None
        engine.dispose()
    return not has_schema and file.stat().st_size == 0


def open_store(place: str, *, clock: Clock = utc_now) -> Store:
    """Open the registry at `place` and bring its schema up to date. Raises NotFoundError, StorageError.

    The file of a registry that an older program wrote is copied before it is upgraded: see `Store.upgrade`.
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
        upgrade = None
        if stands_at != newest_revision():
            now = clock()
            seal = partial(_seal_everything, now=now) if stands_at < append_only.SINCE else None
            upgrade = upgrade_registry(
                engine, from_revision=stands_at, file=file, name=name, now=now, after_change=seal
            )
        use_write_ahead_log(engine)
        configure_mappers()  # here, where opening is waited for, not inside the first question of a screen
        return Store(engine, name=name, clock=clock, upgrade=upgrade)


def _seal_everything(connection: Connection, *, now: datetime) -> None:
    """Let the audit chain of a registry that had no digests of records begin with those of all records."""
    with Session(connection) as session:
        seal_everything(session, actor=tr("cli.actor"), at=now)
        session.commit()  # the connection's own transaction goes on


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
        with translate_storage_errors(name):
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


def _is_file(file: Path) -> bool:
    try:
        return file.is_file()
    except OSError as error:  # a folder on the way may not be entered
        raise ReadOnlyError("store-read-only", path=file) from error


def _make_private_file(file: Path) -> bool:
    """Make an empty file, and its folder, that only their owner may read; return whether it was there."""
    try:
        if not file.parent.is_dir():
            file.parent.parent.mkdir(parents=True, exist_ok=True)
            file.parent.mkdir(mode=0o700, exist_ok=True)
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        return True
    except OSError as error:
        raise _unwritable(error, file) from error
    return False


def _unwritable(error: OSError, file: Path) -> StorageError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return FullError("store-full", path=file)
    return ReadOnlyError("store-read-only", path=file)


def _remove(file: Path) -> None:
    for name in (file.name, f"{file.name}-wal", f"{file.name}-shm", f"{file.name}-journal"):
        file.with_name(name).unlink(missing_ok=True)
