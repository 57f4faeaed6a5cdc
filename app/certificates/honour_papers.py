"""Papers that a register of honours ends in: a base's plaque and certificate, a craftsman's certificate.

A title is printed exactly as the register holds it: the two base titles differ by 优秀 alone.
They bear the document's number and are not numbered in the certificates' series.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO

from sqlalchemy.orm import Session

from app.certificates.composing import Composer
from app.certificates.font_chain import FontPool
from app.certificates.looking_ahead import named, refuse, shared_obstacles
from app.certificates.outcomes import HonourPaper, Obstacle
from app.certificates.press import Press
from app.certificates.print_run import flags_of
from app.certificates.proofreading import proofread
from app.certificates.template import built_in
from app.certificates.wording import printed_name
from app.formats import certificate_date
from app.settings import registry_settings
from app.words import tr

_TEMPLATES = {"plaque": "base-plaque", "unit": "naming-certificate", "person": "naming-certificate"}
_MADE_AT = datetime(2000, 1, 1, tzinfo=UTC)  # the same facts give the same bytes


def honour_papers(session: Session, papers: Sequence[HonourPaper]) -> bytes:
    """Return one PDF of papers of one kind. Raises MissingGlyphError, DocumentError; ValueError if mixed."""
    (kind,) = {paper.kind for paper in papers}
    settings, pool, sink = registry_settings(session), FontPool(), BytesIO()
    composer = Composer(
        built_in(_TEMPLATES[kind]), pool, constants={"issuer": settings.issuer}, flags=flags_of(settings)
    )
    pages = [_fields(paper) for paper in papers]
    found = shared_obstacles(composer)
    for paper, page in zip(papers, pages, strict=True):
        found += _faults(paper, page, composer)
    refuse(found)
    press = Press(sink, composer, pool)
    for page in pages:
        press.page(page)
    press.finish(made_at=_MADE_AT, title=papers[0].title)
    pdf = sink.getvalue()
    proofread(pdf, [(page["name"], page["title"]) for page in pages])
    return pdf


def _fields(paper: HonourPaper) -> dict[str, str]:
    is_person = paper.kind == "person"
    return {
        "name": printed_name(paper.holder) if is_person else " ".join(paper.holder.split()),
        "salutation": f" {tr('certificates.salutation.other')}" if is_person else "",
        "title": paper.title,
        "body": tr(f"certificates.naming.{paper.kind}", document=paper.document),
        "date": certificate_date(paper.dated_on),
    }


def _faults(paper: HonourPaper, page: dict[str, str], composer: Composer) -> list[Obstacle]:
    return [
        Obstacle(code, paper.holder, paper.title, named(detail) if code == "missing-glyph" else detail)
        for code, detail in composer.faults(page)
    ]
