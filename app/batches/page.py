"""One batch with all that is known of it: its awards, who left it, its history, and what blocks it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts import action_words
from app.awards import AwardRow, adjustments_of, award_page, in_paper_order, live_batches
from app.batches.board import BatchRow, rows_of
from app.batches.papers import PaperRow, batch_papers
from app.batches.records import SUBJECT, award_name, batch_of, changed_amounts
from app.words import tr
from models import Approval, AuditEntry, BatchAward, Objection, Publicity


@dataclass(frozen=True, slots=True)
class BatchAwardRow:
    """An award in a batch; `entered_fen` is what it came in with, its amount today stands in `award`."""

    award: AwardRow
    entered_fen: int

    @property
    def state_words(self) -> str:
        """Return where the award stands."""
        return self.award.state_words


@dataclass(frozen=True, slots=True)
class LeftRow:
    """An award that left a batch: when, by whom, why; `batch` is where it is now, "" for nowhere."""

    award: AwardRow
    entered_fen: int
    left_at: datetime
    left_by: str
    reason: str
    batch: str


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One act on a batch, out of the audit chain."""

    at: datetime
    actor: str
    action: str
    words: str
    reason: str


@dataclass(frozen=True, slots=True)
class PublicityRow:
    """One publication; both days count. `ended_early_reason` is given where it does not count any more."""

    id: int
    starts_on: date
    ends_on: date
    working_days: int
    place: str
    contact: str
    started_by: str
    taken_down_on: date | None
    ended_early_reason: str


@dataclass(frozen=True, slots=True)
class ObjectionRow:
    """One objection: to whose award, by whom, what it says, how it was decided."""

    id: int
    award_id: int
    award: str
    received_on: date
    source: str
    text: str
    state: str
    recorded_by: str
    decided_on: date | None
    decision: str
    document: str
    decided_by: str


@dataclass(frozen=True, slots=True)
class ApprovalRow:
    """One decision of an approver; amount in fen. Void ones were taken back."""

    id: int
    stage: int
    is_granted: bool
    is_void: bool
    awards: int
    amount_fen: int
    decided_on: date
    document: str
    reason: str
    decided_by: str


@dataclass(frozen=True, slots=True)
class BatchPage:
    """A batch whole. `differences` name awards that come to something else than they entered with.

    `returning` says of awards that left because of a correction what takes their place, and where it is.
    """

    facts: BatchRow
    awards: list[BatchAwardRow]
    left_out: list[LeftRow]
    history: list[HistoryRow]
    publicities: list[PublicityRow]
    objections: list[ObjectionRow]
    approvals: list[ApprovalRow]
    papers: list[PaperRow]
    differences: list[str]
    returning: list[str]

    @property
    def next_step(self) -> str:
        """Return the next step in words."""
        return self.facts.next_words

    @property
    def blocks(self) -> tuple[str, ...]:
        """Return what keeps the batch from its next step."""
        return self.facts.blocks


def batch_page(session: Session, batch_id: int, *, show_ids: bool = False) -> BatchPage:
    """Return a batch with all that is known of it. Raises NotFoundError."""
    batch = batch_of(session, batch_id)
    live = select(BatchAward.award_id, BatchAward.amount_fen).order_by(BatchAward.award_id)
    live = live.where(BatchAward.batch_id == batch_id, BatchAward.left_at.is_(None))
    entered = {int(award): int(fen) for award, fen in session.execute(live)}
    rows = {row.id: row for row in award_page(session, list(entered), show_ids=show_ids)}
    changed = changed_amounts((entered[award], row) for award, row in rows.items())
    left = _left_rows(session, batch_id, show_ids=show_ids)
    return BatchPage(
        facts=rows_of(session, [batch])[0],
        awards=[BatchAwardRow(row, entered[row.id]) for row in in_paper_order(rows.values())],
        left_out=left,
        history=_history(session, batch_id),
        publicities=_publicities(session, batch_id),
        objections=_objections(session, batch_id),
        approvals=_approvals(session, batch_id),
        papers=batch_papers(session, batch_id),
        differences=changed,
        returning=_returning(session, left),
    )


def _left_rows(session: Session, batch_id: int, *, show_ids: bool) -> list[LeftRow]:
    query = select(BatchAward).where(BatchAward.batch_id == batch_id, BatchAward.left_at.is_not(None))
    gone = list(session.scalars(query.order_by(BatchAward.id)))
    ids = [mine.award_id for mine in gone]
    awards = {row.id: row for row in award_page(session, sorted(set(ids)), show_ids=show_ids)}
    now_in = live_batches(session, ids)
    return [
        LeftRow(
            awards[mine.award_id],
            mine.amount_fen,
            mine.left_at,
            mine.left_by,
            mine.left_reason,
            now_in[mine.award_id].name if mine.award_id in now_in else "",
        )
        for mine in gone
        if mine.left_at is not None
    ]


def _history(session: Session, batch_id: int) -> list[HistoryRow]:
    query = select(AuditEntry).where(AuditEntry.subject == SUBJECT, AuditEntry.subject_id == str(batch_id))
    return [
        HistoryRow(line.at, line.actor, line.action, action_words(line.action, SUBJECT), line.reason)
        for line in session.scalars(query.order_by(AuditEntry.id))
    ]


def _publicities(session: Session, batch_id: int) -> list[PublicityRow]:
    query = select(Publicity).where(Publicity.batch_id == batch_id).order_by(Publicity.id)
    return [
        PublicityRow(
            one.id,
            one.starts_on,
            one.ends_on,
            one.working_days,
            one.place,
            one.contact,
            one.started_by,
            one.taken_down_on,
            one.ended_early_reason,
        )
        for one in session.scalars(query)
    ]


def _objections(session: Session, batch_id: int) -> list[ObjectionRow]:
    query = select(Objection).where(Objection.batch_id == batch_id).order_by(Objection.id)
    found = list(session.scalars(query))
    names = {row.id: award_name(row) for row in award_page(session, sorted({one.award_id for one in found}))}
    return [
        ObjectionRow(
            one.id,
            one.award_id,
            names[one.award_id],
            one.received_on,
            one.source,
            one.text,
            one.state,
            one.recorded_by,
            one.decided_on,
            one.decision,
            one.document,
            one.decided_by,
        )
        for one in found
    ]


def _approvals(session: Session, batch_id: int) -> list[ApprovalRow]:
    query = select(Approval).where(Approval.batch_id == batch_id).order_by(Approval.id)
    return [
        ApprovalRow(
            one.id,
            one.stage,
            one.is_granted,
            one.is_void,
            one.awards,
            one.amount_fen,
            one.decided_on,
            one.document,
            one.reason,
            one.decided_by,
        )
        for one in session.scalars(query)
    ]


def _returning(session: Session, left: list[LeftRow]) -> list[str]:
    """Return, of awards replaced by a correction, the difference and where the new one is."""
    gone = {row.award.id for row in left}
    made = [
        one
        for one in adjustments_of(session, gone)
        if one.replaces_id in gone and one.award_id not in gone and one.state != "dropped"
    ]
    awards = {row.id: row for row in award_page(session, [one.award_id for one in made])}
    now_in = live_batches(session, awards)
    return [
        tr(
            "batches.returning",
            award=award_name(awards[one.award_id]),
            words=one.words,
            state=awards[one.award_id].state_words,
            batch=now_in[one.award_id].words if one.award_id in now_in else tr("batches.in-no-batch"),
        )
        for one in made
    ]
