"""Reprints: pages come out of the frozen bytes of their runs, never set anew."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.certificates.outcomes import IssueReport
from app.errors import NotFoundError
from app.printing import has_more_than_pages, page_count, page_image, page_texts, pages_of
from app.unit_of_work import UnitOfWork
from app.words import tr
from models import Certificate, PrintFile

_CLOSELY = 3.0  # pixels to the point at which two pages are compared: a hair line is seen
_CHUNK = 500


class _Place(NamedTuple):
    """Where an issued page lies: its print file, and its place there counting from 1."""

    file: int
    page: int
    number: str


def reprint_certificates(
    work: UnitOfWork, numbers: Sequence[str], *, warnings: Sequence[str] = ()
) -> IssueReport:
    """Give issued pages again out of their frozen bytes: a whole run as it is, else its pages merged.

    No number is taken. Raises NotFoundError.
    """
    places = _places(work.session, numbers)
    file = _whole_run(work.session, places) or _merged(work, places)
    work.audit("certificates-reprinted", "print-file", file.id, detail={"count": len(places)})
    return IssueReport(
        pdf=file.pdf,
        sha256=file.sha256,
        pages=file.pages,
        issued=(),
        reprinted=tuple(place.number for place in places),
        warnings=(*warnings, tr("certificates.reprint", count=len(places))),
        print_file_id=file.id,
    )


def _places(session: Session, numbers: Sequence[str]) -> list[_Place]:
    found: list[_Place] = []
    for at in range(0, len(numbers), _CHUNK):
        query = select(Certificate.print_file_id, Certificate.page, Certificate.number)
        wanted = query.where(Certificate.number.in_(numbers[at : at + _CHUNK]))
        found += [_Place(*row) for row in session.execute(wanted)]
    return sorted(found)


def _whole_run(session: Session, places: Sequence[_Place]) -> PrintFile | None:
    files = {place.file for place in places}
    if len(files) != 1:
        return None
    file = session.get_one(PrintFile, files.pop())
    return file if file.pages == len(places) else None


def _merged(work: UnitOfWork, places: Sequence[_Place]) -> PrintFile:
    """Keep the merged file too: whoever verifies it later finds its hash."""
    pdf = merged_pages(work.session, places)
    digest = hashlib.sha256(pdf).hexdigest()
    known = work.session.scalar(select(PrintFile).where(PrintFile.sha256 == digest))
    if known is not None:
        return known
    file = PrintFile(sha256=digest, pdf=pdf, pages=len(places), made_at=work.now)
    work.session.add(file)
    work.session.flush()
    return file


def certificate_pdf(session: Session, number: str) -> bytes:
    """Return one issued certificate as a PDF of its own. Raises NotFoundError."""
    places = _places(session, [number])
    if not places:
        raise NotFoundError("certificate-missing", number=number)
    whole = _whole_run(session, places)
    return whole.pdf if whole else merged_pages(session, places)


def merged_pages(session: Session, places: Sequence[_Place]) -> bytes:
    """Return pages of print files as one PDF, the same bytes each time: it is as old as its pages."""
    groups = [
        (session.get_one(PrintFile, file), [place.page for place in group])
        for file, group in groupby(places, key=lambda place: place.file)
    ]
    return pages_of(
        [(run.pdf, pages) for run, pages in groups],
        title=tr("certificates.document-title", count=len(places)),
        made_at=max(run.made_at for run, _pages in groups),
    )


def shows_the_page_of(session: Session, pdf: bytes, number: str) -> bool:
    """Return whether `pdf` is one page that shows and says just what the issued one does.

    A page taken out of its run by another program has other bytes, but nothing else about it differs; it
    carries no form, annotation, attachment, script or layer. A run of one page has bytes of its own, and
    nothing stands in for them.
    """
    places = _places(session, [number])
    if has_more_than_pages(pdf) or page_count(pdf) != 1 or _whole_run(session, places) is not None:
        return False
    own = merged_pages(session, places)
    if list(page_texts(pdf)) != list(page_texts(own)):
        return False
    return page_image(pdf, page=0, scale=_CLOSELY) == page_image(own, page=0, scale=_CLOSELY)
