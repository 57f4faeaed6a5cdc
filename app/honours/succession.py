"""Succession (承继): a named title passes to another unit, only by hand and only with a document.

A new credit code is another unit. Nothing merges the two by itself, whatever their names.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from app.changes import Changes
from app.document_numbers import DocumentNumber, document_number
from app.errors import ConflictError, InputError, NotFoundError
from app.honours.designating import (
    DesignationLine,
    designation,
    designation_line,
    mark_designated,
    subject_of,
)
from app.honours.states import MOVES, DesignationState
from app.registry import record_act
from app.unit_of_work import UnitOfWork
from app.validation import check_move, check_not_future, check_version, required_text
from app.words import tr
from models import Designation, Succession, Unit


def pass_on_designation(
    work: UnitOfWork,
    designation_id: int,
    *,
    successor_unit_id: int,
    document: str,
    happened_on: date,
    reason: str,
    version: int | None = None,
) -> DesignationLine:
    """Pass a named title on to another unit by `document`; return the successor's line.

    The old line stays as it was named, marked as passed on; the successor's rests on the same results.
    Raises ConflictError where the title is not in force or the successor lost it, InputError for a
    faulty document number, a missing reason, a day before the naming or the same unit.
    """
    line = designation(work.session, designation_id)
    check_version(line.lock_version, version)
    check_move(
        MOVES["designation"],
        line.state,
        DesignationState.PASSED_ON,
        register="designation",
        subject=subject_of(line),
    )
    number = document_number(document)
    why = required_text(reason, what=tr("registers.field.reason"))
    _check_day(work, line, happened_on)
    heir = _successor_line(work, line, successor_unit_id)
    line.state = DesignationState.PASSED_ON
    _note(work, line, act="pass-on", day=happened_on, number=number, reason=why)
    if heir.state != DesignationState.DESIGNATED:
        mark_designated(work, heir, document=number.number, day=happened_on)
    _note(work, heir, act="take-over", day=happened_on, number=number, reason=why)
    work.session.add(
        Succession(
            designation_id=line.id,
            successor_id=heir.id,
            happened_on=happened_on,
            document=number.number,
            reason=why,
            recorded_by=work.actor.name,
            recorded_at=work.now,
        )
    )
    work.session.flush()
    work.touched(Changes.DESIGNATIONS | Changes.HONOURS)
    return designation_line(heir)


def _check_day(work: UnitOfWork, line: Designation, day: date) -> None:
    check_not_future(work, day, what=tr("registers.field.happened-on"))
    if line.designated_on is not None and day < line.designated_on:
        raise InputError(
            "succession-before-naming", subject=subject_of(line), named=line.designated_on, day=day
        )


def _successor_line(work: UnitOfWork, line: Designation, unit_id: int) -> Designation:
    """Return the successor's line of the same title, made if it is not there."""
    unit = work.session.get(Unit, unit_id)
    if unit is None:
        raise NotFoundError("unit-missing", id=unit_id)
    if unit.id == line.unit_id:
        raise InputError("succession-to-itself", subject=subject_of(line))
    query = select(Designation).where(Designation.unit_id == unit.id, Designation.title == line.title)
    heir = work.session.scalar(query)
    if heir is None:
        heir = Designation(
            unit=unit, title=line.title, policy=line.policy, clause=line.clause, state="blocked"
        )
        work.session.add(heir)
        work.session.flush()
    if heir.state in (DesignationState.PASSED_ON, DesignationState.REVOKED, DesignationState.UNDER_REVIEW):
        state = tr(f"honours.designation-state.{heir.state}")
        raise ConflictError("succession-heir-lost-it", subject=subject_of(heir), state=state)
    return heir


def _note(
    work: UnitOfWork, line: Designation, *, act: str, day: date, number: DocumentNumber, reason: str
) -> None:
    record_act(
        work,
        line,
        act=act,
        happened_on=day,
        name=line.unit_name,
        document=number.number,
        reason=reason,
        as_written=number.as_written,
    )
