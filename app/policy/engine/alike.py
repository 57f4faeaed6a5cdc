"""Evaluate many events: what events of equal terms and entries of one shape come to is worked out once.

A registry holds thousands of events that differ in nothing but names and the numbers of their records.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from functools import lru_cache, partial
from operator import attrgetter
from typing import Any

from app.policy.engine.event import TermsJudge
from app.policy.engine.outcomes import outcomes_of
from app.policy.engine.terms import terms_of
from app.policy.facts import EntryFacts, EventFacts, Outcome, RulingFacts, StandardFacts
from app.policy.policy import Policy
from app.policy.rulings import book_of

_KEPT = 1_000  # terms, and shapes of entries: a registry has a few dozen that come again and again
# The facts of an entry besides its numbers, and what is said of it besides its number and its units. Read by
# name all at once: copying records field by field costs as much as the engine itself.
_OTHER_FACTS = tuple(one.name for one in fields(EntryFacts) if one.name not in ("id", "person_id", "units"))
_SAID = tuple(one.name for one in fields(Outcome) if one.name not in ("entry", "title_units"))
_other_facts, _said = attrgetter(*_OTHER_FACTS), attrgetter(*_SAID)

_Shape = tuple[tuple[int, int, tuple[int, ...], tuple[Any, ...]], ...]


class EventEvaluator:
    """Evaluates events under one policy with its rulings and standards, exactly as `evaluate_event` does.

    The engine itself is asked about entries without their records' numbers; so nothing can depend on these.
    """

    def __init__(
        self,
        *,
        policy: Policy,
        rulings: Sequence[RulingFacts],
        standards: Sequence[StandardFacts] = (),
    ) -> None:
        self._terms_of = partial(terms_of, policy=policy, rulings=book_of(rulings))
        self._judge = lru_cache(_KEPT)(partial(TermsJudge, policy=policy, standards=standards))
        self._outcomes = lru_cache(_KEPT)(_outcomes_of_shape)

    def judge(self, event: EventFacts) -> TermsJudge:
        """Return the judge of an event, the same one for events of equal terms."""
        return self._judge(self._terms_of(event))

    def outcomes(self, judge: TermsJudge, entries: Sequence[EntryFacts]) -> list[Outcome]:
        """Return what the policy says of all entries of an event of this judge's terms, in the same order."""
        if judge.terms.other_spelling is not None:
            return outcomes_of(judge, entries)  # it names people
        units: dict[int, int] = {}
        shape = _shape(entries, units)
        numbers = list(units)
        return [
            Outcome(**said, entry=entry.id, title_units=tuple([numbers[unit] for unit in named]))
            for entry, (named, said) in zip(entries, self._outcomes(judge, shape), strict=True)
        ]


def _shape(entries: Sequence[EntryFacts], units: dict[int, int]) -> _Shape:
    """Return the shape of entries: numbers of their own for results, people and units, and all other facts.

    Results keep the order of their ids, which decides who of a team is listed first. `units` takes in the
    numbers of the units.
    """
    at = {entry: place for place, entry in enumerate(sorted([entry.id for entry in entries]))}
    people: dict[int, int] = {}
    return tuple(
        [
            (
                at[entry.id],
                people.setdefault(entry.person_id, len(people)),
                tuple([units.setdefault(unit, len(units)) for unit in entry.units]),
                _other_facts(entry),
            )
            for entry in entries
        ]
    )


def _outcomes_of_shape(judge: TermsJudge, shape: _Shape) -> list[tuple[tuple[int, ...], dict[str, Any]]]:
    """Return the outcomes of entries of a shape: the units named, and all else but the entry's number."""
    entries = [
        EntryFacts(id=entry, person_id=person, units=units, **dict(zip(_OTHER_FACTS, others, strict=True)))
        for entry, person, units, others in shape
    ]
    return [
        (outcome.title_units, dict(zip(_SAID, _said(outcome), strict=True)))
        for outcome in outcomes_of(judge, entries)
    ]
