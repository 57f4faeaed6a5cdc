"""What a contest's or event's name and days say that raises a question; never a class (ADR 0013)."""

from __future__ import annotations

from datetime import date

from app.contest_names import last_year_in
from app.policy.facts import ContestFacts, EventFacts
from app.policy.policy import NameSigns


def is_selection(event: EventFacts, signs: NameSigns) -> bool:
    """Return whether it selects for a higher contest: as recorded, or because contest or event is called so.

    Words that a contest keeps for events of its own (`kept_events`) do not make the event a selection.
    """
    contest, name = event.contest.name, event.name
    if event.is_selection or event.contest.is_selection or _holds(contest, signs.selection):
        return True
    for sign, kept in signs.kept_events.items():
        if sign in contest:
            name = _without(name, kept)
    return _holds(name, signs.selection)


def is_demonstration(event: EventFacts, signs: NameSigns) -> bool:
    """Return whether it is a demonstration event: as recorded, or because it is called so."""
    return event.is_demonstration or _holds(event.name, signs.demonstration)


def has_other_groups(event: EventFacts) -> bool:
    """Return whether the event was held for teachers and for others too."""
    return event.group == "teacher" and bool(event.groups - {"teacher"})


def was_held_before(contest: ContestFacts, day: date) -> bool:
    """Return whether the contest began before `day`, as recorded, else as the year in its name says.

    A name of the day's own year, or without a year, says nothing.
    """
    if contest.started_on is not None:
        return contest.started_on < day
    year = last_year_in(contest.name)
    return bool(year) and year < day.year


def _holds(name: str, signs: tuple[str, ...]) -> bool:
    return any(sign in name for sign in signs)


def _without(name: str, words: tuple[str, ...]) -> str:
    for word in words:
        name = name.replace(word, "")
    return name
