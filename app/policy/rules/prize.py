"""Prize money by rank (按名次给奖金): for one level and class, so much for each prized rank.

People who tie share as the ruling on `tie` says, and then each team's part is divided inside the team.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from annotated_types import Ge, MinLen

from app.policy.asking import Answers, Finding, Nothing, Unknown
from app.policy.facts import EntryFacts
from app.policy.model import Clause, Dated, Rule
from app.policy.quoting import rank_amount_problems
from app.policy.ranking import Ranking
from app.policy.rules.base import DatedRuleData, Misquoted, Strict, ValueData, dated
from app.policy.teams import (
    TEAM_TOO_LARGE,
    Peers,
    resolve_peers,
    sharing_teams,
    split_evenly,
    team_of,
    team_share,
)
from app.policy.values import Day, Fen, Whole
from app.policy.vocabulary import ContestClass, Level

PLACE_TAKEN = "place-taken"  # those who tied before share the prize of this place
_Rank = Annotated[Whole, Ge(1)]


@dataclass(kw_only=True)
class PrizeScope(Strict):
    """To which results the prize applies."""

    level: Level
    contest_class: ContestClass
    role: Literal["contestant"] = "contestant"


@dataclass(kw_only=True)
class PrizeValue(ValueData):
    """The amounts in force from a day on."""

    content_key = "yuan_by_rank"
    yuan_by_rank: Annotated[dict[_Rank, Fen], MinLen(1)] | None = None


@dataclass(kw_only=True)
class PrizeData(DatedRuleData):
    """A prize rule as a file states it."""

    kind: Literal["prize"] = "prize"
    applies_to: PrizeScope
    values: Annotated[dict[Day, PrizeValue | None], MinLen(1)]

    def values_by_day(self) -> Mapping[date, PrizeValue | None]:
        """Return the amounts by the day from which each holds."""
        return self.values

    def misquoted(self) -> Iterator[Misquoted]:
        """Yield each amount and rank that the words it rests on do not state."""
        for day, value, text in self.quoted_values():
            for rank, problem in rank_amount_problems(value.content, text, ranks_text=self.text):
                yield Misquoted(("values", day, "yuan_by_rank", str(rank)), problem, is_money=True)

    def compiled(self, clause: Clause, clauses: Mapping[date, Clause]) -> PrizeRule:
        """Return the rule; `clauses` are those its values rest on, by day."""
        ranks = [rank for value in self.values.values() if value for rank in value.yuan_by_rank or ()]
        return PrizeRule(
            self.id,
            self.title,
            clause,
            self.applies_to.level,
            self.applies_to.contest_class,
            dated(self.values, clauses),
            max(ranks, default=0),
        )

    def scope(self) -> tuple[object, ...]:
        """Return what no second rule of this kind may apply to."""
        return (self.applies_to.level, self.applies_to.contest_class)


@dataclass(frozen=True, slots=True)
class PrizeRule(Rule):
    """Prize money by rank for one level and class. `last_rank` is the last that was ever prized."""

    level: str
    contest_class: str
    fen_by_rank: Dated[Mapping[int, int]]
    last_rank: int

    @property
    def dated(self) -> Dated[Mapping[int, int]]:
        """Return the dated amounts."""
        return self.fen_by_rank


def prize_share(
    entry: EntryFacts,
    peers: Peers,
    *,
    rank: int,
    fen_by_rank: Mapping[int, int],
    ranking: Ranking,
    answers: Answers,
) -> Finding:
    """Return what `entry` gets of the prize of `rank`, shared with its peers as rulings say.

    `ranking` is the whole event's: those who tie before may take up the place of `rank`.
    """
    known = resolve_peers(peers, answers)
    if known is None:
        return Unknown("team-unclear")
    if known.oversized:
        return Unknown(TEAM_TOO_LARGE)
    place = ranking.place_of(rank, answers)
    if place is None:
        return Unknown("team-unclear")
    team_fen = team_prize(entry, known, rank=rank, place=place, fen_by_rank=fen_by_rank, answers=answers)
    if team_fen == 0:
        return Nothing(PLACE_TAKEN)
    return team_share(entry, known, team_fen=team_fen, answers=answers)


def team_prize(
    entry: EntryFacts,
    peers: Peers,
    *,
    rank: int,
    place: int,
    fen_by_rank: Mapping[int, int],
    answers: Answers,
) -> int:
    """Return what the team of `entry`, or a single person, gets in fen.

    Shared, the prizes of the places taken up from `place` on are put together; in full, it is that of `rank`.
    """
    shares_nothing = len(peers.teams) == 1 and place == rank
    if shares_nothing or answers.to("tie") == "each-full":
        return fen_by_rank.get(rank, 0)
    teams = sharing_teams(peers, answers)
    pooled = sum(fen_by_rank.get(taken, 0) for taken in range(place, place + len(teams)))
    return split_evenly(pooled, len(teams))[teams.index(team_of(entry, peers))]
