"""Awards after another document's standard (参照国家相应标准): the medals are known, the amounts are entered.

World-skills contestants, and their expert-coach teams.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Literal

from annotated_types import MinLen

from app.policy.asking import Amount, Answers, Finding, Nothing, Unknown
from app.policy.facts import ContestFacts, EntryFacts, StandardFacts
from app.policy.model import Clause, Dated, Rule
from app.policy.questions import COUNTS
from app.policy.quoting import words_problem
from app.policy.rules.base import DatedRuleData, Misquoted, Strict, ValueData, dated
from app.policy.teams import (
    TEAM_TOO_LARGE,
    Peers,
    resolve_peers,
    share_by_percent,
    share_by_plan,
    sharing_members,
    team_share,
)
from app.policy.values import Day
from app.policy.vocabulary import CONTESTANT, TRANSLATOR, Level, Medal, Role, Series, medal_word


@dataclass(kw_only=True)
class StandardScope(Strict):
    """Which results: the level, and the series the clause names; and who receives: each role's recipient."""

    level: Level
    series: Annotated[list[Series], MinLen(1)]
    recipients: Annotated[dict[Role, Literal["contestant", "expert-team"]], MinLen(1)]


@dataclass(kw_only=True)
class StandardValue(ValueData):
    """The medals that earn an award from a day on."""

    content_key = "by_medal"
    by_medal: Annotated[list[Medal], MinLen(1)] | None = None


@dataclass(kw_only=True)
class StandardData(DatedRuleData):
    """A rule whose amounts are entered later, as a file states it."""

    kind: Literal["standard"] = "standard"
    applies_to: StandardScope
    values: Annotated[dict[Day, StandardValue | None], MinLen(1)]

    def values_by_day(self) -> Mapping[date, StandardValue | None]:
        """Return the medals by the day from which they count."""
        return self.values

    def misquoted(self) -> Iterator[Misquoted]:
        """Yield the medals that the words they rest on do not name."""
        for day, value, text in self.quoted_values():
            if problem := words_problem(value.content, text):
                yield Misquoted(("values", day, "by_medal"), problem)

    def compiled(self, clause: Clause, clauses: Mapping[date, Clause]) -> StandardRule:
        """Return the rule; `clauses` are those its values rest on, by day."""
        scope = self.applies_to
        recipients = {str(role): str(recipient) for role, recipient in scope.recipients.items()}
        return StandardRule(
            self.id,
            self.title,
            clause,
            scope.level,
            tuple(scope.series),
            recipients,
            dated(self.values, clauses),
        )

    def scope(self) -> tuple[object, ...]:
        """Return what no second rule of this kind may apply to."""
        return (self.applies_to.level,)


@dataclass(frozen=True, slots=True)
class StandardRule(Rule):
    """Awards whose amounts the document leaves to another: by medal, for `recipients` (role → recipient).

    `series` are the series of contests that the clause speaks of; other contests of the level are asked
    about.
    """

    level: str
    series: tuple[str, ...]
    recipients: Mapping[str, str]
    medals: Dated[list[str]]

    @property
    def awaits_standard(self) -> bool:
        """Return True: the amounts follow the state's own standard."""
        return True

    @property
    def dated(self) -> Dated[list[str]]:
        """Return the dated medals."""
        return self.medals

    def speaks_of(self, contest: ContestFacts) -> bool:
        """Return whether a contest is of a series that the clause names."""
        return contest.present_series in self.series


def medal_share(
    entry: EntryFacts,
    peers: Peers,
    *,
    rule: StandardRule,
    standards: Sequence[StandardFacts],
    answers: Answers,
) -> Finding:
    """Return what `entry` gets after the standard in force on its day; nothing is known without one."""
    medals = rule.medals.at(entry.published_on)
    if medals is None:
        return Nothing("not-in-force")
    if entry.medal not in medals:
        return Unknown("medal-missing")
    recipient = rule.recipients[entry.role]
    standard = standard_for(standards, rule=rule.id, recipient=recipient, entry=entry)
    fen = dict(standard.amounts_fen).get(entry.medal) if standard else None
    if recipient == CONTESTANT:
        return _contestant_share(entry, peers, fen=fen, answers=answers)
    return _team_member_share(entry, peers, fen=fen, answers=answers)


def with_medals(entries: Sequence[EntryFacts]) -> list[EntryFacts]:
    """Return the entries with medals in the document's words; an expert team has its contestants' medal.

    Only where the event's contestants all won the same medal; otherwise it stays missing.
    """
    won = {medal_word(entry.medal) for entry in entries if entry.role == CONTESTANT and entry.medal}
    team_medal = won.pop() if len(won) == 1 else ""
    return [
        replace(
            entry,
            medal=medal_word(entry.medal) or ("" if entry.role == CONTESTANT else team_medal),
            says_tied=False,  # medals decide here, and ranks share nothing
        )
        for entry in entries
    ]


def standard_for(
    standards: Sequence[StandardFacts], *, rule: str, recipient: str, entry: EntryFacts
) -> StandardFacts | None:
    """Return the standard in force on the entry's day for this rule and recipient, the latest if several.

    None where two from one day on give different amounts for the medal: they decide nothing.
    """
    day = entry.published_on
    fitting = [
        standard
        for standard in standards
        if (standard.rule, standard.recipient) == (rule, recipient)
        and standard.holds_on(day)
        and any(medal == entry.medal for medal, _ in standard.amounts_fen)
    ]
    latest = max((standard.valid_from for standard in fitting), default=None)
    of_that_day = [standard for standard in fitting if standard.valid_from == latest]
    amounts = {dict(standard.amounts_fen)[entry.medal] for standard in of_that_day}
    return of_that_day[-1] if len(amounts) == 1 else None


def _contestant_share(entry: EntryFacts, peers: Peers, *, fen: int | None, answers: Answers) -> Finding:
    if fen is None:
        return Unknown("standard-missing")
    known = resolve_peers(peers, answers)
    if known is None:
        return Unknown("team-unclear")
    if known.oversized:
        return Unknown(TEAM_TOO_LARGE)
    return team_share(entry, known, team_fen=fen, answers=answers)


def _team_member_share(entry: EntryFacts, peers: Peers, *, fen: int | None, answers: Answers) -> Finding:
    """Divide one share per team by the plan entered with the ruling, or give each member a share."""
    mode = answers.to("expert-team")
    if fen is None:
        return Unknown("standard-missing")
    if mode == "each-member":
        return Amount(fen)
    plan, percents = answers.plan("expert-team"), answers.percents("expert-team")
    members = expert_members(entry, peers, answers, shares=len(plan or percents))
    if len(members) == 1:
        return Amount(fen)
    members = sharing_members(members, None, answers)
    if plan:
        return share_by_plan(entry, members, team_fen=fen, plan=plan)
    if not percents:
        return Unknown("share-plan-missing")
    return share_by_percent(entry, members, team_fen=fen, percents=percents)


def expert_members(
    entry: EntryFacts, peers: Peers, answers: Answers, *, shares: int
) -> tuple[EntryFacts, ...]:
    """Return who is of the expert-coach team: translators only where the office says so.

    While it has not, a plan that divides the whole sum among the others stands for them.
    """
    others = tuple(each for each in peers.entries if each.role != TRANSLATOR)
    if len(others) == len(peers.entries):
        return peers.entries
    if entry in others and shares == len(others) and not answers.has("translator"):
        return others
    return peers.entries if answers.to("translator") == COUNTS else others
