"""Acts (办理记录) on a line of a register: what was done by which document; its moves of state among them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.clock import office_day
from app.transitions import Noun, move, record_change, transition
from app.unit_of_work import UnitOfWork
from models import Designation, Honour, Recognition, RegisterAct

Line = Designation | Recognition | Honour
_KEYS = {Designation: "designation_id", Recognition: "recognition_id", Honour: "honour_id"}
_NOUNS = {Designation: Noun.DESIGNATION, Recognition: Noun.RECOGNITION, Honour: Noun.HONOUR}


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
    """Add an act that moves no state (entry, correction, taking over) and its line in the audit chain.

    `as_written` is a document number before its brackets were corrected.
    """
    day = happened_on or office_day(work.now)
    _add(work, line, act, day=day, name=name, document=document, reason=reason)
    detail = _detail(day, as_written) | {"document": document, "state": line.state}
    work.audit(act, _noun(line).value, line.id, detail=detail, reason=reason)


def record_new(
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
    """Add the first act of a new, stored line, with the row that begins the history of its states."""
    record_change(work, _noun(line), line, reason=reason, document=document)
    record_act(
        work,
        line,
        act=act,
        happened_on=happened_on,
        name=name,
        document=document,
        reason=reason,
        as_written=as_written,
    )


def move_line(
    work: UnitOfWork,
    line: Line,
    to: str,
    *,
    subject: str,
    happened_on: date | None = None,
    name: str = "",
    document: str = "",
    reason: str = "",
    as_written: str = "",
    action: str = "",
    follows: bool = False,
) -> None:
    """Move `line` to the state `to` as `app.transitions.move` does, and add the act to the register.

    `action` takes the place of the table's word for the move, also as the act.
    """
    day = happened_on or office_day(work.now)
    act = action or transition(_noun(line), line.state, to, subject=subject).action
    move(
        work,
        _noun(line),
        line,
        to,
        reason=reason,
        document=document,
        subject=subject,
        detail=_detail(day, as_written),
        action=action,
        follows=follows,
    )
    _add(work, line, act, day=day, name=name, document=document, reason=reason)


def _noun(line: Line) -> Noun:
    return _NOUNS[type(line)]


def _detail(day: date, as_written: str) -> dict[str, object]:
    return {"happened_on": day, **({"document_as_written": as_written} if as_written else {})}


def _add(work: UnitOfWork, line: Line, act: str, *, day: date, name: str, document: str, reason: str) -> None:
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


def acts_of(session: Session, line: Line) -> tuple[Act, ...]:
    """Return the acts on `line`, oldest first."""
    key = getattr(RegisterAct, _KEYS[type(line)])
    query = select(RegisterAct).where(key == line.id).order_by(RegisterAct.id)
    return tuple(
        Act(one.act, one.happened_on, one.name, one.document, one.reason, one.recorded_by, one.recorded_at)
        for one in session.scalars(query)
    )
