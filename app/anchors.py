"""Anchors of the audit chain (审计锚点): the digest that a paper prints is recorded before it is made."""

from __future__ import annotations

from pathlib import Path

from app.accounts import Actor, AuditDigest, audit_digest, take_anchor
from app.errors import ReadOnlyError
from app.store import Store
from app.words import tr


def anchored_digest(store: Store, file: Path | str) -> AuditDigest:
    """Return the digest of the audit chain for the paper `file`, recorded in the same transaction.

    Call it once the paper is wanted and its place was checked (`app.documents.check_output`); one that fails
    after it leaves an anchor, which stays true: the chain stood so. A registry that may not be written has no
    anchor, and the paper can still be typed into the check. Raises BusyError.
    """
    place = tr("audit.anchor-place", file=Path(file).name)
    try:
        with store.writing(actor=Actor.program(tr("cli.actor"))) as work:
            return take_anchor(work, place)
    except ReadOnlyError:
        with store.reading() as session:
            return audit_digest(session)
