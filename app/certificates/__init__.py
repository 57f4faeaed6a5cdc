"""The certificates room (证书): who is due, pre-flight, numbers, pages, signatures, verification.

Cheap to import: fonts, the page writer and the keys are loaded when first used.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app.certificates.outcomes import (
    DueCertificate,
    FontReport,
    HonourPaper,
    IssuedCertificate,
    IssueReport,
    Obstacle,
    PageImage,
    Preflight,
    Verification,
)
from app.certificates.text_page import TextBlock, TextPage

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from app.progress import Progress
    from app.unit_of_work import UnitOfWork
    from models.types import ResultId

__all__ = [
    "DueCertificate",
    "FontReport",
    "HonourPaper",
    "IssueReport",
    "IssuedCertificate",
    "Obstacle",
    "PageImage",
    "Preflight",
    "TextBlock",
    "TextPage",
    "Verification",
    "certificate_pdf",
    "due_certificates",
    "font_report",
    "honour_papers_pdf",
    "issue_certificates",
    "issued_certificates",
    "page_count",
    "page_image",
    "preflight",
    "preview_pdf",
    "reprint_certificates",
    "revoke_certificates",
    "run_pdf",
    "verify",
    "waiting_certificates",
]


def due_certificates(session: Session, *, contest: str | None = None) -> list[DueCertificate]:
    """Return the results that earn a certificate, in the order in which they are printed."""
    from app.certificates.due import due

    return due(session, contest=contest)


def waiting_certificates(session: Session, *, is_confirmed: bool = False) -> int:
    """Return how many results earn a certificate and have none; of confirmed ones only where asked."""
    from app.certificates.journal import waiting

    return waiting(session, is_confirmed=is_confirmed)


def issued_certificates(
    session: Session, *, contest: str | None = None, person_id: int | None = None
) -> list[IssuedCertificate]:
    """Return what was issued, the last run first, its pages in order."""
    from app.certificates.journal import issued

    return issued(session, contest=contest, person_id=person_id)


def run_pdf(session: Session, print_file_id: int) -> bytes:
    """Return the frozen bytes of one print run. Raises NotFoundError."""
    from app.certificates.journal import run_pdf as bytes_of

    return bytes_of(session, print_file_id)


def preflight(session: Session, *, contest: str | None = None, progress: Progress | None = None) -> Preflight:
    """Return what stands in the way of printing all that is due; nothing is numbered."""
    from app.certificates.looking_ahead import look_ahead

    return look_ahead(session, contest=contest, progress=progress)


def issue_certificates(
    work: UnitOfWork, *, contest: str | None = None, progress: Progress | None = None
) -> IssueReport:
    """Number, sign and print the certificates that are due and not issued yet.

    Where all are issued already, the pages as they were issued come again and no number is taken.
    Raises MissingGlyphError or DocumentError before a number is taken; NotFoundError for the contest.
    """
    from app.certificates.issuing import issue

    return issue(work, contest=contest, progress=progress)


def reprint_certificates(work: UnitOfWork, numbers: Sequence[str]) -> IssueReport:
    """Give issued pages again, out of their frozen bytes; no number is taken. Raises NotFoundError."""
    from app.certificates.reprinting import reprint

    return reprint(work, numbers, warnings=())


def preview_pdf(session: Session, result_id: ResultId) -> bytes:
    """Return the page of one result as it would print, numbered 预览; nothing is issued."""
    from app.certificates.previewing import preview

    return preview(session, result_id)


def certificate_pdf(session: Session, number: str) -> bytes:
    """Return the page of one issued certificate out of the frozen bytes of its run."""
    from app.certificates.reprinting import single_page

    return single_page(session, number)


def revoke_certificates(
    work: UnitOfWork, result_ids: Sequence[ResultId], *, state: str, reason: str
) -> list[str]:
    """Mark what was issued for these results `superseded` or `revoked`; return the numbers."""
    from app.certificates.revoking import revoke

    return revoke(work, result_ids, state=state, reason=reason)


def honour_papers_pdf(session: Session, papers: Sequence[HonourPaper]) -> bytes:
    """Return plaques, or certificates of named units or persons, as one PDF; titles word for word.

    Raises MissingGlyphError, DocumentError. All papers of one call are of one kind.
    """
    from app.certificates.honour_papers import honour_papers

    return honour_papers(session, papers)


def verify(session: Session, source: str | Path | bytes) -> Verification:
    """Say what a certificate is worth: a PDF (file or bytes), or the text its QR gives."""
    from app.certificates.verifying import verify_source

    return verify_source(session, source)


def page_count(pdf: bytes) -> int:
    """Return the number of pages of a PDF."""
    from app.certificates.page_images import count_pages

    return count_pages(pdf)


def page_image(pdf: bytes, *, page: int = 0, scale: float = 1.0) -> PageImage:
    """Return a page as pixels; `page` counts from 0, `scale` 1.0 is 72 pixels to the inch."""
    from app.certificates.page_images import render_page

    return render_page(pdf, page=page, scale=scale)


def font_report() -> FontReport:
    """Check the fonts: every file there and whole, the common and some rare characters covered."""
    from app.certificates.font_check import check_fonts

    return check_fonts()


def text_pages_pdf(pages: Sequence[TextPage], *, title: str, made_at: datetime) -> bytes:
    """Return plain pages of text as a PDF. Raises MissingGlyphError naming the page's subject."""
    from app.certificates.text_pages import text_pages

    return text_pages(pages, title=title, made_at=made_at)
