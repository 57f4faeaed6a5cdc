"""Evaluate a case's results as the program does: each event, then each person with several prizes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.policy.cases.given import (
    EventKey,
    GivenResult,
    entry_facts,
    event_facts,
    given_results,
)
from app.policy.engine.evaluating import evaluate_event
from app.policy.engine.person import PersonPrize, relate_person
from app.policy.facts import EntryFacts, EventFacts, RulingFacts, StandardFacts
from app.policy.model import Policy
from app.policy.outcome import NONE, Outcome
from app.policy.rulings.book import RulingBook
from app.policy.rulings.ruling_file import RulingData, ruling_facts
from app.policy.standards.standard_file import StandardEntry, standard_facts


def case_outcomes(given: Mapping[str, Any], *, policy: Policy) -> tuple[list[GivenResult], list[Outcome]]:
    """Return a case's results and the outcome of each, in the listed order."""
    results = given_results(given)
    rulings = RulingBook(
        ruling_facts(RulingData.model_validate(item), policy.key) for item in given.get("rulings", ())
    )
    standards = [
        standard_facts(StandardEntry.model_validate(item), policy.key) for item in given.get("standards", ())
    ]
    entries = _entries(results)
    events, outcomes = _first_pass(results, entries, policy, rulings, standards)
    _second_pass(results, entries, events, outcomes, policy=policy, rulings=rulings)
    return results, outcomes


def _entries(results: Sequence[GivenResult]) -> list[EntryFacts]:
    people: dict[str, int] = {}
    entries = []
    for number, result in enumerate(results):
        person_id = people.setdefault(result.person or f"#{number}", number)
        entries.append(entry_facts(result, number=number, person_id=person_id))
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
        event = event_facts([results[place] for place in here])
        own = [entries[place] for place in here]
        said = evaluate_event(event, own, policy=policy, rulings=rulings, standards=standards)
        found.update({place: (event, outcome) for place, outcome in zip(here, said, strict=True)})
    in_order = [found[place] for place in range(len(results))]
    return [event for event, _ in in_order], [outcome for _, outcome in in_order]


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
    return PersonPrize(outcome, event, result.published_on, result.frozen_yuan)
