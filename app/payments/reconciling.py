"""Reconcile (对账): what was decided, against what was listed, against what the bank and finance said.

Zero difference, or each difference by name. Amounts are before tax; what the bank paid is compared after it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.awards import decided_amounts
from app.batches import ApprovalDifference, approval_difference
from app.formats import money
from app.frozen_runs import tampered_runs
from app.payments.repaying import RecoveryRow, recoveries
from app.words import tr
from models import Award, BankReturnLine, Batch, BatchAward, Entry, PaymentLine, PaymentRun, Person, Result
from models.batch import BatchState
from models.bulk import batched_ids
from models.payment import OVER_LINES, LineKind, LineState, ReturnOutcome
from models.types import AwardState

_DECIDED = (
    *(AwardState.APPROVED, AwardState.IN_PAYMENT, AwardState.PAID),
    *(AwardState.TO_RECOVER, AwardState.RECOVERED),
)
_MONEY_OUT = (AwardState.PAID, AwardState.TO_RECOVER, AwardState.RECOVERED)
AnySelect = Select[*tuple[Any, ...]]
_OPEN_LINES = (LineState.PENDING, LineState.EXPORTED)


@dataclass(frozen=True, slots=True)
class Difference:
    """One named difference; amounts in fen, None where that side says nothing. `run` is "" without a list."""

    code: str
    award_id: int | None
    person: str
    run: str
    words: str
    decided_fen: int | None = None
    listed_fen: int | None = None
    paid_fen: int | None = None


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """What was decided, listed and paid (before tax), what is to be recovered and was; in fen."""

    decided: int
    listed: int
    paid: int
    to_recover: int
    recovered: int
    differences: tuple[Difference, ...]


class _Line(NamedTuple):
    id: int
    award_id: int
    state: str
    gross_fen: int
    net_fen: int
    person: str
    run: str
    reference: str


class _Decided(NamedTuple):
    id: int
    state: str
    amount_fen: int  # as its review froze it
    present_fen: int
    person: str


def reconcile(session: Session, batch_id: int | None = None) -> Reconciliation:
    """Return the three-way reconciliation of the whole registry, or of one batch's awards."""
    within = None if batch_id is None else _in_batch(session, batch_id)
    awards = {one.id: one for one in _decided_awards(session, within)}
    lines = {one.award_id: one for one in _standing_lines(session, within)}
    back = recoveries(session, within)
    differences = [
        *_differences(session, awards, lines),
        *_recovery_differences(awards, back),
        *_altered(awards),
        *_unlike_approval(session, batch_id),
        *_tampered(session, within),
    ]
    without_line = _owed_without_line(awards, back)
    return Reconciliation(
        sum(award.amount_fen for award in awards.values()),
        sum(line.gross_fen for line in lines.values()),
        sum(line.gross_fen for line in lines.values() if line.state == LineState.PAID),
        sum(row.balance_fen for row in back) + sum(award.amount_fen for award in without_line),
        sum(row.repaid_fen for row in back),
        tuple(differences),
    )


def _in_batch(session: Session, batch_id: int) -> set[int]:
    query = select(BatchAward.award_id).where(BatchAward.batch_id == batch_id, BatchAward.left_at.is_(None))
    return {int(award) for award in session.scalars(query)}


def _asked(
    query: AnySelect, column: InstrumentedAttribute[Any], within: set[int] | None
) -> Iterator[AnySelect]:
    """Yield the question of everything, or of these awards a few at a time."""
    if within is None:
        yield query
    else:
        yield from (query.where(column.in_(some)) for some in batched_ids(within))


def _decided_awards(session: Session, within: set[int] | None) -> Iterator[_Decided]:
    query: AnySelect = select(Award.id, Award.state, Award.amount_fen, Person.name)
    query = query.join(Result, Result.id == Award.id).join(Entry, Entry.id == Result.entry_id)
    query = query.join(Person, Person.id == Entry.person_id).where(Award.state.in_(_DECIDED))
    query = query.order_by(Award.id)
    found = [row for one in _asked(query, Award.id, within) for row in session.execute(one)]
    decided = decided_amounts(session, [award for award, *_ in found])
    for award, state, fen, person in found:
        yield _Decided(int(award), state, decided.get(award, int(fen or 0)), int(fen or 0), person)


def _standing_lines(session: Session, within: set[int] | None) -> Iterator[_Line]:
    query: AnySelect = select(
        PaymentLine.id,
        PaymentLine.award_id,
        PaymentLine.state,
        PaymentLine.gross_fen,
        PaymentLine.net_fen,
        PaymentLine.person_name,
        PaymentRun.number,
        PaymentLine.bank_reference,
    ).join(PaymentRun, PaymentRun.id == PaymentLine.run_id)
    query = query.where(PaymentLine.kind == LineKind.AWARD)
    query = query.where(PaymentLine.state.not_in(OVER_LINES))
    for one in _asked(query.order_by(PaymentLine.id), PaymentLine.award_id, within):
        for row in session.execute(one):
            yield _Line(*row)


def _differences(
    session: Session, awards: dict[int, _Decided], lines: dict[int, _Line]
) -> Iterator[Difference]:
    told = _bank_amounts(session, [line.id for line in lines.values() if line.state == LineState.PAID])
    for award in awards.values():
        line = lines.get(award.id)
        if line is None:
            code = "no-line" if award.state in _MONEY_OUT else "not-listed"
            yield _difference(code, award, None)
        else:
            yield from _of_line(award, line, told.get(line.id, []))
    for line in lines.values():
        if line.award_id not in awards:
            yield _difference("not-decided", None, line)


def _of_line(award: _Decided, line: _Line, told: list[int]) -> Iterator[Difference]:
    if line.gross_fen != award.amount_fen:
        yield _difference("amount", award, line)
    if line.state == LineState.PAID:
        if award.state not in _MONEY_OUT:
            yield _difference("state", award, line)
        if any(fen != line.net_fen for fen in told):
            yield _difference("bank-amount", award, line, bank=told)
        if not told and not line.reference:
            yield _difference("no-bank-answer", award, line)
    elif award.state in _MONEY_OUT:
        yield _difference("state", award, line)
    elif line.state in _OPEN_LINES:
        yield _difference("not-paid", award, line)
    else:
        yield _difference("failed", award, line)


def _difference(
    code: str, award: _Decided | None, line: _Line | None, *, bank: list[int] | None = None
) -> Difference:
    decided = None if award is None else award.amount_fen
    listed = None if line is None else line.gross_fen
    paid = line.gross_fen if line is not None and line.state == LineState.PAID else None
    person = line.person if award is None and line is not None else "" if award is None else award.person
    words = {
        "decided": "—" if decided is None else money(decided),
        "listed": "—" if listed is None else money(listed),
        "net": "—" if line is None else money(line.net_fen),
        "bank": "、".join(money(fen) for fen in bank or []),
        "run": "" if line is None else line.run,
        "state": "" if award is None else tr(f"core.award-state.{award.state}"),
        "line_state": "" if line is None else tr(f"core.payment-line-state.{line.state}"),
    }
    award_id = line.award_id if award is None and line is not None else award.id if award else None
    run = "" if line is None else line.run
    text = tr(f"payments.difference.{code}", **words)
    return Difference(code, award_id, person, run, text, decided, listed, paid)


def _bank_amounts(session: Session, line_ids: list[int]) -> dict[int, list[int]]:
    """Return, by line, the amounts that returns said were paid, each once, in fen."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    query = select(BankReturnLine.line_id, BankReturnLine.amount_fen).distinct()
    query = query.where(BankReturnLine.outcome == ReturnOutcome.PAID)
    for some in batched_ids(line_ids):
        for line, fen in session.execute(query.where(BankReturnLine.line_id.in_(some))):
            if line is not None:
                found[int(line)].append(int(fen or 0))
    return found


def _owed_without_line(awards: dict[int, _Decided], back: list[RecoveryRow]) -> list[_Decided]:
    demanded = {row.award_id for row in back}
    return [
        award
        for award in awards.values()
        if award.state == AwardState.TO_RECOVER and award.id not in demanded
    ]


def _recovery_differences(awards: dict[int, _Decided], back: list[RecoveryRow]) -> Iterator[Difference]:
    for award in _owed_without_line(awards, back):
        yield _difference("recovery-without-line", award, None)
    for row in back:
        state = awards[row.award_id].state if row.award_id in awards else ""
        has_ended = row.state == LineState.PAID
        if (row.balance_fen == 0) != has_ended or (state == AwardState.RECOVERED and row.balance_fen):
            told = {"demanded": money(row.demanded_fen), "repaid": money(row.repaid_fen)}
            words = tr("payments.difference.recovery", run=row.run, **told)
            yield Difference("recovery", row.award_id, row.person, row.run, words)


def _altered(awards: dict[int, _Decided]) -> Iterator[Difference]:
    """Name the awards whose amount is not what their review froze."""
    for award in awards.values():
        if award.amount_fen != award.present_fen:
            amounts = {"decided": money(award.amount_fen), "present": money(award.present_fen)}
            words = tr("payments.difference.tampered-award", **amounts)
            yield Difference("tampered-award", award.id, award.person, "", words, award.amount_fen)


def _is_settled(session: Session, batch: Batch, found: ApprovalDifference) -> bool:
    """Return whether only awards that left since the approval are missing, and all that stayed are paid."""
    if found.is_altered or found.approved_at is None:
        return False
    mine = select(func.coalesce(func.sum(BatchAward.amount_fen), 0)).where(BatchAward.batch_id == batch.id)
    left = int(session.scalar(mine.where(BatchAward.left_at >= found.approved_at)) or 0)
    waiting = select(BatchAward.award_id).join(Award, Award.id == BatchAward.award_id)
    waiting = waiting.where(BatchAward.batch_id == batch.id, BatchAward.left_at.is_(None))
    is_waiting = session.scalar(waiting.where(Award.state.not_in(_MONEY_OUT)).limit(1)) is not None
    return not is_waiting and found.present_fen + left == found.approved_fen


def _unlike_approval(session: Session, batch_id: int | None) -> Iterator[Difference]:
    """Name the batches whose awards are not what was approved."""
    query = select(Batch).where(Batch.state.in_((BatchState.PAYMENT, BatchState.ARCHIVED)))
    if batch_id is not None:
        query = query.where(Batch.id == batch_id)
    for batch in session.scalars(query.order_by(Batch.id)).all():
        found = approval_difference(session, batch)
        if found is not None and not _is_settled(session, batch, found):
            approved = found.approved_fen
            amounts = {
                "approved": "—" if approved is None else money(approved),
                "present": money(found.present_fen),
                "difference": "—" if approved is None else money(found.present_fen - approved),
            }
            words = tr("payments.difference.batch", batch=batch.name, why=found.words, **amounts)
            yield Difference("batch-differs", None, "", "", words, approved)


def _tampered(session: Session, within: set[int] | None) -> Iterator[Difference]:
    runs = None
    if within is not None:
        of_these: AnySelect = select(PaymentLine.run_id).distinct()
        runs = {run for one in _asked(of_these, PaymentLine.award_id, within) for run in session.scalars(one)}
    for run in tampered_runs(session, runs):
        query = select(PaymentLine).where(PaymentLine.run_id == run.run_id).order_by(PaymentLine.position)
        lines = [line for line in session.scalars(query) if within is None or line.award_id in within]
        changed = [line for line in lines if line.id in run.line_ids]
        for line in changed:
            where = {"run": run.number, "position": line.position, "listed": money(line.gross_fen)}
            words = tr("payments.difference.tampered", **where)
            yield Difference(
                "tampered", line.award_id, line.person_name, run.number, words, None, line.gross_fen
            )
        if not changed:
            words = tr("payments.difference.tampered-run", run=run.number)
            yield Difference("tampered", None, "", run.number, words)
