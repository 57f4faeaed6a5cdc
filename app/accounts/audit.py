"""The audit chain (审计链): the seal of each line, and the check of the whole chain.

A line is sealed over everything it says and over the seal of the line before, so that no line can be
changed, taken out or put in without breaking the chain from there on. Cutting lines off the end breaks
nothing inside the chain; that is found by comparing the number of lines and the last seal with a digest
that left the registry on a paper (`take_anchor`); `app.accounts.audit_report` compares.
"""

from __future__ import annotations

import hashlib
from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from json.encoder import encode_basestring
from typing import Any, NamedTuple, Protocol

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts.work import Work
from app.progress import Progress
from app.words import tr
from models import AuditAnchor, AuditEntry

GENESIS = "0" * 64
JOINED, CANONICAL, WITH_RECORDS = 1, 2, 3  # forms of the seal; the last one is in use
_AT_ONCE = 10_000
_LONGEST_PLACE = 200  # characters, as the column


@dataclass(frozen=True, slots=True)
class AuditCheck:
    """How many lines were read, and the id of the first one whose seal does not hold; None where all do."""

    entries: int
    first_broken: int | None


@dataclass(frozen=True, slots=True)
class AuditDigest:
    """How long the chain is, and the whole seal of its last line: what papers print of it."""

    entries: int
    seal: str

    def text(self) -> str:
        """Return the digest as papers print it."""
        return tr("core.audit-digest", entries=self.entries, seal=self.seal)


class Line(Protocol):
    """What a seal is made of: an `AuditEntry`, or a line that is not stored yet."""

    at: Any
    actor: Any
    action: Any
    subject: Any
    subject_id: Any
    detail: Any
    reason: Any
    form: Any
    sealed: Any


def seal_of(entry: Line, previous: str) -> str:
    """Return the seal of a line after the line sealed `previous`: SHA-256 in hexadecimal, by its form.

    Forms 2 and 3 hash canonical JSON (keys sorted, no blanks, UTF-8), in which no text can pass for another
    field's; form 3 has the digests of records too (`AuditEntry.sealed`). Form 1 is how the first release
    sealed; its lines are only read.
    """
    at = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    facts = (entry.actor, entry.action, entry.subject, entry.subject_id, entry.detail, entry.reason)
    return _seal(entry.form, previous, at, facts, entry.sealed or "")


def _seal(form: int, previous: str, at: str, facts: tuple[str, ...], sealed: str) -> str:
    """Return the seal of a line; `at` is its moment in UTC with six digits of microseconds.

    `facts` are actor, action, subject, subject_id, detail and reason. The JSON is put together by hand: this
    runs for every line of the chain, and is three times as fast as the encoder.
    """
    if form == JOINED:
        at = datetime.fromisoformat(at).isoformat()
        return hashlib.sha256("\x1f".join((previous, at, *facts)).encode()).hexdigest()
    actor, action, subject, subject_id, detail, reason = map(encode_basestring, facts)
    with_records = "" if form == CANONICAL else f'"sealed":{encode_basestring(sealed)},'
    body = (
        f'{{"action":{action},"actor":{actor},"at":"{at}","detail":{detail},"form":{form},'
        f'"previous":"{previous}","reason":{reason},{with_records}"subject":{subject},'
        f'"subject_id":{subject_id}}}'
    )
    return hashlib.sha256(body.encode()).hexdigest()


class ChainLine(NamedTuple):
    """A line of the chain as the database holds it; `at` as `_seal` wants it."""

    id: int
    at: str
    actor: str
    action: str
    subject: str
    subject_id: str
    detail: str
    reason: str
    hash: str
    form: int
    sealed: str


_COLUMNS = ", ".join(ChainLine._fields[2:])
_MOMENT = {
    "sqlite": "replace(at, ' ', 'T') || '+00:00'",
    "postgresql": """to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') || '+00:00'""",
}


def checked_lines(session: Session, progress: Progress | None = None) -> Generator[tuple[Any, bool]]:
    """Yield each line of the chain, with the fields of `ChainLine` in order, and whether it holds.

    A line holds where its seal follows from what it says and from the seal of the line before, and its form
    is not an older one than that line's. What is not text where text has to be does not hold either.
    """
    previous, form, read = GENESIS, JOINED, 0
    total = session.scalar(select(func.count()).select_from(AuditEntry)) or 0
    connection = session.connection()
    query = f"SELECT id, {_MOMENT[connection.dialect.name]}, {_COLUMNS} FROM audit_entry ORDER BY id"
    cursor = connection.connection.cursor()  # the driver's own: half of the time would go into row objects
    try:
        cursor.execute(query)
        while rows := cursor.fetchmany(_AT_ONCE):
            for row in rows:
                try:
                    is_whole = row[9] >= form and row[8] == _seal(row[9], previous, row[1], row[2:8], row[10])
                except (TypeError, ValueError):
                    is_whole = False
                yield row, is_whole
                previous, form = row[8], row[9]
            read += len(rows)
            if progress is not None:
                progress.report(read, total, tr("core.audit-checking"))
    finally:
        cursor.close()


def verify_audit(session: Session, progress: Progress | None = None) -> AuditCheck:
    """Check each line's seal, and that no line after a new one is sealed in an older form."""
    total = session.scalar(select(func.count()).select_from(AuditEntry)) or 0
    with closing(checked_lines(session, progress)) as lines:
        for row, is_whole in lines:
            if not is_whole:
                return AuditCheck(total, row[0])
    return AuditCheck(total, None)


def audit_digest(session: Session) -> AuditDigest:
    """Return the chain's digest as it stands, lines of the running transaction included."""
    entries = session.scalar(select(func.count()).select_from(AuditEntry)) or 0
    last = session.scalar(select(AuditEntry.hash).order_by(AuditEntry.id.desc()).limit(1)) or GENESIS
    return AuditDigest(entries, last)


def take_anchor(work: Work, place: str) -> AuditDigest:
    """Return the chain's digest for a paper, and record that it leaves on it: `place` says which paper.

    The lines that this unit of work has added so far count. A paper that prints a digest gets it from here
    (`app.anchors.anchored_digest` where nothing else is written), so that none leaves unrecorded.
    """
    digest = audit_digest(work.session)
    work.session.add(
        AuditAnchor(
            entries=digest.entries,
            seal=digest.seal,
            place=place[:_LONGEST_PLACE],
            made_by=work.actor.name,
            made_at=work.now,
        )
    )
    return digest
