"""Upgrade a registry that an older program wrote; a copy of its file (升级前副本) is kept beside it.

The upgrade is one transaction: interrupted at any point, the registry stays as it was. The copy is made
under the writer's lock before the first change, so that it is exactly what was upgraded. A database server
has backups of its own; there no copy is made.
"""

from __future__ import annotations

import errno
import filecmp
import glob
import logging
import sqlite3
import stat
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from time import monotonic

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, OperationalError

from app.clock import BEIJING
from app.errors import BusyError, FullError, ReadOnlyError, StorageError
from app.storage_errors import storage_error
from app.words import tr
from models import database
from models.schema import copy_sqlite_file, migrate, newest_revision

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Upgrade:
    """What was done. `copy` is the file as it was before; None on a server, or where another was faster."""

    from_revision: str
    to_revision: str
    copy: Path | None


def upgrade_registry(
    engine: Engine,
    *,
    from_revision: str,
    file: Path | None,
    name: str,
    now: datetime,
    after_change: Callable[[Connection], None] | None = None,
) -> Upgrade:
    """Bring the registry `name` to the newest revision. `file` is None on a server.

    `after_change` is called in the same transaction, with everything in place.

    Raises StorageError, naming the copy, where the upgrade fails; ReadOnlyError, BusyError.
    """
    from alembic.util import CommandError

    copies: list[Path] = []

    def keep_copy(revision: str) -> None:
        if file is not None and not copies:
            copies.append(_copy(file, revision, now))

    try:
        migrate_in_turn(engine, name=name, before_change=keep_copy, after_change=after_change)
    except CommandError as error:  # a revision this program has never heard of
        raise StorageError("store-newer", path=name, revision=from_revision) from error
    except StorageError:
        raise
    except Exception as error:
        raise _failure(error, name=name, copy=copies[0] if copies else None, file=file) from error
    if file is not None:
        _make_private(file)
    return Upgrade(from_revision, newest_revision(), copies[0] if copies else None)


def _make_private(file: Path) -> None:
    """Let only its owner read a file that the first release left open to others.

    One that others may write is shared on purpose and stays so.
    """
    shared = stat.S_IWGRP | stat.S_IWOTH
    with suppress(OSError):  # another user's file, a disk without permissions
        if not file.stat().st_mode & shared:
            for one in (file, *file.parent.glob(f"{glob.escape(file.name)}-*")):  # with its journals
                one.chmod(0o600)


def migrate_in_turn(
    engine: Engine,
    *,
    name: str,
    before_change: Callable[[str], None] | None = None,
    after_change: Callable[[Connection], None] | None = None,
) -> None:
    """Migrate as `models.schema.migrate` does, waiting while another program writes or upgrades."""
    give_up_at = monotonic() + database.WRITER_PATIENCE_S
    while True:
        try:
            return migrate(engine, before_change=before_change, after_change=after_change)
        except OperationalError as error:
            if not isinstance(storage_error(error, name), BusyError) or monotonic() > give_up_at:
                raise


def _copy(file: Path, revision: str, now: datetime) -> Path:
    """Copy the file beside itself, named by revision and moment; an earlier copy that is equal serves too."""
    head = f"{file.stem}.{revision}."
    target = file.with_name(f"{head}{now.astimezone(BEIJING):%Y%m%d-%H%M%S}{file.suffix}")
    earlier = [
        one for one in file.parent.iterdir() if one.name.startswith(head) and one.suffix == file.suffix
    ]
    try:
        copy_sqlite_file(file, target)
        same = [one for one in sorted(earlier) if one != target and filecmp.cmp(one, target, shallow=False)]
    except (sqlite3.Error, OSError) as error:
        problem = _problem(error, str(file))
        raise StorageError("store-upgrade-without-copy", path=file, copy=target, problem=problem) from error
    if same:
        target.unlink()
        return same[0]
    return target


def _failure(error: Exception, *, name: str, copy: Path | None, file: Path | None) -> StorageError:
    known = storage_error(error, name) if isinstance(error, (DBAPIError, sqlite3.Error)) else None
    if isinstance(known, ReadOnlyError):
        return ReadOnlyError("store-upgrade-read-only", path=name)
    if isinstance(known, BusyError):
        return known
    if known is None:
        _log.error("the upgrade failed", exc_info=error)
    code = "store-upgrade-failed" if file is not None else "store-upgrade-failed-on-server"
    return StorageError(code, path=name, copy=copy or file, problem=_problem(error, name))


def _problem(error: Exception, name: str) -> str:
    """Return in a few words why something could not be written."""
    known = storage_error(error, name) if isinstance(error, (DBAPIError, sqlite3.Error)) else None
    if isinstance(known, FullError) or getattr(error, "errno", None) in (errno.ENOSPC, errno.EDQUOT):
        return tr("errors.upgrade-problem-full")
    if isinstance(known, ReadOnlyError) or isinstance(error, PermissionError):
        return tr("errors.upgrade-problem-read-only")
    return tr("errors.upgrade-problem-other", problem=type(error).__name__)
