"""What a case gives: results in plain keys, put together as the facts the engine takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field

from app.policy.facts import ContestFacts, EntryFacts, EventFacts
from app.policy.kinds.common import Level, Strict
from app.policy.pack.values import Day, Fen, Whole

EventKey = tuple[str, str, str, str, str]


class GivenResult(Strict):
    """One person's result with its contest and event. Left out means the usual: confirmed, in order."""

    level: Level
    contest_class: Literal["class-one", "class-two", "comprehensive", "special", ""] = Field(
        default="class-one", alias="class"
    )
    class_basis: str = "示例〔2024〕1号"
    contest: str = "示例竞赛"
    outside: bool | None = None
    selection: bool = False
    cycle: str | None = None
    event: str = "示例赛项"
    event_selection: bool = False
    demonstration: bool = False
    occupation: str = ""
    group: Literal["", "worker", "student", "teacher"] = ""
    groups: list[str] = Field(default_factory=list)
    form: Literal["", "single", "pair", "trio", "team"] = ""
    team_size: Whole | None = None
    person: str = ""
    role: Literal["contestant", "coach", "expert", "translator"] = "contestant"
    rank: Annotated[Whole, Field(ge=1)] | None = None
    medal: str = ""
    grade: str = ""
    team_no: str = ""
    unit: str = "示例单位"
    unit_outside: bool | None = None
    published_on: Day = date(2024, 6, 18)
    frozen_yuan: Fen | None = None

    def event_key(self) -> EventKey:
        """Return what tells one event from another."""
        return (self.level, self.contest_class, self.contest, self.event, self.group)

    def contest_facts(self) -> ContestFacts:
        """Return the contest as the engine takes it."""
        return ContestFacts(
            self.contest,
            self.level,
            self.contest_class,
            class_basis=self.class_basis,
            is_outside=self.outside,
            is_selection=self.selection,
            cycle=self.cycle,
        )


def given_results(given: Mapping[str, Any]) -> list[GivenResult]:
    """Return a case's results: its own keys stand for every one of `results` that does not say otherwise."""
    shared = {key: value for key, value in given.items() if key not in ("results", "rulings", "standards")}
    listed: Sequence[Mapping[str, Any]] = given.get("results") or [{}]
    return [GivenResult.model_validate({**shared, **own}) for own in listed]


def event_facts(results: Sequence[GivenResult]) -> EventFacts:
    """Return the event that `results`, all of one event, were won in."""
    one = results[0]
    return EventFacts(
        one.contest_facts(),
        one.event,
        one.group,
        one.form,
        one.team_size,
        one.occupation,
        one.demonstration,
        one.event_selection,
        frozenset(one.groups or ([one.group] if one.group else [])),
    )


def entry_facts(result: GivenResult, *, number: int, person_id: int) -> EntryFacts:
    """Return a result as an entry; `number` is its place in the list, its id and its listed order."""
    return EntryFacts(
        number,
        person_id,
        result.role,
        result.rank,
        result.published_on,
        medal=result.medal,
        grade=result.grade,
        team_no=result.team_no,
        position=number,
        has_unit=bool(result.unit),
        unit_is_outside=result.unit_outside,
    )
