"""The columns of the tables on the page of a batch."""

from __future__ import annotations

from datetime import date, datetime

from app.awards import place_words
from app.batches import (
    ApprovalRow,
    BatchAwardRow,
    LeftRow,
    ObjectionRow,
    PaperRow,
    PublicityRow,
)
from app.clock import moment_text
from app.formats import money
from app.words import has_word, scoped, tr
from ui.batches.award_columns import amount_words
from ui.tables import Column

_w = scoped("ui_batches.page.column")
_OBJECTION_LOOKS = {
    "open": "held",
    "upheld": "annulled",
    "dismissed": "superseded",
    "taken-back": "withdrawn",
}


def award_columns() -> tuple[Column[BatchAwardRow], ...]:
    """Return the columns of the awards in a batch."""
    return (
        Column(_w("person"), lambda one: one.award.person, 88, is_strong=True),
        Column(_w("unit"), lambda one: one.award.unit or "—", 190),
        Column(_w("contest"), lambda one: one.award.contest, 200, stretch=True),
        Column(_w("event"), lambda one: one.award.event, 130),
        Column(_w("place"), lambda one: place_words(one.award), 84),
        Column(
            _w("amount"),
            lambda one: amount_words(one.award.amount_fen),
            120,
            is_number=True,
            hint=_entered,
        ),
        Column(
            _w("state"),
            lambda one: one.state_words,
            104,
            state=lambda one: one.award.state,
        ),
    )


def _entered(one: BatchAwardRow) -> str:
    is_same = one.entered_fen == (one.award.amount_fen or 0)
    return "" if is_same else _w("entered-with", amount=money(one.entered_fen))


def left_columns() -> tuple[Column[LeftRow], ...]:
    """Return the columns of the awards that left a batch."""
    return (
        Column(_w("person"), lambda one: one.award.person, 88, is_strong=True),
        Column(_w("event"), lambda one: one.award.event, 130),
        Column(_w("amount"), lambda one: money(one.entered_fen), 112, is_number=True),
        Column(_w("why"), lambda one: one.reason, 300, stretch=True),
        Column(_w("by"), lambda one: one.left_by, 84),
        Column(_w("at"), lambda one: moment(one.left_at), 132, is_quiet=True),
        Column(_w("now-in"), lambda one: one.batch or "—", 130),
    )


def publicity_columns() -> tuple[Column[PublicityRow], ...]:
    """Return the columns of a batch's publications."""
    return (
        Column(_w("starts-on"), lambda one: day(one.starts_on), 104, is_strong=True),
        Column(_w("ends-on"), lambda one: day(one.ends_on), 104, is_strong=True),
        Column(_w("working-days"), lambda one: str(one.working_days), 76, is_number=True),
        Column(_w("place-published"), lambda one: one.place or "—", 180, stretch=True),
        Column(_w("contact"), lambda one: one.contact or "—", 180),
        Column(_w("by"), lambda one: one.started_by, 84),
        Column(_w("taken-down"), lambda one: day(one.taken_down_on), 104),
        Column(_w("ended-early"), lambda one: one.ended_early_reason or "—", 150),
    )


def objection_columns() -> tuple[Column[ObjectionRow], ...]:
    """Return the columns of the objections to a batch's awards."""
    return (
        Column(
            _w("state"),
            lambda one: tr(f"core.objection-state.{one.state}"),
            96,
            state=lambda one: _OBJECTION_LOOKS[one.state],
        ),
        Column(_w("award"), lambda one: one.award, 210, hint=lambda one: one.award),
        Column(_w("received-on"), lambda one: day(one.received_on), 104),
        Column(_w("source"), lambda one: one.source, 120),
        Column(_w("text"), lambda one: one.text, 180, stretch=True),
        Column(_w("recorded-by"), lambda one: one.recorded_by, 84),
        Column(_w("decision"), _decision, 190),
    )


def _decision(one: ObjectionRow) -> str:
    parts = (one.decision, one.document, one.decided_by, day(one.decided_on) if one.decided_on else "")
    return " · ".join(filter(None, parts)) or "—"


def approval_columns() -> tuple[Column[ApprovalRow], ...]:
    """Return the columns of the decisions of approvers."""
    return (
        Column(_w("outcome"), _outcome, 110, state=_outcome_look),
        Column(_w("stage"), lambda one: str(one.stage), 60, is_number=True),
        Column(_w("awards"), lambda one: f"{one.awards:,}", 72, is_number=True),
        Column(_w("amount"), lambda one: money(one.amount_fen), 124, is_number=True),
        Column(_w("decided-on"), lambda one: day(one.decided_on), 104),
        Column(_w("document"), lambda one: one.document or "—", 180),
        Column(_w("by"), lambda one: one.decided_by, 84),
        Column(_w("reason"), lambda one: one.reason or "—", 150, stretch=True),
    )


def _outcome(one: ApprovalRow) -> str:
    if not one.is_granted:
        return _w("sent-back")
    return _w("void" if one.is_void else "granted")


def _outcome_look(one: ApprovalRow) -> str:
    return "approved" if one.is_granted and not one.is_void else "withdrawn"


def paper_columns() -> tuple[Column[PaperRow], ...]:
    """Return the columns of the papers kept with a batch."""
    return (
        Column(_w("kind"), _kind, 130),
        Column(_w("file"), lambda one: one.file_name, 260, is_strong=True, stretch=True),
        Column(_w("by"), lambda one: one.made_by, 84),
        Column(_w("at"), lambda one: moment(one.made_at), 140, is_quiet=True),
        Column(_w("sha256"), lambda one: one.sha256[:16], 150, is_quiet=True, hint=lambda one: one.sha256),
    )


def _kind(one: PaperRow) -> str:
    key = f"ui_batches.paper-kind.{one.kind}"
    return tr(key) if has_word(key) else one.kind


def moment(at: datetime) -> str:
    """Return a moment of the office as 2024-07-02 09:30."""
    return moment_text(at)


def day(one: date | None) -> str:
    """Return a day as 2024-07-02; a dash where there is none."""
    return "—" if one is None else f"{one:%Y-%m-%d}"
