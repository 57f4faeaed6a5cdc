"""Write what the policy says into the award table: only what differs, and never what is frozen.

An award's id is the id of its result version, so recomputing never renumbers one.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Mapping
from functools import cache

from sqlalchemy import TextClause, bindparam, delete, select, text, true, update
from sqlalchemy.orm import Session

from app.awards.adjust import ANNULLED, SUPERSEDED
from app.awards.assessment.result_rows import FIRST_AWARD_FIELD, ResultRow, StoredAward
from app.policy import NONE, Outcome
from app.transitions import is_frozen
from models import Award, Base, Result
from models.bulk import batched_ids
from models.types import UNFROZEN_STATES

_UNFROZEN = ", ".join(f"'{state.value}'" for state in UNFROZEN_STATES)
_ENOUGH = 5_000  # rows per executemany
_MAY_GO = select(Award.id).where(
    Award.state.in_(UNFROZEN_STATES), Award.reason.not_in((SUPERSEDED, ANNULLED))
)
# Everywhere by the few results that are not current; in some events by their few awards.
_STALE = _MAY_GO.where(Award.id.in_(select(Result.id).where(Result.is_current != true())))
_STALE_IN = _MAY_GO.join(Result, Result.id == Award.id).where(
    Result.is_current != true(), Award.event_id.in_(bindparam("events", expanding=True))
)


def stored_award(outcome: Outcome, *, policy: str) -> StoredAward:
    """Return an outcome as the award table holds it."""
    amounts = dict(outcome.amounts_by_answer)
    return StoredAward(
        policy,
        outcome.rule,
        outcome.clause,
        outcome.status,
        outcome.amount_fen,
        outcome.reason,
        ",".join(outcome.questions),
        json.dumps(amounts) if amounts else None,
    )


_SAME_FOR_ALL = ("policy", "rule", "clause", "reason")  # of an award of nothing
_COLUMNS = ("id", "event_id", "lock_version", "state", *StoredAward._fields)


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
        # what decided awards would come to today, where otherwise: status and fen
        self.frozen_differing: dict[int, tuple[str, int | None]] = {}

    def write(self, row: ResultRow, award: StoredAward) -> None:
        """Write the award of a result, unless the same stands already or it is frozen."""
        if row.state is None:
            self._new.append((row.id, row.event_id, 1, award.status, *award))
            if len(self._new) >= _ENOUGH:
                self.flush()
        elif award == row[FIRST_AWARD_FIELD:]:
            return
        elif not is_frozen(row.state):
            self._changed.append((award.status, *award, row.id))
        elif (award.status, award.amount_fen) != (row.status, row.amount_fen):
            self.frozen_differing[row.id] = award.status, award.amount_fen

    def flush(self) -> None:
        """Write what was collected."""
        self.written += len(self._new) + len(self._changed)
        if self._new:
            marks = ", ".join([self._mark] * len(_COLUMNS))
            insert = f"INSERT INTO award ({', '.join(_COLUMNS)}) VALUES ({marks})"
            self._connection.exec_driver_sql(insert, self._new)
        if self._changed:
            columns = ", ".join(f"{name} = {self._mark}" for name in ("state", *StoredAward._fields))
            update = f"UPDATE award SET lock_version = lock_version + 1, {columns} WHERE id = {self._mark}"
            self._connection.exec_driver_sql(f"{update} AND state IN ({_UNFROZEN})", self._changed)
        self._new, self._changed = [], []


def upsert_unprized(
    session: Session, awards: Mapping[str, StoredAward], *, last_rank: int, events: Collection[int]
) -> int:
    """Write the award of everybody past `last_rank` in these events, by role; return how many differed.

    The policy engine has said what it is; here it is written, thousands of rows at a time. Awards of more
    than nothing are left to `AwardWriter`. Where `awards` names one role only, nobody has another.
    """
    roles: defaultdict[StoredAward, list[str]] = defaultdict(list)
    for role, award in awards.items():
        roles[award].append(role)
    connection = session.connection()
    statement = _upsert(connection.dialect.name, by_role=len(roles) > 1)
    written = 0
    for some in batched_ids(events):
        for award, of_roles in roles.items():
            values = {name: getattr(award, name) for name in ("status", *_SAME_FOR_ALL)}
            values |= {"events": some, "last_rank": last_rank, "roles": of_roles}
            written += max(connection.execute(statement, values).rowcount, 0)
    return written


@cache
def _upsert(dialect: str, *, by_role: bool) -> TextClause:
    """Return the statement that writes one award for many results, of some roles or whatever the role."""
    differs = " OR ".join(f"award.{name} <> excluded.{name}" for name in _SAME_FOR_ALL)
    is_current = "1" if dialect == "sqlite" else "true"
    statement = text(
        f"INSERT INTO award ({', '.join(_COLUMNS)})"
        " SELECT r.id, r.event_id, 1, :status, :policy, :rule, :clause, :status, NULL, :reason, '', NULL"
        f" FROM result r {'JOIN entry e ON e.id = r.entry_id' if by_role else ''}"
        f" WHERE r.is_current = {is_current} AND r.event_id IN :events AND r.rank > :last_rank"
        f" {'AND e.role IN :roles' if by_role else ''}"
        f" ON CONFLICT (id) DO UPDATE SET lock_version = award.lock_version + 1,"
        f" {', '.join(f'{name} = excluded.{name}' for name in _SAME_FOR_ALL)}"
        f" WHERE award.state = :status AND ({differs})"
    ).bindparams(bindparam("events", expanding=True))
    return statement.bindparams(bindparam("roles", expanding=True)) if by_role else statement


def remove_stale(session: Session, *, events: Collection[int] | None = None) -> int:
    """Take unfrozen awards of results that are no longer current off the lists; return how many.

    One that anything refers to, such as a frozen explanation, an honour or a designation, stays as an
    award of nothing that says why.
    """
    connection = session.connection()
    ids = {
        int(award)
        for some in ([None] if events is None else batched_ids(events))
        for award in connection.scalars(_STALE if some is None else _STALE_IN, {"events": some})
    }
    for some in batched_ids(ids):
        in_use = _in_use(session, some)
        session.execute(delete(Award).where(Award.id.in_(set(some) - in_use)))
        _empty(session, in_use)
    return len(ids)


def _in_use(session: Session, awards: Collection[int]) -> set[int]:
    """Return which of these awards a row of any other table refers to."""
    columns = [
        key.parent
        for table in Base.metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table is Award.__table__
    ]
    return {
        int(award)
        for column in columns
        for award in session.scalars(select(column).where(column.in_(awards)).distinct())
    }


def _empty(session: Session, awards: Collection[int]) -> None:
    empty = {"status": NONE, "state": NONE, "amount_fen": None, "questions": "", "amounts_by_answer": None}
    annulled = select(Result.id).where(Result.state == "annulled")
    of_these = update(Award).where(Award.id.in_(awards))
    session.execute(of_these.where(Award.id.in_(annulled)).values(reason=ANNULLED, **empty))
    session.execute(of_these.where(Award.id.not_in(annulled)).values(reason=SUPERSEDED, **empty))
