"""Short ways to use a registry from outside: open, do one thing, close."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import func, select

from app.errors import AppError
from app.store import open_store
from app.words import error_text
from models import Contest, Person
from tests.builders import CLERK, a_contest

Place = Path | str


def contests(place: Place) -> int:
    """Return how many contests a registry holds."""
    return _count(place, Contest)


def people(place: Place) -> int:
    """Return how many people a registry holds."""
    return _count(place, Person)


def _count(place: Place, table: type[Contest | Person]) -> int:
    with closing(open_store(str(place))) as store, store.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def add_contest(place: Place) -> None:
    """Write one contest."""
    with closing(open_store(str(place))) as store, store.writing(actor=CLERK) as work:
        a_contest(work.session)


def is_sound(file: Path) -> bool:
    """Return SQLite's own verdict on a file."""
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def is_one_line_naming(line: str, name: object) -> bool:
    """Return whether a message is one line, has its text, and names the thing."""
    return str(name) in line and "\n" not in line and "«" not in line and "Traceback" not in line


def names(error: AppError, name: object) -> bool:
    """Return whether an error's text is one line that names the thing."""
    return is_one_line_naming(error_text(error), name)
