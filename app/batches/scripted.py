"""Take proposals through the states in one run (`batch run`), for scripts: all of it or nothing.

Four different people act, in one unit of work, each at the steps that are theirs; nothing asks and nothing
is guessed. The publication is recorded as begun long enough ago to be over today, which the audit chain and
the batch's history say.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.accounts import Actor, is_same_person
from app.awards import award_page
from app.batches.approving import approval_stages, approve_batch, next_stage
from app.batches.assembling import create_batch
from app.batches.choosing import BatchChoice, choose_awards
from app.batches.publicising import close_publicity, current_publicity, publish_batch, usual_days
from app.batches.records import BatchLeftOut, batch_of, live_awards, record
from app.batches.reviewing import review_batch, submit_batch
from app.batches.working_days import add_working_days
from app.clock import office_day
from app.errors import ConflictError, InputError
from app.progress import Progress
from app.store import Store
from app.unit_of_work import UnitOfWork
from app.words import tr
from models import Batch
from models.batch import BatchState
from models.types import AwardState

RUN_STATES = (
    AwardState.REVIEWED,
    AwardState.PUBLICISED,
    AwardState.APPROVED,
    AwardState.IN_PAYMENT,
    AwardState.PAID,
)
"""The states of awards that a run may lead to, in order."""

_REACHED = {
    BatchState.DRAFT: -1,
    BatchState.REVIEW: -1,
    BatchState.PUBLICITY: 0,
    BatchState.APPROVAL: 1,
}
Pay = Callable[[UnitOfWork, int, AwardState], bool]
"""Pays a batch: leads its awards to «in payment», or on to «paid»; returns whether any went further."""


@dataclass(frozen=True, slots=True)
class BatchRun:
    """What a run led to: the batch, the state its awards have, their number and amount in fen, who is out."""

    batch_id: int
    name: str
    state: str
    awards: int
    amount_fen: int
    left_out: tuple[BatchLeftOut, ...]


@dataclass(frozen=True, slots=True)
class People:
    """Who act in a run, all of them different; the second approver where approval has two stages."""

    clerk: Actor
    reviewer: Actor
    approver: Actor
    finance: Actor
    second_approver: Actor | None = None

    @classmethod
    def of(cls, named: Sequence[Actor | str]) -> People:
        """Return the people. Raises InputError where they are not 4 or 5, ConflictError for one twice."""
        if len(named) not in (4, 5):
            raise InputError("run-people", count=len(named))
        people = [one if isinstance(one, Actor) else Actor.named(one) for one in named]
        for number, one in enumerate(people):
            for other in people[:number]:
                if is_same_person(one, other.name):
                    raise ConflictError("run-same-person", user=one.name)
        return cls(*people)


def run_batch(
    store: Store,
    *,
    to: AwardState,
    people: People,
    contest_id: int | None = None,
    pay: Pay | None = None,
    progress: Progress | None = None,
) -> BatchRun:
    """Lead proposals (of one contest, or all) to the state `to` as `people`; return the batch they are in.

    A batch that an earlier run left behind that state goes on first, unless nothing of it can go further;
    new proposals then wait for the next run and are in `left_out`. `pay` is needed for the states of
    payments.
    """
    if to not in RUN_STATES:
        states = "、".join(str(state) for state in RUN_STATES)
        raise InputError("run-state", state=str(to), states=states)
    goal = RUN_STATES.index(to)
    if goal >= RUN_STATES.index(AwardState.IN_PAYMENT) and pay is None:
        raise InputError("run-without-payments", state=str(to))
    choice = BatchChoice(contest_ids=(contest_id,) if contest_id else (), is_scripted=True)
    with store.writing(actor=people.clerk, progress=progress) as work:
        stuck: set[int] = set()
        while True:
            batch_id, left_out = _begun(work, choice, goal, stuck, progress)
            is_new = batch_of(work.session, batch_id).state == BatchState.DRAFT
            left_out += _advance(work, batch_id, people, goal, progress)
            has_moved = True
            if goal >= RUN_STATES.index(AwardState.IN_PAYMENT) and pay is not None:
                with _acting(work, people.finance):
                    has_moved = pay(work, batch_id, to)
            if has_moved or is_new:
                break
            stuck.add(batch_id)
        _record_run(work, batch_id, people, to)
        name = batch_of(work.session, batch_id).name
        amounts, behind = _arrived(work, batch_id, to)
    return BatchRun(batch_id, name, to.value, len(amounts), sum(amounts), (*left_out, *behind))


def _arrived(work: UnitOfWork, batch_id: int, to: AwardState) -> tuple[list[int], list[BatchLeftOut]]:
    """Return the amounts of what stands at `to` now, and what of the batch stayed behind."""
    amounts, behind = [], []
    awards = [award for _, award in live_awards(work.session, batch_id)]
    for row in award_page(work.session, [award.id for award in awards]):
        if row.state == to:
            amounts.append(row.amount_fen or 0)
        else:
            words = tr("batches.left-out.state", state=row.state_words)
            behind.append(BatchLeftOut(row, row.state, words))
    return amounts, behind


def _begun(
    work: UnitOfWork, choice: BatchChoice, goal: int, stuck: Collection[int], progress: Progress | None
) -> tuple[int, list[BatchLeftOut]]:
    """Return the batch to lead on: one that an earlier run of the same choice left, else a new one.

    Those in `stuck` cannot go further now.
    """
    query = select(Batch).where(Batch.chosen == choice.to_json()).order_by(Batch.id)
    for batch in work.session.scalars(query):
        if batch.id not in stuck and _is_behind(work, batch, goal):
            waiting = choose_awards(work.session, choice, progress=progress)
            mine = {award.id for _, award in live_awards(work.session, batch.id)}
            left_out = [one for one in waiting.left_out if one.award.id not in mine]
            later = tr("batches.left-out.next-run", batch=batch.name)
            left_out += [BatchLeftOut(row, "next-run", later) for row in waiting.rows]
            return batch.id, left_out
    report = create_batch(work, name=_name(work), chosen=choice, progress=progress)
    return report.batch_id, list(report.left_out)


def _is_behind(work: UnitOfWork, batch: Batch, goal: int) -> bool:
    """Return whether a batch, or in payment any award of it, has not come to the state number `goal`."""
    if batch.state != BatchState.PAYMENT:
        return batch.state in _REACHED and _REACHED[BatchState(batch.state)] < goal
    states = [award.state for _, award in live_awards(work.session, batch.id)]
    return any(state in RUN_STATES[:goal] for state in states)


def _name(work: UnitOfWork) -> str:
    day = office_day(work.now)
    number = 1
    while work.session.scalar(select(Batch.id).where(Batch.name == _numbered(day, number))) is not None:
        number += 1
    return _numbered(day, number)


def _numbered(day: date, number: int) -> str:
    return tr("batches.scripted-name", day=day.isoformat(), number=number)


def _record_run(work: UnitOfWork, batch_id: int, people: People, to: AwardState) -> None:
    """Say in the audit chain that a script acts, as whom, and whether accounts stand behind the names."""
    acting = [people.clerk, people.reviewer, people.approver, people.finance]
    acting += [people.second_approver] if people.second_approver else []
    detail: dict[str, object] = {"to": to.value, "people": [one.name for one in acting]}
    detail["accounts"] = all(one.id is not None for one in acting)
    reason = tr("batches.by-script" if detail["accounts"] else "batches.by-script-without-accounts")
    record(work, batch_of(work.session, batch_id), "run", detail=detail, reason=reason)


@contextmanager
def _acting(work: UnitOfWork, actor: Actor) -> Iterator[None]:
    """Let another of the people act inside the block."""
    before, work.actor = work.actor, actor
    try:
        yield
    finally:
        work.actor = before


def _advance(
    work: UnitOfWork, batch_id: int, people: People, goal: int, progress: Progress | None
) -> list[BatchLeftOut]:
    """Lead a batch up to the state number `goal`, but no further than to payment; return who left it."""
    left: list[BatchLeftOut] = []
    batch = batch_of(work.session, batch_id)
    if batch.state == BatchState.DRAFT:
        submit_batch(work, batch_id)
    if batch.state == BatchState.REVIEW:
        with _acting(work, people.reviewer):
            left += review_batch(work, batch_id, progress=progress).left_out
    if batch.state == BatchState.PUBLICITY and goal >= 1:
        _publish(work, batch, progress)
        if goal >= 2:
            left += close_publicity(work, batch_id).left_out
    if batch.state == BatchState.APPROVAL and goal >= 2:
        left += _approve(work, batch, people, progress)
    return left


def _publish(work: UnitOfWork, batch: Batch, progress: Progress | None) -> None:
    """Record a publication that is over today, unless one that counts is on record already."""
    if current_publicity(work.session, batch.id) is not None:
        return
    days = usual_days(work.session).days
    publish_batch(
        work,
        batch.id,
        starts_on=add_working_days(work.session, office_day(work.now), -days),
        working_days=days,
        without_holidays=True,
        is_scripted=True,
        progress=progress,
    )


def _approve(work: UnitOfWork, batch: Batch, people: People, progress: Progress | None) -> list[BatchLeftOut]:
    """Approve at each stage that is due, each by another approver."""
    approvers = [people.approver, *([people.second_approver] if people.second_approver else [])]
    if len(approvers) < approval_stages(work.session):
        raise InputError("run-second-approver")
    left: list[BatchLeftOut] = []
    while batch.state == BatchState.APPROVAL:
        stage = next_stage(work.session, batch)
        with _acting(work, approvers[stage - 1]):
            report = approve_batch(
                work, batch.id, decided_on=office_day(work.now), stage=stage, progress=progress
            )
        left += report.left_out
    return left
