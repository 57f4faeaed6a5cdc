"""Promotions in skill grade and expert titles (晋升与技术能手): proposals by contest, team size and rank."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Annotated, Literal

from annotated_types import Ge, Len, MinLen

from app.policy.model import Clause, Rule
from app.policy.quoting import rank_span_problem, words_problem, written_amount_problems
from app.policy.rules.base import Misquoted, RuleData, Strict, Word
from app.policy.rules.conditions import Achievement, Condition, ConditionData
from app.policy.values import Flag, Whole
from app.policy.vocabulary import CONTESTANT

GRADE_UNRECORDED = "grade-unrecorded"
WORKER_UNRECORDED = "worker-unrecorded"
OTHER_YEAR = "table-of-another-year"
_Rank = Annotated[Whole, Ge(1)]


_TEAM_WORDS = {2: "双人", 3: "三人", 4: "四人", 5: "五人"}


def _team_word(size: int | None) -> str:
    """Return the word of a team's size, "" for a single contestant."""
    return "" if size is None or size == 1 else _TEAM_WORDS.get(size, f"{size}人")


@dataclass(kw_only=True)
class RowData(Strict):
    """A line of the table. `ranks` is [first, last]; `instead` gives what comes for a grade already held."""

    when: ConditionData
    team_size: Annotated[Whole, Ge(1)] | None = None
    ranks: Annotated[list[_Rank], Len(2, 2)] | None = None
    effect: Word
    workers_only: Flag = False
    instead: dict[Word, Word] = field(default_factory=dict)
    unless_holding: list[Word] = field(default_factory=list)

    def compiled(self) -> PromotionRow:
        """Return the line with its condition."""
        first, last = self.ranks or (1, 10**6)
        instead = (*self.instead.items(), *((grade, "") for grade in self.unless_holding))
        return PromotionRow(
            self.when.compiled(), self.team_size, first, last, self.effect, self.workers_only, instead
        )


@dataclass(kw_only=True)
class PromotionData(RuleData):
    """A promotion table as a file states it."""

    kind: Literal["promotion"]
    rows: Annotated[list[RowData], MinLen(1)]

    def misquoted(self) -> Iterator[Misquoted]:
        """Yield each span of places, team size and amount of the table that the text does not state."""
        for number, row in enumerate(self.rows):
            place = ("rows", str(number))
            team = _team_word(row.team_size)
            if problem := words_problem([team], self.text):
                yield Misquoted((*place, "team_size"), problem)
            elif row.ranks:
                first, last = row.ranks
                if problem := rank_span_problem(first, last, self.text, team=team):
                    yield Misquoted((*place, "ranks"), problem)
            if problem := written_amount_problems(row.effect, self.text):
                yield Misquoted((*place, "effect"), problem, is_money=True)

    def compiled(self, clause: Clause) -> PromotionRule:
        """Return the rule with its table."""
        rows = tuple(row.compiled() for row in self.rows)
        return PromotionRule(self.id, self.title, clause, rows, not clause.document.reported_by)


@dataclass(frozen=True, slots=True)
class PromotionRow:
    """A line of the table: which results, of which team size and ranks, lead to what.

    `instead` gives, for a grade already held, what comes in its place; "" where nothing does.
    """

    condition: Condition
    team_size: int | None
    rank_from: int
    rank_to: int
    effect: str
    workers_only: bool
    instead: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PromotionRule(Rule):
    """The table. `is_verified` is False where the original of the document has not been seen."""

    rows: tuple[PromotionRow, ...]
    is_verified: bool


@dataclass(frozen=True, slots=True)
class Promotion:
    """A proposal (建议), to be approved by whoever the notice names. `open_fact` is a fact that decides.

    Where the table is of another year's contests, there is no `effect`: that year's own has to be found.
    """

    rule: str
    entry: int
    effect: str
    is_verified: bool
    open_fact: str = ""


def promotions(rules: Iterable[Rule], achievement: Achievement) -> list[Promotion]:
    """Return what a result leads to under the tables among `rules`; nothing for others than contestants."""
    tables = [rule for rule in rules if isinstance(rule, PromotionRule)]
    return [found for rule in tables for found in promotions_under(rule, achievement)]


def promotions_under(rule: PromotionRule, achievement: Achievement) -> list[Promotion]:
    """Return what a result leads to under one table."""
    if achievement.role != CONTESTANT or (achievement.rank is None and not achievement.medal):
        return []
    rows = [row for row in rule.rows if _fits(row, achievement)]
    if rows and not rule.speaks_of_year(achievement.contest_year):
        return [Promotion(rule.id, achievement.entry, "", rule.is_verified, OTHER_YEAR)]
    found = [_promotion(rule, row, achievement) for row in rows]
    return [promotion for promotion in found if promotion is not None]


def _fits(row: PromotionRow, achievement: Achievement) -> bool:
    if not row.condition.met_by(achievement):
        return False
    if row.team_size is not None and row.team_size != achievement.team_size:
        return False
    if achievement.rank is None:
        return bool(row.condition.medals)
    return row.rank_from <= achievement.rank <= row.rank_to


def _promotion(rule: PromotionRule, row: PromotionRow, achievement: Achievement) -> Promotion | None:
    if row.workers_only and achievement.is_worker is False:
        return None
    open_fact = WORKER_UNRECORDED if row.workers_only and achievement.is_worker is None else ""
    if row.instead and achievement.present_grade is None:
        return Promotion(rule.id, achievement.entry, row.effect, rule.is_verified, GRADE_UNRECORDED)
    effect = dict(row.instead).get(achievement.present_grade or "", row.effect)
    return Promotion(rule.id, achievement.entry, effect, rule.is_verified, open_fact) if effect else None
