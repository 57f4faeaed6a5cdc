"""The board of batches (批次看板): what each comes to, its days left, what blocks it, its one next step."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts import Right
from app.bases_on_record import today_in
from app.batch_standings import batch_standings
from app.batches.approving import ApprovalDifference, approval_difference, approval_stages, next_stage
from app.batches.publicising import current_publicity
from app.batches.records import OPEN_STATES
from app.batches.untaxed import tax_to_rule
from app.batches.working_days import working_days_between
from app.words import tr
from models import Award, Batch, BatchAward, Objection, Publicity
from models.batch import BatchState
from models.publicity import ObjectionState
from models.types import TAKEN_BACK, AwardState


class BatchStep(StrEnum):
    """What is to be done next to a batch."""

    SUBMIT = "submit"
    REVIEW = "review"
    PUBLISH = "publish"
    WAIT = "wait"  # its publicity runs
    CLOSE = "close-publicity"
    APPROVE = "approve"
    PAY = "pay"
    ARCHIVE = "archive"
    NOTHING = "nothing"


_RIGHTS = {
    BatchStep.SUBMIT: Right.ASSEMBLE,
    BatchStep.REVIEW: Right.REVIEW,
    BatchStep.PUBLISH: Right.ASSEMBLE,
    BatchStep.CLOSE: Right.ASSEMBLE,
    BatchStep.APPROVE: Right.APPROVE,
    BatchStep.PAY: Right.PAY,
    BatchStep.ARCHIVE: Right.ASSEMBLE,
}


@dataclass(frozen=True, slots=True)
class BatchRow:
    """One card of the board. Amounts in fen; `version` is handed back with every act on the batch.

    `amount_fen` is what its awards come to today, `days_left` the working days of its publicity that are
    left, today included (None where none runs); `ends_on` its last day. `blocks` say what keeps it from its
    next step, `notes` what has to be known. `is_altered`: its awards were changed past the program.
    """

    id: int
    name: str
    state: str
    state_words: str
    version: int
    awards: int
    amount_fen: int
    held: int
    left: int
    created_by: str
    created_at: datetime
    next_step: BatchStep
    ends_on: date | None = None
    days_left: int | None = None
    open_objections: int = 0
    stage: int = 0
    stages: int = 1
    is_scripted: bool = False
    is_altered: bool = False
    blocks: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def next_words(self) -> str:
        """Return its next step in words."""
        stage = tr("batches.stage", stage=self.stage) if self.stages > 1 and self.stage else ""
        if self.is_altered:
            return tr("batches.next.check")
        if self.next_step == BatchStep.APPROVE and self.state == BatchState.PAYMENT:
            return tr("batches.next.approve-anew", stage=stage)
        return tr(f"batches.next.{self.next_step.value}", stage=stage)

    @property
    def next_right(self) -> Right | None:
        """Return the right that the next step needs; None where nobody has to do anything."""
        return _RIGHTS.get(self.next_step)


def batch_rows(session: Session, *, states: Collection[BatchState] = ()) -> list[BatchRow]:
    """Return the batches in one of `states` (all where none is given), newest first."""
    query = select(Batch).order_by(Batch.id.desc())
    if states:
        query = query.where(Batch.state.in_([str(state) for state in states]))
    return rows_of(session, list(session.scalars(query)))


def rows_of(session: Session, batches: Iterable[Batch]) -> list[BatchRow]:
    """Return these batches as cards."""
    wanted = list(batches)
    figures = _figures(session, [batch.id for batch in wanted])
    untaxed = tax_to_rule(session, [batch.id for batch in wanted if _is_to_be_listed(batch, figures)])
    standing = batch_standings(session, {batch.id: batch.state for batch in wanted})
    return [
        _row(
            session,
            batch,
            figures.get(batch.id, _Figures()),
            standing=standing[batch.id],
            untaxed=untaxed.get(batch.id, ""),
        )
        for batch in wanted
    ]


def _is_to_be_listed(batch: Batch, figures: Mapping[int, _Figures]) -> bool:
    """Return whether a payment list of the batch is still to come."""
    if batch.state == BatchState.PAYMENT:
        return figures.get(batch.id, _Figures()).approved > 0
    return batch.state in OPEN_STATES


@dataclass(frozen=True, slots=True)
class _Figures:
    awards: int = 0
    amount_fen: int = 0
    held: int = 0
    left: int = 0
    changed: int = 0
    unsettled: int = 0
    approved: int = 0


def _figures(session: Session, batches: Collection[int]) -> dict[int, _Figures]:
    """Return what is counted of each batch, in one statement."""
    is_live = BatchAward.left_at.is_(None)
    is_changed = is_live & (BatchAward.amount_fen != func.coalesce(Award.amount_fen, 0))
    settled = (AwardState.PAID, *TAKEN_BACK)
    query = select(
        BatchAward.batch_id,
        func.count().filter(is_live),
        func.coalesce(func.sum(Award.amount_fen).filter(is_live), 0),
        func.count().filter(is_live, Award.state == AwardState.HELD),
        func.count().filter(~is_live),
        func.count().filter(is_changed),
        func.count().filter(is_live, Award.state.not_in(settled)),
        func.count().filter(is_live, Award.state == AwardState.APPROVED),
    )
    query = query.join(Award, Award.id == BatchAward.award_id).group_by(BatchAward.batch_id)
    query = query.where(BatchAward.batch_id.in_(batches))
    return {
        int(batch): _Figures(count, int(fen or 0), held, left, changed, unsettled, approved)
        for batch, count, fen, held, left, changed, unsettled, approved in session.execute(query)
    }


def _row(session: Session, batch: Batch, figures: _Figures, *, standing: str, untaxed: str) -> BatchRow:
    publicity = current_publicity(session, batch.id) if batch.state == BatchState.PUBLICITY else None
    today = today_in(session)
    days_left = ends_on = None
    if publicity is not None:
        ends_on = publicity.ends_on
        days_left = working_days_between(session, max(today, publicity.starts_on), ends_on)
    is_deciding = batch.state in (BatchState.APPROVAL, BatchState.PAYMENT)
    stage = next_stage(session, batch) if is_deciding else 0
    difference = approval_difference(session, batch) if batch.state == BatchState.PAYMENT else None
    if not figures.awards:
        difference = None  # it may be archived: nothing of it is left to be paid
    step = _next_step(batch, publicity, figures, today=today, difference=difference)
    objections = _open_objections(session, batch.id)
    return BatchRow(
        id=batch.id,
        name=batch.name,
        state=batch.state,
        state_words=standing,
        version=batch.lock_version,
        awards=figures.awards,
        amount_fen=figures.amount_fen,
        held=figures.held,
        left=figures.left,
        created_by=batch.created_by,
        created_at=batch.created_at,
        next_step=step,
        ends_on=ends_on,
        days_left=days_left,
        open_objections=objections,
        stage=stage,
        stages=approval_stages(session),
        is_altered=difference is not None and difference.is_altered,
        is_scripted=bool(json.loads(batch.chosen).get("is_scripted")),
        blocks=(
            *_blocks(batch, publicity, figures, step=step, difference=difference),
            *((untaxed,) if untaxed and step == BatchStep.PAY else ()),
        ),
        notes=(
            *_notes(session, batch, figures, objections, today=today),
            *((untaxed,) if untaxed and step != BatchStep.PAY else ()),
        ),
    )


def _next_step(
    batch: Batch,
    publicity: Publicity | None,
    figures: _Figures,
    *,
    today: date,
    difference: ApprovalDifference | None,
) -> BatchStep:
    if batch.state == BatchState.PUBLICITY:
        if publicity is None:
            return BatchStep.PUBLISH
        return BatchStep.WAIT if today <= publicity.ends_on else BatchStep.CLOSE
    if batch.state == BatchState.PAYMENT:
        if difference is not None:
            return BatchStep.NOTHING if difference.is_altered else BatchStep.APPROVE
        return BatchStep.PAY if figures.unsettled else BatchStep.ARCHIVE
    steps = {
        BatchState.DRAFT: BatchStep.SUBMIT,
        BatchState.REVIEW: BatchStep.REVIEW,
        BatchState.APPROVAL: BatchStep.APPROVE,
    }
    return steps.get(BatchState(batch.state), BatchStep.NOTHING)


def _blocks(
    batch: Batch,
    publicity: Publicity | None,
    figures: _Figures,
    *,
    step: BatchStep,
    difference: ApprovalDifference | None,
) -> list[str]:
    found = []
    if batch.state in (BatchState.DRAFT, BatchState.REVIEW) and not figures.awards:
        found.append(tr("batches.blocks.empty"))
    if batch.state == BatchState.REVIEW and figures.changed:
        found.append(tr("batches.blocks.changed", count=figures.changed))
    if step == BatchStep.WAIT and publicity is not None:
        found.append(tr("batches.blocks.running", ends_on=publicity.ends_on))
    if difference is not None:
        found.append(difference.words)
    if batch.state in (BatchState.PUBLICITY, BatchState.APPROVAL) and figures.awards == figures.held:
        found.append(tr("batches.blocks.all-held" if figures.held else "batches.blocks.empty"))
    return found


def _notes(session: Session, batch: Batch, figures: _Figures, objections: int, *, today: date) -> list[str]:
    found = []
    if batch.state == BatchState.DRAFT and figures.changed:
        found.append(tr("batches.notes.changed", count=figures.changed))
    if objections:
        found.append(tr("batches.notes.objections", count=objections))
    query = select(Publicity.ends_on).where(Publicity.batch_id == batch.id, Publicity.ends_on < today)
    query = query.where(Publicity.taken_down_on.is_(None)).limit(1)
    if (ended := session.scalar(query)) is not None:
        found.append(tr("batches.notes.take-down", ends_on=ended))
    return found


def _open_objections(session: Session, batch_id: int) -> int:
    query = select(func.count()).select_from(Objection).where(Objection.batch_id == batch_id)
    return session.scalar(query.where(Objection.state == ObjectionState.OPEN)) or 0
