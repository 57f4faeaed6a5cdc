"""Where pages for the viewer lie while the program runs: they carry names and are gone at its end."""

from __future__ import annotations

from pathlib import Path
from tempfile import mkdtemp

from app.private_files import private_folder


def new_print_file(name: str) -> Path:
    """Return a place for a file of this name that only this user can read. Raises OSError."""
    return Path(mkdtemp(dir=private_folder())) / name
