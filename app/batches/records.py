"""What every step of a batch shares: finding it, refusing what may not be, and who did what to it."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from app.accounts import action_words, require_second_person
from app.awards import AwardRow, LeftOut, award_rows, hindrances
from app.batch_standings import batch_standing
from app.changes import Changes
from app.clock import moment_text, office_day
from app.errors import ConflictError, NotFoundError
from app.formats import money
from app.progress import Progress
from app.transitions import Noun
from app.unit_of_work import UnitOfWork
from app.words import tr
from models import AuditEntry, Award, Batch, BatchAward, StateChange
from models.batch import BatchState
from models.types import AwardState

SUBJECT = "batch"
"""What the audit chain calls a batch."""

OPEN_STATES = (
    BatchState.DRAFT,
    BatchState.REVIEW,
    BatchState.PUBLICITY,
    BatchState.APPROVAL,
    BatchState.PAYMENT,
)
PAYING_STATES = (BatchState.PAYMENT, BatchState.ARCHIVED)
MONEY_MOVED = (AwardState.IN_PAYMENT, AwardState.PAID, AwardState.TO_RECOVER, AwardState.RECOVERED)
_NAMED_AT_MOST = 5  # awards named in one refusal; the batch's page shows all of them


@dataclass(frozen=True, slots=True)
class BatchLeftOut:
    """An award that did not enter a batch, or left it: `reason` is a code, `words` say why and what to do."""

    award: AwardRow
    reason: str
    words: str

    @property
    def name(self) -> str:
        """Return whose award it is, and of which event and contest."""
        return award_name(self.award)


def award_name(award: AwardRow) -> str:
    """Return an award as a refusal names it."""
    return tr("batches.award", person=award.person, event=award.event, contest=award.contest, id=award.id)


def batch_of(session: Session, batch_id: int) -> Batch:
    """Return a batch. Raises NotFoundError."""
    batch = session.get(Batch, batch_id)
    if batch is None:
        raise NotFoundError("batch-missing", batch=batch_id)
    return batch


def batch_named(session: Session, name: str) -> int:
    """Return the id of the batch of this name, or of this number. Raises NotFoundError."""
    wanted = name.strip()
    found = session.scalar(select(Batch.id).where(Batch.name == wanted))
    if found is None and wanted.isascii() and wanted.isdigit() and len(wanted) < 10:
        found = session.scalar(select(Batch.id).where(Batch.id == int(wanted)))
    if found is None:
        raise NotFoundError("batch-missing", batch=name)
    return found


def live_awards(session: Session, batch_id: int) -> list[tuple[BatchAward, Award]]:
    """Return what is in a batch and has not left it, in the order of the award ids."""
    query = select(BatchAward, Award).join(Award, Award.id == BatchAward.award_id)
    query = query.where(BatchAward.batch_id == batch_id, BatchAward.left_at.is_(None)).order_by(Award.id)
    return [(mine, award) for mine, award in session.execute(query)]


def live_amounts(session: Session, batch_id: int) -> list[tuple[int, int]]:
    """Return the ids and amounts in fen of what is in a batch, in the order of the ids."""
    query = select(Award.id, Award.amount_fen).join(BatchAward, BatchAward.award_id == Award.id)
    query = query.where(BatchAward.batch_id == batch_id, BatchAward.left_at.is_(None)).order_by(Award.id)
    return [(int(award), int(fen or 0)) for award, fen in session.execute(query)]


def awards_digest(amounts: Iterable[tuple[int, int]]) -> str:
    """Return SHA-256 over award ids and amounts in fen, in the order of the ids."""
    lines = "".join(f"{award}:{fen}\n" for award, fen in sorted(amounts))
    return hashlib.sha256(lines.encode()).hexdigest()


def opened_batch(
    work: UnitOfWork, batch_id: int, *, states: Collection[str], act: str, version: int | None = None
) -> Batch:
    """Return a batch that `act` may be done to now; `act` is a key of the words `batches.act`.

    `version` is the `lock_version` that whoever acts has seen. Raises ConflictError where somebody changed
    the batch since, where the clock stands before its last act, or where it is in none of `states`.
    """
    batch = batch_of(work.session, batch_id)
    if version is not None and version != batch.lock_version:
        theirs, mine = _last_act(work.session, batch), tr(f"batches.act.{act}")
        raise ConflictError("batch-changed", batch=batch.name, theirs=theirs, mine=mine)
    _require_clock(work, batch)
    if batch.state not in states:
        words = {"state": batch_standing(work.session, batch), "act": tr(f"batches.act.{act}")}
        raise ConflictError("batch-not-now", batch=batch.name, **words)
    return batch


def record(
    work: UnitOfWork, batch: Batch, action: str, *, detail: dict[str, object] | None = None, reason: str = ""
) -> None:
    """Write the audit line of an act that changes a batch but not its state, and give it a new version."""
    flag_modified(batch, "name")
    work.session.flush()
    work.audit(action, SUBJECT, batch.id, detail=detail, reason=reason)
    work.touched(Changes.BATCHES)


def _last_line(session: Session, batch: Batch) -> AuditEntry | None:
    query = select(AuditEntry).where(AuditEntry.subject == SUBJECT, AuditEntry.subject_id == str(batch.id))
    return session.scalars(query.order_by(AuditEntry.id.desc()).limit(1)).first()


def _last_act(session: Session, batch: Batch) -> str:
    """Return who did what to a batch last, and where it stands since."""
    line = _last_line(session, batch)
    state = batch_standing(session, batch)
    if line is None:
        return state
    return tr(
        "batches.last-act",
        actor=line.actor,
        at=moment_text(line.at),
        act=action_words(line.action, SUBJECT),
        state=state,
    )


def _require_clock(work: UnitOfWork, batch: Batch) -> None:
    last = _last_line(work.session, batch)
    today = office_day(work.now)
    if last is not None and today < office_day(last.at):
        raise ConflictError("batch-clock-back", batch=batch.name, today=today, last=office_day(last.at))


def clerks_of(session: Session, batch: Batch) -> list[str]:
    """Return who made the batch, put awards into it and submitted it."""
    added = select(BatchAward.added_by).where(BatchAward.batch_id == batch.id, BatchAward.left_at.is_(None))
    submitted = select(StateChange.actor).where(
        StateChange.noun == Noun.BATCH.value, StateChange.subject_id == batch.id
    )
    submitted = submitted.where(StateChange.to_state == BatchState.REVIEW.value)
    submitted = submitted.where(StateChange.from_state == BatchState.DRAFT.value)
    names = [batch.created_by, *session.scalars(added.distinct()), *session.scalars(submitted.distinct())]
    return list(dict.fromkeys(names))


def require_no_clerk(work: UnitOfWork, batch: Batch, *, code: str) -> None:
    """Raise ConflictError(`code`) where whoever acts is one of the batch's clerks."""
    for clerk in clerks_of(work.session, batch):
        require_second_person(work.actor, clerk, code=code, batch=batch.name)


def named(awards: Sequence[str]) -> str:
    """Return a few of the awards, and how many more there are."""
    shown = "；".join(awards[:_NAMED_AT_MOST])
    more = len(awards) - _NAMED_AT_MOST
    return shown if more <= 0 else shown + tr("batches.more", count=more)


def stopped_in(
    session: Session, awards: Iterable[Award], *, states: Collection[str], progress: Progress | None = None
) -> list[BatchLeftOut]:
    """Return which of a batch's awards are not payable today, or not in one of `states`, with the reason."""
    rows = list(award_rows(session, [award.id for award in awards]))
    hindered = hindrances(session, rows, progress=progress)
    found = []
    for row in rows:
        if row.id in hindered:
            found.append(left_out_as(hindered[row.id]))
        elif row.state not in states:
            state = row.state_words
            found.append(BatchLeftOut(row, row.state, tr("batches.left-out.state", state=state)))
    return found


def left_out_as(one: LeftOut) -> BatchLeftOut:
    """Return what a list of payable awards left out as a batch says it."""
    return BatchLeftOut(one.award, one.hindrance.value, one.words)


def refuse_stopped(batch: Batch, stopped: Sequence[BatchLeftOut]) -> None:
    """Raise ConflictError that names the awards which keep the batch from going on."""
    if stopped:
        words = [tr("batches.stopped", award=one.name, why=one.words) for one in stopped]
        raise ConflictError("batch-stopped", batch=batch.name, awards=named(words))


def changed_amounts(pairs: Iterable[tuple[int, AwardRow]]) -> list[str]:
    """Return, in words, which awards come to something else than the amount in fen they came in with."""
    return [
        tr(
            "batches.changed-amount",
            award=award_name(row),
            before=money(fen),
            after=tr("awards.amount-open") if row.amount_fen is None else money(row.amount_fen),
        )
        for fen, row in pairs
        if fen != row.amount_fen
    ]
