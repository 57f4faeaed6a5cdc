"""Evaluate (测算) current results under a law: what each would be awarded. Nothing is written here.

Two passes. The first goes event by event over the results. The second looks at the people who have
more than one prize, since their levels and events may bear on each other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from app.awards.event_law import EventLaw
from app.awards.keeping import kept_of
from app.awards.law import Law
from app.awards.reading import (
    Kept,
    ResultRow,
    earlier_awards,
    events_of,
    results_by_event,
    winners_in,
)
from app.awards.reading_events import event_facts
from app.policy import BLOCKED, NONE, EventFacts, Outcome, PersonPrize, relate_person
from app.progress import Progress
from app.transitions import is_frozen
from app.words import tr

EARLIER_STANDS = "earlier-award-stands"
_EVENTS_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Prize:
    """An outcome that is more than nothing, with what it came from."""

    event: EventFacts
    row: ResultRow
    outcome: Outcome

    def as_facts(self) -> PersonPrize:
        """Return it as the policy compares one person's prizes; what is frozen is not reduced any more."""
        frozen = self.row.state is not None and is_frozen(self.row.state)
        fen = (self.row.kept.amount_fen or 0) if frozen else None
        return PersonPrize(self.outcome, self.event, self.row.published_on, fen)


@dataclass(frozen=True, slots=True)
class Beyond:
    """Events of one level and class: past rank `reach` everybody gets what stands under their role."""

    reach: int | None  # None: no end, each result is judged
    kept: dict[str, Kept]
    events: list[int]


class Evaluation:
    """One run over all events (`only` is None), or over some and what their winners won elsewhere.

    What lies beyond the prized ranks, nearly everything, is told once for many events in `beyond`; `run`
    yields the rest. When it is through, `elsewhere` says which awards of other events it took in.
    """

    def __init__(self, session: Session, law: Law, *, only: Collection[int] | None = None) -> None:
        self._session, self._law = session, law
        self._only = None if only is None else set(only)
        self.events = event_facts(session, self._only)
        self.beyond = _beyond(self.events, law)
        self.elsewhere: set[int] = set()
        self._earlier = earlier_awards(session, self._only)
        self._prizes: defaultdict[int, list[Prize]] = defaultdict(list)

    def run(self, progress: Progress | None = None) -> Iterator[tuple[ResultRow, Kept, Outcome | None]]:
        """Yield each result that may come to something with its award to keep, and its outcome if it does."""
        done = 0
        for beyond in self.beyond:
            for some in _batches(beyond.events, _EVENTS_AT_ONCE):
                if progress is not None:
                    progress.report(done, len(self.events), tr("awards.assessing"))
                done += len(some)
                for event_id, rows in results_by_event(self._session, some, reach=beyond.reach):
                    yield from self._first_pass(self.events[event_id], rows)
        if self._only is not None:
            self._look_elsewhere(self._only)
        for prizes in self._prizes.values():
            yield from self._second_pass(prizes)

    def _first_pass(
        self, event: EventFacts, rows: list[ResultRow]
    ) -> Iterator[tuple[ResultRow, Kept, Outcome | None]]:
        """Settle what is nothing; hold prizes back for the second pass."""
        law = EventLaw(event, law=self._law)
        able = []
        for row in rows:
            kept = law.trivially_ineligible(row)
            if kept is None:
                able.append(row)
            else:
                yield row, kept, None
        for row, outcome in zip(able, law.outcomes(able), strict=True):
            if outcome.status == NONE:
                yield row, kept_of(outcome, policy=self._law.policy.key), None
            else:
                self._prizes[row.person_id].append(Prize(event, row, outcome))

    def _look_elsewhere(self, only: set[int]) -> None:
        """Take in what these events' winners, before or now, have won in other events."""
        people = winners_in(self._session, only) | self._prizes.keys()
        for prize in prizes_of(self._session, self._law, people, but_not=only):
            self._prizes[prize.row.person_id].append(prize)
            self.elsewhere.add(prize.row.id)

    def _second_pass(self, prizes: list[Prize]) -> Iterator[tuple[ResultRow, Kept, Outcome | None]]:
        outcomes = [prize.outcome for prize in prizes]
        if len(prizes) > 1:
            facts = [prize.as_facts() for prize in prizes]
            outcomes = relate_person(facts, policy=self._law.policy, rulings=self._law.rulings)
        for prize, outcome in zip(prizes, outcomes, strict=True):
            final = unless_decided(outcome, self._earlier.get(prize.row.id))
            yield prize.row, kept_of(final, policy=self._law.policy.key), final


def unless_decided(outcome: Outcome, earlier_fen: int | None) -> Outcome:
    """Hold back the award of a corrected result while an earlier version's award is under way or paid.

    `earlier_fen` is what was decided then, None where nothing was. Shown is what would be paid on top.
    """
    if earlier_fen is None:
        return outcome
    difference = None if outcome.amount_fen is None else max(outcome.amount_fen - earlier_fen, 0)
    return replace(
        outcome,
        status=BLOCKED,
        amount_fen=None,
        reason=EARLIER_STANDS,
        questions=(),
        amounts_by_answer=(("difference", difference),),
    )


def prizes_of(
    session: Session, law: Law, people: Collection[int], *, but_not: Collection[int] = ()
) -> Iterator[Prize]:
    """Yield what the first pass gives these people, in all events but some."""
    events = event_facts(session, events_of(session, people) - set(but_not))
    for some in _batches(list(events), _EVENTS_AT_ONCE):
        for event_id, rows in results_by_event(session, some):
            of_event = EventLaw(events[event_id], law=law)
            able = [row for row in rows if of_event.trivially_ineligible(row) is None]
            if not any(row.person_id in people for row in able):
                continue
            for row, outcome in zip(able, of_event.outcomes(able), strict=True):
                if row.person_id in people and outcome.status != NONE:
                    yield Prize(events[event_id], row, outcome)


def _beyond(events: dict[int, EventFacts], law: Law) -> list[Beyond]:
    """Group events by level and class: how far prizes reach follows from these alone."""
    found: dict[tuple[str, str], Beyond] = {}
    for event_id, event in events.items():
        key = event.contest.level, event.contest.contest_class
        if key not in found:
            found[key] = Beyond(*EventLaw(event, law=law).beyond(), [])
        found[key].events.append(event_id)
    return list(found.values())


def _batches(ids: list[int], size: int) -> Iterator[list[int]]:
    for start in range(0, len(ids), size):
        yield ids[start : start + size]
