"""Explain an award that has ended: its result was corrected or annulled, or it was withdrawn or taken back.

What it was is told from its frozen explanation or its history; why it ended from the moves of its result.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select, true
from sqlalchemy.orm import Session

from app.awards.adjust import adjustments_of
from app.awards.former import explain_former
from app.awards.rows import AwardRow
from app.clock import office_day
from app.formats import chinese_date, money, place_text
from app.policy import NONE, Explanation
from app.transitions import Noun
from app.words import tr
from models import Explanation as FrozenExplanation
from models import Result, StateChange
from models.types import TAKEN_BACK, UNFROZEN_STATES, AwardState, ResultState

_TELLING = frozenset(AwardState) - frozenset(UNFROZEN_STATES) - {AwardState.WITHDRAWN}
_PAID = (AwardState.IN_PAYMENT, AwardState.PAID, AwardState.TO_RECOVER, AwardState.RECOVERED)


@dataclass(frozen=True, slots=True)
class _Was:
    """What an award came to before it ended, in fen, and who reviewed it when; "" where nobody did.

    `is_worked_out`: nothing of it is on record, and the amount is what its result would come to today;
    `conclusion` says what that was where it is no amount.
    """

    fen: int | None
    reviewed_by: str = ""
    reviewed_at: datetime | None = None
    is_worked_out: bool = False
    conclusion: str = ""


def is_ended(row: AwardRow) -> bool:
    """Return whether the award's result was replaced or annulled, or the award itself was taken back."""
    return row.result_state in (ResultState.SUPERSEDED, ResultState.ANNULLED) or row.state in TAKEN_BACK


def ended_explanation(session: Session, row: AwardRow, frozen: FrozenExplanation | None) -> Explanation:
    """Return what an ended award was, why it is no more, by whom, when, and on which document."""
    before = None if frozen is None else Explanation.from_json(frozen.body)
    was = _was(session, row, frozen, before)
    result = session.get_one(Result, row.id)
    if before is None:
        before = explain_former(session, result)
        was = _worked_out(before) if was.fen is None else was
    conclusion = _conclusion(session, row, result, was)
    facts = (*_ending_facts(session, result), *_what_it_was(row, was), *_adjusted(session, row))
    replaced = row.result_state in (ResultState.SUPERSEDED, ResultState.ANNULLED)
    kind = row.result_state if replaced else AwardState.WITHDRAWN
    return _ended(before, conclusion, facts=facts, reason=row.reason, was=was, kind=kind)


def ended_result(session: Session, result_id: int) -> Explanation | None:
    """Return what became of a replaced result of which no award is left; None where there is no such one."""
    result = session.get(Result, result_id)
    if result is None or result.is_current:
        return None
    before = explain_former(session, result)
    was = _worked_out(before)
    key = "annulled" if result.state == ResultState.ANNULLED else "superseded"
    conclusion = tr(f"awards.ended.{key}", was=_was_words(was), **_newer(session, result))
    facts = tuple(_ending_facts(session, result))
    return _ended(before, conclusion, facts=facts, reason=f"result-{key}", was=was, kind=key)


def _ended(
    before: Explanation,
    conclusion: str,
    *,
    facts: tuple[tuple[str, str], ...],
    reason: str,
    was: _Was,
    kind: str,
) -> Explanation:
    """Return what stood before, with why it stands no more; its steps only where they come to what it was.

    `kind` is how it ended: "superseded" (its result was corrected), "annulled" or "withdrawn".
    """
    steps = before.steps[:-1] if before.amount_fen == was.fen else ()
    labels = {tr(f"awards.who.{name}") for name in ("person", "id-number", "unit")}
    who = [fact for fact in before.facts if fact[0] in labels]
    return replace(
        before,
        status=NONE,
        amount_fen=None,
        reason=reason,
        reason_words=conclusion,
        conclusion=conclusion,
        facts=(*who, *facts, *(fact for fact in before.facts if fact not in who)),
        steps=(*([tr(f"awards.ended.before-{kind}")] if steps else []), *steps, conclusion),
        questions=(),
        alternatives=(),
        title="",
        title_status="",
    )


def _conclusion(session: Session, row: AwardRow, result: Result, was: _Was) -> str:
    words = _was_words(was, row.state)
    if row.result_state == ResultState.ANNULLED:
        return tr("awards.ended.annulled", was=words)
    if row.result_state == ResultState.SUPERSEDED:
        newer = _newer(session, result)
        pending = newer["state"] == ResultState.DRAFT and row.state not in TAKEN_BACK
        return tr(f"awards.ended.{'pending' if pending else 'superseded'}", was=words, **newer)
    return tr("awards.ended.withdrawn", was=words)


def _worked_out(before: Explanation) -> _Was:
    return _Was(before.amount_fen, is_worked_out=True, conclusion=before.conclusion)


def _was_words(was: _Was, state: str = "") -> str:
    amount = "" if was.fen is None else money(was.fen)
    key = "was-nothing" if was.fen is None else "was-reviewed" if was.reviewed_by else "was-computed"
    if was.is_worked_out:
        key = "was-worked-out" if was.fen is not None else "was-none"
    if state in _PAID:
        key = f"was-{state}"
    told = {"amount": amount, "by": was.reviewed_by, "day": _day(was.reviewed_at)}
    return tr(f"awards.ended.{key}", before=was.conclusion, **told)


def _was(
    session: Session, row: AwardRow, frozen: FrozenExplanation | None, before: Explanation | None
) -> _Was:
    if frozen is not None and before is not None:
        return _Was(before.amount_fen, frozen.frozen_by, frozen.frozen_at)
    query = select(StateChange).where(
        StateChange.noun == Noun.AWARD.value,
        StateChange.subject_id == row.id,
        StateChange.amount_fen.is_not(None),
    )
    last = session.scalars(query.order_by(StateChange.id.desc()).limit(1)).first()
    return _Was(row.amount_fen if last is None else last.amount_fen)


def _newer(session: Session, result: Result) -> dict[str, object]:
    """Return the current version of a replaced result, as the words need it."""
    query = select(Result).where(Result.entry_id == result.entry_id, Result.is_current == true())
    newer = session.scalars(query).first()
    if newer is None:
        return {"version": "", "id": "", "state": ""}
    return {"version": newer.version, "id": newer.id, "state": newer.state}


def _ending_facts(session: Session, result: Result) -> Iterator[tuple[str, str]]:
    """Yield why and by whom a result ended, and what took its place."""
    query = select(StateChange).where(
        StateChange.noun == Noun.RESULT.value,
        StateChange.subject_id == result.id,
        StateChange.to_state.in_((ResultState.SUPERSEDED, ResultState.ANNULLED)),
    )
    moved = session.scalars(query.order_by(StateChange.id.desc()).limit(1)).first()
    if moved is not None:
        yield _fact(
            f"{moved.to_state}-by", tr("awards.ended.by", actor=moved.actor, day=_day(moved.changed_at))
        )
        document = moved.document or moved.reason
        if document:
            yield _fact(f"{moved.to_state}-document", document)
        if moved.reason and moved.reason != document:
            yield _fact("reason", moved.reason)
    newer = session.scalars(
        select(Result).where(Result.entry_id == result.entry_id, Result.is_current == true())
    ).first()
    if newer is not None and newer.id != result.id:
        confirmed = newer.confirmed_by or tr("awards.ended.nobody")
        yield _fact(
            "newer",
            tr(
                "awards.ended.newer",
                id=newer.id,
                version=newer.version,
                rank=place_text(newer.rank, newer.medal, newer.grade, newer.no_rank),
                recorded=newer.recorded_by,
                confirmed=confirmed,
            ),
        )
        if newer.basis:
            yield _fact("newer-basis", newer.basis)


def _what_it_was(row: AwardRow, was: _Was) -> Iterator[tuple[str, str]]:
    if was.fen is not None:
        key = "amount" if row.state in _TELLING else "amount-alone"
        state = row.state_words
        yield _fact("was", tr(f"awards.ended.{key}", amount=money(was.fen), state=state))


def _adjusted(session: Session, row: AwardRow) -> Iterator[tuple[str, str]]:
    for one in adjustments_of(session, [row.id]):
        yield _fact("adjustment", f"{one.words}（{tr(f'core.adjustment-state.{one.state}')}）")


def _fact(name: str, value: str) -> tuple[str, str]:
    return tr(f"awards.ended.fact.{name}"), value


def _day(moment: datetime | None) -> str:
    return "" if moment is None else chinese_date(office_day(moment))
