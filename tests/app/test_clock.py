"""The office's day begins at midnight in Beijing, whatever the machine's own zone is."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from app.clock import office_day, utc_now


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2024, 6, 30, 15, 59, 59, tzinfo=UTC), date(2024, 6, 30)),
        (datetime(2024, 6, 30, 16, 0, tzinfo=UTC), date(2024, 7, 1)),
        (datetime(2024, 6, 30, 23, 30, tzinfo=UTC), date(2024, 7, 1)),
        (datetime(2024, 12, 31, 16, 0, tzinfo=UTC), date(2025, 1, 1)),
        (datetime(2024, 7, 1, 0, 30, tzinfo=timezone(timedelta(hours=9))), date(2024, 6, 30)),
    ],
)
def test_a_day_of_the_office_begins_at_midnight_in_beijing(moment: datetime, day: date) -> None:
    assert office_day(moment) == day


def test_now_is_a_moment_in_utc() -> None:
    before = datetime.now(UTC)
    assert before <= utc_now() <= datetime.now(UTC)
    assert utc_now().utcoffset() == timedelta(0)
