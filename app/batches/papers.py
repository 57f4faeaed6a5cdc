"""Keep the papers of a batch (批次文件): their bytes as they were made, with the audit chain's digest."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts import take_anchor
from app.batches.records import batch_of, record
from app.documents import atomic_output
from app.errors import InputError, NotFoundError
from app.unit_of_work import UnitOfWork
from app.validation import intact
from app.words import tr
from models import BatchPaper

LARGEST_PAPER = 50 * 1024 * 1024  # bytes
_LONGEST_KIND, _LONGEST_FILE_NAME = 24, 260  # characters, as the columns


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A paper of a batch as a list shows it; `sha256` is over its bytes."""

    id: int
    kind: str
    file_name: str
    sha256: str
    made_by: str
    made_at: datetime
    audit_entries: int
    audit_seal: str


def keep_paper(work: UnitOfWork, batch_id: int, *, kind: str, file_name: str, content: bytes) -> int:
    """Keep a paper's bytes with its batch, and anchor the audit chain in it; return the paper's id.

    The same bytes of one kind are kept once. The right to make the paper is its maker's to ask for. Raises
    InputError for an empty or too large file.
    """
    batch = batch_of(work.session, batch_id)
    if not content or len(content) > LARGEST_PAPER:
        raise InputError("paper-size", file=file_name, most=LARGEST_PAPER // (1024 * 1024))
    name, kind = file_name.strip()[-_LONGEST_FILE_NAME:], kind[:_LONGEST_KIND]
    sha256 = hashlib.sha256(content).hexdigest()
    kept = select(BatchPaper.id).where(
        BatchPaper.batch_id == batch_id, BatchPaper.kind == kind, BatchPaper.sha256 == sha256
    )
    if (found := work.session.scalar(kept)) is not None:
        return found
    work.session.flush()
    digest = take_anchor(work, tr("batches.anchor-place", batch=batch.name, file=name))
    row = BatchPaper(
        batch_id=batch_id,
        kind=kind,
        file_name=name,
        sha256=sha256,
        content=content,
        made_by=work.actor.name,
        made_at=work.now,
        audit_entries=digest.entries,
        audit_seal=digest.seal,
    )
    work.session.add(row)
    work.session.flush()
    detail: dict[str, object] = {"paper": row.id, "kind": kind, "sha256": sha256, "bytes": len(content)}
    record(work, batch, "keep-paper", detail=detail)
    return row.id


def batch_papers(session: Session, batch_id: int) -> list[PaperRow]:
    """Return the papers of a batch, oldest first, without their bytes."""
    query = select(BatchPaper).where(BatchPaper.batch_id == batch_id).order_by(BatchPaper.id)
    return [
        PaperRow(
            one.id,
            one.kind,
            one.file_name,
            one.sha256,
            one.made_by,
            one.made_at,
            one.audit_entries,
            one.audit_seal,
        )
        for one in session.scalars(query)
    ]


def paper_content(session: Session, paper_id: int) -> bytes:
    """Return the bytes of a paper as kept. Raises NotFoundError, ConflictError where they changed."""
    paper = session.get(BatchPaper, paper_id)
    if paper is None:
        raise NotFoundError("paper-missing", id=paper_id)
    return intact(paper.content, paper.sha256, name=paper.file_name)


def write_paper(session: Session, paper_id: int, out: Path | str) -> None:
    """Write a copy of a paper to `out`. Raises as `paper_content` does, and DocumentError."""
    content = paper_content(session, paper_id)
    with atomic_output(out) as file:
        file.write_bytes(content)
