"""Assess (评定): evaluate current results under the policy and keep what differs from what stands.

Two passes. The first goes event by event over the results. The second looks at the people who have
more than one prize, since their levels and events may bear on each other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.awards.designating import Basis, keep_designations
from app.awards.event_law import EventLaw
from app.awards.keeping import AwardWriter, kept_of, remove_stale
from app.awards.law import Law, law_in_force
from app.awards.reading import ResultRow, event_facts, events_of, results_by_event, winners_in
from app.awards.states import is_frozen
from app.changes import Changes
from app.policy import NONE, EventFacts, Outcome, PersonPrize, relate_person
from app.progress import Progress
from app.unit_of_work import UnitOfWork
from app.words import word
from models import Award

_EVENTS_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class AssessReport:
    """How much was assessed, and how many awards and designation lines came out different."""

    events: int
    results: int
    written: int
    removed: int
    designations: int


@dataclass(frozen=True, slots=True)
class _Prize:
    """An outcome that is more than nothing, with what it came from."""

    event: EventFacts
    row: ResultRow
    outcome: Outcome

    def as_facts(self) -> PersonPrize:
        """Return it as the policy compares one person's prizes; what is frozen is not reduced any more."""
        frozen = self.row.state is not None and is_frozen(self.row.state)
        fen = (self.row.kept.amount_fen or 0) if frozen else None
        return PersonPrize(self.outcome, self.event, self.row.published_on, fen)


def assess_all(work: UnitOfWork, progress: Progress | None = None) -> AssessReport:
    """Assess every current result. Awards that are frozen stay as they are."""
    return _Assessment(work, law_in_force(work.session), event_facts(work.session)).run(progress)


def assess_events(
    work: UnitOfWork, event_ids: Collection[int], progress: Progress | None = None
) -> AssessReport:
    """Assess the current results of these events, and with them what else their winners have won."""
    events = event_facts(work.session, set(event_ids))
    assessment = _Assessment(work, law_in_force(work.session), events, only=set(events))
    return assessment.run(progress)


class _Assessment:
    """One run over all events (`only` is None) or some: what it found, and what it will write."""

    def __init__(
        self, work: UnitOfWork, law: Law, events: dict[int, EventFacts], *, only: set[int] | None = None
    ) -> None:
        self.work, self.law, self.events, self.only = work, law, events, only
        self.writer = AwardWriter(work.session)
        self.prizes: defaultdict[int, list[_Prize]] = defaultdict(list)
        self.bases: list[Basis] = []
        self.results = 0

    def run(self, progress: Progress | None) -> AssessReport:
        """Assess, write what differs, and say how much that was."""
        self.work.session.flush()
        for done, (event_id, rows) in enumerate(self._rows(self.events)):
            if progress is not None and done % 50 == 0:
                progress.report(done, len(self.events), word("awards.assessing"))
            self.results += len(rows)
            self._first_pass(self.events[event_id], rows)
        elsewhere = set() if self.only is None else self._look_elsewhere()
        for prizes in self.prizes.values():
            self._second_pass(prizes)
        return self._close(elsewhere)

    def _rows(self, events: dict[int, EventFacts]) -> Iterator[tuple[int, list[ResultRow]]]:
        ids = list(events)
        for start in range(0, len(ids), _EVENTS_AT_ONCE):
            some = ids[start : start + _EVENTS_AT_ONCE]
            only = None if self.only is None else some
            yield from results_by_event(self.work.session, first=some[0], last=some[-1], only=only)

    def _first_pass(self, event: EventFacts, rows: list[ResultRow]) -> None:
        """Settle what is nothing; keep prizes for the second pass."""
        law = EventLaw(event, law=self.law)
        able = []
        for row in rows:
            kept = law.plainly_nothing(row)
            if kept is None:
                able.append(row)
            else:
                self.writer.keep(row, kept)
        for row, outcome in zip(able, law.outcomes(able), strict=True):
            if outcome.status == NONE:
                self.writer.keep(row, kept_of(outcome, policy=self.law.policy.key))
            else:
                self.prizes[row.person_id].append(_Prize(event, row, outcome))

    def _look_elsewhere(self) -> set[int]:
        """Bring in what these events' winners, before or now, have won in other events; return its awards."""
        people = winners_in(self.work.session, self.only or ()) | self.prizes.keys()
        events = event_facts(self.work.session, events_of(self.work.session, people) - self.events.keys())
        elsewhere: set[int] = set()
        for event_id, rows in self._rows(events):
            law = EventLaw(events[event_id], law=self.law)
            able = [row for row in rows if law.plainly_nothing(row) is None]
            for row, outcome in zip(able, law.outcomes(able), strict=True):
                if row.person_id in people and outcome.status != NONE:
                    self.prizes[row.person_id].append(_Prize(events[event_id], row, outcome))
                    elsewhere.add(row.id)
        return elsewhere

    def _second_pass(self, prizes: list[_Prize]) -> None:
        """Let one person's prizes bear on each other, and keep what comes of it."""
        outcomes = [prize.outcome for prize in prizes]
        if len(prizes) > 1:
            facts = [prize.as_facts() for prize in prizes]
            outcomes = relate_person(facts, policy=self.law.policy, rulings=self.law.rulings)
        for prize, outcome in zip(prizes, outcomes, strict=True):
            self.writer.keep(prize.row, kept_of(outcome, policy=self.law.policy.key))
            if outcome.title and prize.row.unit_id is not None:
                unit = prize.row.unit_id
                basis = Basis(unit, outcome.title, outcome.entry, outcome.title_status, outcome.clause)
                self.bases.append(basis)

    def _close(self, elsewhere: set[int]) -> AssessReport:
        session = self.work.session
        self.writer.flush()
        within = None if self.only is None else self._awards_within() | elsewhere
        policy = self.law.policy.key
        designations = keep_designations(session, self.bases, policy=policy, awards=within)
        removed = remove_stale(session, events=self.only)
        report = AssessReport(len(self.events), self.results, self.writer.written, removed, designations)
        if report.written or removed or designations:
            detail: dict[str, object] = {
                "written": report.written,
                "removed": removed,
                "designations": designations,
            }
            self.work.audit("assess", "awards", detail=detail)
            self.work.touched(Changes.AWARDS | Changes.DESIGNATIONS)
        _forget(session)
        return report

    def _awards_within(self) -> set[int]:
        return set(self.work.session.scalars(select(Award.id).where(Award.event_id.in_(self.only or ()))))


def _forget(session: Session) -> None:
    """Let awards that the session has loaded be read anew: they were written past it."""
    for loaded in session.identity_map.values():
        if isinstance(loaded, Award):
            session.expire(loaded)
