"""What the document leaves open about introductions (引进); asked and answered like all other questions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.settings import registry_settings
from models import Ruling

FLEXIBLE = "flexible-introduction"
ORIGIN = "introduction-origin"
BEFORE_POLICY = "before-policy"
COUNTS, DOES_NOT_COUNT = "counts", "does-not-count"


@dataclass(frozen=True, slots=True)
class Answer:
    """The office's answer in force on a day."""

    question: str
    answer: str
    basis: str
    decided_on: date


def answer_on(session: Session, question: str, day: date) -> Answer | None:
    """Return the answer for the whole policy that holds on `day`, the latest decided; None while open."""
    query = select(Ruling).where(
        Ruling.policy == registry_settings(session).policy,
        Ruling.question == question,
        Ruling.withdrawn_at.is_(None),
        Ruling.contest == "",
        Ruling.event == "",
        or_(Ruling.valid_from.is_(None), Ruling.valid_from <= day),
        or_(Ruling.valid_to.is_(None), Ruling.valid_to >= day),
    )
    ruling = session.scalar(query.order_by(Ruling.decided_on.desc(), Ruling.id.desc()).limit(1))
    return Answer(question, ruling.answer, ruling.basis, ruling.decided_on) if ruling else None
