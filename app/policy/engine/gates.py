"""The questions that decide whether a result counts at all, each asked only where its case is at hand."""

from __future__ import annotations

from datetime import date

from app.policy.facts import EntryFacts, EventFacts
from app.policy.model import Signs

_OWN_REGION_LEVELS = {"provincial", "municipal"}


def event_gates(event: EventFacts, signs: Signs) -> tuple[str, ...]:
    """Return the questions the event itself raises, in the fixed order."""
    raised = {
        "outside-contest": is_outside_contest(event, signs),
        "selection-contest": is_selection(event, signs),
        "demonstration-event": is_demonstration(event, signs),
        "student-group": event.group == "student" and "worker" in event.groups,
    }
    return tuple(question for question, applies in raised.items() if applies)


def entry_gates(
    entry: EntryFacts, *, first_day: date, is_comprehensive: bool, of_event: tuple[str, ...]
) -> tuple[str, ...]:
    """Return all counts-questions that `entry` raises, in the fixed order."""
    gates = of_event
    if is_comprehensive:
        gates = ("comprehensive-contest", *gates)
    if entry.published_on < first_day:
        gates = ("before-policy", *gates)
    if entry.unit_is_outside:
        gates = (*gates, "outside-sending-unit")
    return gates


def is_outside_contest(event: EventFacts, signs: Signs) -> bool:
    """Return whether another province or city holds it: as recorded, else as the contest's name says."""
    contest = event.contest
    if contest.level not in _OWN_REGION_LEVELS:
        return False
    if contest.is_outside is not None:
        return contest.is_outside
    if any(place in contest.name for place in signs.home.get(contest.level, ())):
        return False
    return any(place in contest.name for place in signs.elsewhere.get(contest.level, ()))


def is_selection(event: EventFacts, signs: Signs) -> bool:
    """Return whether it selects for a higher contest: as recorded, or because the contest is called so."""
    recorded = event.is_selection or event.contest.is_selection
    return recorded or any(sign in event.contest.name for sign in signs.selection)


def is_demonstration(event: EventFacts, signs: Signs) -> bool:
    """Return whether it is a demonstration event: as recorded, or because it is called so."""
    return event.is_demonstration or any(sign in event.name for sign in signs.demonstration)
