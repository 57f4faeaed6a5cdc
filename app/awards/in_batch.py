"""Which batch an award is in: asked by the lists that are made without a batch."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.batch_standings import batch_standings
from app.words import tr
from models import Batch, BatchAward
from models.bulk import batched_ids


@dataclass(frozen=True, slots=True)
class InBatch:
    """The batch that an award is in and has not left."""

    id: int
    name: str
    state: str
    state_words: str

    @property
    def words(self) -> str:
        """Return which batch it is, and where that stands."""
        return tr("awards.in-batch", batch=self.name, state=self.state_words)


def live_batches(session: Session, award_ids: Collection[int]) -> dict[int, InBatch]:
    """Return, by award, the batch that it is in; awards in none are absent."""
    query = select(BatchAward.award_id, Batch.id, Batch.name, Batch.state)
    query = query.join(Batch, Batch.id == BatchAward.batch_id).where(BatchAward.left_at.is_(None))
    rows = [
        row
        for some in batched_ids(award_ids)
        for row in session.execute(query.where(BatchAward.award_id.in_(some)))
    ]
    words = batch_standings(session, {int(batch): state for _, batch, _, state in rows})
    return {
        int(award): InBatch(int(batch), name, state, words[int(batch)]) for award, batch, name, state in rows
    }
