"""What payments have made of a batch: read only, so that no step is taken back from under the money."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.awards import award_page
from app.batches.records import MONEY_MOVED, award_name, named
from app.errors import ConflictError
from models import Award, Batch, BatchAward, PaymentLine, PaymentRun
from models.payment import OVER_LINES


def require_no_money_moved(session: Session, batch: Batch, *, award_id: int | None = None) -> None:
    """Raise ConflictError, naming them, where awards of a batch are on a payment run that stands, or paid."""
    lines = select(PaymentLine.award_id).join(PaymentRun, PaymentRun.id == PaymentLine.run_id)
    lines = lines.where(PaymentRun.batch_id == batch.id, PaymentLine.state.not_in(OVER_LINES))
    moved = select(BatchAward.award_id).join(Award, Award.id == BatchAward.award_id)
    moved = moved.where(BatchAward.batch_id == batch.id, BatchAward.left_at.is_(None))
    moved = moved.where(Award.state.in_(MONEY_MOVED))
    found = {int(award) for query in (lines, moved) for award in session.scalars(query)}
    if award_id is not None:
        found &= {award_id}
    if found:
        names = [award_name(row) for row in award_page(session, sorted(found))]
        raise ConflictError("batch-money-moved", batch=batch.name, awards=named(names))
