"""What a restored result makes of the money that its annulment took back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.awards.adjust import ANNULLED, SUPERSEDED, drop_open, record_correction
from app.errors import ConflictError
from app.formats import money
from app.policy import Explanation
from app.recoveries import came_back_fen
from app.transitions import Noun, move
from app.unit_of_work import UnitOfWork
from models import Adjustment, Award, StateChange
from models import Explanation as FrozenExplanation
from models.adjustment import AdjustmentState
from models.types import AwardState


@dataclass(frozen=True, slots=True)
class Annulment:
    """The annulment that is undone: its result, its row of history and moment; why it is undone."""

    result_id: int
    change_id: int
    moment: datetime
    basis: str
    reason: str


def settle_restored(
    work: UnitOfWork, awards: Sequence[Award], annulment: Annulment, *, pay_anew: bool, person: str
) -> tuple[int, bool]:
    """Bring the awards of a restored entry back; return what stays paid in fen, and whether all came back.

    What was withdrawn or never reviewed is left to the assessment. Raises ConflictError, saying what to do,
    where a part has come back, or all of it and it is not to be paid anew.
    """
    kept, is_back = 0, False
    for award in awards:
        own = _own(work.session, award, annulment)
        state = AwardState(award.state)
        if state == AwardState.RECOVERED and own is not None:
            if not pay_anew:
                raise ConflictError("restore-recovered", person=person, amount=money(-own.difference_fen))
            is_back = True
        elif state == AwardState.TO_RECOVER and own is not None:
            _require_nothing_back(work.session, own, person)
            kept += award.amount_fen or 0
            _lift(work, award, annulment)
        elif state == AwardState.IN_PAYMENT and award.reason == ANNULLED:
            drop_open(work, award.id, annulment.basis)
            award.reason = _reason_before(work.session, award)
        elif state == AwardState.WITHDRAWN and award.id != annulment.result_id and award.reason == ANNULLED:
            award.reason = SUPERSEDED  # the version that was restored stands in its place
    return kept, is_back


def _own(session: Session, award: Award, annulment: Annulment) -> Adjustment | None:
    """Return what the annulment itself demanded of this award."""
    query = select(Adjustment).where(Adjustment.award_id == award.id, Adjustment.replaces_id == award.id)
    query = query.where(Adjustment.created_at == annulment.moment, Adjustment.after_fen == 0)
    return session.scalars(query.order_by(Adjustment.id.desc()).limit(1)).first()


def _require_nothing_back(session: Session, own: Adjustment, person: str) -> None:
    back = came_back_fen(session, own.id)
    if not back:
        return
    amounts = {"repaid": money(back), "balance": money(-own.difference_fen - back)}
    raise ConflictError("restore-coming-back", person=person, **amounts)


def _lift(work: UnitOfWork, award: Award, annulment: Annulment) -> None:
    """Let a paid award stand again: what is demanded back is cancelled, what a correction demanded is not."""
    dropped = _dropped_by(work.session, award, annulment)
    drop_open(work, award.id, annulment.basis)
    move(work, Noun.AWARD, award, AwardState.PAID, reason=annulment.reason, document=annulment.basis)
    award.reason = _reason_before(work.session, award)
    work.session.flush()
    for one in dropped:
        words = one.reason, one.document
        record_correction(work, award, award.id, one.before_fen, one.after_fen, told=words)


def _dropped_by(session: Session, award: Award, annulment: Annulment) -> list[Adjustment]:
    """Return what a correction of facts demanded of the award until the annulment demanded all of it."""
    query = select(Adjustment).where(Adjustment.award_id == award.id, Adjustment.replaces_id == award.id)
    query = query.join(StateChange, StateChange.subject_id == Adjustment.id)
    query = query.where(StateChange.noun == Noun.ADJUSTMENT.value)
    query = query.where(StateChange.to_state == AdjustmentState.DROPPED.value)
    query = query.where(StateChange.id > annulment.change_id, StateChange.changed_at == annulment.moment)
    return list(session.scalars(query.order_by(Adjustment.id)))


def _reason_before(session: Session, award: Award) -> str:
    """Return the award's reason as it was reviewed, "" where nothing of that is on record."""
    frozen = session.get(FrozenExplanation, award.id)
    return "" if frozen is None else Explanation.from_json(frozen.body).reason
