"""Explain one award (依据说明): the frozen explanation where there is one, else what holds today."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from app.awards.evaluating import EARLIER_STANDS, Prize, prizes_of
from app.awards.law import Law, law_in_force
from app.awards.reading import ResultRow, entry_facts, results_by_event
from app.awards.reading_events import event_facts
from app.awards.rows import AwardRow, award_page
from app.errors import NotFoundError
from app.policy import Alternative, Explanation, explain, reason_words
from app.words import word
from models import Award
from models import Explanation as FrozenExplanation


@dataclass(frozen=True, slots=True)
class AwardDetail:
    """An award with its explanation; `is_frozen` where it stands as it was reviewed."""

    row: AwardRow
    explanation: Explanation
    is_frozen: bool


def award_detail(session: Session, award_id: int) -> AwardDetail:
    """Return an award and why it is what it is. Raises NotFoundError."""
    rows = award_page(session, [award_id])
    if not rows:
        raise NotFoundError("award-missing", id=award_id)
    frozen = session.get(FrozenExplanation, award_id)
    if frozen is not None:
        return AwardDetail(rows[0], Explanation.from_json(frozen.body), True)
    return AwardDetail(rows[0], _explain_now(session, rows[0]), False)


def explain_award(session: Session, award_id: int) -> Explanation:
    """Return why an award is what it is. Raises NotFoundError."""
    return award_detail(session, award_id).explanation


def _explain_now(session: Session, row: AwardRow) -> Explanation:
    law = law_in_force(session)
    event = event_facts(session, [row.event_id])[row.event_id]
    results = _results(session, row.event_id)
    if not any(result.id == row.id for result in results):
        raise NotFoundError("award-of-old-result", id=row.id)
    explanation = explain(
        row.id,
        event=event,
        entries=[entry_facts(result) for result in results],
        policy=law.policy,
        rulings=law.rulings,
        standards=law.standards,
        prizes=[prize.as_facts() for prize in _prizes(session, law, row)],
        who=_who(session, row),
    )
    return _held_back(explanation, row) if row.reason == EARLIER_STANDS else explanation


def _held_back(explanation: Explanation, row: AwardRow) -> Explanation:
    """Tell of a corrected result whose earlier award is under way: the same as the list says."""
    words = reason_words(row.reason)
    return replace(
        explanation,
        status=row.status,
        amount_fen=None,
        reason=row.reason,
        reason_words=words,
        conclusion=word("awards.held-back", reason=words),
        steps=(*explanation.steps[:-1], words),
        questions=(),
        alternatives=tuple(
            Alternative(key, word("awards.difference"), fen) for key, fen in row.amounts_by_answer
        ),
    )


def _results(session: Session, event_id: int) -> list[ResultRow]:
    for _, rows in results_by_event(session, [event_id]):
        return rows
    return []


def _prizes(session: Session, law: Law, row: AwardRow) -> list[Prize]:
    prizes = list(prizes_of(session, law, [row.person_id]))
    return prizes if len(prizes) > 1 else []


def _who(session: Session, row: AwardRow) -> dict[str, str]:
    award = session.get_one(Award, row.id)
    facts = {
        "person": row.person,
        "id-number": row.id_number,
        "unit": row.unit,
        "result-basis": award.result.basis,
    }
    return {word(f"awards.who.{name}"): value for name, value in facts.items() if value}
