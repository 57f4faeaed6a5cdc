"""The law for one event: what is plainly nothing, told at once, and what must be judged among its peers."""

from __future__ import annotations

from collections.abc import Sequence

from app.awards.keeping import kept_of
from app.awards.law import Law
from app.awards.reading import Kept, ResultRow, entry_facts
from app.policy import EventFacts, EventJudge, Outcome, outcome_of


class EventLaw:
    """One event's judge. Nearly every result of a large event is plainly nothing, for one of few reasons."""

    def __init__(self, event: EventFacts, *, law: Law) -> None:
        self._policy = law.policy
        self._judge = EventJudge(event, policy=law.policy, rulings=law.rulings, standards=law.standards)
        self._nothing: dict[str, Kept] = {}

    def plainly_nothing(self, row: ResultRow) -> Kept | None:
        """Return the award of a result that gets nothing by role and rank alone, else None."""
        reason = self._judge.plain_reason(row.role, row.rank)
        if not reason:
            return None
        if reason not in self._nothing:
            self._nothing[reason] = kept_of(self.outcomes([row])[0], policy=self._policy.key)
        return self._nothing[reason]

    def outcomes(self, rows: Sequence[ResultRow]) -> list[Outcome]:
        """Return what the policy says of these results of the event, in the same order."""
        judgements = self._judge.judge([entry_facts(row) for row in rows])
        return [outcome_of(judgement, policy=self._policy) for judgement in judgements]
