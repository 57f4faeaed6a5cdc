"""What rules are made of: documents, clauses, dated values, and what every rule has. All immutable.

The kinds of rules are in `app.policy.rules`, the whole policy in `app.policy.policy`.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, NamedTuple, TypeVar

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Document:
    """An official document (文件). `number` is its 文号; `signed_on` is None for an undated one.

    `reported_by` says who told of a document whose original nobody here has seen; `known_as` what it is then
    known as, where not even its title is known, and `known_of_date` what is known of its day.
    """

    number: str
    title: str
    signed_on: date | None
    file: str = ""
    last_checked_in_force: date | None = None
    supersedes: tuple[str, ...] = ()
    superseded_by: str = ""
    reported_by: str = ""
    known_as: str = ""
    known_of_date: str = ""

    @property
    def name(self) -> str:
        """Return how the document is cited: by its number, or its title, or what it is known as."""
        return self.number or self.title or self.known_as


@dataclass(frozen=True, slots=True)
class Clause:
    """A verbatim piece of a document, with the number of the clause it stands in."""

    document: Document
    number: str
    text: str


class DatedValue(NamedTuple, Generic[Value]):
    """A value that holds from a day on, and the clause that says so; None ends the rule that day."""

    since: date
    value: Value | None
    clause: Clause


@dataclass(frozen=True, slots=True)
class Dated(Generic[Value]):
    """Values by the day from which each holds, oldest first, each with its own clause."""

    history: tuple[DatedValue[Value], ...]

    @property
    def first_day(self) -> date:
        """Return the day from which anything holds."""
        return self.history[0].since

    def on(self, day: date) -> DatedValue[Value]:
        """Return the value that holds on `day` with its clause; before the first day, the first."""
        place = bisect_right(self.history, day, key=lambda version: version.since) - 1
        return self.history[max(place, 0)]

    def at(self, day: date) -> Value | None:
        """Return what holds on `day`; before the first day, what holds on it. None after repeal."""
        return self.on(day).value


@dataclass(frozen=True, slots=True)
class Rule:
    """What every rule has: its id, its name, and the clause it rests on.

    `unstated` gives, by key, the reason for what the rule says and no clause does: shown with the rule.
    `until` is the last day it holds; `contest_years` the years of contests it speaks of, first and last.
    """

    id: str
    title: str
    clause: Clause
    unstated: tuple[tuple[str, str], ...] = field(default=(), kw_only=True)
    until: date | None = field(default=None, kw_only=True)
    contest_years: tuple[int, ...] = field(default=(), kw_only=True)

    @property
    def is_reported(self) -> bool:
        """Return whether nobody here has seen the original of its document (转述)."""
        return bool(self.clause.document.reported_by)

    def has_ended(self, day: date) -> bool:
        """Return whether the rule's last day is before `day`."""
        return self.until is not None and day > self.until

    def speaks_of_year(self, year: int) -> bool:
        """Return whether the rule speaks of contests of a year; one that names none speaks of all."""
        years = self.contest_years
        return not years or (years[0] <= year and (len(years) == 1 or year <= years[1]))

    @property
    def awaits_standard(self) -> bool:
        """Return whether the document leaves the amount to another, so that it must be entered."""
        return False

    @property
    def dated(self) -> Dated[Any] | None:
        """Return the rule's dated values, None for a kind of rule that has none."""
        return None

    def clause_on(self, day: date) -> Clause:
        """Return the clause that applies on `day`: that of the value in force, which may be an amendment."""
        dated = self.dated
        return dated.on(day).clause if dated else self.clause

    def clauses(self) -> tuple[Clause, ...]:
        """Return the clauses the rule and its dated values rest on, each once."""
        dated = self.dated
        amended = [version.clause for version in dated.history] if dated else []
        return tuple(dict.fromkeys([self.clause, *amended]))


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """What this policy's document says of a question: nothing, and why; or the answer it settles.

    `series` are the contest series it is about, () for any.
    """

    id: str
    clause: Clause | None
    silence: str
    answers: tuple[str, ...]
    settled: str = ""
    series: tuple[str, ...] = ()

    def is_about(self, series: str) -> bool:
        """Return whether it is about contests of this series; "" where nobody knows the series."""
        return not self.series or not series or series in self.series
