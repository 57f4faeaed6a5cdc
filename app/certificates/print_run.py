"""One print run: pages made from faces and numbers; the preview is the same page without a number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO

from sqlalchemy.orm import Session

from app.certificates.due import one_result
from app.certificates.preflight import obstacles, refuse
from app.certificates.templates import TEMPLATES, composer_for
from app.certificates.wording import CertificateFace, face_of
from app.printing import QR_CAPACITY, Composer, FontPool, PdfRenderer
from app.settings import registry_settings
from app.words import tr
from models.types import ResultId

_NEVER = datetime(2000, 1, 1, tzinfo=UTC)  # a preview of the same facts has the same bytes


@dataclass(frozen=True, slots=True)
class CertificatePage:
    """What one page carries: its words, its number, and its QR's content."""

    face: CertificateFace
    number: str
    statement: bytes


def rendered(
    composer: Composer,
    pool: FontPool,
    pages: Iterable[CertificatePage],
    *,
    issuer: str,
    made_at: datetime,
    title: str,
) -> bytes:
    """Return the PDF of a run."""
    sink = BytesIO()
    renderer = PdfRenderer(sink, composer, pool, pictures=TEMPLATES)
    for page in pages:
        renderer.page(page.face.fields(number=page.number, issuer=issuer), code_content=page.statement)
    renderer.finish(made_at=made_at, title=title)
    return sink.getvalue()


def expected_words(pages: Sequence[CertificatePage]) -> list[tuple[str, ...]]:
    """Return the words that must copy out of each page exactly."""
    return [(page.face.name, page.number) for page in pages]


def preview_pdf(session: Session, result_id: ResultId) -> bytes:
    """Return the page of one result as it would print, numbered 预览; nothing is issued.

    Raises NotFoundError, MissingGlyphError, DocumentError.
    """
    due, settings, pool = one_result(session, result_id), registry_settings(session), FontPool()
    composer = composer_for(pool, settings)
    refuse(obstacles(session, [due], composer))
    statement = tr("certificates.preview-statement").encode().ljust(QR_CAPACITY)
    page = CertificatePage(face_of(due), tr("certificates.preview-number"), statement)
    title = tr("certificates.preview-title")
    return rendered(composer, pool, [page], issuer=settings.issuer, made_at=_NEVER, title=title)
