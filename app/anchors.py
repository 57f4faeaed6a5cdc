"""Anchors of the audit chain: note that its digest leaves the registry on a paper nobody keeps here."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from sqlalchemy import func, select

from app.accounts import GENESIS, Actor
from app.errors import StorageError
from app.store import Store
from app.words import tr
from models import AuditAnchor, AuditEntry

_LONGEST_PLACE = 200  # characters, as the column


def anchor_chain(store: Store, file: Path | str) -> None:
    """Keep how long the chain is and its last seal, now that `file` left with a digest.

    A registry that cannot be written now has no anchor: the paper itself can still be typed into the check.
    """
    program = Actor.program(tr("cli.actor"))
    with suppress(StorageError), store.writing(actor=program) as work:
        entries = work.session.scalar(select(func.count()).select_from(AuditEntry)) or 0
        seal = work.session.scalar(select(AuditEntry.hash).order_by(AuditEntry.id.desc()).limit(1)) or GENESIS
        work.session.add(
            AuditAnchor(
                entries=entries,
                seal=seal,
                place=tr("audit.anchor-place", file=Path(file).name)[:_LONGEST_PLACE],
                made_by=work.actor.name,
                made_at=work.now,
            )
        )
