"""Send a batch back one step with a reason (退回), and archive one that is paid (归档).

What that does to the awards and to their frozen explanations:

- review → draft: what was reviewed is a proposal again; the frozen explanation is kept in the audit chain.
- publicity → review: what was published is «reviewed» again, its explanation stays frozen; the publication
  no longer counts. A held award stays held while its objection is open.
- approval → publicity: the awards stay published and frozen; approvals given so far are void. The publicity
  may be closed again, or the batch published anew.
- payment → approval: only while nothing is on a payment run; the awards are published, approvals void.
"""

from __future__ import annotations

from sqlalchemy import select

from app.accounts import Right
from app.awards import award_page, withdraw_review
from app.batches.approving import approval_difference, void_approvals
from app.batches.payment_traces import require_no_money_moved
from app.batches.records import (
    award_name,
    live_awards,
    named,
    opened_batch,
)
from app.changes import Changes
from app.clock import office_day
from app.errors import ConflictError
from app.transitions import Noun, move, required_reason
from app.unit_of_work import UnitOfWork
from app.words import tr
from models import Batch, Publicity
from models.batch import BatchState
from models.types import TAKEN_BACK, AwardState

_BACK = {
    BatchState.REVIEW: (BatchState.DRAFT, Right.REVIEW),
    BatchState.PUBLICITY: (BatchState.REVIEW, Right.ASSEMBLE),
    BatchState.APPROVAL: (BatchState.PUBLICITY, Right.APPROVE),
    BatchState.PAYMENT: (BatchState.APPROVAL, Right.PAY),
}
_SETTLED = (AwardState.PAID, *TAKEN_BACK)


def send_back_right(state: str) -> Right | None:
    """Return the right that sending a batch back from this step needs; None where it cannot go back."""
    return next((right for step, (_, right) in _BACK.items() if step == state), None)


def send_back(work: UnitOfWork, batch_id: int, *, reason: str, version: int | None = None) -> BatchState:
    """Send a batch back to the step before; return that step. Raises ConflictError once money has moved."""
    why = required_reason(reason)
    batch = opened_batch(work, batch_id, states=tuple(_BACK), act="send-back", version=version)
    step = BatchState(batch.state)
    target, right = _BACK[step]
    work.require(right)
    {
        BatchState.REVIEW: _to_draft,
        BatchState.PUBLICITY: _to_review,
        BatchState.APPROVAL: _to_publicity,
        BatchState.PAYMENT: _to_approval,
    }[step](work, batch, why)
    move(work, Noun.BATCH, batch, target, reason=why, subject=batch.name)
    work.touched(Changes.BATCHES | Changes.AWARDS)
    return target


def _to_draft(work: UnitOfWork, batch: Batch, reason: str) -> None:
    live = live_awards(work.session, batch.id)
    reviewed = [award.id for _, award in live if award.state == AwardState.REVIEWED]
    if reviewed:
        withdraw_review(work, reviewed, reason=reason)


def _to_review(work: UnitOfWork, batch: Batch, reason: str) -> None:
    query = select(Publicity).where(Publicity.batch_id == batch.id, Publicity.ended_early_reason == "")
    for publicity in work.session.scalars(query):
        publicity.ended_early_reason = reason
    for _, award in live_awards(work.session, batch.id):
        if award.state == AwardState.PUBLICISED:
            move(work, Noun.AWARD, award, AwardState.REVIEWED, reason=reason, follows=True)


def _to_publicity(work: UnitOfWork, batch: Batch, reason: str) -> None:
    void_approvals(work, batch, reason=reason, decided_on=office_day(work.now))


def _to_approval(work: UnitOfWork, batch: Batch, reason: str) -> None:
    require_no_money_moved(work.session, batch)
    void_approvals(work, batch, reason=reason, decided_on=office_day(work.now))
    for _, award in live_awards(work.session, batch.id):
        if award.state == AwardState.APPROVED:
            move(work, Noun.AWARD, award, AwardState.PUBLICISED, reason=reason, follows=True)


def archive_batch(work: UnitOfWork, batch_id: int, *, version: int | None = None) -> None:
    """Archive a batch of which every award is paid, taken back or has left.

    Raises ConflictError that names the others, or how the batch differs from its approval.
    """
    work.require(Right.ASSEMBLE)
    batch = opened_batch(work, batch_id, states=(BatchState.PAYMENT,), act="archive", version=version)
    live = live_awards(work.session, batch.id)
    waiting = [award.id for _, award in live if award.state not in _SETTLED]
    if waiting:
        words = [
            tr(
                "batches.stopped",
                award=award_name(row),
                why=tr("batches.left-out.state", state=row.state_words),
            )
            for row in award_page(work.session, waiting)
        ]
        raise ConflictError("batch-unpaid", batch=batch.name, awards=named(words))
    if live and (difference := approval_difference(work.session, batch)):
        raise ConflictError("batch-differs", batch=batch.name, difference=difference.words)
    move(work, Noun.BATCH, batch, BatchState.ARCHIVED, subject=batch.name)
    work.touched(Changes.BATCHES)
