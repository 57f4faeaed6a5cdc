"""What waits for whom (待办): batches, objections, runs, recoveries, results to be restored, by right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import exists, func, select, true
from sqlalchemy.orm import Session

from app.accounts import Right
from app.awards import RestoreRequest, restore_requests
from app.batches import OPEN_STATES, BatchRow, BatchStep, batch_rows
from app.payments import RunRow, recoveries, runs
from models import Award, BatchAward, Result
from models.types import AwardState, ResultState

PAYMENT_TASKS = ("pay", "export-run", "bank-return", "failed", "recover")
"""The kinds of tasks that are done on the payments screen."""


@dataclass(frozen=True, slots=True)
class WaitingTask:
    """One thing to do, and the right that whoever does it needs.

    `kind` is a step of a batch, "assemble" (proposals that no batch holds), "ends-today", "objections",
    "export-run", "bank-return", "failed", "recover" or "restore". `name` is the batch or the run, of a result
    to be restored the person and the event; `count` how many awards, lines or objections; money in fen.
    `asked_by` may not do it himself.
    """

    kind: str
    right: Right
    name: str
    count: int
    amount_fen: int
    batch_id: int | None = None
    run_id: int | None = None
    result_id: int | None = None
    asked_by: str = ""


def waiting_tasks(session: Session) -> list[WaitingTask]:
    """Return everything of batches and payments that waits for somebody, batch by batch, newest first."""
    made = runs(session)
    found: list[WaitingTask] = []
    for row in batch_rows(session, states=OPEN_STATES):
        found += _of_batch(row, [run for run in made if run.batch_id == row.id])
    found += _unassembled(session)
    back = [row for row in recoveries(session) if row.balance_fen > 0]
    if back:
        balance = sum(row.balance_fen for row in back)
        found.append(WaitingTask("recover", Right.PAY, "", len(back), balance))
    return found + [_of_request(one) for one in restore_requests(session)]


def _unassembled(session: Session) -> Iterator[WaitingTask]:
    """Yield the confirmed proposals that no batch holds. What keeps one of them out is said by the batch."""
    live = exists().where(BatchAward.award_id == Award.id, BatchAward.left_at.is_(None))
    query = select(func.count(), func.sum(Award.amount_fen)).join(Result, Result.id == Award.id)
    query = query.where(Award.state == AwardState.PROPOSED, Result.state == ResultState.CONFIRMED, ~live)
    count, fen = session.execute(query.where(Result.is_current == true())).one()
    if count:
        yield WaitingTask("assemble", Right.ASSEMBLE, "", count, int(fen or 0))


def _of_request(asked: RestoreRequest) -> WaitingTask:
    name = f"{asked.person}（{asked.event}）"
    return WaitingTask("restore", Right.ANNUL, name, 1, 0, result_id=asked.result_id, asked_by=asked.asked_by)


def _of_batch(row: BatchRow, made: list[RunRow]) -> Iterator[WaitingTask]:
    if row.open_objections:
        yield WaitingTask("objections", Right.APPROVE, row.name, row.open_objections, 0, row.id)
    if row.next_step == BatchStep.WAIT and row.days_left is not None and row.days_left <= 1:
        yield WaitingTask("ends-today", Right.ASSEMBLE, row.name, row.awards, row.amount_fen, row.id)
    if row.next_step == BatchStep.PAY:
        yield from _of_payment(row, made)
    elif row.next_right is not None:
        kind = row.next_step.value
        yield WaitingTask(kind, row.next_right, row.name, row.awards, row.amount_fen, row.id)


def _of_payment(row: BatchRow, made: list[RunRow]) -> Iterator[WaitingTask]:
    """Say which of a batch's runs waits for what; a batch without a run waits for one."""
    standing = [run for run in made if run.state != "cancelled"]
    if not standing:
        yield WaitingTask("pay", Right.PAY, row.name, row.awards, row.amount_fen, row.id)
    for run in standing:
        for state, kind in (("pending", "export-run"), ("exported", "bank-return"), ("failed", "failed")):
            if count := run.states.get(state, 0):
                yield WaitingTask(kind, Right.PAY, run.number, count, run.net_fen, row.id, run.id)
