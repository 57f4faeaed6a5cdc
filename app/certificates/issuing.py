"""Issue certificates: check, number, sign, print, read again, keep the bytes; all of it or nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import insert

from app.accounts import Right
from app.certificates.due import due_certificates
from app.certificates.numbering import hold_numbering, take_numbers
from app.certificates.outcomes import DueCertificate, IssueReport
from app.certificates.preflight import obstacles, refuse
from app.certificates.print_run import CertificatePage, expected_words, rendered
from app.certificates.reprinting import reprint_certificates
from app.certificates.revoking import settle
from app.certificates.statement import Sign, signed_lines, signing_key, with_signature
from app.certificates.templates import composer_for
from app.certificates.wording import face_of
from app.changes import Changes
from app.errors import ConflictError, NotFoundError
from app.formats import chinese_date
from app.printing import FontPool, check_text_layer
from app.progress import Progress
from app.settings import RegistrySettings, registry_settings
from app.unit_of_work import UnitOfWork
from app.words import tr
from models import Certificate, PrintFile

_EVERY = 100


@dataclass(frozen=True, slots=True)
class _Numbered:
    due: DueCertificate
    series: str
    sequence: int
    page: CertificatePage


def issue_certificates(
    work: UnitOfWork,
    *,
    contest: str | None = None,
    only: Collection[int] | None = None,
    progress: Progress | None = None,
) -> IssueReport:
    """Number, sign and print the certificates that are due and not issued yet.

    `only` limits them to these results, those that a user saw when asked. Results that nobody confirmed, and
    those with an open objection, are left out with a warning. Where all others are issued already, their
    pages come again as they were issued and no number is taken.
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
    wanted = [due for due in dues if only is None or due.result_id in only]
    fresh = [due for due in wanted if not due.number and due.can_be_issued]
    warnings = [*settle(work), *_left_out(waiting)]
    if not fresh:
        numbers = [due.number for due in wanted if due.number]
        return reprint_certificates(work, numbers, warnings=warnings)
    return _issue_fresh(work, fresh, warnings=warnings, progress=progress or Progress())


def _left_out(waiting: Sequence[DueCertificate]) -> list[str]:
    """Return how many are due and cannot be issued yet, and why."""
    held = sum(each.is_confirmed for each in waiting)
    counts = {"unconfirmed": len(waiting) - held, "held": held}
    return [tr(f"certificates.{why}", count=count) for why, count in counts.items() if count]


def _issue_fresh(
    work: UnitOfWork, fresh: Sequence[DueCertificate], *, warnings: list[str], progress: Progress
) -> IssueReport:
    settings, pool = registry_settings(work.session), FontPool()
    composer = composer_for(pool, settings)
    refuse(obstacles(work.session, fresh, composer, progress=progress))
    numbered = _numbered(work, fresh, settings)
    pdf = rendered(
        composer,
        pool,
        _watched(numbered, progress),
        issuer=settings.issuer,
        made_at=work.now,
        title=tr("certificates.document-title", count=len(numbered)),
    )
    check_text_layer(
        pdf,
        expected_words([each.page for each in numbered]),
        progress=progress,
        label=tr("certificates.proofreading"),
    )
    file = _keep(work, numbered, pdf, issuer=settings.issuer)
    return IssueReport(
        pdf=pdf,
        sha256=file.sha256,
        pages=len(numbered),
        issued=tuple(each.page.number for each in numbered),
        reprinted=(),
        warnings=tuple(warnings),
        print_file_id=file.id,
    )


def _numbered(
    work: UnitOfWork, fresh: Sequence[DueCertificate], settings: RegistrySettings
) -> list[_Numbered]:
    key, sign = signing_key(work)
    return [
        _Numbered(due, series, sequence, _page(due, number, key=key, sign=sign, issuer=settings.issuer))
        for due, (series, sequence, number) in zip(fresh, take_numbers(work, fresh), strict=True)
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


def _keep(work: UnitOfWork, numbered: Sequence[_Numbered], pdf: bytes, *, issuer: str) -> PrintFile:
    digest = hashlib.sha256(pdf).hexdigest()
    file = PrintFile(sha256=digest, pdf=pdf, pages=len(numbered), made_at=work.now)
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
    work.audit(
        "certificates-issued",
        "print-file",
        file.id,
        detail={"count": len(rows), "first": first, "last": last, "sha256": digest},
    )
    work.touched(Changes.CERTIFICATES)
    return file
