"""Awards of which one person did what needs two (单人办理): told by who did each step, whenever it was done.

Switching one-person mode off takes the mark from no paper about steps that were done alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from sqlalchemy import Select, select, true
from sqlalchemy.orm import Session

from app.accounts import actor_key
from app.settings import RegistrySettings, registry_settings
from app.transitions import Noun
from app.words import tr
from models import Approval, Batch, BatchAward, Objection, PaymentRun, Publicity, Result, StateChange
from models.batch import BatchState
from models.bulk import batched_ids
from models.publicity import ObjectionState


def paper_settings(session: Session, award_ids: Collection[int]) -> RegistrySettings:
    """Return the registry's settings for a paper about these awards.

    Its one-person mark says that a step was done alone where one was; else whether the registry lets one
    person do all now.
    """
    settings = registry_settings(session)
    return marked(settings) if done_alone(session, award_ids) else settings


def marked(settings: RegistrySettings) -> RegistrySettings:
    """Return the settings for a paper about an award of which a step was done alone."""
    return replace(settings, one_person_mark=tr("core.done-alone-mark"))


def done_alone(session: Session, award_ids: Collection[int]) -> set[int]:
    """Return those of these awards of which one person did what needs two: confirmation, review, approval,
    the decision of an objection, or the payment list.
    """
    found: set[int] = set()
    batches: dict[int, bool] = {}
    confirmed = select(Result.id, Result.recorded_by, Result.confirmed_by)
    confirmed = confirmed.where(Result.confirmed_by.is_not(None))
    decided = select(Objection.award_id, Objection.recorded_by, Objection.decided_by)
    decided = decided.where(Objection.state.in_((ObjectionState.UPHELD, ObjectionState.DISMISSED)))
    member = select(BatchAward.award_id, BatchAward.batch_id).where(BatchAward.left_at.is_(None))
    for some in batched_ids(award_ids):
        for query, column in ((confirmed, Result.id), (decided, Objection.award_id)):
            for award, first, second in session.execute(query.where(column.in_(some))):
                if second and actor_key(first) == actor_key(second):
                    found.add(int(award))
        for award, batch in session.execute(member.where(BatchAward.award_id.in_(some))):
            if batch not in batches:
                batches[batch] = _is_batch_alone(session, int(batch))
            if batches[batch]:
                found.add(int(award))
    return found


def _is_batch_alone(session: Session, batch_id: int) -> bool:
    """Return whether a step of a batch that stands was done by who had done the one that it looks at."""
    clerks = _keys(session, *_clerks(batch_id))
    reviewer = _keys(session, _moved(batch_id, BatchState.REVIEW, BatchState.PUBLICITY).limit(1))
    published = select(Publicity.started_by).where(Publicity.batch_id == batch_id)
    approved = select(Approval.decided_by).where(Approval.batch_id == batch_id, Approval.is_granted == true())
    approvals = [actor_key(name) for name in session.scalars(approved.where(Approval.is_void != true()))]
    makers = _keys(session, select(PaymentRun.created_by).where(PaymentRun.batch_id == batch_id))
    approvers = set(approvals)
    return bool(
        clerks & reviewer
        or approvers & (clerks | _keys(session, published))
        or len(approvers) < len(approvals)
        or approvers & makers
    )


def _clerks(batch_id: int) -> Iterator[Select[str]]:
    yield select(Batch.created_by).where(Batch.id == batch_id)
    yield (
        select(BatchAward.added_by)
        .where(BatchAward.batch_id == batch_id, BatchAward.left_at.is_(None))
        .distinct()
    )
    yield _moved(batch_id, BatchState.DRAFT, BatchState.REVIEW)


def _moved(batch_id: int, old: BatchState, new: BatchState) -> Select[str]:
    """Return the question who led a batch from one step to the next, the last one first."""
    query = select(StateChange.actor).where(StateChange.noun == Noun.BATCH.value)
    query = query.where(StateChange.subject_id == batch_id, StateChange.from_state == old.value)
    return query.where(StateChange.to_state == new.value).order_by(StateChange.id.desc())


def _keys(session: Session, *queries: Select[str]) -> set[str]:
    names: Iterable[str] = (name for query in queries for name in session.scalars(query))
    return {actor_key(name) for name in names}
