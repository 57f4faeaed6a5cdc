"""The clock, passed in wherever time matters, so that a test can set it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone

Clock = Callable[[], datetime]

CLOCK = "clock"  # the key of a session's `info` under which the store leaves its clock

BEIJING = timezone(timedelta(hours=8))  # the office's days begin here; China has no summer time


def utc_now() -> datetime:
    """Return the present moment, aware, in UTC."""
    return datetime.now(UTC)


def office_day(moment: datetime) -> date:
    """Return the calendar day of `moment` as the office counts it."""
    return moment.astimezone(BEIJING).date()
