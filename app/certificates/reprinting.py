"""Reprints: pages come out of the frozen bytes of their runs, never set anew."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from itertools import groupby
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.certificates.outcomes import IssueReport
from app.certificates.page_images import PDFIUM
from app.errors import NotFoundError
from app.unit_of_work import UnitOfWork
from app.words import word
from models import Certificate, PrintFile

_FILE_ID = re.compile(rb"(/ID\s*\[\s*)<[0-9A-Fa-f]*>(\s*)<[0-9A-Fa-f]*>")
_MADE_AT = re.compile(rb"(/CreationDate\s*\(D:)\d{14}")
_CHUNK = 500


class _Place(NamedTuple):
    """Where an issued page lies: its print file, and its place there counting from 1."""

    file: int
    page: int
    number: str


def reprint(work: UnitOfWork, numbers: Sequence[str], *, warnings: Sequence[str]) -> IssueReport:
    """Give issued pages again: a whole run as its own bytes, anything else merged from the frozen pages."""
    places = _places(work.session, numbers)
    file = _whole_run(work.session, places) or _merged(work, places)
    work.audit("certificates-reprinted", "print-file", file.id, detail={"count": len(places)})
    return IssueReport(
        pdf=file.pdf,
        sha256=file.sha256,
        pages=file.pages,
        issued=(),
        reprinted=tuple(place.number for place in places),
        warnings=(*warnings, word("certificates.reprint", count=len(places))),
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


def single_page(session: Session, number: str) -> bytes:
    """Return one issued certificate as a PDF of its own. Raises NotFoundError."""
    places = _places(session, [number])
    if not places:
        raise NotFoundError("certificate-missing", number=number)
    whole = _whole_run(session, places)
    return whole.pdf if whole else merged_pages(session, places)


def merged_pages(session: Session, places: Sequence[_Place]) -> bytes:
    """Return pages of print files as one PDF, the same bytes each time."""
    import pypdfium2

    with PDFIUM:
        target = pypdfium2.PdfDocument.new()
        moments = []
        for file, group in groupby(places, key=lambda place: place.file):
            run = session.get_one(PrintFile, file)
            moments.append(run.made_at)
            source = pypdfium2.PdfDocument(run.pdf)
            target.import_pages(source, [place.page - 1 for place in group])
            source.close()
        out = BytesIO()
        target.save(out)
        target.close()
    return _as_of(out.getvalue(), max(moments))


def _as_of(pdf: bytes, moment: datetime) -> bytes:
    """Return a PDF without what its writer took from the clock and drew by lot: it is as old as its pages."""

    def fixed(found: re.Match[bytes]) -> bytes:
        return found[1] + b"<" + b"0" * 32 + b">" + found[2] + b"<" + b"0" * 32 + b">"

    dated = _MADE_AT.sub(rb"\g<1>" + f"{moment:%Y%m%d%H%M%S}".encode(), pdf)
    return _FILE_ID.sub(fixed, dated)
