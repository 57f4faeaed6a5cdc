"""The signed statement in a certificate's QR: lines a person can read, then a signature; and its keys.

    荣誉证书
    编号：新赛证〔2024〕省0001号
    姓名：李*
    奖项：2024年河南省职业技能大赛砌筑赛项（职工组）第一名
    颁发：新乡市职业技能竞赛办公室 2024年6月18日
    验签：MY1 4f0c9a1be2d37a66 <86 characters of base64url>

Signed (Ed25519) are the bytes of all lines before the last, UTF-8, lines parted by "\\n", without a final
one. The whole is filled with spaces to the QR's fixed length; they are no part of it.
No ID number, no full name: whoever scans may read it.

The keys (Ed25519) are made at the first issue and kept in the registry.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import DocumentError
from app.formats import masked_name
from app.printing import QR_CAPACITY
from models import SigningKey

if TYPE_CHECKING:
    from datetime import datetime

    from app.unit_of_work import UnitOfWork

Sign = Callable[[bytes], bytes]

FORMAT = "MY1"
_TITLE = "荣誉证书"
_LAST_LINE = f"\n验签：{FORMAT} "
_KEY_LENGTH = 16
_SIGNATURE_LENGTH = 86
ROOM = QR_CAPACITY - len(_LAST_LINE.encode()) - _KEY_LENGTH - 1 - _SIGNATURE_LENGTH  # for the signed lines
_SHORTEST_CONTEST = 6  # characters of its name that stay readable
_PARTS = (
    ("编号：", r"(?P<number>[^\n]+?)"),
    ("姓名：", r"(?P<person>[^\n]+?)"),
    ("奖项：", r"(?P<award>[^\n]+?)"),
    ("颁发：", r"(?P<issuer>[^\n]+) (?P<day>[^\n ]+?)"),
    ("验签：", r"MY1 (?P<key>[0-9a-f]{16}) (?P<signature>[A-Za-z0-9_-]{86})"),
)
_FORM = re.compile("\n".join([_TITLE, *(label + part for label, part in _PARTS)]))
_RUN_ON = re.compile(r"\s+".join([_TITLE, *(label + part for label, part in _PARTS)]))


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement as it was read. `signed` are the bytes under the signature."""

    signed: bytes
    number: str
    person: str
    award: str
    issuer: str
    day: str
    key: str
    signature: bytes


def signed_lines(*, number: str, person: str, contest: str, achievement: str, issuer: str, day: str) -> str:
    """Return the lines to be signed, the award shortened (…) where it is longer than the QR can hold.

    `achievement` is event and result; `contest` gives way first. The name is masked here.
    """
    head = f"{_TITLE}\n编号：{number}\n姓名：{masked_name(person)}\n奖项："
    tail = f"\n颁发：{issuer} {day}"
    room = ROOM - len((head + tail).encode())
    return head + _fitted(contest, achievement, room) + tail


def _fitted(contest: str, achievement: str, room: int) -> str:
    if len((contest + achievement).encode()) <= room:
        return contest + achievement
    for length in range(len(contest) - 1, _SHORTEST_CONTEST - 1, -1):
        award = contest[:length] + "…" + achievement
        if len(award.encode()) <= room:
            return award
    for length in range(len(achievement) - 1, 0, -1):
        award = achievement[:length] + "…"
        if len(award.encode()) <= room:
            return award
    raise DocumentError("statement-too-long", room=room)


def with_signature(lines: str, *, key: str, signature: bytes) -> str:
    """Return the whole statement, filled to the QR's length in bytes."""
    text = f"{lines}{_LAST_LINE}{key} {base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}"
    return text + " " * (QR_CAPACITY - len(text.encode()))


def read_statement(text: str) -> Statement | None:
    """Return the statement in `text`, None where there is none.

    Line ends may be of any kind, or have become spaces: some scanners show the text as one line.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    found = _FORM.search(text) or _RUN_ON.search(text)
    if found is None:
        return None
    try:
        signature = base64.urlsafe_b64decode(found["signature"] + "==")
    except (ValueError, binascii.Error):
        return None
    parts = {name: found[name] for name in ("number", "person", "award", "issuer", "day", "key")}
    return Statement(signed=_lines(parts).encode(), signature=signature, **parts)


def _lines(parts: Mapping[str, str]) -> str:
    return (
        f"{_TITLE}\n编号：{parts['number']}\n姓名：{parts['person']}\n奖项：{parts['award']}"
        f"\n颁发：{parts['issuer']} {parts['day']}"
    )


def key_in_use(session: Session) -> SigningKey | None:
    """Return the key that signs, None where no certificate was ever issued."""
    query = select(SigningKey).where(SigningKey.retired_at.is_(None))
    return session.scalar(query.order_by(SigningKey.created_at.desc()).limit(1))


def new_key(now: datetime) -> SigningKey:
    """Return a new key; it is stored with the first certificates that it signs."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    private = Ed25519PrivateKey.generate()
    public = private.public_key().public_bytes_raw()
    return SigningKey(
        id=hashlib.sha256(public).hexdigest()[:16],
        public_key=public,
        private_key=private.private_bytes_raw(),
        created_at=now,
    )


def store_key(work: UnitOfWork, key: SigningKey) -> None:
    """Keep a new key in the registry."""
    work.session.add(key)
    work.audit("signing-key-made", "signing-key", key.id)


def signer(key: SigningKey) -> Sign:
    """Return the signing function of a key."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(key.private_key).sign


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
