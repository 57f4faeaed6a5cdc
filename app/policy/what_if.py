"""What if (测算): another prize table, ruling or pack over past results. Nothing is stored or changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from app.policy.engine.evaluating import outcome_of
from app.policy.engine.judging import EventJudge
from app.policy.engine.person import PersonPrize, relate_person
from app.policy.facts import EntryFacts, EventFacts, RulingFacts, StandardFacts
from app.policy.model import Policy
from app.policy.outcome import NONE, PROPOSED, Outcome
from app.policy.rulings.book import RulingBook, book_of
from app.progress import Progress

Field = Iterable[tuple[EventFacts, Sequence[EntryFacts]]]


@dataclass(frozen=True, slots=True)
class WhatIfLaw:
    """What outcomes are computed from, besides the facts."""

    policy: Policy
    rulings: Sequence[RulingFacts] = ()
    standards: Sequence[StandardFacts] = ()


@dataclass(frozen=True, slots=True)
class WhatIfChange:
    """One entry whose outcome differs. `is_frozen`: what stands was decided and would not change."""

    entry: int
    person_id: int
    contest: str
    event: str
    level: str
    year: int
    before: Outcome
    after: Outcome
    is_frozen: bool = False

    @property
    def difference_fen(self) -> int:
        """Return how much more (or less) the entry would get, in fen."""
        return (self.after.amount_fen or 0) - (self.before.amount_fen or 0)


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The two costs in fen, by level and by year of publication, and every entry that differs."""

    before_fen: int
    after_fen: int
    by_level: tuple[tuple[str, int, int], ...]
    by_year: tuple[tuple[int, int, int], ...]
    changed: tuple[WhatIfChange, ...]

    @property
    def gain(self) -> int:
        """Return how many people would get more in all."""
        return sum(1 for fen in self._by_person().values() if fen > 0)

    @property
    def lose(self) -> int:
        """Return how many people would get less in all."""
        return sum(1 for fen in self._by_person().values() if fen < 0)

    def _by_person(self) -> dict[int, int]:
        people: defaultdict[int, int] = defaultdict(int)
        for change in self.changed:
            people[change.person_id] += change.difference_fen
        return people


@dataclass(slots=True)
class _Won:
    """One entry that gets something, or may, under one of the laws."""

    event: EventFacts
    entry: EntryFacts
    outcomes: list[Outcome]


@dataclass(slots=True)
class _Side:
    law: WhatIfLaw
    book: RulingBook = field(init=False)

    def __post_init__(self) -> None:
        self.book = book_of(self.law.rulings)

    def judge(self, event: EventFacts) -> EventJudge:
        law = self.law
        return EventJudge(event, policy=law.policy, rulings=self.book, standards=law.standards)


def what_if(
    events: Field,
    *,
    before: WhatIfLaw,
    after: WhatIfLaw,
    frozen: Mapping[int, int] | None = None,
    progress: Progress | None = None,
    total: int = 0,
) -> WhatIf:
    """Return what `events` cost under each law and who gains or loses.

    `events` gives each event with all its entries, one after the other; `frozen` the amounts in fen that
    were decided, by entry: they are what stands. `total` is the number of events, for the progress.
    """
    sides = [_Side(before), _Side(after)]
    decided = frozen or {}
    won: defaultdict[int, list[_Won]] = defaultdict(list)
    for number, (event, entries) in enumerate(events):
        if progress is not None and number % 50 == 0:
            progress.report(number, total)
        for one in _won_in(event, entries, sides, decided):
            won[one.entry.person_id].append(one)
    for of_person in won.values():
        for place, side in enumerate(sides):
            _relate(of_person, place, side, decided if place == 0 else {})
    return _summed([one for of_person in won.values() for one in of_person], decided)


def _won_in(
    event: EventFacts, entries: Sequence[EntryFacts], sides: Sequence[_Side], frozen: Mapping[int, int]
) -> list[_Won]:
    """Return the entries that are more than plainly nothing under one of the laws, or were decided."""
    judges = [side.judge(event) for side in sides]
    able = [
        entry
        for entry in entries
        if entry.id in frozen or any(not judge.plain_reason(entry.role, entry.rank) for judge in judges)
    ]
    if not able:
        return []
    judged = [
        [outcome_of(one, policy=side.law.policy) for one in judge.judge(able)]
        for judge, side in zip(judges, sides, strict=True)
    ]
    return [_Won(event, entry, list(pair)) for entry, *pair in zip(able, *judged, strict=True)]


def _relate(won: Sequence[_Won], place: int, side: _Side, frozen: Mapping[int, int]) -> None:
    prizes = [
        PersonPrize(one.outcomes[place], one.event, one.entry.published_on, frozen.get(one.entry.id))
        for one in won
        if one.outcomes[place].status != NONE
    ]
    related = [prize.outcome for prize in prizes]
    if len(prizes) > 1:
        related = relate_person(prizes, policy=side.law.policy, rulings=side.book)
    by_entry = {outcome.entry: outcome for outcome in related}
    for one in won:
        current = by_entry.get(one.entry.id, one.outcomes[place])
        if one.entry.id in frozen:
            current = Outcome(one.entry.id, PROPOSED, frozen[one.entry.id], rule=current.rule)
        one.outcomes[place] = current


def _summed(won: Sequence[_Won], frozen: Mapping[int, int]) -> WhatIf:
    levels: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
    years: defaultdict[int, list[int]] = defaultdict(lambda: [0, 0])
    for one in won:
        for place, outcome in enumerate(one.outcomes):
            levels[one.event.contest.level][place] += outcome.amount_fen or 0
            years[one.entry.published_on.year][place] += outcome.amount_fen or 0
    return WhatIf(
        sum(pair[0] for pair in levels.values()),
        sum(pair[1] for pair in levels.values()),
        tuple((level, pair[0], pair[1]) for level, pair in levels.items()),
        tuple((year, pair[0], pair[1]) for year, pair in sorted(years.items())),
        tuple(_change(one, frozen) for one in won if _differs(*one.outcomes)),
    )


def _differs(before: Outcome, after: Outcome) -> bool:
    return (before.status, before.amount_fen) != (after.status, after.amount_fen)


def _change(one: _Won, frozen: Mapping[int, int]) -> WhatIfChange:
    contest = one.event.contest
    return WhatIfChange(
        one.entry.id,
        one.entry.person_id,
        contest.name,
        one.event.name,
        contest.level,
        one.entry.published_on.year,
        one.outcomes[0],
        one.outcomes[1],
        one.entry.id in frozen,
    )
