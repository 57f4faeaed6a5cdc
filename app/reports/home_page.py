"""What waits for somebody, and what the year comes to: the home page's facts in a few counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, exists, func, select, true
from sqlalchemy.orm import Session

from app.reports.questions import held_up
from models import Award, Contest, Event, Result
from models.award import STATUS_IS_NOT_NONE
from models.result import IS_DRAFT
from models.types import TAKEN_BACK, Level


@dataclass(frozen=True, slots=True)
class LevelFigure:
    """The awards of one level in the year, without what was taken back. Blocked ones are counted only."""

    level: str
    proposed: int
    blocked: int
    amount_fen: int


@dataclass(frozen=True, slots=True)
class Today:
    """What waits over all years, and the figures of `year`. Questions and reasons: how many they hold up."""

    results: int
    unconfirmed: int
    unassessed: int
    questions: tuple[tuple[str, int], ...]
    reasons: tuple[tuple[str, int], ...]
    years: tuple[int, ...]
    year: int | None
    levels: tuple[LevelFigure, ...]

    @property
    def amount_fen(self) -> int:
        """What the year's proposals come to."""
        return sum(level.amount_fen for level in self.levels)


def today(session: Session, *, year: int | None = None) -> Today:
    """Return what waits, and the figures of `year`, by default the newest there is."""
    years = tuple(session.scalars(select(Contest.year).distinct().order_by(Contest.year.desc())))
    chosen = year if year in years else next(iter(years), None)
    questions, reasons = held_up(session)
    return Today(
        results=_count(session, select(func.count()).where(Result.is_current == true())),
        unconfirmed=_count(session, select(func.count()).select_from(Result).where(IS_DRAFT)),
        unassessed=_unassessed(session),
        questions=tuple(questions.most_common()),
        reasons=tuple(reasons.most_common()),
        years=years,
        year=chosen,
        levels=_levels(session, chosen) if chosen is not None else (),
    )


def _count(session: Session, query: Select[int]) -> int:
    return session.scalar(query) or 0


def _unassessed(session: Session) -> int:
    query = select(func.count()).select_from(Result).where(Result.is_current == true())
    return _count(session, query.where(~exists().where(Award.id == Result.id)))


_LEVELS = [level.value for level in Level]


def _levels(session: Session, year: int) -> tuple[LevelFigure, ...]:
    total = func.coalesce(func.sum(Award.amount_fen), 0)
    query: Select[*tuple[Any, ...]] = select(Contest.level, Award.status, func.count(), total)
    query = query.select_from(Award).join(Event, Event.id == Award.event_id)
    query = query.join(Contest, Contest.id == Event.contest_id)
    query = query.where(STATUS_IS_NOT_NONE, Award.state.not_in(TAKEN_BACK), Contest.year == year).group_by(
        Contest.level, Award.status
    )
    found = {(level, status): (number, int(fen)) for level, status, number, fen in session.execute(query)}
    levels = sorted({level for level, _status in found}, key=_LEVELS.index)
    return tuple(_figure(level, found) for level in levels)


def _figure(level: str, found: dict[tuple[str, str], tuple[int, int]]) -> LevelFigure:
    proposed, amount = found.get((level, "proposed"), (0, 0))
    blocked, _none = found.get((level, "blocked"), (0, 0))
    return LevelFigure(level, proposed, blocked, amount)
