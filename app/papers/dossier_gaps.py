"""What a dossier lacks, and what of it a script recorded; its first page says it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.batches import BatchPage
from app.payments import RunPage
from app.words import scoped, tr
from models import BankReturnLine, Document, DocumentScan
from models.batch import BatchState
from models.bulk import batched_ids
from models.payment import LineState

_w = scoped("dossier.gap")
_NOTICE, _SIGNED = "notice", "signed-approval"  # kinds of kept papers
_SCRIPTED = ("batches.by-script", "batches.by-script-without-accounts")


def dossier_gaps(session: Session, page: BatchPage, made: Sequence[RunPage]) -> list[str]:
    """Return, one sentence each, what is not in the dossier of a batch or was not done by a person."""
    kept = {paper.kind for paper in page.papers}
    return [
        *_of_publicity(page, kept),
        *_of_approval(session, page, kept),
        *_of_payment(session, page, made),
    ]


def _of_publicity(page: BatchPage, kept: set[str]) -> Iterator[str]:
    if not any(not one.ended_early_reason for one in page.publicities):
        yield _w("no-publicity")
        return
    begun = [line for line in page.history if line.action == "publish"]
    if begun and begun[-1].reason in {tr(key) for key in _SCRIPTED}:
        yield _w("scripted-publicity")
    if _NOTICE not in kept:
        yield _w("no-notice")


def _of_approval(session: Session, page: BatchPage, kept: set[str]) -> Iterator[str]:
    granted = [one for one in page.approvals if one.is_granted and not one.is_void]
    if not granted:
        yield _w("no-approval")
        return
    if not all(one.document for one in granted):
        yield _w("no-approval-document")
    if _SIGNED not in kept:
        yield _w("no-signed-approval")
    documents = [one.document for one in granted] + [one.document for one in page.objections]
    named = list(dict.fromkeys(filter(None, documents)))
    query = select(Document.name).join(DocumentScan, DocumentScan.document_id == Document.id)
    scanned = set(session.scalars(query.where(Document.name.in_(named))))
    for name in named:
        if name not in scanned:
            yield _w("no-scan", document=name)


def _of_payment(session: Session, page: BatchPage, made: Sequence[RunPage]) -> Iterator[str]:
    lines = [line for one in made for line in one.lines if line.state != LineState.CANCELLED]
    if not lines:
        yield _w("no-run")
        return
    answered: set[int] = set()
    for some in batched_ids([line.id for line in lines]):
        answered |= set(
            session.scalars(select(BankReturnLine.line_id).where(BankReturnLine.line_id.in_(some)))
        )
    unproved = [line for line in lines if line.state == LineState.PAID and line.id not in answered]
    scripted = [line for line in unproved if line.reference == tr("payments.scripted-reference")]
    by_hand = len(unproved) - len(scripted)
    counts = {"scripted-payment": len(scripted), "no-return": by_hand}
    for key, state in (("still-out", LineState.EXPORTED), ("not-sent", LineState.PENDING)):
        counts[key] = sum(line.state == state for line in lines)
    counts["failed"] = sum(line.state == LineState.FAILED for line in lines)
    for key, count in counts.items():
        if count:
            yield _w(key, count=count)
    if page.facts.state != BatchState.ARCHIVED:
        yield _w("not-archived", state=page.facts.state_words)
