"""Which contests a city and its counties held, as a clause on their frequency asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.policy import ContestHeld
from app.policy_in_force import policy_in_force
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


def contests_held(session: Session, *, city: str, counties: Sequence[str], today: date) -> ContestsHeld:
    """Return the municipal and county contests of `city` on record until `today`, by name or organiser.

    A municipal contest is the registry's own city's unless it says otherwise or is recorded as another's; of
    another city only those count that name it. A county's contest counts if it is comprehensive (综合性).
    """
    is_own = city == policy_in_force(session).city
    short = city.removesuffix("市")
    query = select(Contest).where(Contest.level.in_((Level.MUNICIPAL, Level.COUNTY)))
    found, unknown = [], 0
    for contest in session.scalars(query.order_by(Contest.id)):
        day = contest.started_on or min(date(contest.year, *LAST_DAY), today)
        names_city = short in f"{contest.name} {contest.organiser}"
        is_elsewhere = contest.is_outside if is_own else not names_city
        if day > today or contest.year > today.year:
            continue
        if is_elsewhere and (is_own or not _names_county(contest, counties)):
            continue
        if contest.level == Level.MUNICIPAL and is_elsewhere:
            continue
        county = "" if contest.level == Level.MUNICIPAL else _county(contest, counties)
        if county and contest.contest_class != ContestClass.COMPREHENSIVE:
            county = None
        if county is None:
            unknown += 1
        else:
            found.append(ContestHeld(day, county))
    return ContestsHeld(tuple(found), unknown)


def _names_county(contest: Contest, counties: Sequence[str]) -> bool:
    """Return whether a contest names one of the counties by a name that no other city's district bears."""
    said = f"{contest.name} {contest.organiser}"
    return any(county in said for county in counties if not county.endswith("区"))


def _county(contest: Contest, counties: Sequence[str]) -> str | None:
    said = f"{contest.name} {contest.organiser}"
    return next((county for county in counties if county in said), None)
