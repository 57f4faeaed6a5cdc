"""What the schemas of all kinds of rules share: strict keys, and dated values with their own references.

Schemas are plain dataclasses; `app.policy.packs.checking` holds files against them with pydantic, which those
who only evaluate rules do not load.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from annotated_types import MaxLen, MinLen

from app.policy.model import Clause, Dated, DatedValue
from app.policy.values import Day, Flag, Whole

Word = Annotated[str, MinLen(1)]
_KEYS = {"contest_class": "class"}  # a field's name that is no name in Python


class Strict:
    """Base of every schema: all keys are known; a dataclass with keyword-only fields."""

    __pydantic_config__: ClassVar[dict[str, Any]] = {
        "extra": "forbid",
        "alias_generator": lambda name: _KEYS.get(name, name),
    }


@dataclass(frozen=True, slots=True)
class Misquoted:
    """What a rule says and its clause does not: the path of its key, the problem, whether it is an amount.

    What is no amount may be said under `unstated`, with the reason; money may not.
    """

    path: tuple[str, ...]
    problem: str
    is_money: bool = False


@dataclass(kw_only=True)
class RuleData(Strict):
    """What every rule has: its clause's number, its verbatim text, and when the office last checked it.

    `until` is the last day it holds. `contest_years` are the first and last year of the contests it speaks
    of, the first alone where it goes on. `unstated` names, by key, what the rule says and no clause does,
    with the reason: a convention of the office, shown wherever the rule is.
    """

    id: Word
    title: Word
    clause: Word
    text: Word
    governing_day: Literal["result.published_on"] = "result.published_on"
    last_checked_in_force: Day | None = None
    until: Day | None = None
    contest_years: Annotated[list[Whole], MaxLen(2)] = field(default_factory=list)
    unstated: dict[Word, Word] = field(default_factory=dict)

    def misquoted(self) -> Iterator[Misquoted]:
        """Yield what the rule says and its clause's own words do not: amounts, ranks, counts, titles."""
        yield from ()

    def first_days(self) -> Iterator[tuple[tuple[str, ...], date]]:
        """Yield the days from which something holds, each with the path of its key."""
        yield from ()

    def scope(self) -> tuple[object, ...]:
        """Return what no second rule of this kind may apply to; () where several may."""
        return ()


@dataclass(kw_only=True)
class ValueData(Strict):
    """A value that holds from a day on. What it says stands under its kind's own key, `content_key`.

    A value that another document brought, or another clause, names it: `document` (number or title; the
    rule's own where it is left out), `clause` and `text`. `ends` instead of a content ends the rule that day.
    """

    content_key: ClassVar[str]
    document: str = ""
    clause: str = ""
    text: str = ""
    ends: Flag = False

    @property
    def content(self) -> Any:
        """Return what the value says, None where it ends the rule."""
        return getattr(self, self.content_key)

    @property
    def has_reference(self) -> bool:
        """Return whether the value names a reference of its own."""
        return bool(self.document or self.clause or self.text)

    def problems(self) -> list[tuple[str, str]]:
        """Return what is wrong with the value as a whole, as (key, problem)."""
        found = []
        if (self.content is None) != self.ends:
            found.append(
                (self.content_key, f"请写 {self.content_key}，或写 ends: true（自此废止），二者择一")
            )
        if self.has_reference and not (self.clause and self.text):
            found.append(("clause", "另有依据的，须写明条款号（clause）和条款原文（text）"))
        return found


class DatedRuleData(RuleData, ABC):
    """A rule whose values are dated."""

    @abstractmethod
    def values_by_day(self) -> Mapping[date, ValueData | None]:
        """Return the values as the file has them; None ends the rule that day."""

    def first_days(self) -> Iterator[tuple[tuple[str, ...], date]]:
        """Yield the day of each value."""
        for day in self.values_by_day():
            yield ("values", day.isoformat()), day

    def quoted_values(self) -> Iterator[tuple[str, ValueData, str]]:
        """Yield each value that does not end the rule, with its key and the text it rests on."""
        for day, value in self.values_by_day().items():
            if value is not None and value.content is not None:
                yield day.isoformat(), value, value.text or self.text


def dated(values: Mapping[date, ValueData | None], clauses: Mapping[date, Clause]) -> Dated[Any]:
    """Return dated values oldest first, each with its content and its clause of `clauses`."""
    return Dated(
        tuple(
            DatedValue(day, value.content if value is not None else None, clauses[day])
            for day, value in sorted(values.items())
        )
    )
