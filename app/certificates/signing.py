"""The keys that sign statements (Ed25519): made at the first issue, kept in the registry."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.certificates.statement import Statement
from models import SigningKey

if TYPE_CHECKING:
    from app.unit_of_work import UnitOfWork

Sign = Callable[[bytes], bytes]


def signing_key(work: UnitOfWork) -> tuple[str, Sign]:
    """Return the id of the key in use and its signing function; a first key is made where there is none."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    newest = (
        select(SigningKey)
        .where(SigningKey.retired_at.is_(None))
        .order_by(SigningKey.created_at.desc())
        .limit(1)
    )
    row = work.session.scalar(newest) or _new_key(work)
    return row.id, Ed25519PrivateKey.from_private_bytes(row.private_key).sign


def _new_key(work: UnitOfWork) -> SigningKey:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    private = Ed25519PrivateKey.generate()
    public = private.public_key().public_bytes_raw()
    row = SigningKey(
        id=hashlib.sha256(public).hexdigest()[:16],
        public_key=public,
        private_key=private.private_bytes_raw(),
        created_at=work.now,
    )
    work.session.add(row)
    work.audit("signing-key-made", "signing-key", row.id)
    return row


def signature_holds(session: Session, statement: Statement) -> bool | None:
    """Return whether the signature fits the statement; None where the key is not one of this registry."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    row = session.get(SigningKey, statement.key)
    if row is None:
        return None
    try:
        Ed25519PublicKey.from_public_bytes(row.public_key).verify(statement.signature, statement.signed)
    except InvalidSignature:
        return False
    return True
