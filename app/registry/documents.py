"""The register of documents (文件): what is known of each, who verified it, scans, and what rests on it."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts import Right, require_second_person
from app.bases import is_placeholder
from app.changes import Changes
from app.clock import office_day
from app.document_numbers import corrected_brackets, numbers_in
from app.documents import atomic_output
from app.documents_mentioned import events_resting_on, mentioned_keys, uses_of
from app.errors import ConflictError, InputError, NotFoundError
from app.formats import chinese_date, name_key
from app.os_problems import os_problem
from app.policy import answer_words, question_short
from app.printing import Column, ListSheet, Section, running_number
from app.register_workbook import RegisterReport, day_text, write_registers
from app.unit_of_work import UnitOfWork
from app.validation import check_version, intact
from app.words import scoped, tr
from models import Document, DocumentScan

LARGEST_SCAN = 20 * 1024 * 1024  # bytes
_SHORTEST_NAME = 4  # characters of a document's name without a number
_KINDS = {
    b"%PDF-": "application/pdf",
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"II*\x00": "image/tiff",
    b"MM\x00*": "image/tiff",
}


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """What is known of a document: number, or name where it has none; title, issuer, day of signing."""

    name: str
    title: str = ""
    issuer: str = ""
    dated_on: date | None = None


@dataclass(frozen=True, slots=True)
class ScanFacts:
    """A scan with the SHA-256 of its bytes."""

    id: int
    file_name: str
    sha256: str
    mime: str
    size: int
    added_by: str
    added_at: datetime


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document as the list shows it; `uses` is how many rows of the registry rest on it."""

    id: int
    version: int
    facts: DocumentFacts
    as_written: str
    state: str  # "verified" or "unverified"
    uses: int
    scans: int
    recorded_by: str
    verified_by: str
    verified_at: datetime | None

    @property
    def name(self) -> str:
        """Return its number, or its name."""
        return self.facts.name

    @property
    def issuer(self) -> str:
        """Return who issued it."""
        return self.facts.issuer

    @property
    def dated_on(self) -> date | None:
        """Return the day it bears."""
        return self.facts.dated_on


@dataclass(frozen=True, slots=True)
class DocumentUse:
    """Something that rests on a document: of which kind, what it is called, and its id."""

    kind: str
    about: str
    subject_id: int


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """A document with what rests on it and its scans."""

    row: DocumentRow
    uses: tuple[DocumentUse, ...]
    scans: tuple[ScanFacts, ...]


@dataclass(frozen=True, slots=True)
class Scan:
    """A file that was read to be attached."""

    file_name: str
    content: bytes
    mime: str


def document_rows(session: Session, *, states: Collection[str] = (), words: str = "") -> list[DocumentRow]:
    """Return the documents, those that nobody has verified first, then by name."""
    query = select(Document).order_by(Document.verified_at.is_not(None), Document.name)
    uses = mentioned_keys(session)
    counted = select(DocumentScan.document_id, func.count()).group_by(DocumentScan.document_id)
    scans: dict[int, int] = dict(session.execute(counted).all())
    rows = [_row(each, uses[each.name_key], scans.get(each.id, 0)) for each in session.scalars(query)]
    key = name_key(words)
    return [row for row in rows if (not states or row.state in states) and _has(row, key)]


def _has(row: DocumentRow, key: str) -> bool:
    facts = row.facts
    return not key or any(key in name_key(text) for text in (facts.name, facts.title, facts.issuer))


def unverified_documents(session: Session) -> int:
    """Return how many documents something rests on that nobody has verified."""
    uses = mentioned_keys(session)
    keys = session.scalars(select(Document.name_key).where(Document.verified_at.is_(None)))
    return sum(1 for key in keys if key in uses)


def document_page(session: Session, document_id: int) -> DocumentPage:
    """Return a document with what rests on it. Raises NotFoundError."""
    document = _document(session, document_id)
    uses = tuple(_use(*each) for each in uses_of(session, document.name_key))
    scans = tuple(_scan(each) for each in document.scans)
    return DocumentPage(_row(document, len(uses), len(scans)), uses, scans)


def record_document(work: UnitOfWork, facts: DocumentFacts) -> int:
    """Enter a document; return its id. It stands unverified until somebody else has looked at it.

    Raises InputError for a name that is none, a document without a number that lacks issuer or day, and for
    days to come; ConflictError where it is on record already.
    """
    work.require(Right.RECORD)
    right, as_written = _checked(work, facts)
    if work.session.scalar(select(Document.id).where(Document.name_key == name_key(right.name))) is not None:
        raise ConflictError("document-known", name=right.name)
    values = asdict(right) | {"name_key": name_key(right.name), "as_written": as_written}
    document = Document(**values, recorded_by=work.actor.name, recorded_at=work.now)
    work.session.add(document)
    work.session.flush()
    work.audit("record", "document", document.id, detail=asdict(right) | {"as_written": as_written})
    _changed(work, document)
    return document.id


def correct_document(
    work: UnitOfWork, document_id: int, *, facts: DocumentFacts, reason: str, version: int
) -> None:
    """Set what is known of a document; it must be verified anew.

    Its number or name may be changed only while nothing rests on it: what rests on another document says so
    itself. Raises as `record_document` does, and InputError without a reason.
    """
    work.require(Right.RECORD)
    document = _document(work.session, document_id)
    check_version(document.lock_version, version)
    if not reason.strip():
        raise InputError("document-reason")
    right, as_written = _checked(work, facts)
    key = name_key(right.name)
    if key != document.name_key:
        if uses := uses_of(work.session, document.name_key):
            raise ConflictError("document-in-use", name=document.name, count=len(uses))
        if work.session.scalar(select(Document.id).where(Document.name_key == key)) is not None:
            raise ConflictError("document-known", name=right.name)
        document.name_key, document.as_written = key, as_written
    before = asdict(_facts(document))
    for field, value in asdict(right).items():
        setattr(document, field, value)
    document.verified_by = document.verified_at = None
    work.session.flush()
    detail: dict[str, object] = {"before": before, "after": asdict(right)}
    work.audit("correct", "document", document.id, detail=detail, reason=reason.strip())
    _changed(work, document)


def verify_document(work: UnitOfWork, document_id: int, *, version: int) -> None:
    """Say that somebody other than who recorded it has seen the paper and its facts are right.

    Raises ConflictError for the one who recorded it, where it is verified already, or where a document
    without a number lacks issuer or day.
    """
    work.require(Right.CONFIRM)
    document = _document(work.session, document_id)
    check_version(document.lock_version, version)
    if document.verified_at is not None:
        raise ConflictError("document-verified", name=document.name)
    first = document.recorded_by or None
    require_second_person(work.actor, first, code="document-own", name=document.name)
    if not _is_numbered(document.name) and (document.dated_on is None or not document.issuer):
        raise ConflictError("document-undated", name=document.name)
    document.verified_by, document.verified_at = work.actor.name, work.now
    work.session.flush()
    work.audit("verify", "document", document.id, detail={"name": document.name})
    _changed(work, document)


def read_scan(path: Path | str) -> Scan:
    """Read a file to be attached. Raises InputError for an empty, an overlarge or another kind of file."""
    place = Path(path)
    try:
        size = place.stat().st_size
        content = place.read_bytes() if 0 < size <= LARGEST_SCAN else b""
    except FileNotFoundError as error:
        raise NotFoundError("file-missing", path=place) from error
    except OSError as error:
        raise InputError("scan-unreadable", path=place.name, problem=os_problem(error)) from error
    if size > LARGEST_SCAN:
        raise InputError("scan-too-large", path=place.name, limit=LARGEST_SCAN // 1024 // 1024)
    mime = next((kind for sign, kind in _KINDS.items() if content.startswith(sign)), "")
    if not mime:
        raise InputError("scan-kind", path=place.name)
    return Scan(place.name[-260:], content, mime)


def attach_scan(work: UnitOfWork, document_id: int, scan: Scan) -> int:
    """Attach a scan; return its id. Raises ConflictError where these very bytes are attached already."""
    work.require(Right.RECORD)
    document = _document(work.session, document_id)
    digest = hashlib.sha256(scan.content).hexdigest()
    if any(each.sha256 == digest for each in document.scans):
        raise ConflictError("scan-known", name=document.name)
    row = DocumentScan(
        document_id=document.id,
        file_name=scan.file_name,
        sha256=digest,
        mime=scan.mime,
        size=len(scan.content),
        content=scan.content,
        added_by=work.actor.name,
        added_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    work.session.expire(document, ["scans"])
    detail: dict[str, object] = {"document": document.id, "sha256": digest, "size": len(scan.content)}
    work.audit("attach", "document", document.id, detail=detail)
    work.touched(Changes.DOCUMENTS)
    return row.id


def scan_content(session: Session, scan_id: int) -> tuple[str, bytes]:
    """Return name and bytes of a scan. Raises ConflictError where the bytes are not what was attached."""
    scan = session.get(DocumentScan, scan_id)
    if scan is None:
        raise NotFoundError("scan-missing", id=scan_id)
    return scan.file_name, intact(scan.content, scan.sha256, name=scan.file_name)


def write_scan(session: Session, scan_id: int, out: Path | str) -> None:
    """Write a copy of a scan to `out`. Raises as `scan_content` does, and DocumentError."""
    _name, content = scan_content(session, scan_id)
    with atomic_output(out) as file:
        file.write_bytes(content)


def export_documents(session: Session, out: Path | str, *, now: datetime) -> RegisterReport:
    """Write the register to `out`, whole or not at all. Raises DocumentError."""
    return write_registers(session, out, [document_list(session)], now=now)


def document_list(session: Session) -> ListSheet[DocumentRow]:
    """Return the register of documents for a workbook."""
    title = scoped("ui_registry.documents")
    columns: list[Column[DocumentRow]] = [
        running_number(tr("registers.column.number")),
        Column(title("name"), 34, lambda one: one.name),
        Column(title("document-title"), 44, lambda one: one.facts.title),
        Column(title("issuer"), 30, lambda one: one.issuer),
        Column(title("dated-on"), 16, lambda one: day_text(one.dated_on), "center"),
        Column(title("uses"), 10, lambda one: str(one.uses), "center"),
        Column(title("scans"), 10, lambda one: str(one.scans), "center"),
        Column(
            tr("registers.column.state"), 12, lambda one: tr(f"core.document-state.{one.state}"), "center"
        ),
        Column(title("verified-by"), 16, lambda one: one.verified_by, "center"),
        Column(title("as-written"), 34, lambda one: one.as_written),
    ]
    return ListSheet(tr("registers.export.documents"), columns, [Section(document_rows(session))])


def _checked(work: UnitOfWork, facts: DocumentFacts) -> tuple[DocumentFacts, str]:
    """Return the facts in their right form and what was written for the name, "" where that was right."""
    name, as_written = corrected_brackets(facts.name)
    right = DocumentFacts(name, facts.title.strip(), facts.issuer.strip(), facts.dated_on)
    found = numbers_in(name)
    is_number = _is_numbered(name)
    if not is_number and (
        found.numbers or found.unfinished or is_placeholder(name) or len(name) < _SHORTEST_NAME
    ):
        raise InputError("document-name", name=name)
    if not is_number and (not right.issuer or right.dated_on is None):
        raise InputError("document-facts-needed", name=name)
    today = office_day(work.now)
    if right.dated_on is not None and right.dated_on > today:
        raise InputError("document-future", name=name, day=chinese_date(right.dated_on))
    year = found.numbers[0][1] if is_number else None
    if year is not None and (year > today.year or (right.dated_on and right.dated_on.year < year)):
        raise InputError("document-year", name=name, year=year)
    return right, as_written


def _is_numbered(name: str) -> bool:
    """Return whether a document's name is its number, and nothing else."""
    return [number for number, _ in numbers_in(name).numbers] == [name]


def _document(session: Session, document_id: int) -> Document:
    document = session.get(Document, document_id)
    if document is None:
        raise NotFoundError("document-missing", id=document_id)
    return document


def _changed(work: UnitOfWork, document: Document) -> None:
    """Let the awards that rest on the document follow."""
    work.touched(Changes.DOCUMENTS)
    work.reassess(events_resting_on(work.session, document.name_key))


def _facts(document: Document) -> DocumentFacts:
    return DocumentFacts(document.name, document.title, document.issuer, document.dated_on)


def _use(kind: str, subject_id: int, parts: tuple[str, ...]) -> DocumentUse:
    """Return a use in words: rulings and standards are recorded by their keys."""
    if kind == "ruling":
        question, answer, *scope = parts
        parts = question_short(question), answer_words(question, answer), *scope
    elif kind == "standard":
        parts = (tr(f"ui.standards.recipient-name.{parts[1]}"),)
    return DocumentUse(kind, " · ".join(parts), subject_id)


def _row(document: Document, uses: int, scans: int) -> DocumentRow:
    return DocumentRow(
        id=document.id,
        version=document.lock_version,
        facts=_facts(document),
        as_written=document.as_written,
        state="unverified" if document.verified_at is None else "verified",
        uses=uses,
        scans=scans,
        recorded_by=document.recorded_by,
        verified_by=document.verified_by or "",
        verified_at=document.verified_at,
    )


def _scan(scan: DocumentScan) -> ScanFacts:
    return ScanFacts(scan.id, scan.file_name, scan.sha256, scan.mime, scan.size, scan.added_by, scan.added_at)
