"""The preview: the very page that would print, without number and signature."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from app.certificates.due import one_result
from app.certificates.looking_ahead import obstacles, refuse
from app.certificates.print_run import CertificatePage, composer_for, new_pool, printed
from app.certificates.qr import CAPACITY
from app.certificates.wording import face_of
from app.settings import registry_settings
from app.words import tr
from models.types import ResultId

_NEVER = datetime(2000, 1, 1, tzinfo=UTC)  # a preview of the same facts has the same bytes


def preview(session: Session, result_id: ResultId) -> bytes:
    """Return one page as PDF. Raises NotFoundError, MissingGlyphError, DocumentError."""
    due, settings, pool = one_result(session, result_id), registry_settings(session), new_pool()
    composer = composer_for(pool, settings)
    refuse(obstacles(session, [due], composer))
    statement = tr("certificates.preview-statement").encode().ljust(CAPACITY)
    page = CertificatePage(face_of(due), tr("certificates.preview-number"), statement)
    title = tr("certificates.preview-title")
    return printed(composer, pool, [page], issuer=settings.issuer, made_at=_NEVER, title=title)
