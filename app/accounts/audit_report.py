"""The whole check of the audit trail (核对审计链): the chain, what left the registry of it, and the records.

Found are: a line that was changed, put in or taken out (`broken`); lines cut off the end, by what papers
and backups say of the chain (`cut`); records that are not as the chain has sealed them, and kept files whose
bytes are not those that were taken in (`records`); triggers that are missing.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.audit import AuditDigest, audit_digest, checked_lines
from app.accounts.naming_records import record_names, table_words
from app.accounts.sealed_records import REMOVED, SEALED, Sealed, digests, key_text, key_value, secret_of
from app.clock import moment_text
from app.errors import InputError
from app.policy import content_digest
from app.progress import Progress
from app.words import has_word, tr
from models import AuditAnchor, AuditEntry, BatchPaper
from models.append_only import missing_protection

CHANGED, ADDED, REMOVED_RECORD, OTHER_BYTES = "changed", "added", "removed", "bytes"
_DIGEST = re.compile(r"(?<!\d)(\d{1,12})(?!\d)(?:[^0-9a-f]|[0-9a-f](?![0-9a-f]{15}))*?([0-9a-f]{16,64})\b")
_MOST_NAMED = 200  # records named in one report
_MOST_TOLD = 40  # of these, told in sentences: whoever reads must still see what to do


@dataclass(frozen=True, slots=True)
class LineFacts:
    """A line of the chain: its place in it, counted from 1, its id, and what it says."""

    place: int
    id: int
    at: datetime
    actor: str
    action: str
    subject: str
    subject_id: str

    def words(self) -> str:
        """Return the line as users are told of it."""
        what = f"{action_words(self.action, self.subject)}，{subject_words(self.subject)}"
        what = f"{what} {self.subject_id}" if self.subject_id else what
        return tr("audit.line", place=self.place, at=moment_text(self.at), actor=self.actor, what=what)


@dataclass(frozen=True, slots=True)
class Mark:
    """What left the registry of the chain: how long it was, and its last seal or the beginning of it."""

    entries: int
    seal: str
    place: str
    made_by: str = ""
    made_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class MarkFault:
    """A mark that the chain does not bear out. `missing` lines at least are cut off; 0: rewritten before."""

    mark: Mark
    missing: int

    def words(self) -> str:
        """Return the fault in one sentence."""
        facts = {"place": self.mark.place, "entries": self.mark.entries, "seal": self.mark.seal[:16]}
        return tr("audit.cut" if self.missing else "audit.rewritten", missing=self.missing, **facts)


@dataclass(frozen=True, slots=True)
class RecordFault:
    """A record that is not as it was sealed: `kind` is changed, added or removed.

    It is `bytes` where a kept file is not the one whose SHA-256 the record holds. `sealed_by` is the line
    that sealed it last; None for one that was added.
    """

    table: str
    key: str
    kind: str
    name: str
    sealed_by: LineFacts | None

    def words(self) -> str:
        """Return the fault in one sentence."""
        record = table_words(self.table)
        record = tr("audit.record-named", record=record, id=self.key, name=self.name or tr("audit.no-name"))
        last = self.sealed_by.words() if self.sealed_by else ""
        return tr(f"audit.fault.{self.kind}", record=record, last=last)


@dataclass(slots=True)
class AuditReport:
    """What the check found. `sealed` and `unsealed` count records with and still without a digest,
    `files` the kept files that were read.

    `broken_lines` counts the lines whose seal does not hold, `broken` is the first of them; `records` names
    at most `_MOST_NAMED` of `faults`.
    """

    digest: AuditDigest
    entries: int = 0
    broken: LineFacts | None = None
    broken_lines: int = 0
    marks: int = 0
    cut: list[MarkFault] = field(default_factory=list)
    records: list[RecordFault] = field(default_factory=list)
    faults: int = 0
    sealed: int = 0
    unsealed: int = 0
    files: int = 0
    unprotected: list[str] = field(default_factory=list)
    has_key: bool = True

    @property
    def is_whole(self) -> bool:
        """Return whether nothing was found."""
        return not (self.broken or self.cut or self.faults or self.unprotected) and self.has_key

    def words(self) -> list[str]:
        """Return what was found, a sentence each; where nothing was, that all is whole."""
        said = []
        if self.broken:
            line, count = self.broken.words(), self.broken_lines
            said.append(tr("audit.broken", line=line, entries=self.entries, count=count))
        said += [one.words() for one in self.cut]
        told = self.records[:_MOST_TOLD]
        said += [one.words() for one in told]
        if self.faults > len(told):
            said.append(tr("audit.more", count=self.faults - len(told)))
        if not self.has_key:
            said.append(tr("audit.no-key"))
        said += [tr("audit.unprotected", table=tr(f"audit.table.{name}")) for name in self.unprotected]
        if not said:
            said.append(
                tr(
                    "audit.whole",
                    entries=self.entries,
                    sealed=self.sealed,
                    marks=self.marks,
                    files=self.files,
                )
            )
        else:
            said.append(tr("audit.stop"))
        if self.unsealed:
            said.append(tr("audit.unsealed", count=self.unsealed))
        return [*said, tr("audit.digest", digest=self.digest.text())]


def action_words(action: str, subject: str) -> str:
    """Return what is done by a line's action; an action without a word stands as it is."""
    key = f"batches.act.{action}" if subject == "batch" else f"audit.action.{action}"
    return tr(key) if has_word(key) else action


def subject_words(subject: str) -> str:
    """Return what a line's subject is called; one without a word stands as it is."""
    key = f"audit.subject.{subject}"
    return tr(key) if has_word(key) else subject


def typed_mark(text: str) -> Mark:
    """Return the digest that somebody typed from a paper. Raises InputError where there is none in it."""
    found = _DIGEST.search(text.strip().lower())
    if found is None:
        raise InputError("audit-digest-unreadable", text=text.strip()[:80])
    return Mark(int(found[1]), found[2], tr("audit.typed"))


def check_audit(session: Session, *, digest: str = "", progress: Progress | None = None) -> AuditReport:
    """Check everything; `digest` is what a printed paper says of the chain. Raises InputError for it."""
    marks = _marks(session)
    if digest.strip():
        marks.append(typed_mark(digest))
    report = AuditReport(audit_digest(session), marks=len(marks))
    sealed, seals = _read_chain(session, report, {mark.entries for mark in marks}, progress)
    report.cut = [fault for mark in marks if (fault := _fault_of(mark, report.entries, seals))]
    last = dict(sealed)  # the check of the records takes out what it has looked at
    faulty = _check_records(session, report, sealed, progress)
    _check_files(session, report, last, besides=faulty, progress=progress)
    report.unprotected = missing_protection(session.connection())
    return report


def _marks(session: Session) -> list[Mark]:
    """Return what anchors and kept papers say of the chain, each once."""
    found: dict[tuple[int, str], Mark] = {}
    for anchor in session.scalars(select(AuditAnchor).order_by(AuditAnchor.id)):
        mark = Mark(anchor.entries, anchor.seal, anchor.place, anchor.made_by, anchor.made_at)
        found.setdefault((mark.entries, mark.seal), mark)
    for paper in session.scalars(select(BatchPaper).order_by(BatchPaper.id)):
        mark = Mark(paper.audit_entries, paper.audit_seal, paper.file_name, paper.made_by, paper.made_at)
        found.setdefault((mark.entries, mark.seal), mark)
    return list(found.values())


def _fault_of(mark: Mark, entries: int, seals: dict[int, str]) -> MarkFault | None:
    if mark.entries > entries:
        return MarkFault(mark, mark.entries - entries)
    stands = seals.get(mark.entries, "0" * 64)
    return None if stands.startswith(mark.seal) else MarkFault(mark, 0)


Sealing = tuple[str, int, int]  # digest, id and place of the line that carries it


def _read_chain(
    session: Session, report: AuditReport, wanted: set[int], progress: Progress | None
) -> tuple[dict[str, Sealing], dict[int, str]]:
    """Check every line; return the last digest by table and key, and the seals of the wanted places."""
    sealed: dict[str, Sealing] = {}
    seals: dict[int, str] = {}
    with closing(checked_lines(session, progress)) as lines:
        place = 0
        for place, (row, is_whole) in enumerate(lines, start=1):
            if not is_whole:
                report.broken_lines += 1
                report.broken = report.broken or _line_facts(session, row[0], place)
            if place in wanted:
                seals[place] = str(row[8])
            if carried := row[10]:
                for one in str(carried).split("\n"):
                    name, _, digest = one.rpartition(" ")
                    sealed[name] = digest, row[0], place
    report.entries = place
    return sealed, seals


def _line_facts(session: Session, line_id: int, place: int) -> LineFacts:
    # Column by column: where somebody wrote nonsense into the moment, the line can still be named.
    columns = AuditEntry.actor, AuditEntry.action, AuditEntry.subject, AuditEntry.subject_id
    facts = session.connection().execute(select(*columns).where(AuditEntry.id == line_id)).one()
    try:
        at = session.connection().scalar(select(AuditEntry.at).where(AuditEntry.id == line_id))
    except (TypeError, ValueError):
        at = None
    return LineFacts(place, line_id, at or datetime.fromtimestamp(0, UTC), *map(str, facts))


def _check_records(
    session: Session, report: AuditReport, sealed: dict[str, Sealing], progress: Progress | None
) -> set[tuple[str, str]]:
    """Compare every closed record with its last digest; return table and key of those that differ."""
    faulty: set[tuple[str, str]] = set()
    secret = secret_of(session.connection())
    report.has_key = secret is not None
    if secret is None:
        return faulty
    for number, table in enumerate(SEALED):
        if progress is not None:
            progress.report(number, len(SEALED), tr("audit.checking-records"))
        faults = list(_faults_of(session, table, secret, sealed, report))
        report.faults += len(faults)
        faulty |= {(table, key) for key, _kind, _last in faults}
        room = _MOST_NAMED - len(report.records)
        report.records += _named(session, table, faults[: max(room, 0)])
    for name, (digest, line, place) in sealed.items():  # of tables that no longer have digests
        if digest != REMOVED and name.partition(" ")[0] in SEALED:
            table, _, key = name.partition(" ")
            report.faults += 1
            if len(report.records) < _MOST_NAMED:
                kind = CHANGED if _stands(session, table, key) else REMOVED_RECORD
                report.records += _named(session, table, [(key, kind, (digest, line, place))])
    return faulty


def _check_files(
    session: Session,
    report: AuditReport,
    last: Mapping[str, Sealing],
    *,
    besides: Collection[tuple[str, str]],
    progress: Progress | None,
) -> None:
    """Read every kept file, but of the records `besides`, and compare it with its SHA-256, one at a time."""
    connection = session.connection()
    kept = [(one, one.kept_bytes) for one in SEALED.values() if one.kept_bytes is not None]
    keys = {one.table.name: connection.scalars(select(one.key).order_by(one.key)).all() for one, _ in kept}
    total = sum(map(len, keys.values()))
    for one, column in kept:
        for key in keys[one.table.name]:
            if progress is not None:
                progress.report(report.files, total, tr("audit.checking-files"))
            report.files += 1
            if (one.table.name, key_text(key)) in besides:
                continue
            query = select(column, one.table.c.sha256).where(one.key == key)
            content, sha256 = connection.execute(query).one()
            if _sha256(content) == sha256:
                continue
            report.faults += 1
            if len(report.records) < _MOST_NAMED:
                name, number = one.table.name, key_text(key)
                fault = number, OTHER_BYTES, last.get(f"{name} {number}")
                report.records += _named(session, name, [fault])


def _sha256(content: object) -> str:
    """Return the SHA-256 of kept bytes, or of a policy pack's texts; "" for what no program stores."""
    if isinstance(content, bytes):
        return hashlib.sha256(content).hexdigest()
    try:
        return content_digest(json.loads(str(content)))
    except (ValueError, TypeError):
        return ""


def _faults_of(
    session: Session, table: str, secret: str, sealed: dict[str, Sealing], report: AuditReport
) -> Iterator[tuple[str, str, Sealing | None]]:
    """Yield key, kind and last sealing of records that are not as sealed; take what was looked at out."""
    one = SEALED[table]
    for key, digest in _readable_digests(session, one, secret):
        last = sealed.pop(f"{table} {key}", None)
        if last is not None and last[0] == digest:
            report.sealed += 1
        elif last is not None and last[0] != REMOVED:
            yield key, CHANGED, last
        elif one.from_birth or last is not None:
            yield key, ADDED, last
        else:
            report.unsealed += 1


def _readable_digests(session: Session, one: Sealed, secret: str) -> Iterator[tuple[str, str]]:
    """Yield key and digest of closed records; an empty digest where a column holds what no program stores."""
    connection = session.connection()
    try:
        yield from list(digests(connection, one, secret))
    except (TypeError, ValueError):
        for key in connection.scalars(select(one.key).where(one.is_closed).order_by(one.key)).all():
            try:
                yield from list(digests(connection, one, secret, [key]))
            except (TypeError, ValueError):
                yield key_text(key), ""


def _stands(session: Session, table: str, key: str) -> bool:
    """Return whether a record is there, closed or open, whatever became of those that it belongs to."""
    one = SEALED[table]
    found = key_value(one, key)
    if found is None:
        return False
    return session.connection().scalar(select(one.key).where(one.key == found)) is not None


def _named(
    session: Session, table: str, faults: Sequence[tuple[str, str, Sealing | None]]
) -> list[RecordFault]:
    names = record_names(session, table, [key for key, _, _ in faults]) if faults else {}
    return [
        RecordFault(
            table, key, kind, names.get(key, ""), _line_facts(session, last[1], last[2]) if last else None
        )
        for key, kind, last in faults
    ]
