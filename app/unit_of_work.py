"""One unit of work over the registry: who acts, what was touched, and the audit chain it extends.

A use-case takes a `UnitOfWork`; `app.store.Store.writing` opens one and commits all of it or nothing.
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.changes import Changes
from models import AuditEntry

GENESIS = "0" * 64


class UnitOfWork:
    """A session that writes, who acts, and what was touched so far."""

    def __init__(self, session: Session, *, actor: str, now: datetime) -> None:
        self.session = session
        self.actor = actor
        self.now = now
        self.changes = Changes.NOTHING
        self._last_hash: str | None = None

    def touched(self, kinds: Changes) -> None:
        """Record that things of these kinds changed."""
        self.changes |= kinds

    def audit(
        self,
        action: str,
        subject: str,
        subject_id: object = "",
        *,
        detail: dict[str, object] | None = None,
        reason: str = "",
    ) -> None:
        """Add a line to the audit chain. `detail` must hold no ID number, card or phone."""
        if self._last_hash is None:
            newest = select(AuditEntry.hash).order_by(AuditEntry.id.desc()).limit(1)
            self._last_hash = self.session.scalar(newest) or GENESIS  # nobody else writes meanwhile
        entry = AuditEntry(
            at=self.now,
            actor=self.actor,
            action=action,
            subject=subject,
            subject_id=str(subject_id),
            detail=json.dumps(detail or {}, ensure_ascii=False, sort_keys=True, default=str),
            reason=reason,
        )
        entry.hash = self._last_hash = audit_hash(entry, self._last_hash)
        self.session.add(entry)


def audit_hash(entry: AuditEntry, previous: str) -> str:
    """Return the seal of a line: SHA-256 over the line before and every fact of this one."""
    facts = (
        entry.at.astimezone(UTC).isoformat(),
        entry.actor,
        entry.action,
        entry.subject,
        entry.subject_id,
        entry.detail,
        entry.reason,
    )
    return hashlib.sha256("\x1f".join((previous, *facts)).encode()).hexdigest()
