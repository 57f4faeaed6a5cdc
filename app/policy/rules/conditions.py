"""Conditions on what a person has achieved, as rules on eligibility and promotion state them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Annotated

from annotated_types import Ge, MinLen

from app.contest_series import present_series
from app.policy.rules.base import Strict, Word
from app.policy.values import Flag, Whole
from app.policy.vocabulary import ContestClass, Level, Medal, Series


@dataclass(kw_only=True)
class ConditionData(Strict):
    """One way to fulfil a rule.

    `series` are series of contests. `or_first_without_medal` lists a first place of which no medal was
    recorded, too: whether it was one of `medal` is then to be confirmed.
    """

    level: Annotated[list[Level], MinLen(1)] | None = None
    contest_class: Annotated[list[ContestClass], MinLen(1)] | None = None
    series: list[Series] = field(default_factory=list)
    medal: list[Medal] = field(default_factory=list)
    or_first_without_medal: Flag = False
    rank_at_most: Annotated[Whole, Ge(1)] | None = None
    selection: Flag | None = None
    won: Flag = False
    honour: list[Word] = field(default_factory=list)

    def compiled(self) -> Condition:
        """Return the condition as rules test it."""
        return Condition(
            tuple(self.level or ()),
            tuple(self.contest_class or ()),
            tuple(self.series),
            tuple(self.medal),
            self.or_first_without_medal,
            self.rank_at_most,
            self.selection,
            self.won,
            tuple(self.honour),
        )


@dataclass(frozen=True, slots=True)
class Achievement:
    """One result of one person. `team_size` is 1 for a single event.

    `is_worker` says whether the person is a worker or teacher, None while nobody has said;
    `present_grade` is the skill grade already held, None while none is recorded. `series` is the contest's
    recorded series, "" where its name alone speaks of one; `year` the contest's own, 0 if not recorded.
    """

    level: str
    published_on: date
    contest: str = ""
    contest_class: str = ""
    medal: str = ""
    rank: int | None = None
    grade: str = ""
    role: str = "contestant"
    is_selection: bool = False
    team_size: int = 1
    is_worker: bool | None = None
    present_grade: str | None = None
    entry: int = 0
    series: str = ""
    year: int = 0

    @property
    def contest_year(self) -> int:
        """Return the contest's year, that of the publication where it is not recorded."""
        return self.year or self.published_on.year

    @property
    def present_series(self) -> str:
        """Return the series as recorded, else the one the contest's name states."""
        return present_series(self.contest, self.series)

    @property
    def is_won(self) -> bool:
        """Return whether it is more than having taken part: a medal, a grade, or one of the first three."""
        return bool(self.medal or self.grade) or (self.rank is not None and self.rank <= 3)


@dataclass(frozen=True, slots=True)
class HonourHeld:
    """An honour of the person, by the name on its document."""

    name: str
    awarded_on: date


@dataclass(frozen=True, slots=True)
class Condition:
    """One of the ways to fulfil a rule; parts left empty ask nothing."""

    levels: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    series: tuple[str, ...] = ()
    medals: tuple[str, ...] = ()
    or_first_without_medal: bool = False
    rank_at_most: int | None = None
    is_selection: bool | None = None
    is_won: bool = False
    honours: tuple[str, ...] = ()

    def met_by(self, achievement: Achievement) -> bool:
        """Return whether a result fulfils it."""
        if self.honours:
            return False
        return (
            self._is_such_a_contest(achievement)
            and (not self.medals or achievement.medal in self.medals or self.is_medal_open(achievement))
            and (self.rank_at_most is None or (achievement.rank or 10**6) <= self.rank_at_most)
            and (not self.is_won or achievement.is_won)
        )

    def is_medal_open(self, achievement: Achievement) -> bool:
        """Return whether a first place is listed of which no medal was recorded."""
        return self.or_first_without_medal and achievement.rank == 1 and not achievement.medal

    def _is_such_a_contest(self, achievement: Achievement) -> bool:
        return (
            (not self.levels or achievement.level in self.levels)
            and (not self.classes or achievement.contest_class in self.classes)
            and (not self.series or achievement.present_series in self.series)
            and self.is_selection in (None, achievement.is_selection)
        )
