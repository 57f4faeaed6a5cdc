"""What stands on a plaque (牌匾) and on a certificate of naming, word for word.

The two base titles differ by 优秀 alone, so nothing here shortens, joins or rewrites a title.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app.errors import ConflictError
from app.formats import certificate_date
from app.honours.naming import designation
from app.honours.naming import subject_of as base_subject
from app.honours.recognising import recognition_of
from app.honours.recognising import subject_of as person_subject
from app.honours.states import DesignationState
from app.settings import registry_settings
from app.words import word
from models.recognition import RecognitionState


@dataclass(frozen=True, slots=True)
class PaperText:
    """The parts of a plaque or certificate, as they are set. `holder` and `body` are "" on a plaque.

    `named_on` is the day of naming, `dated` the same as papers write it.
    """

    kind: str
    heading: str
    title: str
    holder: str
    body: str
    issuer: str
    dated: str
    named_on: date
    document: str

    def lines(self) -> tuple[str, ...]:
        """Return the parts that are not empty, from top to bottom."""
        return tuple(filter(None, (self.heading, self.holder, self.body, self.issuer, self.dated)))


def base_plaque(session: Session, designation_id: int) -> PaperText:
    """Return the plaque of a named base: the title, who named it, when. Raises ConflictError if not named."""
    return _of_base(session, designation_id, kind="plaque")


def base_certificate(session: Session, designation_id: int) -> PaperText:
    """Return the certificate of a named base, with the unit's name of the day and the document."""
    return _of_base(session, designation_id, kind="certificate")


def craftsman_certificate(session: Session, recognition_id: int) -> PaperText:
    """Return the certificate of a craftsman. Raises ConflictError where the person is not named."""
    line = recognition_of(session, recognition_id)
    if line.state != RecognitionState.RECOGNISED or line.recognised_on is None:
        raise ConflictError("paper-not-named", subject=person_subject(line))
    title = word(f"honours.craftsman.{line.title}")
    return PaperText(
        "certificate",
        word("honours.paper.certificate-heading"),
        title,
        word("honours.paper.person", person=line.person_name),
        word("honours.paper.craftsman-body", title=title, document=line.document),
        registry_settings(session).issuer,
        certificate_date(line.recognised_on),
        line.recognised_on,
        line.document,
    )


def _of_base(session: Session, designation_id: int, *, kind: str) -> PaperText:
    line = designation(session, designation_id)
    if line.state != DesignationState.DESIGNATED or line.designated_on is None:
        raise ConflictError("paper-not-named", subject=base_subject(line))
    is_plaque = kind == "plaque"
    return PaperText(
        kind,
        line.title if is_plaque else word("honours.paper.certificate-heading"),
        line.title,
        "" if is_plaque else word("honours.paper.unit", unit=line.unit_name),
        "" if is_plaque else word("honours.paper.base-body", title=line.title, document=line.document),
        registry_settings(session).issuer,
        certificate_date(line.designated_on),
        line.designated_on,
        line.document,
    )
