"""The office's calendar (工作日历): the days that are not what their weekday says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts import Right
from app.batches.holiday_notice import HolidayNotice
from app.changes import Changes
from app.errors import ConflictError, InputError
from app.formats import chinese_date
from app.transitions import checked_document
from app.unit_of_work import UnitOfWork
from app.words import tr
from models import CalendarDay

_LONGEST_NAME = 40  # characters, as the column


@dataclass(frozen=True, slots=True)
class CalendarRow:
    """A public holiday, or a weekend day that is worked; `document` says by which notice."""

    day: date
    is_working: bool
    name: str
    document: str
    recorded_by: str


@dataclass(frozen=True, slots=True)
class CalendarReport:
    """How many days of a notice are new, stood there already, and took the place of something else."""

    new: int
    same: int
    changed: int


def calendar_days(session: Session, year: int) -> list[CalendarRow]:
    """Return the days of a year that are not what their weekday says, in order."""
    within = CalendarDay.day.between(date(year, 1, 1), date(year, 12, 31))
    query = select(CalendarDay).where(within).order_by(CalendarDay.day)
    return [
        CalendarRow(one.day, one.is_working, one.name, one.document, one.recorded_by)
        for one in session.scalars(query)
    ]


def record_holidays(
    work: UnitOfWork, notice: HolidayNotice, *, document: str = "", replaces: bool = False
) -> CalendarReport:
    """Record the days of a notice that a person has looked at and confirmed.

    Raises InputError where the notice has faults; ConflictError, naming the days, where others are on record
    as the contrary, unless `replaces`.
    """
    work.require(Right.ASSEMBLE)
    if notice.faults:
        raise InputError("notice-faults", faults="；".join(notice.faults))
    checked_document(document)
    known = {day.day: work.session.get(CalendarDay, day.day) for day in notice.days}
    contrary = [
        day.day for day in notice.days if (one := known[day.day]) and one.is_working != day.is_working
    ]
    if contrary and not replaces:
        raise ConflictError("notice-contrary", days="、".join(map(chinese_date, contrary)))
    new = [day for day in notice.days if known[day.day] is None]
    for day in notice.days:
        if known[day.day] is None or day.day in contrary:
            _write(work, day.day, day.is_working, name=day.name, document=document)
    same = len(notice.days) - len(new) - len(contrary)
    return CalendarReport(len(new), same, len(contrary))


def set_calendar_day(
    work: UnitOfWork, day: date, is_working: bool | None, *, name: str = "", document: str = ""
) -> None:
    """Record one day as worked or not; None takes it off, so that its weekday counts again."""
    work.require(Right.ASSEMBLE)
    checked_document(document)
    if is_working is None:
        row = work.session.get(CalendarDay, day)
        if row is not None:
            work.session.delete(row)
            work.audit("remove", "calendar-day", day, detail={"is_working": row.is_working, "name": row.name})
            work.touched(Changes.SETTINGS)
        return
    _write(work, day, is_working, name=name, document=document)


def _write(work: UnitOfWork, day: date, is_working: bool, *, name: str, document: str) -> None:
    row = work.session.get(CalendarDay, day)
    detail: dict[str, object] = {"is_working": is_working, "name": name, "document": document}
    if row is None:
        row = CalendarDay(day=day, recorded_by=work.actor.name, recorded_at=work.now)
        work.session.add(row)
    else:
        detail["before"] = {"is_working": row.is_working, "name": row.name, "document": row.document}
    row.is_working, row.name, row.document = is_working, name[:_LONGEST_NAME], document.strip()
    row.recorded_by, row.recorded_at = work.actor.name, work.now
    work.session.flush()
    work.audit("set", "calendar-day", day, detail=detail)
    work.touched(Changes.SETTINGS)


def day_words(row: CalendarRow) -> str:
    """Return a day of the calendar as a list shows it."""
    key = "batches.calendar.worked" if row.is_working else "batches.calendar.off"
    return tr(key, day=chinese_date(row.day), name=row.name, document=row.document)
