"""Working days: weekends off, holidays off, weekend days that are worked; a notice is read strictly."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from app.batches import (
    add_working_days,
    calendar_days,
    period_of,
    read_holiday_notice,
    record_holidays,
    set_calendar_day,
    working_day,
    working_days_between,
)
from app.errors import ConflictError, InputError
from app.store import Store
from models import CalendarDay
from tests.builders import CLERK, NOW

NATIONAL_DAY = "国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月27日（周日）、10月10日（周六）上班。"
DAYS = st.dates(date(2023, 1, 1), date(2027, 12, 31))
EXCEPTIONS = st.dictionaries(st.dates(date(2024, 1, 1), date(2025, 12, 31)), st.booleans(), max_size=30)


@pytest.fixture(scope="module")
def calendar() -> Iterator[Session]:
    """A database with nothing but the calendar."""
    engine = create_engine("sqlite://")
    CalendarDay.__table__.create(engine)  # type: ignore[attr-defined]
    with Session(engine) as session:
        yield session
    engine.dispose()


def filled(session: Session, exceptions: dict[date, bool]) -> Session:
    session.rollback()
    session.add_all(
        CalendarDay(day=day, is_working=works, recorded_by=CLERK, recorded_at=NOW)
        for day, works in exceptions.items()
    )
    session.flush()
    return session


def counted(exceptions: dict[date, bool], first: date, last: date) -> int:
    """The independent reading: day by day."""
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return sum(exceptions.get(day, day.isoweekday() <= 5) for day in days)


@given(day=DAYS, days=st.integers(1, 60), exceptions=EXCEPTIONS)
def test_a_period_holds_exactly_its_working_days(
    calendar: Session, day: date, days: int, exceptions: dict[date, bool]
) -> None:
    session = filled(calendar, exceptions)
    period = period_of(session, day, days)

    assert counted(exceptions, period.starts_on, period.ends_on) == days
    assert working_day(session, period.ends_on)
    assert working_days_between(session, period.starts_on, period.ends_on) == days


@given(day=DAYS, days=st.integers(-60, 60), exceptions=EXCEPTIONS)
def test_days_added_are_days_counted(
    calendar: Session, day: date, days: int, exceptions: dict[date, bool]
) -> None:
    session = filled(calendar, exceptions)
    end = add_working_days(session, day, days)
    between = (day + timedelta(days=1), end) if days > 0 else (end, day - timedelta(days=1))

    assert counted(exceptions, *between) == abs(days)
    assert (end > day) == (days > 0)
    assert (end == day) == (days == 0)


def test_the_example_of_a_notice(store: Store) -> None:
    notice = read_holiday_notice(NATIONAL_DAY, year=2026)
    with store.writing(actor=CLERK) as work:
        first = record_holidays(work, notice, document="国办发明电〔2025〕7号")
        again = record_holidays(work, notice, document="国办发明电〔2025〕7号")
    with store.reading() as session:
        off = [row.day for row in calendar_days(session, 2026) if not row.is_working]
        period = period_of(session, date(2026, 9, 28), 8)

    assert off == [date(2026, 10, day) for day in range(1, 8)]
    assert (first.new, again.new, again.same) == (9, 0, 9)
    assert period.ends_on == date(2026, 10, 13)  # three days of September, 8, 9, 10 (a Saturday), 12, 13
    assert period.unrecorded_years == ()


def test_eight_working_days_around_the_holiday_by_hand(store: Store) -> None:
    with store.writing(actor=CLERK) as work:
        record_holidays(work, read_holiday_notice(NATIONAL_DAY, year=2026))
        days = [date(2026, 9, 28) + timedelta(days=number) for number in range(15)]
        worked = [day.day for day in days if working_day(work.session, day)]

    assert worked == [28, 29, 30, 8, 9, 10, 12]


def test_december_of_the_next_year_s_notice_is_no_holiday_table_of_its_own(store: Store) -> None:
    text = "元旦：2022年12月31日至2023年1月2日放假调休，共3天。"
    with store.writing(actor=CLERK) as work:
        record_holidays(work, read_holiday_notice(text, year=2023))
        assert period_of(work.session, date(2022, 6, 1), 5).unrecorded_years == (2022,)
        assert period_of(work.session, date(2023, 6, 1), 5).unrecorded_years == ()


@pytest.mark.parametrize(
    ("text", "word"),
    [
        (NATIONAL_DAY.replace("周四", "周五"), "星期"),
        (NATIONAL_DAY.replace("共7天", "共8天"), "写明 8 天"),
        (NATIONAL_DAY.replace("9月27日（周日）", "9月28日"), "工作日"),
        (NATIONAL_DAY.replace("至7日（周三）", "至32日"), "不存在"),
        (NATIONAL_DAY.replace("至", "到"), "读不出来"),
        (NATIONAL_DAY.replace("10月1日（周四）至7日", "1日（周四）至7日"), "没有写月份"),
        (NATIONAL_DAY.replace("10月10日", "10月4日").replace("周六", "周日"), "又放假又上班"),
        (NATIONAL_DAY.replace("10月1日（周四）至7日（周三）", "10月7日至10月1日"), "起止"),
        (NATIONAL_DAY + "\n10月11日（周日）上班。", "读不出来"),
    ],
)
def test_a_notice_that_does_not_agree_with_itself_is_not_recorded(
    sqlite_store: Store, text: str, word: str
) -> None:
    notice = read_holiday_notice(text, year=2026)
    with pytest.raises(InputError) as raised, sqlite_store.writing(actor=CLERK) as work:
        record_holidays(work, notice)

    assert word in str(raised.value.params["faults"])
    with sqlite_store.reading() as session:
        assert calendar_days(session, 2026) == []


@pytest.mark.parametrize("text", ["", "明天放假", "2025年放假，2026年放假安排", "一二三"])
def test_a_text_that_names_no_year_or_no_day_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        read_holiday_notice(text)


def test_a_year_that_contradicts_the_notice_is_refused() -> None:
    with pytest.raises(InputError) as raised:
        read_holiday_notice("2026年部分节假日安排\n" + NATIONAL_DAY, year=2027)
    assert raised.value.code == "notice-other-year"


@given(st.text(alphabet="一二元旦国庆节：10月9日至（周四）放假调休，共天。、上班 \n年2026", max_size=80))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        notice = read_holiday_notice(text, year=2026)
    except InputError:
        return
    assert all(day.day.year in (2025, 2026, 2027) for day in notice.days)
    assert notice.days or notice.faults


def test_the_contrary_of_what_is_on_record_asks(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor=CLERK) as work:
        set_calendar_day(work, date(2026, 10, 2), True, name="值班")
    notice = read_holiday_notice(NATIONAL_DAY, year=2026)
    with pytest.raises(ConflictError) as raised, sqlite_store.writing(actor=CLERK) as work:
        record_holidays(work, notice)
    with sqlite_store.writing(actor=CLERK) as work:
        report = record_holidays(work, notice, replaces=True)
        set_calendar_day(work, date(2026, 10, 10), None)

    assert "10月2日" in str(raised.value.params["days"])
    assert (report.new, report.changed) == (8, 1)
    with sqlite_store.reading() as session:
        assert not working_day(session, date(2026, 10, 2))
        assert not working_day(session, date(2026, 10, 10))


@pytest.mark.parametrize("days", [0, -1, 251])
def test_a_period_is_between_one_day_and_a_year(sqlite_store: Store, days: int) -> None:
    with sqlite_store.reading() as session, pytest.raises(InputError):
        period_of(session, date(2026, 3, 2), days)
