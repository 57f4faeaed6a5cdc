"""Contest results that make people eligible for something beyond prize money, one query for all lists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, or_, select, true
from sqlalchemy.orm import Session

from models import Contest, Entry, Event, Person, Result
from models.types import ContestClass, Level, Role

GOLD = "金牌"
WORLD_MEDALS = ("金牌", "银牌", "铜牌", "优胜奖")
_COMPREHENSIVE_WORD = "综合性"
_FIRST_THREE = 3


@dataclass(frozen=True, slots=True)
class Achievement:
    """A contestant's current result. `is_confirmed` says whether a second person confirmed it."""

    result_id: int
    person_id: int
    person: str
    unit: str
    contest: str
    level: str
    contest_class: str
    official_class: str
    event: str
    rank: int | None
    medal: str
    published_on: date
    is_confirmed: bool

    @property
    def is_world_medal(self) -> bool:
        """Whether it is a world-skills medal, the fourth kind (优胜奖) among them."""
        return self.level == Level.WORLD and self.medal in WORLD_MEDALS

    @property
    def is_national_games_gold(self) -> bool:
        """Whether it is a gold medal of the comprehensive national contest (国赛).

        By the recorded class or its official wording, never by the contest's name; with or without a
        basis document, since the clause on the green channel does not speak of classes.
        """
        comprehensive = self.contest_class == ContestClass.COMPREHENSIVE
        worded = _COMPREHENSIVE_WORD in self.official_class
        return self.level == Level.NATIONAL and self.medal == GOLD and (comprehensive or worded)

    @property
    def is_national_first_three(self) -> bool:
        """Whether it is one of the first three places of a national class-one contest."""
        first = self.rank is not None and self.rank <= _FIRST_THREE
        return self.level == Level.NATIONAL and self.contest_class == ContestClass.ONE and first


def high_achievements(session: Session, *, person_id: int | None = None) -> Iterator[Achievement]:
    """Yield the results that may count: world and national ones with a medal or a place among the first."""
    query = _query().where(Contest.level.in_([Level.WORLD, Level.NATIONAL]))
    query = query.where(or_(Result.medal != "", Result.rank <= _FIRST_THREE))
    if person_id is not None:
        query = query.where(Entry.person_id == person_id)
    for row in session.execute(query.order_by(Result.published_on, Result.id)):
        yield _achievement(row)


def _query() -> Select[*tuple[Any, ...]]:
    return (
        select(Result, Entry, Person, Event, Contest)
        .join(Entry, Entry.id == Result.entry_id)
        .join(Person, Person.id == Entry.person_id)
        .join(Event, Event.id == Entry.event_id)
        .join(Contest, Contest.id == Event.contest_id)
        .where(Result.is_current == true(), Result.state != "annulled", Entry.role == Role.CONTESTANT)
    )


def _achievement(row: Row[*tuple[Any, ...]]) -> Achievement:
    result, entry, person, event, contest = row
    own = event.own_class is not None
    return Achievement(
        result.id,
        person.id,
        person.name,
        entry.unit_name,
        contest.name,
        contest.level,
        event.own_class if own else contest.contest_class,
        (event.own_official_class or "") if own else contest.official_class,
        event.name,
        result.rank,
        result.medal,
        result.published_on,
        result.state == "confirmed",
    )
