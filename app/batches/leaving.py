"""Awards that leave a batch (退出批次): taken out, held, or fallen with their result. Never without a reason.

An award whose result is corrected or annulled leaves its batch in the very unit of work that does it
(`settle_batches`, called before the commit), so that no total of a batch counts money that nobody is due.
"""

from __future__ import annotations

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from app.awards import adjustments_of, award_page, hindrances, waiting_words
from app.batches.records import OPEN_STATES, record
from app.changes import Changes
from app.formats import money
from app.policy import PROPOSED
from app.transitions import Noun, move
from app.unit_of_work import LONGEST_REASON, UnitOfWork
from app.words import tr
from models import Award, Batch, BatchAward, Result, StateChange
from models.batch import BatchState
from models.types import AwardState, ResultState

_AWARDS_CHANGE = Changes.AWARDS | Changes.RESULTS | Changes.RULINGS | Changes.STANDARDS | Changes.CONTESTS
_TAKES_SUCCESSORS = (BatchState.DRAFT, BatchState.REVIEW)


def leave(work: UnitOfWork, batch: Batch, mine: BatchAward, *, reason: str) -> None:
    """Let an award leave its batch, with an audit line of its own."""
    mine.left_by, mine.left_at, mine.left_reason = work.actor.name, work.now, reason[:LONGEST_REASON]
    detail: dict[str, object] = {"award": mine.award_id, "amount_fen": mine.amount_fen}
    record(work, batch, "leave", detail=detail, reason=mine.left_reason)


def step_back(work: UnitOfWork, award: Award, *, reason: str) -> None:
    """Take an award that was published or approved back to what its review made of it.

    The frozen explanation stays. One that is held stays held until its objection is decided.
    """
    if award.state in (AwardState.PUBLICISED, AwardState.APPROVED):
        move(work, Noun.AWARD, award, AwardState.REVIEWED, reason=reason, follows=True)
        work.touched(Changes.AWARDS)


def settle_batches(work: UnitOfWork) -> None:
    """Let awards that are no longer due leave their batches; a corrected one comes back for review.

    In a draft or under review the award of the corrected result takes the old one's place; of a batch that
    is further on it is a proposal like any other, which the batch's page names with the difference.
    """
    if not work.changes & _AWARDS_CHANGE:
        return
    work.session.flush()
    query = select(Batch, BatchAward, Award).join(BatchAward, BatchAward.batch_id == Batch.id)
    query = query.join(Award, Award.id == BatchAward.award_id)
    query = query.where(BatchAward.left_at.is_(None), Batch.state.in_(OPEN_STATES))
    query = query.where(Award.status != PROPOSED).order_by(Batch.id, Award.id)
    for batch, mine, award in work.session.execute(query).all():
        if batch.state in _TAKES_SUCCESSORS and _is_correction_pending(work.session, award):
            continue  # it comes to nothing until somebody confirms the correction, or takes it back
        leave(work, batch, mine, reason=_why(work.session, award))
        successor = _successor(work.session, award)
        if successor is not None and batch.state in _TAKES_SUCCESSORS:
            _enter_again(work, batch, mine, successor)


def _why(session: Session, award: Award) -> str:
    """Return why an award is no longer due, with the difference where a correction made one."""
    made = [one for one in adjustments_of(session, [award.id]) if one.replaces_id == award.id]
    moved = select(StateChange.reason).where(
        StateChange.noun == Noun.AWARD.value, StateChange.subject_id == award.id
    )
    moved = moved.where(StateChange.to_state == award.state).order_by(StateChange.id.desc()).limit(1)
    said = session.scalar(moved) or ""
    if made:
        return "；".join(one for one in (said, made[-1].words) if one)
    if award.state == AwardState.WITHDRAWN and said:
        return said
    rows = award_page(session, [award.id])
    return tr("batches.left-out.fallen", why=said or (waiting_words(rows[0]) if rows else ""))


def _is_correction_pending(session: Session, award: Award) -> bool:
    """Return whether a newer version of the award's result waits for its confirmation."""
    entry = select(Result.entry_id).where(Result.id == award.id).scalar_subquery()
    pending = select(Result.id).where(Result.entry_id == entry, Result.is_current, Result.id != award.id)
    return session.scalar(pending.where(Result.state == ResultState.DRAFT).limit(1)) is not None


def _successor(session: Session, award: Award) -> Award | None:
    """Return the award of the version that took this one's place, where it is due and free."""
    entry = select(Result.entry_id).where(Result.id == award.id).scalar_subquery()
    query = select(Award).join(Result, Result.id == Award.id)
    query = query.where(Result.entry_id == entry, Result.is_current, Award.id != award.id)
    query = query.where(Award.status == PROPOSED, Award.amount_fen > 0)
    found = session.scalars(query).first()
    if found is None or hindrances(session, award_page(session, [found.id])):
        return None
    taken = exists().where(BatchAward.award_id == found.id, BatchAward.left_at.is_(None))
    return None if session.scalar(select(taken)) else found


def _enter_again(work: UnitOfWork, batch: Batch, old: BatchAward, award: Award) -> None:
    """Put the corrected result's award in the place of the one that left, as its clerk's."""
    fen = award.amount_fen or 0
    work.session.add(
        BatchAward(
            batch_id=batch.id,
            award_id=award.id,
            amount_fen=fen,
            added_by=old.added_by,
            added_at=work.now,
        )
    )
    detail: dict[str, object] = {"award": award.id, "replaces": old.award_id, "amount_fen": fen}
    detail["difference_fen"] = fen - old.amount_fen
    words = {"before": money(old.amount_fen), "after": money(fen), "difference": money(fen - old.amount_fen)}
    record(work, batch, "enter-corrected", detail=detail, reason=tr("awards.adjustment.words", **words))
