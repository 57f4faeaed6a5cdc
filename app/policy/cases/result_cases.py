"""Cases that give results and expect awards: evaluated as the program does, each event, then each person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Annotated, Any, Literal

from annotated_types import Ge

from app.bases import Bases
from app.contest_names import contest_key, event_key
from app.formats import name_key
from app.places import HomeRegion
from app.policy.engine.outcomes import evaluate_event
from app.policy.engine.outside import is_outside_unit
from app.policy.engine.person import relate_person
from app.policy.engine.person_prize import PersonPrize
from app.policy.facts import (
    NONE,
    ContestFacts,
    EntryFacts,
    EventFacts,
    OtherSpelling,
    Outcome,
    RulingFacts,
    StandardFacts,
    is_same_group,
    places_of,
)
from app.policy.packs.checking import checked
from app.policy.packs.ruling_file import RulingData, ruling_facts
from app.policy.packs.standard_file import StandardEntry, standard_facts
from app.policy.policy import Policy
from app.policy.rules.base import Strict
from app.policy.rulings import RulingBook
from app.policy.values import Day, Fen, Flag, Whole
from app.policy.vocabulary import ContestClass, Form, Group, Level, Role, Series

EventKey = tuple[str, str, str, str, str]


@dataclass(kw_only=True)
class GivenResult(Strict):
    """One person's result with its contest and event. Left out means the usual: confirmed, in order.

    `assessed_on` is the office's day on which bases are judged; left out, no document lies in the future.
    A contest without a name is an example of no series, at world level a WorldSkills contest.
    """

    level: Level
    contest_class: ContestClass | Literal[""] = "class-one"
    class_basis: str = "示例〔2024〕1号"
    assessed_on: Day = date.max
    contest: str = ""
    outside: Flag | None = None
    selection: Flag = False
    cycle: str | None = None
    series: Series | Literal[""] = ""
    medal_rule: Literal["", "by-rank", "apart"] = ""
    started_on: Day | None = None
    organiser: str = ""
    said_distinct: Flag = False  # the office said that these contests are two
    event: str = "示例赛项"
    event_selection: Flag = False
    demonstration: Flag = False
    occupation: str = ""
    group: Group | Literal[""] = ""
    groups: list[str] = field(default_factory=list)
    form: Form | Literal[""] = ""
    team_size: Whole | None = None
    person: str = ""
    role: Role = "contestant"
    rank: Annotated[Whole, Ge(1)] | None = None
    medal: str = ""
    grade: str = ""
    no_rank: str = ""
    team_no: str = ""
    unit: str = "示例单位"
    units: list[str] = field(default_factory=list)
    unit_code: str = ""
    unit_outside: Flag | None = None
    published_on: Day = date(2024, 6, 18)
    tied: Flag = False  # the list says 并列
    frozen_yuan: Fen | None = None
    annulled: Flag = False

    @property
    def sent_by(self) -> list[str]:
        """Return the sending units: `units`, else the one `unit`, none where it is ""."""
        return self.units or ([self.unit] if self.unit else [])

    def event_key(self) -> EventKey:
        """Return what tells one event from another."""
        return (self.level, self.contest_class, self.contest, self.event, self.group)

    def contest_facts(self) -> ContestFacts:
        """Return the contest as the engine takes it."""
        usual = "第47届世界技能大赛" if self.level == "world" else "示例竞赛"
        return ContestFacts(
            self.contest or usual,
            self.level,
            self.contest_class,
            class_basis=self.class_basis,
            is_outside=self.outside,
            is_selection=self.selection,
            cycle=self.cycle,
            basis_problem=Bases(self.assessed_on).problem(self.class_basis) if self.class_basis else None,
            series=self.series,
            medal_rule=self.medal_rule,
            started_on=self.started_on,
            organiser=self.organiser,
        )


def case_outcomes(given: Mapping[str, Any], *, policy: Policy) -> tuple[list[GivenResult], list[Outcome]]:
    """Return a case's results and the outcome of each, in the listed order."""
    results = _given_results(given)
    rulings = RulingBook(
        ruling_facts(checked(RulingData, item), policy.key) for item in given.get("rulings", ())
    )
    standards = [
        standard_facts(checked(StandardEntry, item), policy.key) for item in given.get("standards", ())
    ]
    entries = _entries(results, policy.signs.region)
    events, outcomes = _first_pass(results, entries, policy, rulings, standards)
    _second_pass(results, entries, events, outcomes, policy=policy, rulings=rulings)
    return results, outcomes


def unit_names(results: Sequence[GivenResult]) -> list[str]:
    """Return the units of a case; a unit's number is its place here."""
    return list(dict.fromkeys(name for result in results for name in result.sent_by))


def _entries(results: Sequence[GivenResult], region: HomeRegion | None) -> list[EntryFacts]:
    people: dict[str, int] = {}
    names = unit_names(results)
    entries = []
    for number, result in enumerate(results):
        person_id = people.setdefault(result.person or f"#{number}", number)
        units = tuple(names.index(name) for name in result.sent_by)
        entries.append(_entry_facts(result, region, number=number, person_id=person_id, units=units))
    return entries


def _first_pass(
    results: Sequence[GivenResult],
    entries: Sequence[EntryFacts],
    policy: Policy,
    rulings: RulingBook,
    standards: Sequence[StandardFacts],
) -> tuple[list[EventFacts], list[Outcome]]:
    places: dict[EventKey, list[int]] = {}
    for place, result in enumerate(results):
        places.setdefault(result.event_key(), []).append(place)
    found: dict[int, tuple[EventFacts, Outcome]] = {}
    for here in places.values():
        event = _event_facts([results[place] for place in here])
        if results[here[0]].said_distinct:
            others = frozenset(result.contest for result in results)
            event = replace(event, contest=replace(event.contest, distinct_from=others))
        event = replace(event, other_spelling=_other_spelling(results, entries, results[here[0]]))
        own = [entries[place] for place in here]
        judged = evaluate_event(event, own, policy=policy, rulings=rulings, standards=standards)
        found.update({place: (event, outcome) for place, outcome in zip(here, judged, strict=True)})
    in_order = [found[place] for place in range(len(results))]
    return [event for event, _ in in_order], [outcome for _, outcome in in_order]


def _other_spelling(
    results: Sequence[GivenResult], entries: Sequence[EntryFacts], one: GivenResult
) -> OtherSpelling | None:
    """Return the results of the same event under another spelling of its contest's name, None without any."""
    others = [
        (result, entry)
        for result, entry in zip(results, entries, strict=True)
        if not one.said_distinct and _is_other_spelling(result, one)
    ]
    if not others:
        return None
    names = dict.fromkeys(result.contest for result, _ in others)
    return OtherSpelling(
        tuple(names), frozenset(e.person_id for _, e in others), places_of([entry for _, entry in others])
    )


def _is_other_spelling(result: GivenResult, one: GivenResult) -> bool:
    if name_key(result.contest) == name_key(one.contest) or result.level != one.level:
        return False
    keys = (contest_key(each.contest, each.published_on.year) for each in (result, one))
    is_same_event = is_same_group(result.group, one.group) and event_key(result.event) == event_key(one.event)
    return is_same_event and next(keys) == next(keys)


def _second_pass(
    results: Sequence[GivenResult],
    entries: Sequence[EntryFacts],
    events: Sequence[EventFacts],
    outcomes: list[Outcome],
    *,
    policy: Policy,
    rulings: Sequence[RulingFacts],
) -> None:
    for person in {entry.person_id for entry in entries}:
        own = [
            place
            for place, entry in enumerate(entries)
            if entry.person_id == person and outcomes[place].status != NONE
        ]
        prizes = [_prize(outcomes[place], events[place], results[place]) for place in own]
        related = relate_person(prizes, policy=policy, rulings=rulings)
        for place, outcome in zip(own, related, strict=True):
            outcomes[place] = outcome


def _prize(outcome: Outcome, event: EventFacts, result: GivenResult) -> PersonPrize:
    return PersonPrize(
        outcome,
        event,
        result.published_on,
        result.frozen_yuan,
        result.role,
        rank=result.rank,
        medal=result.medal,
    )


def _given_results(given: Mapping[str, Any]) -> list[GivenResult]:
    """Return a case's results: its own keys stand for every one of `results` that does not say otherwise."""
    shared = {key: value for key, value in given.items() if key not in ("results", "rulings", "standards")}
    listed: Sequence[Mapping[str, Any]] = given.get("results") or [{}]
    return [checked(GivenResult, {**shared, **own}) for own in listed]


def _event_facts(results: Sequence[GivenResult]) -> EventFacts:
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


def _entry_facts(
    result: GivenResult,
    region: HomeRegion | None,
    *,
    number: int,
    person_id: int,
    units: tuple[int, ...],
) -> EntryFacts:
    """Return a result as an entry; `number` is its place in the list, its id and its listed order."""
    is_outside = result.unit_outside
    if is_outside is None:
        is_outside = any(is_outside_unit(name, result.unit_code, region) for name in result.sent_by)
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
        units=units,
        unit_is_outside=is_outside,
        is_annulled=result.annulled,
        no_rank=result.no_rank,
        says_tied=result.tied,
    )
