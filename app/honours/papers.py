"""The papers that registers end in: plaques (牌匾) and certificates of naming, for what is in force only.

The two base titles differ by 优秀 alone, so nothing here shortens, joins or rewrites a title.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from sqlalchemy.orm import Session

from app.certificates import HonourPaper, honour_papers_pdf
from app.documents import atomic_output
from app.errors import ConflictError, InputError
from app.honours.designating import designation
from app.honours.recognising import recognition_of
from app.honours.recognising import subject_of as person_subject
from app.honours.recomputing import designation_subject
from app.words import tr
from models.designation import DesignationState
from models.recognition import RecognitionState

PLAQUE, UNIT_CERTIFICATE, PERSON_CERTIFICATE = "plaque", "unit", "person"


def base_paper(session: Session, designation_id: int, *, kind: str = PLAQUE) -> HonourPaper:
    """Return the plaque or certificate of a named base, with the unit's name of the day.

    Raises ConflictError where the title is not in force.
    """
    line = designation(session, designation_id)
    if line.state != DesignationState.DESIGNATED or line.designated_on is None:
        raise ConflictError("paper-not-named", subject=designation_subject(line))
    return HonourPaper(kind, line.unit_name, line.title, line.document, line.designated_on)


def craftsman_paper(session: Session, recognition_id: int) -> HonourPaper:
    """Return the certificate of a craftsman. Raises ConflictError where the title is not in force."""
    line = recognition_of(session, recognition_id)
    if line.state != RecognitionState.RECOGNISED or line.recognised_on is None:
        raise ConflictError("paper-not-named", subject=person_subject(line))
    title = tr(f"honours.craftsman.{line.title}")
    return HonourPaper(
        PERSON_CERTIFICATE,
        line.person_name,
        title,
        line.document,
        line.recognised_on,
        id_type=line.person.id_type,
    )


_PAPERS: dict[str, Callable[[Session, int], HonourPaper]] = {
    PLAQUE: lambda session, line: base_paper(session, line, kind=PLAQUE),
    UNIT_CERTIFICATE: lambda session, line: base_paper(session, line, kind=UNIT_CERTIFICATE),
    PERSON_CERTIFICATE: craftsman_paper,
}


def naming_papers(session: Session, kind: str, ids: Sequence[int]) -> bytes:
    """Return the papers of these lines as one PDF, in the order given.

    `kind` is `plaque` or `unit` (ids of designations) or `person` (ids of recognitions). Raises InputError
    for another kind or no line, ConflictError for a title not in force, MissingGlyphError, DocumentError.
    """
    if kind not in _PAPERS or not ids:
        raise InputError("naming-papers-none", kind=kind)
    return honour_papers_pdf(session, [_PAPERS[kind](session, line) for line in ids])


def write_naming_papers(session: Session, out: Path | str, *, kind: str, ids: Sequence[int]) -> int:
    """Write the papers of these lines to `out`, whole or not at all; return how many."""
    pdf = naming_papers(session, kind, ids)
    with atomic_output(out, kind="pdf") as temporary:
        temporary.write_bytes(pdf)
    return len(ids)
