"""One-person mode (单人办理): one person may do what needs two, and every paper says so."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.accounts.known import is_one_person
from app.words import tr


def one_person_mark(session: Session) -> str:
    """Return the mark of papers made in one-person mode; "" where a second person is needed as usual."""
    return tr("core.one-person-mark") if is_one_person(session) else ""
