"""Adjustments of paid awards after the facts of their contest or event (class, form) were corrected.

The paid award and its explanation stay. What it comes to less is demanded back, of one that is at the bank
once it is paid; what it comes to more is on record as an open adjustment, and is paid once the result itself
was corrected by a document.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select, true

from app.awards.adjust import record_correction
from app.policy import BLOCKED
from app.recoveries import given_back_fen
from app.unit_of_work import UnitOfWork
from app.words import tr
from models import Adjustment, Award, Contest, Event, Result
from models.adjustment import AdjustmentState
from models.bulk import batched_ids
from models.types import AwardState

_MONEY_MOVES = (AwardState.IN_PAYMENT, AwardState.PAID)


def adjust_paid_by_facts(work: UnitOfWork, differing: Mapping[int, tuple[str, int | None]]) -> None:
    """Adjust the awards of the corrected events that are paid or at the bank to what they come to now.

    `differing` gives status and fen of decided awards that come out otherwise. One that waits for a ruling
    now is left as it is until it is answered and the facts are looked at again.
    """
    session = work.session
    query = select(Award).join(Result, Result.id == Award.id)
    query = query.where(Award.state.in_(_MONEY_MOVES), Result.is_current == true())
    for some in batched_ids(work.corrected_events):
        for award in session.scalars(query.where(Award.event_id.in_(some)).order_by(Award.id)).all():
            if award.id not in differing and not _has_own(work, award.id):
                continue
            status, fen = differing.get(award.id, ("", award.amount_fen))
            if status == BLOCKED:
                continue
            before = (award.amount_fen or 0) - given_back_fen(session, [award.id]).get(award.id, 0)
            told = tr("awards.adjustment.facts-corrected"), _document(work, award)
            record_correction(work, award, award.id, before, fen or 0, told=told)
    session.flush()


def _has_own(work: UnitOfWork, award_id: int) -> bool:
    """Return whether an earlier correction of facts still waits on this award."""
    own = (Adjustment.award_id == award_id) & (Adjustment.replaces_id == award_id)
    query = select(Adjustment.id).where(own, Adjustment.state == AdjustmentState.OPEN).limit(1)
    return work.session.scalar(query) is not None


def _document(work: UnitOfWork, award: Award) -> str:
    """Return the document that the class now rests on."""
    query = select(Event.own_class_basis, Contest.class_basis).join(Contest, Contest.id == Event.contest_id)
    own, of_contest = work.session.execute(query.where(Event.id == award.event_id)).one()
    return str(own or of_contest or "")[:120]
