"""Evaluate (测算) current results under a law: what each would be awarded. Nothing is written here.

Two passes. The first goes event by event over the results. The second looks at the people who have
more than one prize, since their levels and events may bear on each other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.awards.event_law import EventLaw
from app.awards.keeping import kept_of
from app.awards.law import Law
from app.awards.reading import Kept, ResultRow, event_facts, events_of, results_by_event, winners_in
from app.awards.states import is_frozen
from app.policy import NONE, EventFacts, Outcome, PersonPrize, relate_person
from app.progress import Progress
from app.words import word

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


class Evaluation:
    """One run over all events (`only` is None), or over some and what their winners won elsewhere.

    When it is through, `results` says how many it looked at in these events, `elsewhere` which awards of
    other events it took in, `prizes` what each person has won before the second pass.
    """

    def __init__(self, session: Session, law: Law, *, only: Collection[int] | None = None) -> None:
        self._session, self._law = session, law
        self._only = None if only is None else set(only)
        self.events = event_facts(session, self._only)
        self.prizes: defaultdict[int, list[Prize]] = defaultdict(list)
        self.elsewhere: set[int] = set()
        self.results = 0

    def run(self, progress: Progress | None = None) -> Iterator[tuple[ResultRow, Kept, Outcome | None]]:
        """Yield each result with its award to keep, and its outcome where that is more than nothing."""
        for done, (event_id, rows) in enumerate(self._rows(self.events)):
            if progress is not None and done % 50 == 0:
                progress.report(done, len(self.events), word("awards.assessing"))
            self.results += len(rows)
            yield from self._first_pass(self.events[event_id], rows)
        if self._only is not None:
            self._look_elsewhere(self._only)
        for prizes in self.prizes.values():
            yield from self._second_pass(prizes)

    def _rows(self, events: dict[int, EventFacts]) -> Iterator[tuple[int, list[ResultRow]]]:
        ids = list(events)
        for start in range(0, len(ids), _EVENTS_AT_ONCE):
            some = ids[start : start + _EVENTS_AT_ONCE]
            only = None if self._only is None else some
            yield from results_by_event(self._session, first=some[0], last=some[-1], only=only)

    def _first_pass(
        self, event: EventFacts, rows: list[ResultRow]
    ) -> Iterator[tuple[ResultRow, Kept, Outcome | None]]:
        """Settle what is nothing; hold prizes back for the second pass."""
        law = EventLaw(event, law=self._law)
        able = []
        for row in rows:
            kept = law.plainly_nothing(row)
            if kept is None:
                able.append(row)
            else:
                yield row, kept, None
        for row, outcome in zip(able, law.outcomes(able), strict=True):
            if outcome.status == NONE:
                yield row, kept_of(outcome, policy=self._law.policy.key), None
            else:
                self.prizes[row.person_id].append(Prize(event, row, outcome))

    def _look_elsewhere(self, only: set[int]) -> None:
        """Take in what these events' winners, before or now, have won in other events."""
        people = winners_in(self._session, only) | self.prizes.keys()
        for prize in prizes_of(self._session, self._law, people, but_not=only):
            self.prizes[prize.row.person_id].append(prize)
            self.elsewhere.add(prize.row.id)

    def _second_pass(self, prizes: list[Prize]) -> Iterator[tuple[ResultRow, Kept, Outcome | None]]:
        outcomes = [prize.outcome for prize in prizes]
        if len(prizes) > 1:
            facts = [prize.as_facts() for prize in prizes]
            outcomes = relate_person(facts, policy=self._law.policy, rulings=self._law.rulings)
        for prize, outcome in zip(prizes, outcomes, strict=True):
            yield prize.row, kept_of(outcome, policy=self._law.policy.key), outcome


def prizes_of(
    session: Session, law: Law, people: Collection[int], *, but_not: Collection[int] = ()
) -> Iterator[Prize]:
    """Yield what the first pass gives these people, in all events but some."""
    events = event_facts(session, events_of(session, people) - set(but_not))
    ids = list(events)
    for start in range(0, len(ids), _EVENTS_AT_ONCE):
        some = ids[start : start + _EVENTS_AT_ONCE]
        for event_id, rows in results_by_event(session, first=some[0], last=some[-1], only=some):
            of_event = EventLaw(events[event_id], law=law)
            able = [row for row in rows if of_event.plainly_nothing(row) is None]
            if not any(row.person_id in people for row in able):
                continue
            for row, outcome in zip(able, of_event.outcomes(able), strict=True):
                if row.person_id in people and outcome.status != NONE:
                    yield Prize(events[event_id], row, outcome)
