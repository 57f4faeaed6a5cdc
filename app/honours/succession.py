"""Succession (承继): a named title passes to another unit, only by hand and only with a document.

A new credit code is another unit. Nothing merges the two by itself, whatever their names.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select

from app.accounts import Right
from app.bases_on_record import required_number
from app.changes import Changes
from app.errors import ConflictError, InputError, NotFoundError
from app.honours.designating import (
    DesignationLine,
    designation,
    designation_line,
    mark_designated,
)
from app.honours.recomputing import designation_subject
from app.registry import move_line, record_act
from app.transitions import Noun, transition
from app.unit_of_work import UnitOfWork
from app.validation import check_not_future, check_version, required_text
from app.words import tr
from models import Designation, Succession, Unit
from models.designation import DesignationState

_LOST = (DesignationState.PASSED_ON, DesignationState.REVOKED, DesignationState.UNDER_REVIEW)


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
    work.require(Right.NAME)
    line = designation(work.session, designation_id)
    check_version(line.lock_version, version)
    transition(Noun.DESIGNATION, line.state, DesignationState.PASSED_ON, subject=designation_subject(line))
    number = required_number(work, document)
    why = required_text(reason, what=tr("registers.field.reason"))
    _check_day(work, line, happened_on)
    successor = _successor_line(work, line, successor_unit_id)
    moved: dict[str, Any] = {
        "happened_on": happened_on,
        "document": number.number,
        "reason": why,
        "as_written": number.as_written,
    }
    subject = designation_subject(line)
    move_line(work, line, DesignationState.PASSED_ON, subject=subject, name=line.unit_name, **moved)
    if successor.state == DesignationState.DESIGNATED:
        record_act(work, successor, act="take-over", name=successor.unit_name, **moved)
    else:
        mark_designated(work, successor, number=number, day=happened_on, action="take-over", reason=why)
    work.session.add(
        Succession(
            designation_id=line.id,
            successor_id=successor.id,
            happened_on=happened_on,
            document=number.number,
            reason=why,
            recorded_by=work.actor.name,
            recorded_at=work.now,
        )
    )
    work.session.flush()
    work.touched(Changes.DESIGNATIONS | Changes.HONOURS)
    return designation_line(successor)


def _check_day(work: UnitOfWork, line: Designation, day: date) -> None:
    check_not_future(work, day, what=tr("registers.field.happened-on"))
    if line.designated_on is not None and day < line.designated_on:
        raise InputError(
            "succession-before-naming", subject=designation_subject(line), named=line.designated_on, day=day
        )


def _successor_line(work: UnitOfWork, line: Designation, unit_id: int) -> Designation:
    """Return the successor's line of the same title, made if it is not there."""
    unit = work.session.get(Unit, unit_id)
    if unit is None:
        raise NotFoundError("unit-missing", id=unit_id)
    if unit.id == line.unit_id:
        raise InputError("succession-to-itself", subject=designation_subject(line))
    query = select(Designation).where(Designation.unit_id == unit.id, Designation.title == line.title)
    successor = work.session.scalar(query)
    if successor is None:
        successor = Designation(
            unit=unit, title=line.title, policy=line.policy, clause=line.clause, state="blocked"
        )
        work.session.add(successor)
        work.session.flush()
    if successor.state in _LOST:
        state = tr(f"honours.designation-state.{successor.state}")
        raise ConflictError(
            "succession-successor-lost-it", subject=designation_subject(successor), state=state
        )
    return successor
