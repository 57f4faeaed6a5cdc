"""One of a person's prizes, as they are set side by side."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.policy.facts import EventFacts, Outcome
from app.policy.vocabulary import CONTESTANT


@dataclass(frozen=True, slots=True)
class PersonPrize:
    """One of a person's prizes: what the first pass said of it, and where it was won.

    `frozen_fen` is the amount already reviewed or paid, None while it may still change. `role` is what the
    person was in the event: only a contestant wins at a level. `rank` and `medal` are as recorded.
    """

    outcome: Outcome
    event: EventFacts
    published_on: date
    frozen_fen: int | None = None
    role: str = CONTESTANT
    rank: int | None = None
    medal: str = ""
