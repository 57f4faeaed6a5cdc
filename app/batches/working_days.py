"""Working days (工作日): weekdays, less public holidays, plus the weekend days that are worked (调休)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import InputError
from models import CalendarDay

MOST_DAYS = 250  # working days of one period: about a year
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Period:
    """A period in working days, both days included; `unrecorded_years` are those without any holiday."""

    starts_on: date
    ends_on: date
    working_days: int
    unrecorded_years: tuple[int, ...] = ()


def working_day(session: Session, day: date) -> bool:
    """Return whether the office works on this day."""
    return _works(day, _exceptions(session, day, day))


def add_working_days(session: Session, day: date, days: int) -> date:
    """Return the `days`-th working day after `day` (before it where negative); 0 gives `day` itself.

    Raises InputError for more than `MOST_DAYS`.
    """
    if abs(days) > MOST_DAYS:
        raise InputError("period-days", days=days, most=MOST_DAYS)
    step = timedelta(days=1 if days > 0 else -1)
    reach = timedelta(days=3 * abs(days) + 60)
    exceptions = _exceptions(session, min(day, day + reach * step.days), max(day, day + reach * step.days))
    left = abs(days)
    while left:
        day += step
        left -= _works(day, exceptions)
    return day


def working_days_between(session: Session, first: date, last: date) -> int:
    """Return how many working days lie between two days, both included; 0 where `last` is before `first`."""
    exceptions = _exceptions(session, first, last)
    return sum(
        _works(first + timedelta(days=number), exceptions) for number in range((last - first).days + 1)
    )


def period_of(session: Session, starts_on: date, days: int) -> Period:
    """Return the period of `days` working days from `starts_on` on; that day counts where it is one.

    Raises InputError where `days` is not between 1 and `MOST_DAYS`.
    """
    if not 1 <= days <= MOST_DAYS:
        raise InputError("period-days", days=days, most=MOST_DAYS)
    ends_on = add_working_days(session, starts_on - timedelta(days=1), days)
    years = range(starts_on.year, ends_on.year + 1)
    unrecorded = tuple(year for year in years if not is_recorded(session, year))
    return Period(starts_on, ends_on, days, unrecorded)


def is_recorded(session: Session, year: int) -> bool:
    """Return whether holidays of a year are on record; its last days come with the next year's."""
    within = CalendarDay.day.between(date(year, 1, 1), date(year, 12, 24))
    return session.scalar(select(CalendarDay.day).where(within, ~CalendarDay.is_working).limit(1)) is not None


def _works(day: date, exceptions: Mapping[date, bool]) -> bool:
    return exceptions.get(day, day.weekday() < _SATURDAY)


def _exceptions(session: Session, first: date, last: date) -> dict[date, bool]:
    query = select(CalendarDay.day, CalendarDay.is_working).where(CalendarDay.day.between(first, last))
    return dict(session.execute(query).all())
