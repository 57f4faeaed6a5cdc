"""Where pages for the viewer lie while the program runs: they carry names and are gone at its end."""

from __future__ import annotations

import atexit
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp


def new_print_file(name: str) -> Path:
    """Return a place for a file of this name that only this user can read. Raises OSError."""
    return Path(mkdtemp(dir=_folder())) / name


@cache
def _folder() -> Path:
    folder = TemporaryDirectory(prefix="muye-", ignore_cleanup_errors=True)  # a viewer may hold a file
    atexit.register(folder.cleanup)
    return Path(folder.name)
