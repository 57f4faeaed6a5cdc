"""A policy as the engine uses it: rules with their clauses and dated values, and the open questions.

Made only by `app.policy.pack`, from checked files. Everything here is immutable.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, TypeVar

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Document:
    """An official document (文件). `number` is its 文号; `signed_on` is None for an undated one.

    `reported_by` says who told of a document whose original nobody here has seen.
    """

    number: str
    title: str
    signed_on: date | None
    file: str = ""
    last_checked_in_force: date | None = None
    supersedes: tuple[str, ...] = ()
    superseded_by: str = ""
    reported_by: str = ""


@dataclass(frozen=True, slots=True)
class Clause:
    """A verbatim piece of a document, with the number of the clause it stands in."""

    document: Document
    number: str
    text: str


@dataclass(frozen=True, slots=True)
class Dated(Generic[Value]):
    """Values by the day from which each holds, oldest first; a value of None ends the rule that day."""

    history: tuple[tuple[date, Value | None], ...]

    @property
    def first_day(self) -> date:
        """Return the day from which anything holds."""
        return self.history[0][0]

    def at(self, day: date) -> Value | None:
        """Return what holds on `day`; before the first day, what holds on it. None after repeal."""
        place = bisect_right(self.history, day, key=lambda version: version[0]) - 1
        return self.history[max(place, 0)][1]


@dataclass(frozen=True, slots=True)
class Rule:
    """What every rule has: its id, its name, and the clause it rests on."""

    id: str
    title: str
    clause: Clause

    @property
    def awaits_standard(self) -> bool:
        """Return whether the document leaves the amount to another, so that it must be entered."""
        return False


@dataclass(frozen=True, slots=True)
class PrizeRule(Rule):
    """Prize money by rank for one level and class. `fen_by_rank` is dated."""

    level: str
    contest_class: str
    fen_by_rank: Dated[Mapping[int, int]]
    last_rank: int


@dataclass(frozen=True, slots=True)
class TitleRule(Rule):
    """The title a sending unit is named with when one of its people reaches `rank_at_most`."""

    level: str
    contest_class: str
    rank_at_most: int
    designation: Dated[str]

    def reached(self, rank: int | None, *, day: date) -> str:
        """Return the title for a result on a day, "" where its rank is beyond; a rank may still be open."""
        if rank is not None and rank > self.rank_at_most:
            return ""
        return self.designation.at(day) or ""


@dataclass(frozen=True, slots=True)
class StandardRule(Rule):
    """Awards whose amounts the document leaves to another: by medal, for `recipients` (role → recipient)."""

    level: str
    recipients: Mapping[str, str]
    medals: Dated[list[str]]

    @property
    def awaits_standard(self) -> bool:
        """Return True: the amounts follow the state's own standard."""
        return True


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """What this policy's document says of a question: nothing, and why; or the answer it settles."""

    id: str
    clause: Clause | None
    silence: str
    answers: tuple[str, ...]
    settled: str = ""


@dataclass(frozen=True, slots=True)
class Signs:
    """Words in a contest's or event's name that raise a question, never a class.

    `medal_ranks` says by level which rank a medal of a comprehensive contest stands for, where the
    contest's own rules give each medal to one rank.
    """

    selection: tuple[str, ...] = ()
    demonstration: tuple[str, ...] = ()
    forms: Mapping[str, str] = field(default_factory=dict)
    home: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    elsewhere: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    medal_ranks: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Policy:
    """A loaded pack. `sha256` is the digest of its files, so that a frozen explanation can be told apart."""

    key: str
    title: str
    city: str
    sha256: str
    rules: tuple[Rule, ...]
    questions: Mapping[str, OpenQuestion]
    signs: Signs
    prizes: Mapping[str, Mapping[str, PrizeRule]]
    titles: Mapping[tuple[str, str], TitleRule]
    standards: Mapping[str, StandardRule]
    clause: Clause
    documents: tuple[Document, ...] = ()
    notes: tuple[str, ...] = ()

    def rule(self, rule_id: str) -> Rule | None:
        """Return the rule `rule_id`, None where there is none."""
        return next((rule for rule in self.rules if rule.id == rule_id), None)

    def title_under(self, rule_id: str, *, rank: int | None, day: date) -> str:
        """Return the title for the sending unit of whoever was awarded by a rule on prizes; "" for none."""
        rule = self.rule(rule_id)
        if not isinstance(rule, PrizeRule) or rank is None:
            return ""
        named = self.titles.get((rule.level, rule.contest_class))
        return named.reached(rank, day=day) if named else ""

    def rules_awaiting_standards(self) -> tuple[Rule, ...]:
        """Return the rules whose amounts must be entered as standards."""
        return tuple(rule for rule in self.rules if rule.awaits_standard)
