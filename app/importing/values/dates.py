"""Days as offices write them: 2024.6.18, 2024年6月18日, 20240618, Chinese numerals, a serial number."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from app.importing.findings import invalid
from app.importing.reading.cells import as_text, half_width
from app.importing.values.text import PLACEHOLDERS, CellReader, number

_SEPARATED = re.compile(
    r"(\d{4})\s*[年./\-—–－]\s*(\d{1,2})\s*[月./\-—–－]\s*(\d{1,2})\s*[日号]?"
    r"(?:[ T]+\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?)?",
    re.ASCII,
)
_JOINED = re.compile(r"(\d{4})(\d\d)(\d\d)", re.ASCII)
_CHINESE = re.compile(
    r"([\u3007○零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日?"
)
_EPOCH = date(1899, 12, 30).toordinal()  # serial 1 is 1900-01-01 with the spreadsheets' 1900 leap day
_SERIALS = range(date(1980, 1, 1).toordinal() - _EPOCH, date(2100, 1, 1).toordinal() - _EPOCH)
_FIRST_YEAR = 1980


_TO = r"\s*(?:至|到|[-—–－~～])+\s*"
_PART = r"(?:(?:(\d{4})\s*[年./\-])?\s*(\d{1,2})\s*[月./\-])?\s*(\d{1,2})\s*[日号]?"
_RANGE = re.compile(
    rf"(\d{{4}})\s*[年./\-]\s*(\d{{1,2}})\s*[月./\-]\s*(\d{{1,2}})\s*[日号]?{_TO}{_PART}", re.ASCII
)
_DAYS_1904 = 1462  # between the two ways of spreadsheets to count days


def day_reader(
    today: date, *, may_be_ahead: bool = False, is_1904: bool = False, may_be_range: bool = False
) -> CellReader:
    """Return a reader of days as proleptic ordinals, "" where the cell is empty.

    A day after `today` is refused unless it may be ahead. Of days from … to … the first is read where the
    field is a beginning (`may_be_range`), and asked for elsewhere. A plain number in a workbook that counts
    from 1904 is asked about: two days are possible.
    """

    def read(raw: Any) -> Any:
        if isinstance(raw, datetime):
            return checked(raw.year, raw.month, raw.day)
        if isinstance(raw, date):
            return checked(raw.year, raw.month, raw.day)
        is_number = isinstance(raw, float | int) and not isinstance(raw, bool)
        if is_number and _SERIALS.start <= raw < _SERIALS.stop:  # infinity and NaN are no serial
            return serial(int(raw))
        text = half_width(as_text(raw)).strip()
        if not text or text in PLACEHOLDERS:
            return ""
        if text.isascii() and text.isdigit() and len(text) == 5 and int(text) in _SERIALS:
            return serial(int(text))
        if match := _RANGE.fullmatch(text):
            return first_of(match)
        match = _SEPARATED.fullmatch(text) or _JOINED.fullmatch(text) or _CHINESE.fullmatch(text)
        if match is None:
            return invalid("date-unknown")
        year, month, day = (number(part) or 0 for part in match.groups())
        return checked(year, month, day)

    def first_of(match: re.Match[str]) -> Any:
        year, month, day, last_year, last_month, last_day = (int(part or 0) for part in match.groups())
        first = checked(year, month, day)
        last = checked(last_year or year, last_month or month, last_day)
        if not isinstance(first, int) or not isinstance(last, int) or last < first:
            return invalid("date-unknown")
        days = {"first": date.fromordinal(first).isoformat(), "last": date.fromordinal(last).isoformat()}
        return invalid("date-range-begins", first, **days) if may_be_range else invalid("date-range", **days)

    def serial(days: int) -> Any:
        if not is_1904:
            return ahead(_EPOCH + days)
        either = [date.fromordinal(_EPOCH + days + more).isoformat() for more in (_DAYS_1904, 0)]
        return invalid("date-of-two-epochs", day=either[0], other=either[1])

    def checked(year: int, month: int, day: int) -> Any:
        try:
            ordinal = date(year, month, day).toordinal()
        except ValueError:
            return invalid("date-impossible")
        return ahead(ordinal) if year >= _FIRST_YEAR else invalid("date-impossible")

    def ahead(ordinal: int) -> Any:
        if ordinal > today.toordinal() and not may_be_ahead:
            return invalid("date-future", today=today.isoformat())
        return ordinal

    return read
