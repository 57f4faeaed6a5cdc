"""Which contests a city and its counties held, as a clause on their frequency asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.policy import ContestHeld
from models import Contest
from models.types import ContestClass, Level

LAST_DAY = (12, 31)  # of a contest of which only the year is on record


@dataclass(frozen=True, slots=True)
class ContestsHeld:
    """The contests held until a day.

    `unknown` counts county contests that are not counted: whose county could not be told, or which are not
    recorded as comprehensive.
    """

    held: tuple[ContestHeld, ...]
    unknown: int


def contests_held(session: Session, *, counties: Sequence[str], today: date) -> ContestsHeld:
    """Return the municipal and county contests on record until `today`, counties by name or organiser.

    A contest recorded as another city's does not count, nor a county's that is not comprehensive (综合性).
    """
    query = select(Contest).where(Contest.level.in_((Level.MUNICIPAL, Level.COUNTY)))
    found, unknown = [], 0
    for contest in session.scalars(query.order_by(Contest.id)):
        day = contest.started_on or min(date(contest.year, *LAST_DAY), today)
        if contest.is_outside or day > today or contest.year > today.year:
            continue
        county = "" if contest.level == Level.MUNICIPAL else _county(contest, counties)
        if county and contest.contest_class != ContestClass.COMPREHENSIVE:
            county = None
        if county is None:
            unknown += 1
        else:
            found.append(ContestHeld(day, county))
    return ContestsHeld(tuple(found), unknown)


def _county(contest: Contest, counties: Sequence[str]) -> str | None:
    said = f"{contest.name} {contest.organiser}"
    return next((county for county in counties if county in said), None)
