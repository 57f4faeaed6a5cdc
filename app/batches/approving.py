"""Approve a batch (审批) in one stage or two, over a digest of exactly what was approved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, true
from sqlalchemy.orm import Session

from app.accounts import Right, require_second_person
from app.awards import altered_awards
from app.batch_standings import batch_standing
from app.batches.publicising import current_publicity, leave_held
from app.batches.records import (
    BatchLeftOut,
    awards_digest,
    clerks_of,
    live_amounts,
    live_awards,
    named,
    opened_batch,
    record,
    refuse_stopped,
    stopped_in,
)
from app.changes import Changes
from app.errors import ConflictError, InputError
from app.formats import money
from app.progress import Progress
from app.settings import write_setting
from app.transitions import Noun, checked_document, move
from app.unit_of_work import UnitOfWork
from app.validation import check_not_future
from app.words import tr
from models import Approval, Award, Batch, Publicity, Setting, StateChange
from models.batch import BatchState
from models.types import AwardState

STAGES_SETTING = "approval-stages"
_APPROVABLE = (AwardState.PUBLICISED, AwardState.APPROVED)
_DECIDED = (*_APPROVABLE, AwardState.IN_PAYMENT, AwardState.PAID, AwardState.TO_RECOVER, AwardState.RECOVERED)


@dataclass(frozen=True, slots=True)
class ApprovalReport:
    """What was approved at which stage; `is_final` where the batch may be paid now. Amount in fen."""

    batch_id: int
    stage: int
    is_final: bool
    awards: int
    amount_fen: int
    left_out: tuple[BatchLeftOut, ...] = ()


def approval_stages(session: Session) -> int:
    """Return how many stages an approval has in this registry: 1 unless 2 are set."""
    setting = session.get(Setting, STAGES_SETTING)
    return 2 if setting is not None and setting.value == "2" else 1


def set_approval_stages(work: UnitOfWork, stages: int) -> None:
    """Set how many stages an approval has, 1 or 2; batches approved already stay so."""
    work.require(Right.SET_UP)
    if stages not in (1, 2):
        raise InputError("approval-stages", stages=stages)
    write_setting(work, STAGES_SETTING, str(stages))


def standing_approvals(session: Session, batch_id: int) -> dict[int, Approval]:
    """Return, by stage, the approvals of a batch that were granted and not taken back."""
    query = select(Approval).where(Approval.batch_id == batch_id, Approval.is_granted == true())
    query = query.where(Approval.is_void != true()).order_by(Approval.id)
    return {one.stage: one for one in session.scalars(query)}


def next_stage(session: Session, batch: Batch) -> int:
    """Return which stage of approval a batch waits for; 0 where it is approved as it stands."""
    standing = standing_approvals(session, batch.id)
    digest = awards_digest(live_amounts(session, batch.id))
    for stage in range(1, approval_stages(session) + 1):
        if stage not in standing or standing[stage].awards_sha256 != digest:
            last = _final_approval(session, batch, standing)
            return 0 if last is not None and last.awards_sha256 == digest else stage
    return 0


def _final_approval(session: Session, batch: Batch, standing: dict[int, Approval]) -> Approval | None:
    """Return the approval that lets a batch be paid; None where the last stage is still to come.

    A batch that went to payment when one stage was set stays approved when two are set later.
    """
    if batch.state not in (BatchState.PAYMENT, BatchState.ARCHIVED) or not standing:
        return None
    last = standing[max(standing)]
    moved = select(StateChange.changed_at).where(
        StateChange.noun == Noun.BATCH.value, StateChange.subject_id == batch.id
    )
    moved = moved.where(StateChange.to_state == BatchState.PAYMENT.value).order_by(StateChange.id.desc())
    since = session.scalar(moved.limit(1))
    is_last_stage = last.stage >= approval_stages(session)
    return last if is_last_stage or (since is not None and last.decided_at <= since) else None


@dataclass(frozen=True, slots=True)
class ApprovalDifference:
    """How a batch in payment differs from its approval: amounts in fen, `approved_fen` None without one.

    `is_altered`: no act of the program leads there; the database was changed past it.
    """

    words: str
    approved_fen: int | None
    present_fen: int
    approved_at: datetime | None = None
    is_altered: bool = False


def approval_difference(session: Session, batch: Batch) -> ApprovalDifference | None:
    """Return how a batch in payment differs from what was approved; None where it does not."""
    if batch.state not in (BatchState.PAYMENT, BatchState.ARCHIVED):
        return None
    last = _final_approval(session, batch, standing_approvals(session, batch.id))
    live = live_amounts(session, batch.id)
    total, approved = sum(fen for _, fen in live), None if last is None else last.amount_fen
    if altered := altered_awards(session, live):
        words = tr("batches.altered", awards=named(altered))
        return ApprovalDifference(words, approved, total, is_altered=True)
    if last is None:
        return ApprovalDifference(tr("batches.without-approval"), None, total)
    if last.awards_sha256 == awards_digest(live):
        return None
    if (last.awards, last.amount_fen) == (len(live), total):
        return ApprovalDifference(tr("batches.altered-digest"), approved, total, is_altered=True)
    words = tr(
        "batches.differs-from-approval",
        awards=len(live),
        total=money(total),
        approved=last.awards,
        approved_total=money(last.amount_fen),
        difference=money(total - last.amount_fen),
    )
    return ApprovalDifference(words, approved, total, last.decided_at)


def _refuse_altered(work: UnitOfWork, batch: Batch) -> None:
    """Raise ConflictError where awards were changed past the program: nobody approves a forgery."""
    difference = approval_difference(work.session, batch)
    if difference is not None and difference.is_altered:
        raise ConflictError("batch-differs", batch=batch.name, difference=difference.words)
    if altered := altered_awards(work.session, live_amounts(work.session, batch.id)):
        words = tr("batches.altered", awards=named(altered))
        raise ConflictError("batch-differs", batch=batch.name, difference=words)


def require_as_approved(session: Session, batch_id: int) -> list[tuple[int, int]]:
    """Return the award ids and amounts in fen of a batch that may be paid: exactly what was approved.

    Raises ConflictError where the batch is not in payment, or differs from its approval.
    """
    batch = session.get(Batch, batch_id)
    if batch is None or batch.state != BatchState.PAYMENT:
        name = batch.name if batch else batch_id
        state = batch_standing(session, batch) if batch else ""
        raise ConflictError("batch-not-now", batch=name, state=state, act=tr("batches.act.pay"))
    if difference := approval_difference(session, batch):
        raise ConflictError("batch-differs", batch=batch.name, difference=difference.words)
    return live_amounts(session, batch.id)


def approve_batch(
    work: UnitOfWork,
    batch_id: int,
    *,
    decided_on: date,
    document: str = "",
    stage: int | None = None,
    version: int | None = None,
    progress: Progress | None = None,
) -> ApprovalReport:
    """Approve a batch at its next stage; after the last one its awards may be paid.

    `stage`: the stage that whoever acts believes is due. A batch in payment that lost an award since is
    approved anew in the same way. Raises ConflictError where whoever acts is a clerk of the batch or gave
    the other stage's approval, or where an award is not payable any more.
    """
    work.require(Right.APPROVE)
    batch = opened_batch(
        work, batch_id, states=(BatchState.APPROVAL, BatchState.PAYMENT), act="approve", version=version
    )
    due = next_stage(work.session, batch)
    if due == 0:
        raise ConflictError("approval-done", batch=batch.name)
    if stage is not None and stage != due:
        raise ConflictError("approval-stage", batch=batch.name, stage=stage, due=due)
    _refuse_altered(work, batch)
    _require_other_person(work, batch, due)
    _check_paper(work, batch, decided_on, document)
    report = leave_held(work, batch)
    live = live_awards(work.session, batch.id)
    waiting = [award for _, award in live if award.state in _APPROVABLE]
    refuse_stopped(batch, stopped_in(work.session, waiting, states=_APPROVABLE, progress=progress))
    refuse_stopped(batch, _not_decided(work, [award for _, award in live]))
    if due in (standing := standing_approvals(work.session, batch.id)):
        standing[due].is_void = True  # it was given for other awards than the batch holds now
    is_final = due == approval_stages(work.session)
    amounts = [(award.id, award.amount_fen or 0) for _, award in live]
    _grant(work, batch, amounts, stage=due, decided_on=decided_on, document=document.strip())
    if is_final:
        _approve_awards(work, batch, waiting, document=document.strip())
    return ApprovalReport(batch.id, due, is_final, len(live), report.amount_fen, report.left_out)


def _not_decided(work: UnitOfWork, awards: Sequence[Award]) -> list[BatchLeftOut]:
    others = [award for award in awards if award.state not in _DECIDED]
    return stopped_in(work.session, others, states=_DECIDED) if others else []


def _require_other_person(work: UnitOfWork, batch: Batch, stage: int) -> None:
    published = select(Publicity.started_by).where(Publicity.batch_id == batch.id).distinct()
    for clerk in dict.fromkeys([*clerks_of(work.session, batch), *work.session.scalars(published)]):
        require_second_person(work.actor, clerk, code="batch-own-approval", batch=batch.name)
    for other, approval in standing_approvals(work.session, batch.id).items():
        if other < stage:
            require_second_person(
                work.actor, approval.decided_by, code="batch-own-stage", batch=batch.name, stage=stage
            )


def _check_paper(work: UnitOfWork, batch: Batch, decided_on: date, document: str) -> None:
    check_not_future(work, decided_on, what=tr("batches.field.approved-on"))
    publicity = current_publicity(work.session, batch.id)
    if publicity is not None and decided_on <= publicity.ends_on:
        raise InputError("approval-early", batch=batch.name, day=decided_on, ends_on=publicity.ends_on)
    checked_document(document)


def void_approvals(work: UnitOfWork, batch: Batch, *, reason: str, decided_on: date) -> None:
    """Take every approval of a batch back as it is returned, and record the return with its reason."""
    standing = standing_approvals(work.session, batch.id)
    for approval in standing.values():
        approval.is_void = True
    live = live_amounts(work.session, batch.id)
    work.session.add(
        Approval(
            batch_id=batch.id,
            stage=min(len(standing) + 1, approval_stages(work.session)),
            is_granted=False,
            awards=len(live),
            amount_fen=sum(fen for _, fen in live),
            awards_sha256=awards_digest(live),
            decided_on=decided_on,
            reason=reason,
            decided_by=work.actor.name,
            decided_at=work.now,
        )
    )


def _grant(
    work: UnitOfWork,
    batch: Batch,
    amounts: Sequence[tuple[int, int]],
    *,
    stage: int,
    decided_on: date,
    document: str,
) -> None:
    total, digest = sum(fen for _, fen in amounts), awards_digest(amounts)
    work.session.add(
        Approval(
            batch_id=batch.id,
            stage=stage,
            is_granted=True,
            awards=len(amounts),
            amount_fen=total,
            awards_sha256=digest,
            decided_on=decided_on,
            document=document,
            decided_by=work.actor.name,
            decided_at=work.now,
        )
    )
    detail: dict[str, object] = {"stage": stage, "awards": len(amounts), "total_fen": total}
    detail |= {"sha256": digest, "document": document, "decided_on": decided_on}
    record(work, batch, "grant", detail=detail)


def _approve_awards(work: UnitOfWork, batch: Batch, awards: Sequence[Award], *, document: str) -> None:
    for award in awards:
        if award.state == AwardState.PUBLICISED:
            move(work, Noun.AWARD, award, AwardState.APPROVED, document=document)
    if batch.state == BatchState.APPROVAL:
        move(work, Noun.BATCH, batch, BatchState.PAYMENT, subject=batch.name, document=document)
    work.touched(Changes.BATCHES | Changes.AWARDS)
