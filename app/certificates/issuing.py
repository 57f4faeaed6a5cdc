"""Issue certificates: check, number, sign, print, read again, keep the bytes; all of it or nothing.

Setting the pages takes long and is done in advance, while others may write (`prepare_certificates`); issuing
checks that what they rely on still stands, takes the numbers and keeps the bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from app.accounts import Right
from app.certificates.due import due_certificates
from app.certificates.numbering import (
    hold_numbering,
    last_numbers,
    number_prefix,
    numbers_after,
    take_numbers,
)
from app.certificates.outcomes import DueCertificate, IssueReport
from app.certificates.preflight import obstacles, refuse
from app.certificates.print_run import CertificatePage, expected_words, rendered
from app.certificates.reprinting import reprint_certificates
from app.certificates.revoking import settle
from app.certificates.statement import (
    Sign,
    key_in_use,
    new_key,
    signed_lines,
    signer,
    store_key,
    with_signature,
)
from app.certificates.templates import composer_for
from app.certificates.wording import face_of
from app.changes import Changes
from app.done_alone import done_alone
from app.errors import ConflictError, NotFoundError
from app.formats import chinese_date
from app.printing import FontPool, check_text_layer
from app.progress import Progress
from app.settings import RegistrySettings, registry_settings
from app.unit_of_work import UnitOfWork
from app.words import tr
from models import Certificate, PrintFile, SigningKey

_EVERY = 100


@dataclass(frozen=True, slots=True)
class _Numbered:
    due: DueCertificate
    series: str
    sequence: int
    page: CertificatePage


@dataclass(frozen=True, slots=True)
class _ReliedOn:
    """What the pages of a run follow from: where any of it changed, they are of no use."""

    fresh: tuple[DueCertificate, ...]
    last_numbers: dict[str, int]
    prefix: str
    settings: RegistrySettings
    key: str  # "" where there is none yet


@dataclass(frozen=True, slots=True)
class PreparedRun:
    """The pages of a run, set, numbered in advance and signed; nothing of it is issued yet."""

    numbered: tuple[_Numbered, ...]
    pdf: bytes
    made_at: datetime
    new_key: SigningKey | None
    relied_on: _ReliedOn


def prepare_certificates(
    session: Session,
    *,
    now: datetime,
    contest: str | None = None,
    only: Collection[int] | None = None,
    progress: Progress | None = None,
) -> PreparedRun | None:
    """Set the pages that `issue_certificates` would issue, while others may write.

    None where there is nothing new to issue. Raises MissingGlyphError, DocumentError; NotFoundError for the
    contest.
    """
    dues = _wanted(due_certificates(session, contest=contest), only)
    relied_on = _relied_on(session, _fresh(dues))
    return _prepare(session, relied_on, now=now, progress=progress or Progress()) if relied_on.fresh else None


def issue_certificates(
    work: UnitOfWork,
    *,
    contest: str | None = None,
    only: Collection[int] | None = None,
    prepared: PreparedRun | None = None,
    progress: Progress | None = None,
) -> IssueReport:
    """Number, sign and print the certificates that are due and not issued yet.

    `only` limits them to these results, those that a user saw when asked. Results that nobody confirmed, and
    those with an open objection, are left out with a warning. Where all others are issued already, their
    pages come again as they were issued and no number is taken. `prepared` are the pages of
    `prepare_certificates`; they are set anew where something changed since then.
    Raises ConflictError where none can be issued yet; MissingGlyphError or DocumentError before a number is
    taken; NotFoundError for the contest.
    """
    work.require(Right.ISSUE)
    hold_numbering(work)
    dues = due_certificates(work.session, contest=contest)
    if not dues:
        raise NotFoundError("certificate-none-due")
    waiting = [due for due in dues if not due.number and not due.can_be_issued]
    if len(waiting) == len(dues):
        raise ConflictError("certificate-none-confirmed", count=len(dues))
    warnings = [*settle(work), *_left_out(waiting)]
    wanted = _wanted(dues, only)
    relied_on = _relied_on(work.session, _fresh(wanted))
    if not relied_on.fresh:
        numbers = [due.number for due in wanted if due.number]
        return reprint_certificates(work, numbers, warnings=warnings)
    if prepared is None or prepared.relied_on != relied_on:
        prepared = _prepare(work.session, relied_on, now=work.now, progress=progress or Progress())
    return _issue(work, prepared, warnings=warnings)


def _wanted(dues: Sequence[DueCertificate], only: Collection[int] | None) -> list[DueCertificate]:
    return [due for due in dues if only is None or due.result_id in only]


def _fresh(dues: Sequence[DueCertificate]) -> tuple[DueCertificate, ...]:
    return tuple(due for due in dues if not due.number and due.can_be_issued)


def _left_out(waiting: Sequence[DueCertificate]) -> list[str]:
    """Return how many are due and cannot be issued yet, and why."""
    held = sum(each.is_confirmed for each in waiting)
    counts = {"unconfirmed": len(waiting) - held, "held": held}
    return [tr(f"certificates.{why}", count=count) for why, count in counts.items() if count]


def _relied_on(session: Session, fresh: tuple[DueCertificate, ...]) -> _ReliedOn:
    key = key_in_use(session)
    return _ReliedOn(
        fresh,
        last_numbers(session, fresh),
        number_prefix(session),
        registry_settings(session),
        key.id if key else "",
    )


def _prepare(session: Session, relied_on: _ReliedOn, *, now: datetime, progress: Progress) -> PreparedRun:
    fresh, settings, pool = relied_on.fresh, relied_on.settings, FontPool()
    composer = composer_for(pool, settings)
    refuse(obstacles(session, fresh, composer, progress=progress))
    made = None if relied_on.key else new_key(now)
    numbered = _numbered(relied_on, made or session.get_one(SigningKey, relied_on.key))
    pdf = rendered(
        composer,
        pool,
        _watched(numbered, progress),
        issuer=settings.issuer,
        made_at=now,
        title=tr("certificates.document-title", count=len(numbered)),
    )
    check_text_layer(
        pdf,
        expected_words([each.page for each in numbered]),
        progress=progress,
        label=tr("certificates.proofreading"),
    )
    return PreparedRun(tuple(numbered), pdf, now, made, relied_on)


def _issue(work: UnitOfWork, run: PreparedRun, *, warnings: Sequence[str]) -> IssueReport:
    if run.new_key is not None:
        store_key(work, run.new_key)
    take_numbers(work, run.relied_on.fresh)
    file = _store(work, run, issuer=run.relied_on.settings.issuer)
    return IssueReport(
        pdf=run.pdf,
        sha256=file.sha256,
        pages=len(run.numbered),
        issued=tuple(each.page.number for each in run.numbered),
        reprinted=(),
        warnings=tuple(warnings),
        print_file_id=file.id,
    )


def _numbered(relied_on: _ReliedOn, key: SigningKey) -> list[_Numbered]:
    sign, issuer, fresh = signer(key), relied_on.settings.issuer, relied_on.fresh
    numbers = numbers_after(relied_on.last_numbers, fresh, prefix=relied_on.prefix)
    return [
        _Numbered(due, series, sequence, _page(due, number, key=key.id, sign=sign, issuer=issuer))
        for due, (series, sequence, number) in zip(fresh, numbers, strict=True)
    ]


def _page(due: DueCertificate, number: str, *, key: str, sign: Sign, issuer: str) -> CertificatePage:
    face = face_of(due)
    lines = signed_lines(
        number=number,
        person=face.name,
        contest=face.contest,
        achievement=face.item + face.achievement,
        issuer=issuer,
        day=chinese_date(due.published_on),
    )
    statement = with_signature(lines, key=key, signature=sign(lines.encode()))
    return CertificatePage(face, number, statement.encode())


def _watched(numbered: Sequence[_Numbered], progress: Progress) -> Iterator[CertificatePage]:
    label = tr("certificates.printing")
    for index, each in enumerate(numbered):
        if index % _EVERY == 0:
            progress.report(index, len(numbered), label)
        yield each.page


def _store(work: UnitOfWork, run: PreparedRun, *, issuer: str) -> PrintFile:
    numbered, digest = run.numbered, hashlib.sha256(run.pdf).hexdigest()
    file = PrintFile(sha256=digest, pdf=run.pdf, pages=len(numbered), made_at=run.made_at)
    work.session.add(file)
    work.session.flush()
    rows = [
        {
            "number": each.page.number,
            "series": each.series,
            "sequence": each.sequence,
            "result_id": each.due.result_id,
            "person_id": each.due.person_id,
            "person_name": each.page.face.name,
            "award_text": each.page.face.award_text,
            "issuer": issuer,
            "dated_on": each.due.published_on,
            "statement": each.page.statement.decode().rstrip(),
            "print_file_id": file.id,
            "page": page,
            "state": "issued",
            "issued_by": work.actor.name,
            "issued_at": work.now,
        }
        for page, each in enumerate(numbered, start=1)
    ]
    work.session.execute(insert(Certificate), rows)
    first, last = numbered[0].page.number, numbered[-1].page.number
    detail: dict[str, object] = {"count": len(rows), "first": first, "last": last, "sha256": digest}
    alone = done_alone(work.session, [each.due.result_id for each in numbered])
    if alone:  # a certificate's face says what was achieved; how the office came to it stands here
        detail["done_alone"] = [each.page.number for each in numbered if each.due.result_id in alone]
    work.audit("certificates-issued", "print-file", file.id, detail=detail)
    work.touched(Changes.CERTIFICATES)
    return file
