"""Papers that a register of honours ends in: a base's plaque and certificate, a craftsman's certificate.

A title is printed exactly as the register holds it: the two base titles differ by 优秀 alone.
They bear the document's number and are not numbered in the certificates' series.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO

from sqlalchemy.orm import Session

from app.certificates.outcomes import HonourPaper, Obstacle
from app.certificates.preflight import code_point, refuse, shared_obstacles
from app.certificates.templates import TEMPLATES, composer_for
from app.certificates.wording import printed_name, salutation
from app.formats import certificate_date
from app.printing import Composer, FontPool, PdfRenderer, check_text_layer
from app.settings import registry_settings
from app.words import tr

_TEMPLATES = {"plaque": "base-plaque", "unit": "naming-certificate", "person": "naming-certificate"}
_MADE_AT = datetime(2000, 1, 1, tzinfo=UTC)  # the same facts give the same bytes


def honour_papers_pdf(session: Session, papers: Sequence[HonourPaper]) -> bytes:
    """Return plaques, or certificates of named units or persons, as one PDF; titles word for word.

    All papers of one call are of one kind, else ValueError. Raises MissingGlyphError, DocumentError.
    """
    (kind,) = {paper.kind for paper in papers}
    settings, pool, sink = registry_settings(session), FontPool(), BytesIO()
    composer = composer_for(pool, settings, template=_TEMPLATES[kind])
    pages = [_fields(paper) for paper in papers]
    found = shared_obstacles(composer)
    for paper, page in zip(papers, pages, strict=True):
        found += _obstacles(paper, page, composer)
    refuse(found)
    renderer = PdfRenderer(sink, composer, pool, pictures=TEMPLATES)
    for page in pages:
        renderer.page(page)
    renderer.finish(made_at=_MADE_AT, title=papers[0].title)
    pdf = sink.getvalue()
    check_text_layer(pdf, [(page["name"], page["title"]) for page in pages])
    return pdf


def _fields(paper: HonourPaper) -> dict[str, str]:
    is_person = paper.kind == "person"
    return {
        "name": printed_name(paper.holder) if is_person else " ".join(paper.holder.split()),
        "salutation": salutation(paper.id_type) if is_person else "",
        "title": paper.title,
        "body": tr(f"certificates.naming.{paper.kind}", document=paper.document),
        "date": certificate_date(paper.dated_on),
    }


def _obstacles(paper: HonourPaper, page: dict[str, str], composer: Composer) -> list[Obstacle]:
    return [
        Obstacle(code, paper.holder, paper.title, code_point(detail) if code == "missing-glyph" else detail)
        for code, detail in composer.problems(page)
    ]
