"""Designation proposals (命名建议): one line per unit and title, with every award it rests on.

A line that has been named is never removed here: its bases that fall are marked as fallen, and where the
last one falls the line goes under review.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from app.honours import recompute_states
from app.policy import BLOCKED, PROPOSED
from app.unit_of_work import UnitOfWork
from models import Designation, DesignationBasis

FALLEN = "fallen"
_OPEN = (PROPOSED, BLOCKED)


class Basis(NamedTuple):
    """An award by which a unit is to be named; `status` is "proposed", or "blocked" until a ruling."""

    unit_id: int
    title: str
    award_id: int
    status: str
    clause: str


class _Standing(NamedTuple):
    line_id: int
    line_state: str
    status: str


_Key = tuple[int, str, int]


def update_designations(
    work: UnitOfWork, bases: Iterable[Basis], *, policy: str, awards: Collection[int] | None = None
) -> int:
    """Make the lines rest on exactly `bases`, with `awards` as far as these go; return how many changed."""
    session = work.session
    wanted = {basis[:3]: basis for basis in bases}
    standing = _standing(session, awards)
    differing = {
        key for key, basis in wanted.items() if key in standing and standing[key].status != basis.status
    }
    fallen = {key for key, old in standing.items() if key not in wanted and old.status != FALLEN}
    new = [basis for key, basis in wanted.items() if key not in standing]
    lines = _lines(session, new, policy=policy)
    if new:
        rows = [
            {"designation_id": lines[one.unit_id, one.title], "award_id": one.award_id, "status": one.status}
            for one in new
        ]
        session.execute(insert(DesignationBasis), rows)
    for key in differing:
        _mark(session, standing[key].line_id, key, status=wanted[key].status)
    for key in fallen:
        _detach_basis(session, standing[key], key)
    touched = {standing[key].line_id for key in differing | fallen} | set(lines.values())
    recompute_states(work, touched)
    return len(touched)


def _standing(session: Session, awards: Collection[int] | None) -> dict[_Key, _Standing]:
    basis = DesignationBasis
    query = select(
        Designation.unit_id,
        Designation.title,
        basis.award_id,
        Designation.id,
        Designation.state,
        basis.status,
    ).join(basis, basis.designation_id == Designation.id)
    groups = [[]] if awards is None else batched_ids(awards)
    return {
        (row[0], row[1], row[2]): _Standing(*row[3:])
        for some in groups
        for row in session.execute(query.where(basis.award_id.in_(some)) if some else query)
    }


def _lines(session: Session, new: list[Basis], *, policy: str) -> dict[tuple[int, str], int]:
    """Return the line ids that new bases need, making those that are not there yet."""
    needed = {(basis.unit_id, basis.title): basis.clause for basis in new}
    found: dict[tuple[int, str], int] = {}
    for some in batched_ids({unit for unit, _ in needed}):
        for line in session.scalars(select(Designation).where(Designation.unit_id.in_(some))):
            if (line.unit_id, line.title) in needed:
                found[line.unit_id, line.title] = line.id
    for (unit, title), clause in needed.items():
        if (unit, title) not in found:
            new_line = Designation(unit_id=unit, title=title, policy=policy, clause=clause, state=BLOCKED)
            session.add(new_line)
            session.flush()
            found[unit, title] = new_line.id
    return found


def _mark(session: Session, line_id: int, key: _Key, *, status: str) -> None:
    basis = update(DesignationBasis).where(DesignationBasis.designation_id == line_id)
    session.execute(basis.where(DesignationBasis.award_id == key[2]).values(status=status))


def _detach_basis(session: Session, old: _Standing, key: _Key) -> None:
    if old.line_state not in _OPEN:
        _mark(session, old.line_id, key, status=FALLEN)
        return
    basis = delete(DesignationBasis).where(DesignationBasis.designation_id == old.line_id)
    session.execute(basis.where(DesignationBasis.award_id == key[2]))


def batched_ids(ids: Iterable[int]) -> Iterable[list[int]]:
    """Yield ids a few hundred at a time, as many as a database binds at once without complaint."""
    ordered = sorted(ids)
    for start in range(0, len(ordered), 500):
        yield ordered[start : start + 500]
