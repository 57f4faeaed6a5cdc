"""Files that hold people's numbers while the program works: in one folder of ours, gone after a crash too.

Each process has a folder of its own in the user's data folder, which nobody else may read. It is removed as
the process ends; what a killed process left is swept when the program is started again. Where a document is
written to another disk, its unfinished file stands beside it under a name of ours and is registered in the
folder, so that it is swept as well.
"""

from __future__ import annotations

import atexit
import os
import re
import secrets
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from app.paths import user_data_folder, user_data_path

_FOLDER = "temporary"
_LOCK = "owner.lock"
_MAKING_S = 60  # longer than a folder is without its lock
_BESIDE = ".beside"  # the ending of a file that names an unfinished file on another disk
_UNFINISHED = re.compile(r"\.muye-[0-9a-f]{16}\.tmp")


class _ProcessFolder:
    """The folder of this process. It is in use as long as its lock is held."""

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix=f"{os.getpid()}-", dir=_all_folders(is_made=True)))
        self._lock = _locked(self.path / _LOCK)
        atexit.register(self._remove)

    def _remove(self) -> None:
        if self._lock is not None:
            self._lock.close()
        shutil.rmtree(self.path, ignore_errors=True)


_own: dict[int, _ProcessFolder] = {}  # by process: a child that was forked has none yet


def private_folder() -> Path | None:
    """Return this process's folder, made when first asked for; None where the data folder cannot be written.

    From then on Python's own temporary files, and so those of the libraries, are made there too.
    """
    own = _own.get(os.getpid())
    if own is None or not own.path.is_dir():
        try:
            own = _own[os.getpid()] = _ProcessFolder()
        except OSError:
            return None
        tempfile.tempdir = str(own.path)
    return own.path


@contextmanager
def unfinished_file(target: Path) -> Iterator[Path]:
    """Give an empty file for what will take the place of `target`; it is gone at the end of the block.

    It is readable by its owner alone and lies on the same disk as `target`. Raises OSError where the folder
    of `target` may not be written.
    """
    beside = target.with_name(f".muye-{secrets.token_hex(8)}.tmp")
    _make_empty(beside)  # a folder that may not be written is found before the work, not after it
    folder = private_folder()
    place, entry = beside, None
    try:
        if folder is not None and _are_on_one_disk(folder, target.parent):
            beside.unlink()
            place = folder / beside.name
            _make_empty(place)
        elif folder is not None:
            entry = folder / f"{beside.name}{_BESIDE}"
            with suppress(OSError):  # the data folder's own disk may be full
                write_private_text(entry, str(beside))
        yield place
    finally:
        place.unlink(missing_ok=True)
        if entry is not None:
            entry.unlink(missing_ok=True)


def write_private_text(file: Path, text: str) -> None:
    """Write a small file that its owner alone may read. Raises OSError."""
    with open(file, "w", encoding="utf-8", opener=_private) as stream:
        stream.write(text)
    file.chmod(0o600)  # also where it was there before


def sweep_leftovers() -> None:
    """Remove what processes that were killed have left. Never fails: what is in use stays."""
    with suppress(OSError):
        for folder in list(_all_folders().iterdir()):
            if folder.is_dir() and not _is_in_use(folder):
                for entry in folder.glob(f"*{_BESIDE}"):
                    _remove_named(entry)
                shutil.rmtree(folder, ignore_errors=True)


def _remove_named(entry: Path) -> None:
    with suppress(OSError, UnicodeDecodeError):
        named = Path(entry.read_text("utf-8"))
        if _UNFINISHED.fullmatch(named.name):
            named.unlink(missing_ok=True)


def _all_folders(*, is_made: bool = False) -> Path:
    folder = user_data_folder() / _FOLDER if is_made else user_data_path() / _FOLDER
    if is_made:
        folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def _make_empty(file: Path) -> None:
    os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _are_on_one_disk(one: Path, other: Path) -> bool:
    return one.stat().st_dev == other.stat().st_dev


def _locked(file: Path) -> IO[str] | None:
    """Return the open lock file, held until it is closed; None where somebody else holds it."""
    stream = file.open("w", encoding="utf-8")
    if sys.platform != "win32":  # on Windows an open file cannot be removed, which says as much
        import fcntl

        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            stream.close()
            return None
    return stream


def _is_in_use(folder: Path) -> bool:
    lock = folder / _LOCK
    if sys.platform == "win32":
        with suppress(FileNotFoundError):
            try:
                lock.unlink()
            except PermissionError:
                return True
        return False
    if not lock.exists():  # being made just now, or what is left of a removal
        return time.time() - folder.stat().st_mtime < _MAKING_S
    held = _locked(lock)
    if held is None:
        return True
    held.close()
    return False
