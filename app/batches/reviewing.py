"""Submit a batch and review it (提交、复核): the clerk hands it over, a second person freezes its awards."""

from __future__ import annotations

from dataclasses import dataclass

from app.accounts import Right
from app.awards import award_page, review_awards
from app.batches.assembling import refreshed_amounts
from app.batches.leaving import leave
from app.batches.records import (
    BatchLeftOut,
    changed_amounts,
    live_awards,
    named,
    opened_batch,
    require_no_clerk,
    stopped_in,
)
from app.changes import Changes
from app.errors import ConflictError
from app.progress import Progress
from app.transitions import Noun, move
from app.unit_of_work import UnitOfWork
from models.batch import BatchState
from models.types import AwardState

_REVIEWABLE = (AwardState.PROPOSED, AwardState.REVIEWED, AwardState.PUBLICISED, AwardState.APPROVED)


@dataclass(frozen=True, slots=True)
class StepReport:
    """What a step did: how many awards went on, their amount in fen, and which left the batch and why."""

    batch_id: int
    awards: int
    amount_fen: int
    left_out: tuple[BatchLeftOut, ...] = ()


def submit_batch(work: UnitOfWork, batch_id: int, *, version: int | None = None) -> StepReport:
    """Hand a draft over for review, with the amounts as they stand today."""
    work.require(Right.ASSEMBLE)
    batch = opened_batch(work, batch_id, states=(BatchState.DRAFT,), act="submit", version=version)
    live = live_awards(work.session, batch.id)
    if not live:
        raise ConflictError("batch-empty", batch=batch.name)
    changed = refreshed_amounts(work, live)
    total = sum(mine.amount_fen for mine, _ in live)
    detail: dict[str, object] = {"awards": len(live), "total_fen": total}
    detail |= {"changed": changed} if changed else {}
    move(work, Noun.BATCH, batch, BatchState.REVIEW, subject=batch.name, detail=detail)
    work.touched(Changes.BATCHES)
    return StepReport(batch.id, len(live), total)


def review_batch(
    work: UnitOfWork, batch_id: int, *, version: int | None = None, progress: Progress | None = None
) -> StepReport:
    """Review a batch as a second person: every award that is still due is frozen with its explanation.

    An award that is not payable any more leaves the batch and is in the report. Raises ConflictError, and
    changes nothing, where one comes to another amount than was submitted, where whoever acts put the batch
    together, or where nothing would be left.
    """
    work.require(Right.REVIEW)
    batch = opened_batch(work, batch_id, states=(BatchState.REVIEW,), act="review", version=version)
    require_no_clerk(work, batch, code="batch-own-review")
    live = live_awards(work.session, batch.id)
    awards = [award for _, award in live]
    left_out = stopped_in(work.session, awards, states=_REVIEWABLE, progress=progress)
    why = {one.award.id: one.words for one in left_out}
    staying = [(mine, award) for mine, award in live if award.id not in why]
    rows = award_page(work.session, [award.id for _, award in staying])
    if changed := changed_amounts(zip((mine.amount_fen for mine, _ in staying), rows, strict=True)):
        raise ConflictError("batch-amounts-changed", batch=batch.name, awards=named(changed))
    if not staying:
        names = named([f"{one.name}（{one.words}）" for one in left_out])
        raise ConflictError("batch-nothing-left", batch=batch.name, awards=names)
    for mine, award in live:
        if award.id in why:
            leave(work, batch, mine, reason=why[award.id])
    review_awards(work, [award.id for _, award in staying if award.state == AwardState.PROPOSED], progress)
    total = sum(mine.amount_fen for mine, _ in staying)
    detail: dict[str, object] = {"awards": len(staying), "total_fen": total}
    move(work, Noun.BATCH, batch, BatchState.PUBLICITY, subject=batch.name, detail=detail)
    work.touched(Changes.BATCHES | Changes.AWARDS)
    return StepReport(batch.id, len(staying), total, tuple(left_out))
