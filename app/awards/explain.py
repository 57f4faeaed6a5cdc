"""Explain one award (依据说明): the frozen explanation where there is one, else what holds today.

An award that has ended, because its result was corrected or annulled or it was withdrawn, is explained by
what it was, why it ended, by whom, when and on which document.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.awards.adjust import after_correction
from app.awards.assessment.annulled import annulled_entries
from app.awards.assessment.evaluate import EventRules, prizes_of
from app.awards.assessment.event_facts import event_facts
from app.awards.assessment.event_sum import EXCEEDS_SUM
from app.awards.assessment.result_rows import EarlierAwards, earlier_awards, results_by_event
from app.awards.assessment.sending_units import SendingUnits
from app.awards.ended import ended_explanation, ended_result, is_ended
from app.awards.payable import NOT_PAID_YET, LeftOut, hindrances
from app.awards.rows import AwardRow, award_page
from app.awards.rules.rule_set import active_rule_set
from app.awards.sources import people_of, result_sources
from app.document_checks import check_words
from app.errors import NotFoundError
from app.formats import money
from app.policy import (
    BLOCKED,
    PROPOSED,
    Alternative,
    EntryFacts,
    Explanation,
    Outcome,
    PersonPrize,
    alternative_words,
    explain,
    reason_words,
)
from app.transitions import is_frozen
from app.words import tr
from models import Award, Entry, Person, Result
from models import Explanation as FrozenExplanation
from models.types import TAKEN_BACK

_TOGETHER = 500


@dataclass(frozen=True, slots=True)
class AwardDetail:
    """An award with its explanation; `is_frozen` where it was reviewed.

    `frozen` is the explanation of the review, word for word, also where the award has ended since and
    `explanation` says so; then `reviewed_by` and `reviewed_at` say who reviewed it when. `hindrance` says
    what keeps it from being paid today; only `award_detail` looks.
    """

    row: AwardRow
    explanation: Explanation
    is_frozen: bool
    frozen: Explanation | None = None
    reviewed_by: str = ""
    reviewed_at: datetime | None = None
    hindrance: LeftOut | None = None


def award_detail(session: Session, award_id: int) -> AwardDetail:
    """Return an award and why it is what it is. Raises NotFoundError."""
    detail = next(award_details(session, [award_id]))
    return replace(detail, hindrance=award_hindrance(session, award_id))


def award_hindrance(session: Session, award_id: int) -> LeftOut | None:
    """Return what keeps an award of money from being paid today; None where nothing does, or none is due."""
    rows = [row for row in award_page(session, [award_id]) if row.status == PROPOSED and not is_ended(row)]
    return hindrances(session, rows).get(award_id) if rows and rows[0].state in NOT_PAID_YET else None


def award_details(session: Session, award_ids: Sequence[int]) -> Iterator[AwardDetail]:
    """Yield awards with why they are what they are, in this order; each event is read once for hundreds.

    Raises NotFoundError.
    """
    for start in range(0, len(award_ids), _TOGETHER):
        yield from _details(session, award_ids[start : start + _TOGETHER])


def _details(session: Session, award_ids: Sequence[int]) -> Iterator[AwardDetail]:
    rows = {row.id: row for row in award_page(session, award_ids)}
    for award_id in award_ids:
        if award_id not in rows:
            raise NotFoundError("award-missing", id=award_id)
    query = select(FrozenExplanation).where(FrozenExplanation.award_id.in_(rows))
    frozen = {int(one.award_id): one for one in session.scalars(query)}
    unfrozen = [row for row in rows.values() if row.id not in frozen and not is_ended(row)]
    open_ones = _Explainer(session, unfrozen)
    for award_id in award_ids:
        row, stored = rows[award_id], frozen.get(award_id)
        reviewed = None if stored is None else Explanation.from_json(stored.body)
        if is_ended(row):
            explanation = ended_explanation(session, row, stored)
        else:
            explanation = open_ones.explain(row) if reviewed is None else reviewed
        detail = AwardDetail(row, explanation, reviewed is not None, reviewed)
        if stored is not None:
            detail = replace(detail, reviewed_by=stored.frozen_by, reviewed_at=stored.frozen_at)
        yield detail


def explain_award(session: Session, award_id: int) -> Explanation:
    """Return why an award is what it is, also where only its replaced result is left of it.

    Raises NotFoundError.
    """
    if session.get(Award, award_id) is None and (explanation := ended_result(session, award_id)) is not None:
        return explanation
    return next(award_details(session, [award_id])).explanation


class _Explainer:
    """Explains awards that are not frozen, under the rule set in force; reads for all of them together."""

    def __init__(self, session: Session, rows: Sequence[AwardRow]) -> None:
        self._session, self._rule_set = session, active_rule_set(session)
        events = {row.event_id for row in rows}
        self._events = event_facts(session, events) if rows else {}
        self._entries: dict[int, list[EntryFacts]] = {}
        self._units = SendingUnits(session, self._rule_set.policy)
        self._prizes: defaultdict[int, list[PersonPrize]] = defaultdict(list)
        for prize in prizes_of(session, self._rule_set, {row.person_id for row in rows}):
            self._prizes[prize.row.person_id].append(prize.as_facts())
        self._earlier = earlier_awards(session, events) if rows else {}
        self._sources = result_sources(session, [row.id for row in rows])
        self._checks = check_words(session, self._rule_set.policy) if rows else {}
        self._names: dict[int, dict[int, str]] = {}

    def explain(self, row: AwardRow) -> Explanation:
        """Return why the award is what it is."""
        prizes = self._prizes[row.person_id]
        entries = self._entries_with(row)
        explanation = explain(
            row.id,
            event=self._events[row.event_id],
            entries=entries,
            policy=self._rule_set.policy,
            rulings=self._rule_set.rulings,
            standards=self._rule_set.standards,
            prizes=prizes if len(prizes) > 1 else [],
            who=self._who(row),
            sources=self._sources[row.id],
            names=self._names_in(row.event_id, entries),
            units=self._units.names,
            checks=self._checks,
        )
        own = next((prize.outcome for prize in prizes if prize.outcome.entry == row.id), None)
        if own is not None and own.reason == EXCEEDS_SUM:
            return _with_outcome(explanation, own, self._event_sum_step(row, explanation, own))
        earlier = self._earlier.get(row.id)
        return explanation if earlier is None else _corrected(explanation, row, earlier)

    def _event_sum_step(self, row: AwardRow, explanation: Explanation, own: Outcome) -> str:
        parts = _decided_parts(self._session, row.event_id)
        return tr(
            "awards.step.event-sum",
            parts="、".join(f"{person} {money(fen)}" for person, fen in parts),
            decided=money(sum(fen for _, fen in parts)),
            remaining=money(own.amounts_by_answer[0][1] or 0),
            own=money(explanation.amount_fen or 0),
        )

    def _entries_with(self, row: AwardRow) -> list[EntryFacts]:
        """Return the entries of the award's event that bear on each other; all where it is not among them."""
        if row.event_id not in self._entries:
            last_rank, _ = EventRules(self._events[row.event_id], self._rule_set).unprized_tail()
            self._read(row.event_id, last_rank)
        if not any(entry.id == row.id for entry in self._entries[row.event_id]):
            self._read(row.event_id, None)
        return self._entries[row.event_id]

    def _read(self, event_id: int, last_rank: int | None) -> None:
        found = dict(results_by_event(self._session, [event_id], last_rank=last_rank))
        results, units = found.get(event_id, []), self._units
        units.read(results)
        entries = [units.entry_facts(one) for one in results]
        annulled = annulled_entries(self._session, [event_id]).get(event_id, [])
        self._entries[event_id] = [*entries, *annulled]

    def _names_in(self, event_id: int, entries: Sequence[EntryFacts]) -> dict[int, str]:
        """Return the names of the people of these results, by result, so that those who share are named."""
        known = self._names.setdefault(event_id, {})
        if missing := [entry.id for entry in entries if entry.id not in known]:
            known |= people_of(self._session, missing)
        return known

    def _who(self, row: AwardRow) -> dict[str, str]:
        facts = {
            "person": row.person,
            "id-number": row.id_number,
            "unit": row.unit,
            "unit-registered": self._units.registered_at(row.unit_id),
        }
        return {tr(f"awards.who.{name}"): value for name, value in facts.items() if value}


def _corrected(explanation: Explanation, row: AwardRow, earlier: EarlierAwards) -> Explanation:
    """Return the explanation with what was decided for the result before it was corrected."""
    whole = Outcome(
        row.id,
        explanation.status,
        explanation.amount_fen,
        reason=explanation.reason,
        questions=tuple(question for question, _ in explanation.questions),
        amounts_by_answer=tuple((one.answer, one.amount_fen) for one in explanation.alternatives),
    )
    final = after_correction(whole, earlier, result_state=row.result_state)
    if final == whole:
        return explanation
    amounts: dict[str, object] = {"decided": money(earlier.total_fen), "award": earlier.award_id}
    key = "decided-before"
    if final.amount_fen is not None:
        key = "difference"
        amounts |= {"whole": money(whole.amount_fen or 0), "difference": money(final.amount_fen)}
    return _with_outcome(explanation, final, tr(f"awards.step.{key}", **amounts))


def _with_outcome(explanation: Explanation, final: Outcome, step: str) -> Explanation:
    """Return the explanation of what the award comes to in the end, with the step that leads there."""
    words = reason_words(final.reason)
    key = "held-back" if final.status == BLOCKED else "nothing-due"
    conclusion = tr(f"awards.{key}", reason=words)
    if final.amount_fen is not None:
        conclusion = tr("awards.difference-due", amount=money(final.amount_fen))
    return replace(
        explanation,
        status=final.status,
        amount_fen=final.amount_fen,
        reason=final.reason,
        reason_words=words,
        conclusion=conclusion,
        steps=(*explanation.steps[:-1], step, conclusion),
        questions=explanation.questions if final.questions else (),
        alternatives=tuple(
            Alternative(key, alternative_words(key, final.questions), fen)
            for key, fen in final.amounts_by_answer
        ),
    )


def _decided_parts(session: Session, event_id: int) -> list[tuple[str, int]]:
    """Return who has a decided part in the event's sum, and how much."""
    query = select(Person.name, Award.amount_fen, Award.state).join(Entry, Entry.person_id == Person.id)
    query = query.join(Result, Result.entry_id == Entry.id).join(Award, Award.id == Result.id)
    query = query.where(Award.event_id == event_id).order_by(Result.rank, Entry.position, Award.id)
    return [
        (name, fen)
        for name, fen, state in session.execute(query)
        if is_frozen(state) and state not in TAKEN_BACK and fen
    ]
