"""The law for one event: how far its prizes reach, and what must be judged among its peers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.awards.keeping import kept_of
from app.awards.law import Law
from app.awards.reading import Kept, ResultRow, entry_facts
from app.policy import EntryFacts, EventFacts, EventJudge, Outcome, outcome_of
from models.types import Role

ROLES = tuple(role.value for role in Role)
_FURTHEST = 100  # no policy rewards so many ranks: beyond, the engine itself is asked about each result


class EventLaw:
    """One event's judge. Nearly every result of a large event lies beyond the last prized rank."""

    def __init__(self, event: EventFacts, *, law: Law) -> None:
        self._policy = law.policy
        self._judge = EventJudge(event, policy=law.policy, rulings=law.rulings, standards=law.standards)
        self._nothing: dict[str, Kept] = {}

    def beyond(self) -> tuple[int | None, dict[str, Kept]]:
        """Return the rank beyond which everybody gets nothing by role and rank alone, and each role's award.

        Asked of the engine, rank by rank: how far a rule goes is its business. None where it has no end.
        """
        for rank in range(1, _FURTHEST):
            if all(self._judge.plain_reason(role, rank) for role in ROLES):
                return rank - 1, {role: self._kept(role, rank) for role in ROLES}
        return None, {}

    def _kept(self, role: str, rank: int) -> Kept:
        someone = EntryFacts(0, 0, role, rank, date.min)
        return kept_of(self._outcomes([someone])[0], policy=self._policy.key)

    def trivially_ineligible(self, row: ResultRow) -> Kept | None:
        """Return the award of a result that gets nothing by role and rank alone, else None."""
        reason = self._judge.plain_reason(row.role, row.rank)
        if not reason:
            return None
        if reason not in self._nothing:
            self._nothing[reason] = kept_of(self.outcomes([row])[0], policy=self._policy.key)
        return self._nothing[reason]

    def outcomes(self, rows: Sequence[ResultRow]) -> list[Outcome]:
        """Return what the policy says of these results of the event, in the same order."""
        return self._outcomes([entry_facts(row) for row in rows])

    def _outcomes(self, entries: Sequence[EntryFacts]) -> list[Outcome]:
        return [outcome_of(judgement, policy=self._policy) for judgement in self._judge.judge(entries)]
