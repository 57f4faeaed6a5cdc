"""Checks that use-cases of every room make on what is entered: given at all, not yet changed, not to come."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from sqlalchemy.exc import IntegrityError

from app.clock import office_day
from app.errors import ConflictError, InputError
from app.unit_of_work import UnitOfWork


def check_version(found: int, seen: int | None) -> None:
    """Raise ConflictError where the line was changed after the user saw it; `seen` None means unseen."""
    if seen is not None and found != seen:
        raise ConflictError("changed-meanwhile")


@contextmanager
def conflict_on_duplicate(error: ConflictError) -> Iterator[None]:
    """Raise `error` where the database finds the same line entered by another at the same moment."""
    try:
        yield
    except IntegrityError as refused:
        raise error from refused


def required_text(text: str, *, what: str) -> str:
    """Return `text` without outer space. Raises InputError, naming the field, where nothing is left."""
    if not text.strip():
        raise InputError("honours-needed", what=what)
    return text.strip()


def check_not_future(work: UnitOfWork, day: date, *, what: str) -> None:
    """Raise InputError where `day` has not come yet in the office's calendar."""
    if day > office_day(work.now):
        raise InputError("honours-future", what=what, day=day)


def intact(content: bytes, sha256: str, *, name: str) -> bytes:
    """Return the bytes of a kept file. Raises ConflictError where they are not those that were taken in."""
    if hashlib.sha256(content).hexdigest() != sha256:
        raise ConflictError("kept-file-altered", name=name)
    return content
