"""Add acts (办理记录) to a line of a register, and read them back in order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.clock import office_day
from app.unit_of_work import UnitOfWork
from models import Designation, Honour, Recognition, RegisterAct

Line = Designation | Recognition | Honour
_KEYS = {Designation: "designation_id", Recognition: "recognition_id", Honour: "honour_id"}


@dataclass(frozen=True, slots=True)
class Act:
    """What was done to a line: `happened_on` is the document's day, `recorded_at` when it was entered."""

    act: str
    happened_on: date
    name: str
    document: str
    reason: str
    recorded_by: str
    recorded_at: datetime


def record_act(
    work: UnitOfWork,
    line: Line,
    *,
    act: str,
    happened_on: date | None = None,
    name: str = "",
    document: str = "",
    reason: str = "",
    as_written: str = "",
) -> None:
    """Add an act to `line` and a line to the audit chain. `as_written` is a document number before
    its brackets were corrected."""
    day = happened_on or office_day(work.now)
    entry = RegisterAct(
        act=act,
        happened_on=day,
        name=name,
        document=document,
        reason=reason,
        recorded_by=work.actor.name,
        recorded_at=work.now,
    )
    setattr(entry, _KEYS[type(line)], line.id)
    work.session.add(entry)
    detail: dict[str, object] = {"happened_on": day, "document": document, "state": line.state}
    if as_written:
        detail["document_as_written"] = as_written
    work.audit(act, type(line).__name__.lower(), line.id, detail=detail, reason=reason)


def acts_of(session: Session, line: Line) -> tuple[Act, ...]:
    """Return the acts on `line`, oldest first."""
    key = getattr(RegisterAct, _KEYS[type(line)])
    query = select(RegisterAct).where(key == line.id).order_by(RegisterAct.id)
    return tuple(
        Act(one.act, one.happened_on, one.name, one.document, one.reason, one.recorded_by, one.recorded_at)
        for one in session.scalars(query)
    )


def last_act(session: Session, line: Line) -> str:
    """Return what was done last to `line`, "" where nothing was."""
    acts = acts_of(session, line)
    return acts[-1].act if acts else ""
