"""Name a unit as a base (命名基地), and take the name away: acts of the office with their document."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app.accounts import Right
from app.bases_on_record import required_number
from app.changes import Changes
from app.document_numbers import DocumentNumber
from app.errors import ConflictError, NotFoundError
from app.honours.recomputing import basis_statuses, designation_subject
from app.registry import move_line, unit_name_on
from app.transitions import Noun, transition
from app.unit_of_work import UnitOfWork
from app.validation import check_not_future, check_version, required_text
from app.words import tr
from models import Designation
from models.designation import DesignationState


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
    work.require(Right.NAME)
    line = designation(work.session, designation_id)
    check_version(line.lock_version, version)
    transition(Noun.DESIGNATION, line.state, DesignationState.DESIGNATED, subject=designation_subject(line))
    if line.state != DesignationState.PROPOSED or "proposed" not in _resting_on(work.session, line):
        raise ConflictError("honours-no-confirmed-basis", subject=designation_subject(line))
    number = required_number(work, document)
    check_not_future(work, designated_on, what=tr("registers.field.designated-on"))
    mark_designated(work, line, number=number, day=designated_on)
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
    work.require(Right.NAME)
    line = designation(work.session, designation_id)
    check_version(line.lock_version, version)
    transition(Noun.DESIGNATION, line.state, DesignationState.REVOKED, subject=designation_subject(line))
    number = required_number(work, document)
    check_not_future(work, revoked_on, what=tr("registers.field.revoked-on"))
    why = required_text(reason, what=tr("registers.field.reason"))
    move_line(
        work,
        line,
        DesignationState.REVOKED,
        subject=designation_subject(line),
        happened_on=revoked_on,
        name=line.unit_name,
        document=number.number,
        reason=why,
        as_written=number.as_written,
    )
    return _done(work, line)


def mark_designated(
    work: UnitOfWork,
    line: Designation,
    *,
    number: DocumentNumber,
    day: date,
    action: str = "",
    reason: str = "",
) -> None:
    """Make `line` a named one by a document, with the unit's name on `day`; `action` names the act."""
    line.unit_name = unit_name_on(work.session, line.unit, day)
    line.designated_on, line.document = day, number.number
    move_line(
        work,
        line,
        DesignationState.DESIGNATED,
        subject=designation_subject(line),
        happened_on=day,
        name=line.unit_name,
        document=number.number,
        reason=reason,
        as_written=number.as_written,
        action=action,
    )


def designation(session: Session, designation_id: int) -> Designation:
    """Return a line of the register. Raises NotFoundError."""
    line = session.get(Designation, designation_id)
    if line is None:
        raise NotFoundError("designation-missing", id=designation_id)
    return line


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
