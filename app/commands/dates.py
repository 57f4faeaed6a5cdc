"""Days as a command line gives them."""

from __future__ import annotations

import re
from datetime import date

from app.errors import InputError

_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|年(\d{1,2})月(\d{1,2})日|\.(\d{1,2})\.(\d{1,2}))")


def day_of(text: str) -> date:
    """Return the day that 2026-10-08, 2026.10.8 or 2026年10月8日 means. Raises InputError."""
    found = _DAY.fullmatch(text.strip())
    if found is None:
        raise InputError("day-unreadable", day=text)
    year, month, number = (int(part) for part in found.groups() if part is not None)
    try:
        return date(year, month, number)
    except ValueError as error:
        raise InputError("day-unreadable", day=text) from error
