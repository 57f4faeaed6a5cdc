"""Designation proposals (命名建议): one line per unit and title, with every award it rests on.

A line that has been named is never removed here: its bases that fall are marked as fallen, and where the
last one falls the line goes under review.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.orm import Session

from app.honours import recompute_states
from app.policy import BLOCKED, PROPOSED
from app.unit_of_work import UnitOfWork
from models import Base, Designation, DesignationBasis, Result
from models.bulk import batched_ids, insert_columns
from models.designation import DesignationState

FALLEN = "fallen"
_OPEN = (PROPOSED, BLOCKED)
_ENDED = (DesignationState.PASSED_ON, DesignationState.REVOKED)
_WAITING = (DesignationState.UNDER_REVIEW, DesignationState.PASSED_ON)  # the latter for its successor


_ALL = select(
    Designation.unit_id,
    Designation.title,
    DesignationBasis.award_id,
    Designation.id,
    Designation.state,
    DesignationBasis.status,
    DesignationBasis.question,
).join(DesignationBasis, DesignationBasis.designation_id == Designation.id)
_OF_AWARDS = _ALL.where(DesignationBasis.award_id.in_(bindparam("awards", expanding=True)))


class Basis(NamedTuple):
    """An award by which a unit is to be named; `status` is "proposed", or "blocked" until a ruling.

    `question` is what is open of the title alone.
    """

    unit_id: int
    title: str
    award_id: int
    status: str
    clause: str
    question: str = ""


class _Standing(NamedTuple):
    line_id: int
    line_state: str
    status: str
    question: str


_Key = tuple[int, str, int]


def update_designations(
    work: UnitOfWork, bases: Iterable[Basis], *, policy: str, awards: Collection[int] | None = None
) -> int:
    """Make the lines rest on exactly `bases`, with `awards` as far as these go; return how many changed."""
    session = work.session
    wanted = {basis[:3]: basis for basis in bases}
    standing = _standing(session, awards)
    differing = {
        key
        for key, basis in wanted.items()
        if key in standing
        and (standing[key].status, standing[key].question) != (basis.status, basis.question)
    }
    fallen = {key for key, old in standing.items() if key not in wanted and old.status != FALLEN}
    lines = _lines(session, [one for key, one in wanted.items() if key not in standing], policy=policy)
    new = _attachable(session, [one for key, one in wanted.items() if key not in standing], lines)
    columns: dict[str, list[Any]] = {
        "designation_id": [lines[one.unit_id, one.title].id for one in new],
        "award_id": [one.award_id for one in new],
        "status": [one.status for one in new],
        "question": [one.question for one in new],
    }
    table = Base.metadata.tables[DesignationBasis.__tablename__]
    insert_columns(session.connection(), table, columns, size=len(new))
    for key in differing:
        _mark(session, standing[key].line_id, key, status=wanted[key].status, question=wanted[key].question)
    for key in fallen:
        _detach_basis(session, standing[key], key)
    changed = {standing[key].line_id for key in differing | fallen}
    changed |= {lines[one.unit_id, one.title].id for one in new}
    # What was confirmed meanwhile changes no basis, and brings a line back all the same.
    waiting = {old.line_id for old in standing.values() if old.line_state in _WAITING}
    recompute_states(work, changed | waiting)
    return len(changed)


def _standing(session: Session, awards: Collection[int] | None) -> dict[_Key, _Standing]:
    connection = session.connection()
    return {
        (row[0], row[1], row[2]): _Standing(*row[3:])
        for some in ([None] if awards is None else batched_ids(awards))
        for row in connection.execute(_ALL if some is None else _OF_AWARDS, {"awards": some})
    }


def _attachable(
    session: Session, new: list[Basis], lines: Mapping[tuple[int, str], Designation]
) -> list[Basis]:
    """Return the new bases that their lines take: one that ended takes corrected versions of its results."""
    ended = {line.id for line in lines.values() if line.state in _ENDED}
    if not ended:
        return new
    entries = select(DesignationBasis.designation_id, Result.entry_id)
    entries = entries.join(Result, Result.id == DesignationBasis.award_id)
    kept = {tuple(row) for row in session.execute(entries.where(DesignationBasis.designation_id.in_(ended)))}
    entry_of: dict[int, int] = {}
    for some in batched_ids(one.award_id for one in new):
        query = select(Result.id, Result.entry_id).where(Result.id.in_(some))
        entry_of.update((result, entry) for result, entry in session.execute(query))
    return [
        one
        for one in new
        if (line := lines[one.unit_id, one.title]).id not in ended
        or (line.id, entry_of[one.award_id]) in kept
    ]


def _lines(session: Session, new: list[Basis], *, policy: str) -> dict[tuple[int, str], Designation]:
    """Return the lines that new bases need, making those that are not there yet."""
    needed = {(basis.unit_id, basis.title): basis.clause for basis in new}
    found: dict[tuple[int, str], Designation] = {}
    for some in batched_ids({unit for unit, _ in needed}):
        for line in session.scalars(select(Designation).where(Designation.unit_id.in_(some))):
            if (line.unit_id, line.title) in needed:
                found[line.unit_id, line.title] = line
    for (unit, title), clause in needed.items():
        if (unit, title) not in found:
            new_line = Designation(unit_id=unit, title=title, policy=policy, clause=clause, state=BLOCKED)
            session.add(new_line)
            found[unit, title] = new_line
    session.flush()
    return found


def _mark(session: Session, line_id: int, key: _Key, *, status: str, question: str = "") -> None:
    basis = update(DesignationBasis).where(DesignationBasis.designation_id == line_id)
    session.execute(basis.where(DesignationBasis.award_id == key[2]).values(status=status, question=question))


def _detach_basis(session: Session, old: _Standing, key: _Key) -> None:
    if old.line_state not in _OPEN:
        _mark(session, old.line_id, key, status=FALLEN)
        return
    basis = delete(DesignationBasis).where(DesignationBasis.designation_id == old.line_id)
    session.execute(basis.where(DesignationBasis.award_id == key[2]))
