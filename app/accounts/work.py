"""What this room needs of a unit of work and of a store, which stand above it."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.accounts.rights import Right
from app.changes import Changes
from app.clock import Clock


class Work(Protocol):
    """A unit of work: see `app.unit_of_work.UnitOfWork`."""

    session: Session
    actor: Actor

    @property
    def now(self) -> datetime:
        """Return the moment of the unit of work."""

    def require(self, right: Right) -> None:
        """Raise ConflictError where whoever acts may not do this."""

    def touched(self, kinds: Changes) -> None:
        """Record that things of these kinds changed."""

    def audit(
        self,
        action: str,
        subject: str,
        subject_id: object = "",
        *,
        detail: dict[str, object] | None = None,
        reason: str = "",
    ) -> None:
        """Add a line to the audit chain."""


class Registry(Protocol):
    """An open registry: see `app.store.Store`."""

    clock: Clock

    def reading(self) -> AbstractContextManager[Session]:
        """Give a session for questions."""

    def writing(self, *, actor: Actor) -> AbstractContextManager[Work]:
        """Give a unit of work."""
