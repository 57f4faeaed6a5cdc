"""One print run: the template and flags of this registry, and pages made from faces and numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from app.certificates.composing import Composer
from app.certificates.font_chain import FontPool
from app.certificates.press import Press
from app.certificates.template import built_in
from app.certificates.wording import CertificateFace
from app.settings import RegistrySettings

TEMPLATE = "award-certificate"


@dataclass(frozen=True, slots=True)
class CertificatePage:
    """What one page carries: its words, its number, and its QR's content."""

    face: CertificateFace
    number: str
    statement: bytes


def new_pool() -> FontPool:
    """Return the fonts for one document."""
    return FontPool()


def flags_of(settings: RegistrySettings) -> frozenset[str]:
    """Return the template's flags for this registry; plain stock, so the ground is printed too."""
    return frozenset(("plain", "rehearsal") if settings.is_rehearsal else ("plain",))


def composer_for(pool: FontPool, settings: RegistrySettings) -> Composer:
    """Return the award certificate's template made ready for this registry."""
    constants = {"issuer": settings.issuer}
    return Composer(built_in(TEMPLATE), pool, constants=constants, flags=flags_of(settings))


def printed(
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
    press = Press(sink, composer, pool)
    for page in pages:
        press.page(page.face.fields(number=page.number, issuer=issuer), statement=page.statement)
    press.finish(made_at=made_at, title=title)
    return sink.getvalue()


def expected_words(pages: Sequence[CertificatePage]) -> list[tuple[str, ...]]:
    """Return the words that must copy out of each page exactly."""
    return [(page.face.name, page.number) for page in pages]
