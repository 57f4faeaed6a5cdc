"""What the document leaves open about introductions (引进), and the office's rulings on it."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.bases_on_record import bases_in
from app.policy import RulingBook, RulingFacts
from app.settings import registry_settings
from models import Ruling

FLEXIBLE = "flexible-introduction"
ORIGIN = "introduction-origin"
BEFORE_POLICY = "before-policy"
COUNTS, DOES_NOT_COUNT = "counts", "does-not-count"


def rulings_in_force(session: Session) -> list[RulingFacts]:
    """Return the rulings for the whole policy that bear on introductions, in the order of their decision.

    What rests on no document decides nothing.
    """
    query = select(Ruling).where(
        Ruling.policy == registry_settings(session).policy,
        Ruling.question.in_([FLEXIBLE, ORIGIN, BEFORE_POLICY]),
        Ruling.withdrawn_at.is_(None),
        Ruling.contest == "",
        Ruling.event == "",
    )
    bases = bases_in(session)
    rows = session.scalars(query.order_by(Ruling.decided_on, Ruling.id))
    return [
        RulingFacts(
            question=row.question,
            answer=row.answer,
            basis=row.basis,
            decided_on=row.decided_on,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
        )
        for row in rows
        if bases.decision_problem(row.basis, row.decided_on) is None
    ]


def answer_on(session: Session, question: str, day: date) -> RulingFacts | None:
    """Return the ruling on `question` that holds on `day`, None while it is open."""
    return RulingBook(rulings_in_force(session)).reaching("", "").find(question, day)
