"""Assemble a batch (组批): make it, put awards in, take them out, give it up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Table, select

from app.accounts import Right
from app.awards import AwardRow
from app.batches.choosing import BatchChoice, ChosenAwards, choose_awards
from app.batches.leaving import leave, step_back
from app.batches.payment_traces import require_no_money_moved
from app.batches.records import (
    OPEN_STATES,
    BatchLeftOut,
    awards_digest,
    live_awards,
    named,
    opened_batch,
    record,
)
from app.changes import Changes
from app.errors import ConflictError, InputError, NotFoundError
from app.policy import PROPOSED
from app.progress import Progress
from app.transitions import Noun, move, record_change, required_reason
from app.unit_of_work import UnitOfWork
from app.words import tr
from models import Award, Batch, BatchAward
from models.batch import BatchState
from models.bulk import Constant, insert_columns

LONGEST_BATCH_NAME = 120  # characters, as the column


@dataclass(frozen=True, slots=True)
class BatchReport:
    """What became of a choice: how many awards entered, their amount in fen, and all that stayed out."""

    batch_id: int
    added: int
    amount_fen: int
    left_out: tuple[BatchLeftOut, ...]


def create_batch(
    work: UnitOfWork, *, name: str, chosen: BatchChoice, progress: Progress | None = None
) -> BatchReport:
    """Make a batch of the chosen awards that may be paid; the others are in the report with their reasons.

    Raises InputError for a missing or overlong name, ConflictError where the name is taken or nothing of
    the choice may enter.
    """
    work.require(Right.ASSEMBLE)
    called = _free_name(work, name)
    found = choose_awards(work.session, chosen, progress=progress)
    if not found.rows:
        raise ConflictError("batch-nothing", batch=called, why=_why_nothing(found))
    batch = Batch(
        name=called,
        chosen=chosen.to_json(),
        state=BatchState.DRAFT.value,
        created_by=work.actor.name,
        created_at=work.now,
    )
    work.session.add(batch)
    work.session.flush()
    record_change(work, Noun.BATCH, batch)
    _insert(work, batch, found.rows)
    work.audit("create", "batch", batch.id, detail={"name": called, **_facts(found.rows)})
    work.touched(Changes.BATCHES)
    return BatchReport(batch.id, len(found.rows), found.amount_fen, tuple(found.left_out))


def add_awards(
    work: UnitOfWork,
    batch_id: int,
    chosen: BatchChoice,
    *,
    version: int | None = None,
    progress: Progress | None = None,
) -> BatchReport:
    """Put more awards into a draft. Raises ConflictError where it is no draft or nothing may enter."""
    work.require(Right.ASSEMBLE)
    batch = opened_batch(work, batch_id, states=(BatchState.DRAFT,), act="add", version=version)
    found = choose_awards(work.session, chosen, progress=progress)
    if not found.rows:
        raise ConflictError("batch-nothing", batch=batch.name, why=_why_nothing(found))
    _insert(work, batch, found.rows)
    record(work, batch, "add", detail=_facts(found.rows))
    return BatchReport(batch.id, len(found.rows), found.amount_fen, tuple(found.left_out))


def remove_award(
    work: UnitOfWork, batch_id: int, award_id: int, *, reason: str, version: int | None = None
) -> None:
    """Take one award out; it goes back to what its review made of it and may enter another batch.

    Raises ConflictError where money of it is under way, or where nothing would be left in the batch.
    """
    work.require(Right.ASSEMBLE)
    why = required_reason(reason)
    batch = opened_batch(work, batch_id, states=OPEN_STATES, act="remove-award", version=version)
    live = live_awards(work.session, batch.id)
    found = next(((mine, award) for mine, award in live if award.id == award_id), None)
    if found is None:
        raise NotFoundError("batch-without-award", batch=batch.name, award=award_id)
    require_no_money_moved(work.session, batch, award_id=award_id)
    if len(live) == 1:
        raise ConflictError("batch-last-award", batch=batch.name)
    mine, award = found
    leave(work, batch, mine, reason=why)
    step_back(work, award, reason=tr("batches.taken-out", batch=batch.name, reason=why))


def dissolve_batch(work: UnitOfWork, batch_id: int, *, reason: str, version: int | None = None) -> None:
    """Give a batch up before its payment; its awards go back to what their review made of them."""
    work.require(Right.ASSEMBLE)
    why = required_reason(reason)
    states = tuple(state for state in OPEN_STATES if state != BatchState.PAYMENT)
    batch = opened_batch(work, batch_id, states=states, act="dissolve", version=version)
    require_no_money_moved(work.session, batch)
    for mine, award in live_awards(work.session, batch.id):
        leave(work, batch, mine, reason=why)
        step_back(work, award, reason=tr("batches.taken-out", batch=batch.name, reason=why))
    move(work, Noun.BATCH, batch, BatchState.DISSOLVED, reason=why, subject=batch.name)
    work.touched(Changes.BATCHES)


def rename_batch(work: UnitOfWork, batch_id: int, *, name: str, version: int | None = None) -> None:
    """Give a batch that is not archived another name."""
    work.require(Right.ASSEMBLE)
    batch = opened_batch(work, batch_id, states=OPEN_STATES, act="rename", version=version)
    if name.strip() == batch.name:
        return
    before, batch.name = batch.name, _free_name(work, name)
    record(work, batch, "rename", detail={"before": before, "after": batch.name})


def _free_name(work: UnitOfWork, name: str) -> str:
    called = " ".join(name.split())
    if not called:
        raise InputError("batch-name-needed")
    if called.isascii() and called.isdigit():
        raise InputError("batch-name-number", batch=called)
    if len(called) > LONGEST_BATCH_NAME:
        raise InputError("batch-name-long", most=LONGEST_BATCH_NAME, length=len(called))
    if work.session.scalar(select(Batch.id).where(Batch.name == called)) is not None:
        raise ConflictError("batch-name-taken", batch=called)
    return called


def _insert(work: UnitOfWork, batch: Batch, rows: Sequence[AwardRow]) -> None:
    columns: dict[str, Sequence[Any] | Constant] = {
        "batch_id": Constant(batch.id),
        "award_id": [row.id for row in rows],
        "amount_fen": [row.amount_fen for row in rows],
        "added_by": Constant(work.actor.name),
        "added_at": Constant(work.now),
        "left_by": Constant(""),
        "left_reason": Constant(""),
    }
    work.seal_new(BatchAward.__tablename__)
    insert_columns(work.session.connection(), cast(Table, BatchAward.__table__), columns, size=len(rows))


def _facts(rows: Sequence[AwardRow]) -> dict[str, object]:
    amounts = [(row.id, row.amount_fen or 0) for row in rows]
    total = sum(fen for _, fen in amounts)
    return {"awards": len(rows), "amount_fen": total, "sha256": awards_digest(amounts)}


def _why_nothing(found: ChosenAwards) -> str:
    if not found.left_out:
        return tr("batches.nothing-proposed")
    return named([tr("batches.stopped", award=one.name, why=one.words) for one in found.left_out])


def refreshed_amounts(work: UnitOfWork, live: Sequence[tuple[BatchAward, Award]]) -> list[dict[str, int]]:
    """Take the awards' amounts as they stand into the batch; return what changed, in fen."""
    changed = []
    for mine, award in live:
        fen = award.amount_fen or 0
        if award.status == PROPOSED and mine.amount_fen != fen:
            changed.append({"award": award.id, "before_fen": mine.amount_fen, "after_fen": fen})
            mine.amount_fen = fen
    return changed
