"""Explain one award (依据说明): the frozen explanation where there is one, else what holds today."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.awards.evaluate import EARLIER_STANDS, EventRules, prizes_of
from app.awards.event_facts import event_facts
from app.awards.result_rows import entry_facts, results_by_event
from app.awards.rows import AwardRow, award_page
from app.awards.rule_set import active_rule_set
from app.errors import NotFoundError
from app.policy import Alternative, EntryFacts, Explanation, PersonPrize, explain, reason_words
from app.words import tr
from models import Explanation as FrozenExplanation
from models import Result

_TOGETHER = 500


@dataclass(frozen=True, slots=True)
class AwardDetail:
    """An award with its explanation; `is_frozen` where it stands as it was reviewed."""

    row: AwardRow
    explanation: Explanation
    is_frozen: bool


def award_detail(session: Session, award_id: int) -> AwardDetail:
    """Return an award and why it is what it is. Raises NotFoundError."""
    return next(award_details(session, [award_id]))


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
    query = select(FrozenExplanation.award_id, FrozenExplanation.body)
    query = query.where(FrozenExplanation.award_id.in_(rows))
    frozen = {int(award_id): body for award_id, body in session.execute(query)}
    open_ones = _Explainer(session, [row for row in rows.values() if row.id not in frozen])
    for award_id in award_ids:
        body = frozen.get(award_id)
        row = rows[award_id]
        explanation = open_ones.explain(row) if body is None else Explanation.from_json(body)
        yield AwardDetail(row, explanation, body is not None)


def explain_award(session: Session, award_id: int) -> Explanation:
    """Return why an award is what it is. Raises NotFoundError."""
    return award_detail(session, award_id).explanation


class _Explainer:
    """Explains awards that are not frozen, under the rule set in force; reads for all of them together."""

    def __init__(self, session: Session, rows: Sequence[AwardRow]) -> None:
        self._session, self._rule_set = session, active_rule_set(session)
        self._events = event_facts(session, {row.event_id for row in rows}) if rows else {}
        self._entries: dict[int, list[EntryFacts]] = {}
        self._prizes: defaultdict[int, list[PersonPrize]] = defaultdict(list)
        for prize in prizes_of(session, self._rule_set, {row.person_id for row in rows}):
            self._prizes[prize.row.person_id].append(prize.as_facts())
        bases = select(Result.id, Result.basis).where(Result.id.in_([row.id for row in rows]))
        self._bases = {int(result): basis for result, basis in session.execute(bases)}

    def explain(self, row: AwardRow) -> Explanation:
        """Return why the award is what it is. Raises NotFoundError where its result is no longer current."""
        prizes = self._prizes[row.person_id]
        explanation = explain(
            row.id,
            event=self._events[row.event_id],
            entries=self._entries_with(row),
            policy=self._rule_set.policy,
            rulings=self._rule_set.rulings,
            standards=self._rule_set.standards,
            prizes=prizes if len(prizes) > 1 else [],
            who=self._who(row),
        )
        return _held_back(explanation, row) if row.reason == EARLIER_STANDS else explanation

    def _entries_with(self, row: AwardRow) -> list[EntryFacts]:
        """Return the entries of the award's event that bear on each other; all where it is not among them."""
        if row.event_id not in self._entries:
            last_rank, _ = EventRules(self._events[row.event_id], self._rule_set).unprized_tail()
            self._read(row.event_id, last_rank)
        if not any(entry.id == row.id for entry in self._entries[row.event_id]):
            self._read(row.event_id, None)
        if not any(entry.id == row.id for entry in self._entries[row.event_id]):
            raise NotFoundError("award-of-old-result", id=row.id)
        return self._entries[row.event_id]

    def _read(self, event_id: int, last_rank: int | None) -> None:
        found = dict(results_by_event(self._session, [event_id], last_rank=last_rank))
        self._entries[event_id] = [entry_facts(result) for result in found.get(event_id, [])]

    def _who(self, row: AwardRow) -> dict[str, str]:
        facts = {
            "person": row.person,
            "id-number": row.id_number,
            "unit": row.unit,
            "result-basis": self._bases[row.id],
        }
        return {tr(f"awards.who.{name}"): value for name, value in facts.items() if value}


def _held_back(explanation: Explanation, row: AwardRow) -> Explanation:
    """Tell of a corrected result whose earlier award is under way: the same as the list says."""
    words = reason_words(row.reason)
    return replace(
        explanation,
        status=row.status,
        amount_fen=None,
        reason=row.reason,
        reason_words=words,
        conclusion=tr("awards.held-back", reason=words),
        steps=(*explanation.steps[:-1], words),
        questions=(),
        alternatives=tuple(
            Alternative(key, tr("awards.difference"), fen) for key, fen in row.amounts_by_answer
        ),
    )
