"""The birth date (出生日期) in a number that carries one, against the day of a contest."""

from __future__ import annotations

from datetime import date

from app.personal_numbers import birth_in

FROM_BIRTH = ("resident", "residence-permit")  # kinds of documents whose 18 characters hold the birth date
YOUNGEST = 10  # years: a younger contestant is possible, and worth a look


def birth_date(id_type: str, number: str) -> date | None:
    """Return the birth date that a document's number holds, None where it holds none."""
    return birth_in(number) if id_type in FROM_BIRTH else None


def age_on(born: date, day: date) -> int:
    """Return the whole years of somebody born on `born` on `day`; below 0 before the birth."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
