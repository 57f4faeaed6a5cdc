"""Keep what the policy said: write only what differs, never touch what is frozen.

An award's id is the id of its result version, so recomputing never renumbers one.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, true, update
from sqlalchemy.orm import Session

from app.awards.designating import batched_ids
from app.awards.reading import Kept, ResultRow
from app.awards.states import is_frozen
from app.policy.outcome import NONE, Outcome
from models import Award, DesignationBasis, Explanation, Result
from models.types import UNFROZEN_STATES

SUPERSEDED = "result-superseded"
_ENOUGH = 5_000  # rows per executemany


def kept_of(outcome: Outcome, *, policy: str) -> Kept:
    """Return an outcome as the award table holds it."""
    amounts = dict(outcome.amounts_by_answer)
    return Kept(
        policy,
        outcome.rule,
        outcome.clause,
        outcome.status,
        outcome.amount_fen,
        outcome.reason,
        ",".join(outcome.questions),
        json.dumps(amounts) if amounts else None,
    )


class AwardWriter:
    """Collects awards that differ from what stands, and writes them in big bites."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._new: list[dict[str, Any]] = []
        self._changed: list[dict[str, Any]] = []
        self.written = 0

    def keep(self, row: ResultRow, kept: Kept) -> None:
        """Keep an outcome for a result, unless the same stands already or its award is frozen."""
        if row.state is None:
            self._new.append({"id": row.id, "event_id": row.event_id, "state": kept.status, **kept._asdict()})
        elif kept != row.kept and not is_frozen(row.state):
            self._changed.append({"award_id": row.id, "state": kept.status, **kept._asdict()})
        if len(self._new) + len(self._changed) >= _ENOUGH:
            self.flush()

    def flush(self) -> None:
        """Write what was collected."""
        self.written += len(self._new) + len(self._changed)
        connection = self._session.connection()
        if self._new:
            connection.execute(insert(Award), self._new)
        if self._changed:
            columns: dict[str, Any] = {name: bindparam(name) for name in ("state", *Kept._fields)}
            statement = update(Award.__table__).where(Award.id == bindparam("award_id"))  # type: ignore[arg-type]
            connection.execute(
                statement.values(lock_version=Award.lock_version + 1, **columns), self._changed
            )
        self._new, self._changed = [], []


def remove_stale(session: Session, *, events: Collection[int] | None = None) -> int:
    """Take unfrozen awards of results that are no longer current off the lists; return how many.

    One that a named designation once rested on stays as an award of nothing, so that the line can say so.
    """
    stale = select(Award.id).join(Result, Result.id == Award.id)
    stale = stale.where(Result.is_current != true(), Award.state.in_(UNFROZEN_STATES))
    stale = stale.where(Award.reason != SUPERSEDED)
    if events is not None:
        stale = stale.where(Award.event_id.in_(events))
    ids = list(session.scalars(stale))
    for some in batched_ids(ids):
        in_use = set(
            session.scalars(select(DesignationBasis.award_id).where(DesignationBasis.award_id.in_(some)))
        )
        session.execute(delete(Explanation).where(Explanation.award_id.in_(set(some) - in_use)))
        session.execute(delete(Award).where(Award.id.in_(set(some) - in_use)))
        empty = {"status": NONE, "state": NONE, "reason": SUPERSEDED, "amount_fen": None}
        empty |= {"questions": "", "amounts_by_answer": None}
        session.execute(update(Award).where(Award.id.in_(in_use)).values(empty))
    return len(ids)
