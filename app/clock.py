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


def moment_text(moment: datetime, *, with_seconds: bool = False) -> str:
    """Return a moment as the office reads it, in its own time: 2024-07-01 09:00."""
    return f"{moment.astimezone(BEIJING):{'%Y-%m-%d %H:%M:%S' if with_seconds else '%Y-%m-%d %H:%M'}}"
