"""The dossier of a batch (案卷): everything of it as files that can be read without the program.

A folder, or the same folder as one zip file: an index with what is missing and the SHA-256 of every file,
pages with the decision, the payments, the reconciliation and the batch's lines of the audit chain, the papers
kept with it, the bank's returns, scans of the documents it rests on, and the calculation slips.
"""

from __future__ import annotations

import hashlib
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts import Actor, AuditDigest
from app.anchors import anchored_digest
from app.awards import export_slips
from app.batches import BatchPage, batch_page, paper_content
from app.documents import atomic_output, safe_file_name
from app.errors import ConflictError, InputError, NotFoundError
from app.papers.dossier_gaps import dossier_gaps
from app.papers.dossier_pages import (
    IndexEntry,
    audit_page_of,
    decision_page,
    index_page,
    payments_page,
    reconciliation_page,
)
from app.payments import kept_returns, reconcile, recoveries, run_page, runs
from app.progress import Progress
from app.registry import scan_content
from app.store import Store
from app.words import scoped
from models import AuditEntry, Document, DocumentScan
from models.bulk import batched_ids

SUMS = "SHA256SUMS"
_SLIPS = "slips.pdf"
_w = scoped("dossier")
_RUN, _BATCH, _AWARD = "payment-run", "batch", "award"


@dataclass(frozen=True, slots=True)
class DossierReport:
    """What was written: where, how many files, and the SHA-256 of the index, which names all the others."""

    path: Path
    files: int
    sha256: str


def write_dossier(
    session: Session,
    batch_id: int,
    folder: Path | str,
    *,
    now: datetime,
    digest: AuditDigest,
    progress: Progress | None = None,
) -> DossierReport:
    """Write the dossier of a batch into `folder`, which must be empty or not there yet.

    `digest` is what its index and its slips print of the audit chain.

    Raises NotFoundError, InputError where the folder holds something, DocumentError.
    """
    place = Path(folder)
    page = batch_page(session, batch_id)
    if place.is_file() or (place.is_dir() and any(place.iterdir())):
        raise InputError("dossier-folder", path=place)
    place.mkdir(parents=True, exist_ok=True)
    entries: list[IndexEntry] = []
    for name, title, content in _contents(session, page, now=now, digest=digest, progress=progress):
        file = place / name
        file.parent.mkdir(exist_ok=True)
        with atomic_output(file) as unfinished:
            unfinished.write_bytes(content)
        entries.append(IndexEntry(name, title, len(content), hashlib.sha256(content).hexdigest()))
    gaps = dossier_gaps(session, page, [run_page(session, run.id) for run in runs(session, batch_id)])
    if not any(entry.name == _SLIPS for entry in entries):
        gaps.append(_w("gap.no-slips"))
    index = index_page(session, page, entries, gaps, now=now, digest=digest).encode()
    sha256 = hashlib.sha256(index).hexdigest()
    sums = "".join(f"{entry.sha256}  {entry.name}\n" for entry in entries) + f"{sha256}  index.html\n"
    for name, content in (("index.html", index), (SUMS, sums.encode())):
        with atomic_output(place / name) as unfinished:
            unfinished.write_bytes(content)
    return DossierReport(place, len(entries) + 2, sha256)


def export_dossier(
    store: Store,
    batch_id: int,
    out: Path | str,
    *,
    actor: Actor | str,
    progress: Progress | None = None,
) -> DossierReport:
    """Write the dossier of a batch as one zip file, whole or not at all; the audit chain says who did.

    It holds the bank's returns and the papers as they came, full numbers among them. Raises as
    `write_dossier`, InputError for another kind of file.
    """
    target = Path(out)
    if target.suffix.lower() != ".zip":
        raise InputError("dossier-kind", path=target)
    with tempfile.TemporaryDirectory() as room, atomic_output(target) as unfinished:
        folder = Path(room) / "dossier"
        digest = anchored_digest(store, target)
        with store.reading() as session:
            report = write_dossier(
                session, batch_id, folder, now=store.clock(), digest=digest, progress=progress
            )
        _pack(folder, unfinished)
        with store.writing(actor=actor, progress=progress) as work:
            work.audit("dossier", _BATCH, batch_id, detail={"sha256": report.sha256, "files": report.files})
    return DossierReport(target, report.files, report.sha256)


def _pack(folder: Path, out: Path) -> None:
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for file in sorted(each for each in folder.rglob("*") if each.is_file()):
            packed.write(file, file.relative_to(folder).as_posix())


def _contents(
    session: Session, page: BatchPage, *, now: datetime, digest: AuditDigest, progress: Progress | None
) -> Iterator[tuple[str, str, bytes]]:
    """Yield every file but the index: its name, what it is, its bytes."""
    batch_id = page.facts.id
    made = [run_page(session, run.id) for run in runs(session, batch_id)]
    award_ids = {one.award.id for one in page.awards} | {one.award.id for one in page.left_out}
    back = recoveries(session, award_ids)
    yield "decision.html", _w("decision"), decision_page(page).encode()
    yield "payments.html", _w("payments"), payments_page(page, made).encode()
    sums = reconciliation_page(page, reconcile(session, batch_id), back)
    yield "reconciliation.html", _w("reconciliation"), sums.encode()
    lines = _audit_lines(session, batch_id, [one.run.id for one in made], award_ids)
    yield "audit.html", _w("audit"), audit_page_of(page, lines).encode()
    yield from _files("papers", _w("paper"), _papers(session, page))
    returned = ((one.file_name, one.content) for one in kept_returns(session, batch_id))
    yield from _files("returns", _w("return"), returned)
    yield from _files("scans", _w("scan"), _scans(session, page))
    yield from _slips(session, page, now=now, digest=digest, progress=progress)


def _files(folder: str, title: str, files: Iterator[tuple[str, bytes]]) -> Iterator[tuple[str, str, bytes]]:
    """Yield files under numbered names, so that two of one name do not meet."""
    for number, (name, content) in enumerate(files, start=1):
        yield f"{folder}/{number:02d}-{safe_file_name(name)}", f"{title}：{name}", content


def _papers(session: Session, page: BatchPage) -> Iterator[tuple[str, bytes]]:
    for paper in page.papers:
        yield paper.file_name, paper_content(session, paper.id)


def _scans(session: Session, page: BatchPage) -> Iterator[tuple[str, bytes]]:
    """Yield the scans of the documents by which the batch was approved and its objections decided."""
    named = [one.document for one in page.approvals] + [one.document for one in page.objections]
    query = select(DocumentScan.id).join(Document, Document.id == DocumentScan.document_id)
    query = query.where(Document.name.in_({name for name in named if name})).order_by(DocumentScan.id)
    for scan in list(session.scalars(query)):
        yield scan_content(session, scan)


def _slips(
    session: Session, page: BatchPage, *, now: datetime, digest: AuditDigest, progress: Progress | None
) -> Iterator[tuple[str, str, bytes]]:
    """Yield the calculation slips of the awards in the batch, as far as they can be printed today."""
    with tempfile.TemporaryDirectory() as room:
        out = Path(room) / "slips.pdf"
        ids = [one.award.id for one in page.awards]
        try:
            export_slips(session, out, award_ids=ids, now=now, digest=digest, progress=progress)
        except (NotFoundError, ConflictError):
            return
        yield _SLIPS, _w("slips"), out.read_bytes()


def _audit_lines(
    session: Session, batch_id: int, run_ids: list[int], award_ids: set[int]
) -> list[AuditEntry]:
    """Return the lines of the audit chain that speak of the batch, its runs and its awards."""
    found: list[AuditEntry] = []
    for subject, ids in ((_BATCH, [batch_id]), (_RUN, run_ids), (_AWARD, sorted(award_ids))):
        query = select(AuditEntry).where(AuditEntry.subject == subject)
        for some in batched_ids(ids):
            found += session.scalars(query.where(AuditEntry.subject_id.in_([str(one) for one in some])))
    return sorted(found, key=lambda line: line.id)
