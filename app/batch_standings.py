"""Where a batch stands, in words: the act it waits for until that is done (待公示, then 公示中).

`core.batch-state` names the steps themselves, as the heads of the board and refused moves do.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.bases_on_record import today_in
from app.words import tr
from models import Award, Batch, BatchAward, Publicity
from models.batch import BatchState
from models.bulk import batched_ids
from models.types import TAKEN_BACK, AwardState

_PAID = (AwardState.PAID, *TAKEN_BACK)


def batch_standing(session: Session, batch: Batch) -> str:
    """Return where one batch stands, in words."""
    return batch_standings(session, {batch.id: batch.state})[batch.id]


def batch_standings(session: Session, states: Mapping[int, str]) -> dict[int, str]:
    """Return where batches stand in words; `states` gives their states by their ids."""
    found = {batch: str(state) for batch, state in states.items()}
    found |= _of_publicity(session, [one for one, state in found.items() if state == BatchState.PUBLICITY])
    found |= _of_payment(session, [one for one, state in found.items() if state == BatchState.PAYMENT])
    return {batch: tr(f"core.batch-standing.{key}") for batch, key in found.items()}


def _of_publicity(session: Session, batches: list[int]) -> dict[int, str]:
    """Return the keys of those whose publication has begun; only the last one of a batch can count."""
    today = today_in(session)
    last: dict[int, Publicity] = {}
    for some in batched_ids(batches):
        query = select(Publicity).where(Publicity.batch_id.in_(some)).order_by(Publicity.id)
        last |= {int(one.batch_id): one for one in session.scalars(query)}
    return {
        batch: "publicised" if today <= one.ends_on else "publicity-over"
        for batch, one in last.items()
        if not one.ended_early_reason and one.starts_on <= today
    }


def _of_payment(session: Session, batches: list[int]) -> dict[int, str]:
    """Return the keys of those of which anything was listed for payment."""
    awards: defaultdict[int, set[str]] = defaultdict(set)
    query = select(BatchAward.batch_id, Award.state).join(Award, Award.id == BatchAward.award_id).distinct()
    for some in batched_ids(batches):
        rows = session.execute(query.where(BatchAward.batch_id.in_(some), BatchAward.left_at.is_(None)))
        for batch, state in rows:
            awards[int(batch)].add(str(state))
    return {
        batch: "paid" if states.issubset(_PAID) else "paying"
        for batch, states in awards.items()
        if states & {AwardState.IN_PAYMENT, *_PAID}
    }
