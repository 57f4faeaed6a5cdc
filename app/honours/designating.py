"""Name a unit as a base (命名基地), and take the name away: acts of the office with their document."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app.changes import Changes
from app.document_numbers import document_number
from app.errors import ConflictError, NotFoundError
from app.honours.recomputing import basis_statuses
from app.honours.states import MOVES, DesignationState
from app.registry import record_act, unit_name_on
from app.unit_of_work import UnitOfWork
from app.validation import check_move, check_not_future, check_version, required_text
from app.words import tr
from models import Designation


@dataclass(frozen=True, slots=True)
class DesignationLine:
    """A line of the register of bases as it stands after an act."""

    id: int
    version: int
    unit_id: int
    title: str
    state: str
    unit_name: str
    designated_on: date | None
    document: str


def designate_unit(
    work: UnitOfWork, designation_id: int, *, document: str, designated_on: date, version: int | None = None
) -> DesignationLine:
    """Name the unit of a proposed line by `document`; the unit's name on that day is kept.

    Raises ConflictError where the line is not proposed, was changed after `version`, or rests on no
    confirmed result; InputError for a faulty document number or a day that has not come.
    """
    line = designation(work.session, designation_id)
    check_version(line.lock_version, version)
    check_move(
        MOVES["designation"],
        line.state,
        DesignationState.DESIGNATED,
        register="designation",
        subject=subject_of(line),
    )
    if line.state != DesignationState.PROPOSED or "proposed" not in _resting_on(work.session, line):
        raise ConflictError("honours-no-confirmed-basis", subject=subject_of(line))
    number = document_number(document)
    check_not_future(work, designated_on, what=tr("registers.field.designated-on"))
    mark_designated(work, line, document=number.number, day=designated_on)
    record_act(
        work,
        line,
        act="designate",
        happened_on=designated_on,
        name=line.unit_name,
        document=number.number,
        as_written=number.as_written,
    )
    return _done(work, line)


def revoke_designation(
    work: UnitOfWork,
    designation_id: int,
    *,
    document: str,
    revoked_on: date,
    reason: str,
    version: int | None = None,
) -> DesignationLine:
    """Take a designation away by `document`; the line stays in the register with what it rested on."""
    line = designation(work.session, designation_id)
    check_version(line.lock_version, version)
    check_move(
        MOVES["designation"],
        line.state,
        DesignationState.REVOKED,
        register="designation",
        subject=subject_of(line),
    )
    number = document_number(document)
    check_not_future(work, revoked_on, what=tr("registers.field.revoked-on"))
    why = required_text(reason, what=tr("registers.field.reason"))
    line.state = DesignationState.REVOKED
    record_act(
        work,
        line,
        act="revoke",
        happened_on=revoked_on,
        name=line.unit_name,
        document=number.number,
        reason=why,
        as_written=number.as_written,
    )
    return _done(work, line)


def mark_designated(work: UnitOfWork, line: Designation, *, document: str, day: date) -> None:
    """Make `line` a named one, with the unit's name on `day`."""
    line.state = DesignationState.DESIGNATED
    line.unit_name = unit_name_on(work.session, line.unit, day)
    line.designated_on = day
    line.document = document


def designation(session: Session, designation_id: int) -> Designation:
    """Return a line of the register. Raises NotFoundError."""
    line = session.get(Designation, designation_id)
    if line is None:
        raise NotFoundError("designation-missing", id=designation_id)
    return line


def subject_of(line: Designation) -> str:
    """Return how a message names a line: the unit and the title."""
    return tr("registers.subject", holder=line.unit_name or line.unit.name, title=line.title)


def designation_line(line: Designation) -> DesignationLine:
    """Return a row of the store as the line that rooms and screens see."""
    return DesignationLine(
        line.id,
        line.lock_version,
        line.unit_id,
        line.title,
        line.state,
        line.unit_name,
        line.designated_on,
        line.document,
    )


def _resting_on(session: Session, line: Designation) -> set[str]:
    return basis_statuses(session, [line.id])[line.id]


def _done(work: UnitOfWork, line: Designation) -> DesignationLine:
    work.session.flush()
    work.touched(Changes.DESIGNATIONS | Changes.HONOURS)
    return designation_line(line)
