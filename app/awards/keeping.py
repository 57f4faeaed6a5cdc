"""Keep what the policy said: write only what differs, never touch what is frozen.

An award's id is the id of its result version, so recomputing never renumbers one.
"""

from __future__ import annotations

import json
from collections.abc import Collection

from sqlalchemy import delete, select, true, update
from sqlalchemy.orm import Session

from app.awards.designating import batched_ids
from app.awards.reading import BEFORE_KEPT, Kept, ResultRow
from app.awards.states import is_frozen
from app.policy import NONE, Outcome
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


_COLUMNS = ("id", "event_id", "lock_version", "state", *Kept._fields)


class AwardWriter:
    """Collects awards that differ from what stands, and writes them in big bites.

    It speaks to the driver directly: building a million statements' parameters costs more than the
    store's own work.
    """

    def __init__(self, session: Session) -> None:
        self._connection = session.connection()
        self._mark = "?" if self._connection.dialect.name == "sqlite" else "%s"
        self._new: list[tuple[object, ...]] = []
        self._changed: list[tuple[object, ...]] = []
        self.written = 0

    def keep(self, row: ResultRow, kept: Kept) -> None:
        """Keep an outcome for a result, unless the same stands already or its award is frozen."""
        if row.state is None:
            self._new.append((row.id, row.event_id, 1, kept.status, *kept))
            if len(self._new) >= _ENOUGH:
                self.flush()
        elif kept != row[BEFORE_KEPT:] and not is_frozen(row.state):
            self._changed.append((kept.status, *kept, row.id))

    def flush(self) -> None:
        """Write what was collected."""
        self.written += len(self._new) + len(self._changed)
        if self._new:
            marks = ", ".join([self._mark] * len(_COLUMNS))
            insert = f"INSERT INTO award ({', '.join(_COLUMNS)}) VALUES ({marks})"
            self._connection.exec_driver_sql(insert, self._new)
        if self._changed:
            columns = ", ".join(f"{name} = {self._mark}" for name in ("state", *Kept._fields))
            update = f"UPDATE award SET lock_version = lock_version + 1, {columns} WHERE id = {self._mark}"
            self._connection.exec_driver_sql(update, self._changed)
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
