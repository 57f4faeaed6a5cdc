"""The audit chain (审计链): the seal of each line, and the check of the whole chain.

A line is sealed over everything it says and over the seal of the line before, so that no line can be
changed, taken out or put in without breaking the chain from there on. Cutting lines off the end breaks
nothing inside the chain; that is found by comparing the number of lines and the last seal with a digest
that was printed: every payment list and calculation slip carries one (`audit_digest`).
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.progress import Progress
from app.words import tr
from models import AuditEntry

GENESIS = "0" * 64
JOINED, CANONICAL = 1, 2  # forms of the seal: the first release's, and the one in use
_AT_ONCE = 5_000
_DIGEST_DIGITS = 16


@dataclass(frozen=True, slots=True)
class AuditCheck:
    """How many lines were read, and the id of the first one whose seal does not hold; None where all do."""

    entries: int
    first_broken: int | None


@dataclass(frozen=True, slots=True)
class AuditDigest:
    """How long the chain is and what its last line's seal begins with: what papers print of it."""

    entries: int
    seal: str

    def text(self) -> str:
        """Return the digest as papers print it."""
        return tr("core.audit-digest", entries=self.entries, seal=self.seal)


def seal_of(entry: AuditEntry, previous: str) -> str:
    """Return the seal of a line after the line sealed `previous`: SHA-256 in hexadecimal, by its form.

    Form 2 hashes canonical JSON (keys sorted, no blanks, UTF-8), in which no text can pass for another
    field's. Form 1 is how the first release sealed; its lines are only read.
    """
    if entry.form == JOINED:
        return _joined_seal(entry, previous)
    facts = {
        "form": entry.form,
        "previous": previous,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": entry.actor,
        "action": entry.action,
        "subject": entry.subject,
        "subject_id": entry.subject_id,
        "detail": entry.detail,
        "reason": entry.reason,
    }
    body = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(body.encode()).hexdigest()


def _joined_seal(entry: AuditEntry, previous: str) -> str:
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


def verify_audit(session: Session, progress: Progress | None = None) -> AuditCheck:
    """Check each line's seal, and that no line after a new one is sealed in the first release's form."""
    previous, form, read = GENESIS, JOINED, 0
    total = session.scalar(select(func.count()).select_from(AuditEntry)) or 0
    query = select(AuditEntry).order_by(AuditEntry.id).execution_options(yield_per=_AT_ONCE)
    with session.scalars(query) as lines:  # closed also where a broken line ends the reading
        for entry in lines:
            if entry.form < form or entry.hash != seal_of(entry, previous):
                return AuditCheck(total, entry.id)
            previous, form, read = entry.hash, entry.form, read + 1
            if progress is not None and read % _AT_ONCE == 0:
                progress.report(read, total, tr("core.audit-checking"))
    return AuditCheck(total, None)


def audit_digest(session: Session) -> AuditDigest:
    """Return the chain's digest as it stands, lines of the running transaction included."""
    entries = session.scalar(select(func.count()).select_from(AuditEntry)) or 0
    last = session.scalar(select(AuditEntry.hash).order_by(AuditEntry.id.desc()).limit(1)) or GENESIS
    return AuditDigest(entries, last[:_DIGEST_DIGITS])
