"""Objections (异议) to what was published: each holds its own award only, until it is decided."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from app.accounts import Right, require_second_person
from app.awards import award_page
from app.batches.leaving import leave
from app.batches.publicising import current_publicity
from app.batches.records import (
    MONEY_MOVED,
    award_name,
    batch_of,
    live_awards,
    opened_batch,
    record,
)
from app.changes import Changes
from app.clock import office_day
from app.errors import ConflictError, InputError, NotFoundError
from app.transitions import Noun, checked_document, move, record_change
from app.unit_of_work import LONGEST_REASON, UnitOfWork
from app.validation import check_not_future
from app.words import tr
from models import Award, Batch, BatchAward, Objection
from models.batch import BatchState
from models.publicity import ObjectionState
from models.types import AwardState

LONGEST_SOURCE = 200  # characters, as the column
_OPEN_FOR_OBJECTIONS = (BatchState.PUBLICITY, BatchState.APPROVAL)


def register_objection(
    work: UnitOfWork,
    batch_id: int,
    award_id: int,
    *,
    source: str,
    text: str,
    received_on: date | None = None,
    version: int | None = None,
) -> int:
    """Register who objects to an award and what they say; the award is held. Return the objection's id.

    Raises ConflictError where money of the award has moved already or it is approved: an objection then is
    followed by an annulment or a correction. InputError where source or text is missing.
    """
    work.require(Right.ASSEMBLE)
    _require_texts(source, text)
    _refuse_late(work, batch_of(work.session, batch_id), award_id)
    batch = opened_batch(work, batch_id, states=_OPEN_FOR_OBJECTIONS, act="object", version=version)
    award = _award_in(work, batch, award_id)
    day = _received(work, batch, received_on)
    if award.state not in (AwardState.PUBLICISED, AwardState.HELD):
        state = tr(f"core.award-state.{award.state}")
        raise ConflictError("objection-not-now", award=_named(work, award_id), state=state)
    row = Objection(
        batch_id=batch.id,
        award_id=award.id,
        received_on=day,
        source=source.strip(),
        text=text.strip(),
        state=ObjectionState.OPEN.value,
        recorded_by=work.actor.name,
        recorded_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    record_change(work, Noun.OBJECTION, row)
    if award.state == AwardState.PUBLICISED:
        move(work, Noun.AWARD, award, AwardState.HELD, reason=tr("batches.objected", source=row.source))
    record(work, batch, "object", detail={"objection": row.id, "award": award.id, "received_on": day})
    work.touched(Changes.AWARDS)
    return row.id


def decide_objection(
    work: UnitOfWork,
    objection_id: int,
    outcome: ObjectionState,
    *,
    decision: str,
    document: str = "",
    decided_on: date | None = None,
) -> None:
    """Close an objection. Dismissed or taken back, its award goes on once no other is open.

    Upheld, the award leaves its batch and stays held until its result is corrected or annulled. The decision
    is another person's than whoever registered the objection, unless it was taken back.
    """
    objection = work.session.get(Objection, objection_id)
    if objection is None:
        raise NotFoundError("objection-missing", id=objection_id)
    work.require(Right.ASSEMBLE if outcome == ObjectionState.TAKEN_BACK else Right.APPROVE)
    if not decision.strip():
        raise InputError("objection-decision", id=objection_id)
    batch = opened_batch(work, objection.batch_id, states=tuple(BatchState), act="decide")
    if outcome != ObjectionState.TAKEN_BACK:
        require_second_person(work.actor, objection.recorded_by, code="objection-own", id=objection_id)
    day = decided_on or office_day(work.now)
    check_not_future(work, day, what=tr("batches.field.decided-on"))
    if day < objection.received_on:
        raise InputError("objection-decided-early", id=objection_id, received=objection.received_on)
    paper = checked_document(document)
    objection.decided_on, objection.decided_by = day, work.actor.name
    objection.decision, objection.document = decision.strip()[:LONGEST_REASON], paper
    move(work, Noun.OBJECTION, objection, outcome, reason=decision.strip(), document=paper)
    _let_follow(work, batch, objection, outcome)
    record(work, batch, "decide", detail={"objection": objection.id, "outcome": str(outcome)})
    work.touched(Changes.AWARDS)


def _let_follow(work: UnitOfWork, batch: Batch, objection: Objection, outcome: ObjectionState) -> None:
    """Let the award follow the decision: released, or out of the batch and still held."""
    award = work.session.get_one(Award, objection.award_id)
    if outcome == ObjectionState.UPHELD:
        query = select(BatchAward).where(BatchAward.award_id == award.id, BatchAward.left_at.is_(None))
        mine = work.session.scalars(query).first()
        if mine is not None and award.state == AwardState.HELD:
            reason = tr("batches.upheld", decision=objection.decision)
            leave(work, batch_of(work.session, mine.batch_id), mine, reason=reason)
        return
    others = select(Objection.id).where(Objection.award_id == award.id, Objection.id != objection.id)
    others = others.where(Objection.state.in_((ObjectionState.OPEN, ObjectionState.UPHELD)))
    if award.state == AwardState.HELD and work.session.scalar(others.limit(1)) is None:
        reason, document = objection.decision, objection.document
        move(work, Noun.AWARD, award, AwardState.PUBLICISED, reason=reason, document=document, follows=True)


def _require_texts(source: str, text: str) -> None:
    if not source.strip() or not text.strip():
        raise InputError("objection-texts")
    if len(source.strip()) > LONGEST_SOURCE:
        raise InputError("objection-source-long", most=LONGEST_SOURCE, length=len(source.strip()))


def _refuse_late(work: UnitOfWork, batch: Batch, award_id: int) -> None:
    """Refuse an objection to what is approved or paid, naming the award and what to do instead."""
    award = work.session.get(Award, award_id)
    if award is not None and award.state in (AwardState.APPROVED, *MONEY_MOVED):
        state = tr(f"core.award-state.{award.state}")
        raise ConflictError("objection-too-late", award=_named(work, award_id), state=state, batch=batch.name)


def _award_in(work: UnitOfWork, batch: Batch, award_id: int) -> Award:
    for _, award in live_awards(work.session, batch.id):
        if award.id == award_id:
            return award
    raise NotFoundError("batch-without-award", batch=batch.name, award=award_id)


def _received(work: UnitOfWork, batch: Batch, received_on: date | None) -> date:
    publicity = current_publicity(work.session, batch.id)
    if publicity is None:
        raise ConflictError("batch-unpublished", batch=batch.name)
    day = received_on or office_day(work.now)
    check_not_future(work, day, what=tr("batches.field.received-on"))
    if day < publicity.starts_on:
        raise InputError("objection-early", batch=batch.name, day=day, starts_on=publicity.starts_on)
    return day


def _named(work: UnitOfWork, award_id: int) -> str:
    rows = award_page(work.session, [award_id])
    return award_name(rows[0]) if rows else str(award_id)
