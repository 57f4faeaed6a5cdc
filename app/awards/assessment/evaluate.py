"""Evaluate (测算) current results under a rule set: what each would be awarded. Nothing is written here.

Two passes. The first goes event by event over the results. The second looks at the people who have more than
one prize, since their levels and events may bear on each other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app.awards.adjust import after_correction
from app.awards.assessment.annulled import annulled_entries
from app.awards.assessment.award_store import stored_award
from app.awards.assessment.event_facts import event_facts
from app.awards.assessment.event_sum import within_event_sum
from app.awards.assessment.other_spellings import Undecided
from app.awards.assessment.result_rows import (
    EarlierAwards,
    ResultRow,
    StoredAward,
    earlier_awards,
    entry_facts,
    events_of,
    results_by_event,
    winners_in,
)
from app.awards.assessment.sending_units import SendingUnits
from app.awards.rules.rule_set import RuleSet
from app.policy import (
    NONE,
    EntryFacts,
    EventFacts,
    Outcome,
    PersonPrize,
    relate_person,
)
from app.progress import Progress
from app.transitions import is_frozen
from app.words import tr
from models.types import Role

ROLES = tuple(role.value for role in Role)
_EVENTS_AT_ONCE = 200
_FURTHEST = 100  # no policy rewards so many ranks: beyond, the engine itself is asked about each result

Evaluated = tuple[ResultRow, StoredAward, Outcome | None]
"""A result, its award as it would be stored, and its outcome where that is more than nothing."""


@dataclass(frozen=True, slots=True)
class Prize:
    """An outcome that is more than nothing, with what it came from."""

    event: EventFacts
    row: ResultRow
    outcome: Outcome

    def as_facts(self) -> PersonPrize:
        """Return it as the policy compares one person's prizes; what is frozen is not reduced any more."""
        frozen = self.row.state is not None and is_frozen(self.row.state)
        fen = (self.row.award.amount_fen or 0) if frozen else None
        row = self.row
        return PersonPrize(
            self.outcome, self.event, row.published_on, fen, row.role, rank=row.rank, medal=row.medal
        )


@dataclass(frozen=True, slots=True)
class UnprizedTail:
    """Events of one level, class and series: past `last_rank` each gets what `awards` gives for the role."""

    last_rank: int | None  # None: no end, each result is judged
    awards: dict[str, StoredAward]
    events: list[int]


class EventRules:
    """The rule set for one event: how far its prizes reach, and what must be judged among its peers.

    Nearly every result of a large event lies beyond the last prized rank. `annulled` are the event's annulled
    results.
    """

    def __init__(self, event: EventFacts, rule_set: RuleSet, *, annulled: Sequence[EntryFacts] = ()) -> None:
        self._policy = rule_set.policy
        self._annulled = annulled
        self._evaluator = rule_set.evaluator
        self._judge = self._evaluator.judge(event)
        self._nothing: dict[str, StoredAward] = {}

    def unprized_tail(self) -> tuple[int | None, dict[str, StoredAward]]:
        """Return the rank beyond which role and rank alone give nothing, and each role's award there.

        The engine is asked rank by rank: how far a rule goes is its business. None where it has no end.
        """
        if not self._judge.ranks_alone_decide:
            return None, {}
        for rank in range(1, _FURTHEST):
            if all(self._judge.ineligible_reason(role, rank) for role in ROLES):
                return rank - 1, {role: self._award_at(role, rank) for role in ROLES}
        return None, {}

    def _award_at(self, role: str, rank: int) -> StoredAward:
        someone = EntryFacts(0, 0, role, rank, date.min)
        return stored_award(self._evaluator.outcomes(self._judge, [someone])[0], policy=self._policy.key)

    def trivially_ineligible(self, row: ResultRow) -> StoredAward | None:
        """Return the award of a result that gets nothing by role and rank alone, else None."""
        reason = self._judge.ineligible_reason(row.role, row.rank, row.medal)
        if not reason:
            return None
        if reason not in self._nothing:
            self._nothing[reason] = stored_award(self.outcomes([row])[0], policy=self._policy.key)
        return self._nothing[reason]

    def outcomes(self, rows: Sequence[ResultRow], units: SendingUnits | None = None) -> list[Outcome]:
        """Return what the policy says of these results of the event, in the same order.

        `units` have read the results' sending units; without them each is one unit of the city. The
        annulled results stand among them: nobody moves up, and no share grows by itself.
        """
        if units is None:
            entries = [entry_facts(row) for row in rows]
        else:
            entries = [units.entry_facts(row) for row in rows]
        return self._evaluator.outcomes(self._judge, [*entries, *self._annulled])[: len(rows)]


class Evaluation:
    """One run over all events (`only` is None), or over some and what their winners won elsewhere.

    What lies beyond the prized ranks, nearly everything, is given once for many events in `tails`; `run`
    yields the rest. When it is through, `related_awards` are the awards of other events it took in, and
    `corrected` gives by result what its earlier versions were granted and what this one comes to in all.
    """

    def __init__(
        self,
        session: Session,
        rule_set: RuleSet,
        *,
        only: Collection[int] | None = None,
        undecided: Undecided | None = None,
    ) -> None:
        self._session, self._rule_set = session, rule_set
        self._only = None if only is None else set(only)
        self.events = event_facts(session, self._only, undecided=undecided)
        self.tails = _unprized_tails(self.events, rule_set)
        self.related_awards: set[int] = set()
        self.corrected: dict[int, tuple[EarlierAwards, Outcome]] = {}
        self._units = SendingUnits(session, rule_set.policy)
        self._earlier = earlier_awards(session, self._only)
        self._annulled = annulled_entries(session, self._only)
        self._prizes: defaultdict[int, list[Prize]] = defaultdict(list)

    def run(self, progress: Progress | None = None) -> Iterator[Evaluated]:
        """Yield each result that may come to something with its award, and its outcome if it does."""
        done = 0
        for tail in self.tails:
            for some in _batches(tail.events, _EVENTS_AT_ONCE):
                if progress is not None:
                    progress.report(done, len(self.events), tr("awards.assessing"))
                done += len(some)
                found = list(results_by_event(self._session, some, last_rank=tail.last_rank))
                self._units.read(row for _, rows in found for row in rows)
                for event_id, rows in found:
                    annulled = self._annulled.get(event_id, ())
                    yield from self._first_pass(self.events[event_id], rows, annulled)
        if self._only is not None:
            self._add_related(self._only)
        for prizes in self._prizes.values():
            yield from self._second_pass(prizes)
        for result, earlier in self._earlier.items():
            self.corrected.setdefault(result, (earlier, Outcome(result, NONE)))

    def _first_pass(
        self, event: EventFacts, rows: list[ResultRow], annulled: Sequence[EntryFacts]
    ) -> Iterator[Evaluated]:
        """Settle what is nothing; hold prizes back for the second pass."""
        rules = EventRules(event, self._rule_set, annulled=annulled)
        able = []
        for row in rows:
            award = rules.trivially_ineligible(row)
            if award is None:
                able.append(row)
            else:
                yield row, award, None
        outcomes = within_event_sum(able, rules.outcomes(able, self._units), earlier=self._earlier)
        for row, outcome in zip(able, outcomes, strict=True):
            if outcome.status == NONE:
                yield row, stored_award(outcome, policy=self._rule_set.policy.key), None
            else:
                self._prizes[row.person_id].append(Prize(event, row, outcome))

    def _add_related(self, only: set[int]) -> None:
        """Take in what these events' winners, before or now, have won in other events."""
        people = winners_in(self._session, only) | self._prizes.keys()
        for prize in prizes_of(self._session, self._rule_set, people, but_not=only):
            self._prizes[prize.row.person_id].append(prize)
            self.related_awards.add(prize.row.id)

    def _second_pass(self, prizes: list[Prize]) -> Iterator[Evaluated]:
        outcomes = [prize.outcome for prize in prizes]
        if len(prizes) > 1:
            facts = [prize.as_facts() for prize in prizes]
            outcomes = relate_person(facts, policy=self._rule_set.policy, rulings=self._rule_set.rulings)
        for prize, outcome in zip(prizes, outcomes, strict=True):
            final, earlier = outcome, self._earlier.get(prize.row.id)
            if earlier is not None:
                final = after_correction(outcome, earlier, result_state=prize.row.result_state)
                self.corrected[prize.row.id] = earlier, outcome
            yield prize.row, stored_award(final, policy=self._rule_set.policy.key), final


def prizes_of(
    session: Session, rule_set: RuleSet, people: Collection[int], *, but_not: Collection[int] = ()
) -> Iterator[Prize]:
    """Yield what the first pass gives these people, in all events but some."""
    wanted = events_of(session, people) - set(but_not)
    if not wanted:
        return
    events = event_facts(session, wanted)
    earlier = earlier_awards(session, events)
    units = SendingUnits(session, rule_set.policy)
    annulled = annulled_entries(session, events)
    for some in _batches(list(events), _EVENTS_AT_ONCE):
        for event_id, rows in results_by_event(session, some):
            rules = EventRules(events[event_id], rule_set, annulled=annulled.get(event_id, ()))
            able = [row for row in rows if rules.trivially_ineligible(row) is None]
            if not any(row.person_id in people for row in able):
                continue
            units.read(able)
            outcomes = within_event_sum(able, rules.outcomes(able, units), earlier=earlier)
            for row, outcome in zip(able, outcomes, strict=True):
                if row.person_id in people and outcome.status != NONE:
                    yield Prize(events[event_id], row, outcome)


def _unprized_tails(events: dict[int, EventFacts], rule_set: RuleSet) -> list[UnprizedTail]:
    """Group events by level, class, series and medals: how far prizes reach follows from these alone."""
    found: dict[tuple[str, ...], UnprizedTail] = {}
    for event_id, event in events.items():
        contest = event.contest
        key = contest.level, contest.contest_class, contest.present_series, contest.medal_rule
        if key not in found:
            found[key] = UnprizedTail(*EventRules(event, rule_set).unprized_tail(), [])
        found[key].events.append(event_id)
    return list(found.values())


def _batches(ids: list[int], size: int) -> Iterator[list[int]]:
    for start in range(0, len(ids), size):
        yield ids[start : start + size]
