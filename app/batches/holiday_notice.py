"""Read the State Council's notice of holidays (放假通知) as it is pasted: strictly, and nothing is guessed.

Understood are items such as

    国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月27日（周日）、10月10日（周六）上班。

Weekdays and sums of days that the text states are compared with the calendar; what does not agree is a fault,
and a notice with faults is not recorded. Sentences that say nothing of days off or days worked are kept apart
and shown.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from app.errors import InputError
from app.formats import chinese_date
from app.words import tr

LONGEST_NOTICE = 20_000  # characters
_LONGEST_HOLIDAY = 16  # days
_WEEKDAYS = "一二三四五六日"
_DATE = r"(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日(?:（([^（）]*)）)?"
_OFF = re.compile(
    rf"{_DATE}(?:至{_DATE})?放假(?:调休)?(?:(\d{{1,2}})天)?"
    r"(?:，共(\d{1,2})天)?(?:，(?:与周末连休|不调休|与双休日连休))?"
)
_ONE_DATE = re.compile(_DATE)
_WORKED = re.compile(rf"{_DATE}(?:、{_DATE})*上班")
_ITEM = re.compile(r"(?:[一二三四五六七八九十]{1,3}、|\d{1,2}[.、])?([^：，。、\d][^：，。\d]{0,18})：(.+)")
_YEAR = re.compile(r"(\d{4})年(?:部分)?(?:节假日|放假)")
_WEEKDAY = re.compile(r"(?:周|星期)([一二三四五六日天])")
_SPEAKS_OF_DAYS = re.compile(r"放假|上班|调休")
_NOT_OF_DAYS = re.compile(r"安排通知如下|节假日期间|鼓励")


@dataclass(frozen=True, slots=True)
class NoticeDay:
    """A day of a notice: off, or a weekend day that is worked, for which holiday."""

    day: date
    is_working: bool
    name: str


@dataclass(frozen=True, slots=True)
class HolidayNotice:
    """What was understood of a notice; `faults` in words where it does not agree with itself.

    `understood` are the days item by item in words, `unread` the sentences from which nothing was taken.
    """

    year: int
    days: tuple[NoticeDay, ...]
    understood: tuple[str, ...]
    unread: tuple[str, ...]
    faults: tuple[str, ...]


@dataclass
class _Reading:
    """What has been read so far."""

    year: int
    days: dict[date, NoticeDay] = field(default_factory=dict)
    understood: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def add(self, day: NoticeDay, sentence: str) -> None:
        known = self.days.get(day.day)
        if known is not None and known.is_working != day.is_working:
            self.faults.append(_fault("both", sentence, day=chinese_date(day.day)))
        elif known is None:
            self.days[day.day] = day


def read_holiday_notice(text: str, *, year: int | None = None) -> HolidayNotice:
    """Return what a notice says, of the `year` given or named in it; nothing is recorded.

    Raises InputError where no year is given or named, two differ, or no item is found.
    """
    plain = _plain(text)
    reading = _Reading(_year_of(plain, year))
    for line in plain.splitlines():
        _read_line(reading, line.strip())
    if not reading.days and not reading.faults:
        raise InputError("notice-nothing")
    days = tuple(reading.days[day] for day in sorted(reading.days))
    return HolidayNotice(
        reading.year, days, tuple(reading.understood), tuple(reading.unread), tuple(reading.faults)
    )


def _plain(text: str) -> str:
    """Return a text with one kind of digits, brackets and marks, and no blanks inside its lines."""
    if len(text) > LONGEST_NOTICE:
        raise InputError("notice-long", most=LONGEST_NOTICE, length=len(text))
    folded = "".join(unicodedata.normalize("NFKC", sign) if "０" <= sign <= "９" else sign for sign in text)
    folded = folded.translate(str.maketrans("():,;", "（）：，；"))
    return "\n".join(re.sub(r"[ \t\u3000\xa0]+", "", line) for line in folded.splitlines())


def _year_of(plain: str, given: int | None) -> int:
    named = {int(found) for found in _YEAR.findall(plain)}
    if given is not None and not 1949 <= given <= 2200:
        raise InputError("notice-year", year=given)
    if given is not None and named and named != {given}:
        years = "、".join(map(str, sorted(named)))
        raise InputError("notice-other-year", given=given, named=years)
    if given is None and len(named) != 1:
        raise InputError("notice-without-year")
    year = given if given is not None else named.pop()
    if not 1949 <= year <= 2200:
        raise InputError("notice-year", year=year)
    return year


def _read_line(reading: _Reading, line: str) -> None:
    if not line:
        return
    item = _ITEM.fullmatch(line)
    if item is None:
        _put_aside(reading, line)
        return
    name = item[1]
    for sentence in _sentences(item[2]):
        if (off := _OFF.fullmatch(sentence)) is not None:
            _read_off(reading, name, sentence, off)
        elif _WORKED.fullmatch(sentence) is not None:
            _read_worked(reading, name, sentence)
        else:
            _put_aside(reading, sentence)


def _sentences(text: str) -> Iterator[str]:
    for sentence in re.split(r"[。；]", text):
        if sentence:
            yield sentence


def _put_aside(reading: _Reading, sentence: str) -> None:
    """Keep a sentence as unread, or as a fault where it speaks of days in a form that is not understood."""
    has_day = re.search(r"\d+[月日号天]", sentence)
    if _SPEAKS_OF_DAYS.search(sentence) and has_day and not _NOT_OF_DAYS.search(sentence):
        reading.faults.append(_fault("form", sentence))
    else:
        reading.unread.append(sentence)


def _read_off(reading: _Reading, name: str, sentence: str, found: re.Match[str]) -> None:
    parts = found.groups()
    first = _day(reading, sentence, parts[0:4], before=None)
    last = first if parts[6] is None else _day(reading, sentence, parts[4:8], before=first)
    if first is None or last is None:
        return
    length = (last - first).days + 1
    if not 1 <= length <= _LONGEST_HOLIDAY:
        reading.faults.append(_fault("range", sentence, length=length))
        return
    for stated in (parts[8], parts[9]):
        if stated is not None and int(stated) != length:
            reading.faults.append(_fault("count", sentence, stated=stated, counted=length))
            return
    for number in range(length):
        reading.add(NoticeDay(first + timedelta(days=number), False, name), sentence)
    words = {"name": name, "first": chinese_date(first), "last": chinese_date(last), "count": length}
    reading.understood.append(tr("batches.notice.off" if length > 1 else "batches.notice.one-off", **words))


def _read_worked(reading: _Reading, name: str, sentence: str) -> None:
    before: date | None = None
    for found in _ONE_DATE.finditer(sentence):
        day = _day(reading, sentence, found.groups(), before=before)
        if day is None:
            return
        before = day
        if day.weekday() < 5:
            reading.faults.append(_fault("worked-weekday", sentence, day=chinese_date(day)))
            return
        reading.add(NoticeDay(day, True, name), sentence)
        reading.understood.append(tr("batches.notice.worked", name=name, day=chinese_date(day)))


def _day(
    reading: _Reading, sentence: str, parts: tuple[str | None, ...], *, before: date | None
) -> date | None:
    """Return the day that year, month, day and a bracket say; month and year may stand in the day before.

    A bracket that names a weekday must name the right one.
    """
    year, month, number, bracket = parts
    if month is None and before is None:
        reading.faults.append(_fault("month", sentence))
        return None
    in_year = int(year) if year else before.year if before is not None else reading.year
    in_month = int(month) if month else before.month if before is not None else 0
    try:
        day = date(in_year, in_month, int(number or 0))
    except ValueError:
        reading.faults.append(_fault("no-such-day", sentence))
        return None
    if abs(day.year - reading.year) > 1 or (day.year != reading.year and not _near_new_year(day)):
        reading.faults.append(_fault("other-year", sentence, day=chinese_date(day), year=reading.year))
        return None
    stated = _WEEKDAY.search(bracket or "")
    if stated is not None and stated[1].replace("天", "日") != _WEEKDAYS[day.weekday()]:
        actual = _WEEKDAYS[day.weekday()]
        reading.faults.append(_fault("weekday", sentence, day=chinese_date(day), actual=actual))
        return None
    return day


def _near_new_year(day: date) -> bool:
    """New year's holiday may reach into the year before, and a weekend day of it be worked in December."""
    return day.month in (1, 12)


def _fault(kind: str, sentence: str, **params: object) -> str:
    return tr(f"batches.notice.fault-{kind}", sentence=sentence, **params)
