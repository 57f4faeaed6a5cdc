"""Conditions on what a person has achieved, as rules on eligibility and promotion state them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Annotated

from annotated_types import Ge, MinLen

from app.policy.rules.base import Strict, Word
from app.policy.values import Flag, Whole
from app.policy.vocabulary import ContestClass, Level, Medal


@dataclass(kw_only=True)
class ConditionData(Strict):
    """One way to fulfil a rule. `contest_named` are words that all stand in the contest's name."""

    level: Annotated[list[Level], MinLen(1)] | None = None
    contest_class: Annotated[list[ContestClass], MinLen(1)] | None = None
    contest_named: list[Word] = field(default_factory=list)
    or_class: list[ContestClass] = field(default_factory=list)
    medal: list[Medal] = field(default_factory=list)
    rank_at_most: Annotated[Whole, Ge(1)] | None = None
    selection: Flag | None = None
    won: Flag = False
    honour: list[Word] = field(default_factory=list)

    def compiled(self) -> Condition:
        """Return the condition as rules test it."""
        return Condition(
            tuple(self.level or ()),
            tuple(self.contest_class or ()),
            tuple(self.contest_named),
            tuple(self.or_class),
            tuple(self.medal),
            self.rank_at_most,
            self.selection,
            self.won,
            tuple(self.honour),
        )


@dataclass(frozen=True, slots=True)
class Achievement:
    """One result of one person. `team_size` is 1 for a single event.

    `is_worker` says whether the person is a worker or teacher, None while nobody has said;
    `present_grade` is the skill grade already held.
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
    present_grade: str = ""
    entry: int = 0

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
    """One of the ways to fulfil a rule; parts left empty ask nothing.

    `contest_signs` must all stand in the contest's name, or the class be one of `classes_instead`.
    """

    levels: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    contest_signs: tuple[str, ...] = ()
    classes_instead: tuple[str, ...] = ()
    medals: tuple[str, ...] = ()
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
            and (not self.medals or achievement.medal in self.medals)
            and (self.rank_at_most is None or (achievement.rank or 10**6) <= self.rank_at_most)
            and (not self.is_won or achievement.is_won)
        )

    def _is_such_a_contest(self, achievement: Achievement) -> bool:
        named = all(sign in achievement.contest for sign in self.contest_signs)
        return (
            (not self.levels or achievement.level in self.levels)
            and (not self.classes or achievement.contest_class in self.classes)
            and (named or achievement.contest_class in self.classes_instead)
            and self.is_selection in (None, achievement.is_selection)
        )
