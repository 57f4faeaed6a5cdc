"""Adjustments (调整): what a corrected or annulled result makes more or less of an award decided before.

Before payment a confirmed correction withdraws the frozen award, and the new version's award is proposed and
reviewed in its place. After payment the new version's award is the difference, or what was paid too much is
recovered. The frozen award and its explanation are never edited.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import select, true
from sqlalchemy.orm import Session, aliased

from app.awards.assessment.result_rows import EarlierAwards
from app.awards.filters import AnySelect
from app.changes import Changes
from app.failed_lines import give_up_fallen
from app.formats import money
from app.policy import BLOCKED, NONE, Outcome
from app.recoveries import came_back_fen, cancel_recoveries, demand_back
from app.transitions import Noun, move, record_change
from app.unit_of_work import UnitOfWork
from app.words import tr
from models import Adjustment, Award, Explanation, Result, StateChange
from models.adjustment import AdjustmentState
from models.award import STATUS_IS_NOT_NONE
from models.bulk import batched_ids
from models.types import UNFROZEN_STATES, AwardId, AwardState, ResultState

SUPERSEDED, ANNULLED = "result-superseded", "result-annulled"
CORRECTION_PENDING = "correction-pending"
EARLIER_STANDS = "earlier-award-stands"
PAID_ALREADY, OVERPAID = "paid-already", "overpaid"
DIFFERENCE = "difference"
"""Under this key a blocked award shows what it would be more or less than what was decided, in fen."""

UNPAID = (AwardState.REVIEWED, AwardState.PUBLICISED, AwardState.HELD, AwardState.APPROVED)
"""Decided, and no money has moved: such an award can be withdrawn."""


@dataclass(frozen=True, slots=True)
class AdjustmentRow:
    """An adjustment as a list shows it; amounts in fen, `difference_fen` negative where money comes back."""

    id: int
    award_id: int
    replaces_id: int | None
    before_fen: int
    after_fen: int
    difference_fen: int
    state: str
    reason: str
    document: str
    created_by: str

    @property
    def words(self) -> str:
        """Return what was decided, what is due now, and the difference."""
        amounts = {"before": money(self.before_fen), "after": money(self.after_fen)}
        return tr("awards.adjustment.words", difference=money(self.difference_fen), **amounts)


def adjustments_of(session: Session, award_ids: Collection[int]) -> list[AdjustmentRow]:
    """Return the adjustments in which any of these awards is the new or the replaced one, oldest first."""
    found: dict[int, AdjustmentRow] = {}
    for some in batched_ids(award_ids):
        named = Adjustment.award_id.in_(some) | Adjustment.replaces_id.in_(some)
        for one in session.scalars(select(Adjustment).where(named)):
            found[one.id] = _row(one)
    return [found[key] for key in sorted(found)]


def open_adjustments(session: Session) -> list[AdjustmentRow]:
    """Return the adjustments that wait to be paid or recovered, oldest first."""
    query = select(Adjustment).where(Adjustment.state == AdjustmentState.OPEN).order_by(Adjustment.id)
    return [_row(one) for one in session.scalars(query)]


def _row(one: Adjustment) -> AdjustmentRow:
    return AdjustmentRow(
        one.id,
        one.award_id,
        one.replaces_id,
        one.before_fen,
        one.after_fen,
        one.difference_fen,
        one.state,
        one.reason,
        one.document,
        one.created_by,
    )


def after_correction(outcome: Outcome, earlier: EarlierAwards, *, result_state: str) -> Outcome:
    """Return what a corrected result is due on top of what was decided for its earlier versions.

    Blocked while nobody confirmed the correction, or while money is at the bank or being recovered.
    """
    fen = outcome.amount_fen
    if result_state != ResultState.CONFIRMED:
        return _held_back(outcome, CORRECTION_PENDING, None if fen is None else fen - earlier.total_fen)
    if earlier.is_moving:
        return _held_back(outcome, EARLIER_STANDS, None if fen is None else max(fen - earlier.total_fen, 0))
    if not earlier.paid_fen:
        return outcome  # what is not paid yet is replaced as a whole
    if outcome.status == BLOCKED:
        amounts = tuple(
            (key, None if under is None else max(under - earlier.paid_fen, 0))
            for key, under in outcome.amounts_by_answer
        )
        return replace(outcome, amounts_by_answer=amounts)
    difference = (fen or 0) - earlier.paid_fen
    if difference > 0:
        return replace(outcome, amount_fen=difference)
    return replace(outcome, status=NONE, amount_fen=None, reason=OVERPAID if difference else PAID_ALREADY)


def _held_back(outcome: Outcome, reason: str, difference: int | None) -> Outcome:
    return replace(
        outcome,
        status=BLOCKED,
        amount_fen=None,
        reason=reason,
        questions=(),
        amounts_by_answer=((DIFFERENCE, difference),),
    )


def settle_corrections(work: UnitOfWork, events: Collection[int] | None) -> None:
    """Withdraw unpaid awards of results whose correction is confirmed; reopen those whose result is back.

    `events` None looks everywhere. Called before an assessment, which then evaluates the new versions, where
    anything was ever decided.
    """
    for award, newer in _replaced(work.session, events):
        reason = tr("awards.adjustment.replaced", version=newer.version, result=newer.id)
        move(
            work,
            Noun.AWARD,
            award,
            AwardState.WITHDRAWN,
            reason=reason,
            document=newer.basis[:120],
            follows=True,
        )
        award.status, award.amount_fen, award.reason = NONE, None, SUPERSEDED
        give_up_fallen(work, award.id, reason=reason)
        drop_open(work, award.id, reason)
    for adjustment in _overtaken(work.session, events):
        _drop(work, adjustment, tr("awards.adjustment.anew"))
    for award in _back_in_force(work.session, events):
        frozen = work.session.get(Explanation, award.id)
        detail = {"sha256": frozen.sha256, "body": frozen.body} if frozen is not None else {}
        if frozen is not None:
            work.session.delete(frozen)
        move(work, Noun.AWARD, award, AwardState.PROPOSED, detail=detail)
    work.session.flush()


def _replaced(session: Session, events: Collection[int] | None) -> list[tuple[Award, Result]]:
    newer = aliased(Result)
    query = select(Award, newer).join(Result, Result.id == Award.id)
    query = query.join(newer, newer.entry_id == Result.entry_id)
    query = query.where(STATUS_IS_NOT_NONE, Award.state.in_(UNPAID), Result.is_current != true())
    query = query.where(newer.is_current == true(), newer.state == ResultState.CONFIRMED)
    return [(award, result) for one in _within(query, events) for award, result in session.execute(one)]


def _overtaken(session: Session, events: Collection[int] | None) -> list[Adjustment]:
    """Return open adjustments to a version that a confirmed correction has replaced before its review."""
    newer = aliased(Result)
    query = select(Adjustment).join(Award, Award.id == Adjustment.award_id)
    query = query.join(Result, Result.id == Award.id).join(newer, newer.entry_id == Result.entry_id)
    query = query.where(Adjustment.state == AdjustmentState.OPEN, Award.state.in_(UNFROZEN_STATES))
    query = query.where(Result.is_current != true(), newer.is_current == true())
    query = query.where(newer.state == ResultState.CONFIRMED)
    return [one for within in _within(query, events) for one in session.scalars(within)]


def _back_in_force(session: Session, events: Collection[int] | None) -> list[Award]:
    query = select(Award).join(Result, Result.id == Award.id).where(Award.id.in_(_once_withdrawn()))
    query = query.where(Award.state == AwardState.WITHDRAWN, Result.is_current == true())
    return [award for one in _within(query, events) for award in session.scalars(one)]


def _once_withdrawn() -> AnySelect:
    """Return the awards that were withdrawn at some time, out of the index of moves: they are few."""
    query = select(StateChange.subject_id).where(StateChange.noun == Noun.AWARD.value)
    return query.where(StateChange.to_state == AwardState.WITHDRAWN.value)


def _within(query: AnySelect, events: Collection[int] | None) -> list[AnySelect]:
    ordered = query.order_by(Award.id)
    if events is None:
        return [ordered]
    return [ordered.where(Award.event_id.in_(some)) for some in batched_ids(events)]


def record_adjustments(
    work: UnitOfWork, corrected: Mapping[int, tuple[EarlierAwards, Outcome]], events: Collection[int] | None
) -> None:
    """Bring the open adjustments up to what an assessment found.

    `corrected` gives for current results what their earlier versions were granted and what policy gives them
    in all. Adjustments of awards that are frozen themselves stay as they are.
    """
    session = work.session
    due = dict(_withdrawn_before(session, events))
    confirmed = {
        int(result)
        for some in batched_ids(corrected)
        for result in session.scalars(
            select(Result.id).where(Result.id.in_(some), Result.state == ResultState.CONFIRMED)
        )
    }
    outcomes = {}
    for result, (earlier, outcome) in corrected.items():
        if result in confirmed and earlier.paid_fen and not earlier.is_moving:
            due[result] = earlier.award_id, earlier.paid_fen
            outcomes[result] = outcome
    for some in batched_ids(due):
        for award in session.scalars(select(Award).where(Award.id.in_(some))):
            after = _after(award, outcomes.get(award.id))
            if after is not None:
                record_correction(work, award, *due[award.id], after)
    session.flush()


def _after(award: Award, outcome: Outcome | None) -> int | None:
    """Return what an award comes to with what was paid before; None while it is open, or frozen already."""
    if award.state not in (AwardState.PROPOSED, AwardState.NONE):
        return None
    if outcome is None:
        return award.amount_fen or 0
    return None if outcome.status == BLOCKED else outcome.amount_fen or 0


def _withdrawn_before(session: Session, events: Collection[int] | None) -> list[tuple[int, tuple[int, int]]]:
    """Return current confirmed results whose last decided version was withdrawn, with its id and amount."""
    newer = aliased(Result)
    query = select(newer.id, Award.id, StateChange.amount_fen).select_from(Award)
    query = query.join(Result, Result.id == Award.id).join(newer, newer.entry_id == Result.entry_id)
    moved = (StateChange.noun == Noun.AWARD.value) & (StateChange.subject_id == Award.id)
    query = query.join(StateChange, moved & (StateChange.to_state == AwardState.WITHDRAWN.value))
    query = query.where(Award.id.in_(_once_withdrawn()))
    query = query.where(Award.state == AwardState.WITHDRAWN, Award.reason == SUPERSEDED)
    query = query.where(newer.is_current == true(), newer.state == ResultState.CONFIRMED)
    query = query.where(newer.version > Result.version).order_by(StateChange.id)
    return [
        (int(new), (int(old), int(fen or 0)))
        for one in _within(query, events)
        for new, old, fen in session.execute(one)
    ]


def record_correction(
    work: UnitOfWork,
    award: Award,
    replaces: int,
    before: int,
    after: int,
    *,
    told: tuple[str, str] = ("", ""),
) -> None:
    """Record that an award comes to `after` instead of `before` (fen); what is too much is demanded back.

    `told` are the reason and the document, else those of the result's correction. An adjustment that says the
    same stands; another open one of this award is dropped.
    """
    query = select(Adjustment).where(Adjustment.award_id == award.id).order_by(Adjustment.id.desc())
    last = work.session.scalars(query.limit(1)).first()
    if last is not None and last.state != AdjustmentState.DROPPED:
        if (last.replaces_id, last.before_fen, last.after_fen) == (replaces, before, after):
            return
        if last.state == AdjustmentState.OPEN:
            _drop(work, last, tr("awards.adjustment.anew"))
    if after == before:
        return
    result = work.session.get_one(Result, award.id)
    reason, document = told if told[0] else (tr("awards.adjustment.corrected"), result.basis[:120])
    if replaces != award.id:
        drop_open(work, replaces, tr("awards.adjustment.anew"))
    adjustment = add_adjustment(
        work, award.id, replaces=replaces, amounts=(before, after), reason=reason, document=document
    )
    if after < before:
        demand_back(
            work,
            adjustment_id=adjustment,
            award_ids=_paid_versions(work.session, result),
            fen=before - after,
            reason=reason,
            document=document,
        )


def _paid_versions(session: Session, result: Result) -> list[int]:
    """Return the paid awards of all versions of a result."""
    query = select(Award.id).join(Result, Result.id == Award.id)
    query = query.where(Result.entry_id == result.entry_id, Award.state == AwardState.PAID)
    return [int(award) for award in session.scalars(query)]


def _drop(work: UnitOfWork, adjustment: Adjustment, reason: str) -> None:
    """Drop an open adjustment with what it demands back; of one that is coming back, what did not begin."""
    cancel_recoveries(work, adjustment.id, reason)
    if came_back_fen(work.session, adjustment.id):
        return
    move(work, Noun.ADJUSTMENT, adjustment, AdjustmentState.DROPPED, reason=reason)


def add_adjustment(
    work: UnitOfWork,
    award_id: int,
    *,
    replaces: int | None,
    amounts: tuple[int, int],
    reason: str,
    document: str,
    is_settled: bool = False,
) -> int:
    """Record an adjustment from what was decided to what is due, in fen; return its id."""
    before, after = amounts
    row = Adjustment(
        award_id=AwardId(award_id),
        replaces_id=None if replaces is None else AwardId(replaces),
        before_fen=before,
        after_fen=after,
        difference_fen=after - before,
        state=AdjustmentState.SETTLED if is_settled else AdjustmentState.OPEN,
        reason=reason,
        document=document,
        created_at=work.now,
        created_by=work.actor.name,
    )
    work.session.add(row)
    work.session.flush()
    facts: dict[str, object] = {"award": award_id, "replaces": replaces}
    facts |= {"before_fen": before, "after_fen": after}
    row.explanation = json.dumps(
        {**facts, "difference_fen": after - before, "words": _row(row).words, "document": document},
        ensure_ascii=False,
        sort_keys=True,
    )
    record_change(work, Noun.ADJUSTMENT, row, reason=reason, document=document)
    work.audit("adjust", "award", award_id, detail=facts, reason=reason)
    work.touched(Changes.AWARDS)
    return row.id


def drop_open(work: UnitOfWork, award_id: int, reason: str) -> None:
    """Drop what waits to be paid or recovered on an award that is itself taken back."""
    query = select(Adjustment).where(
        Adjustment.award_id == award_id, Adjustment.state == AdjustmentState.OPEN
    )
    for one in work.session.scalars(query):
        _drop(work, one, reason)


def settle_replaced(work: UnitOfWork, award_ids: Collection[int]) -> None:
    """Settle the adjustments that took the place of amounts never paid: their award was reviewed again."""
    replaced = aliased(Award)
    query = select(Adjustment).join(replaced, replaced.id == Adjustment.replaces_id)
    query = query.where(
        Adjustment.state == AdjustmentState.OPEN, replaced.state == AwardState.WITHDRAWN.value
    )
    for some in batched_ids(award_ids):
        for one in work.session.scalars(query.where(Adjustment.award_id.in_(some))):
            move(work, Noun.ADJUSTMENT, one, AdjustmentState.SETTLED, follows=True)
