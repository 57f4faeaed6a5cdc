"""Awards whose publication (公示) is over: they are published, and no longer under publicity."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.bases_on_record import today_in
from app.words import tr
from models import BatchAward, Publicity
from models.bulk import batched_ids
from models.types import AwardState


def publicity_over(session: Session, award_ids: Collection[int]) -> set[int]:
    """Return which of these awards were last published in a period whose last day has passed."""
    batch_of: dict[int, int] = {}
    query = select(BatchAward.award_id, BatchAward.batch_id).order_by(BatchAward.id)
    for some in batched_ids(award_ids):
        for award, batch in session.execute(query.where(BatchAward.award_id.in_(some))):
            batch_of[int(award)] = int(batch)  # the last one it was in
    over, today = set[int](), today_in(session)
    notices = select(Publicity.batch_id, Publicity.ends_on, Publicity.ended_early_reason).order_by(
        Publicity.id
    )
    for some in batched_ids(set(batch_of.values())):
        last = {int(row[0]): row for row in session.execute(notices.where(Publicity.batch_id.in_(some)))}
        over |= {batch for batch, (_, ends_on, early) in last.items() if not early and ends_on < today}
    return {award for award, batch in batch_of.items() if batch in over}


def award_state_words(state: str, *, is_publicity_over: bool) -> str:
    """Return where an award stands; of one whose publicity is over nobody reads that it is going on."""
    if is_publicity_over and state == AwardState.PUBLICISED:
        return tr("awards.publicity-over")
    return tr(f"core.award-state.{state}")
