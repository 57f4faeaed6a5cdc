"""Claims for introduction subsidies (引才奖补申领): once per unit and person, approved by a second person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app.changes import Changes
from app.document_numbers import corrected_brackets, document_number
from app.errors import ConflictError, NotFoundError
from app.introductions.explaining import explanation_of, standard_used, subsidy_outcome
from app.introductions.introducing import introduction_of
from app.policy import PROPOSED
from app.unit_of_work import UnitOfWork
from app.validation import check_move, check_not_future, check_version, conflict_on_duplicate, required_text
from app.words import tr
from models import IntroductionSubsidy
from models.honour import HonourState
from models.subsidy import SubsidyState

_MOVES: Mapping[str, frozenset[str]] = {
    SubsidyState.CLAIMED: frozenset({SubsidyState.APPROVED, SubsidyState.WITHDRAWN}),
    SubsidyState.APPROVED: frozenset({SubsidyState.PAID, SubsidyState.WITHDRAWN}),
    SubsidyState.PAID: frozenset({SubsidyState.TO_RECOVER}),
    SubsidyState.TO_RECOVER: frozenset({SubsidyState.RECOVERED}),
    SubsidyState.RECOVERED: frozenset(),
    SubsidyState.WITHDRAWN: frozenset(),
}


@dataclass(frozen=True, slots=True)
class SubsidyLine:
    """A claim as it stands after an act. `amount_fen` was frozen on the day of the claim."""

    id: int
    version: int
    state: str
    amount_fen: int
    unit_name: str


def claim_subsidy(
    work: UnitOfWork, introduction_id: int, *, claimed_on: date, document: str = ""
) -> SubsidyLine:
    """Enter a unit's claim; amount and explanation are frozen with it.

    Raises ConflictError with the reason where nothing is due, something is open, or it was claimed before.
    """
    introduction = introduction_of(work.session, introduction_id)
    outcome = subsidy_outcome(work.session, introduction)
    explanation = explanation_of(work.session, introduction, outcome)
    standard = standard_used(work.session, introduction)
    if outcome.status != PROPOSED or outcome.amount_fen is None or standard is None:
        raise ConflictError("subsidy-not-due", conclusion=explanation.conclusion)
    check_not_future(work, claimed_on, what=tr("registers.field.claimed-on"))
    paper, as_written = corrected_brackets(document)
    claim = IntroductionSubsidy(
        introduction=introduction,
        unit_id=introduction.unit_id,
        person_id=introduction.person_id,
        unit_name=introduction.unit_name,
        amount_fen=outcome.amount_fen,
        standard_basis=standard.basis,
        explanation=explanation.to_json(),
        claimed_on=claimed_on,
        document=paper,
        claimed_by=work.actor.name,
        claimed_at=work.now,
    )
    work.session.add(claim)
    with conflict_on_duplicate(ConflictError("subsidy-claimed-already", unit=introduction.unit_name)):
        work.session.flush()
    detail = {"amount_fen": claim.amount_fen, "document": paper, "document_as_written": as_written}
    return _done(work, claim, act="claim", detail=detail)


def approve_subsidy(
    work: UnitOfWork, subsidy_id: int, *, approved_on: date, version: int | None = None
) -> SubsidyLine:
    """Approve a claim. Raises ConflictError where the one who entered it approves, or its honour fell."""
    claim = _open(work, subsidy_id, SubsidyState.APPROVED, version)
    if claim.claimed_by == work.actor.name:
        raise ConflictError("subsidy-own-claim", user=work.actor.name, unit=claim.unit_name)
    honour = claim.introduction.honour
    if honour is not None and honour.state != HonourState.STANDING:
        raise ConflictError("subsidy-honour-fallen", unit=claim.unit_name, honour=honour.document)
    check_not_future(work, approved_on, what=tr("registers.field.decided-on"))
    claim.state, claim.approved_on, claim.approved_by = SubsidyState.APPROVED, approved_on, work.actor.name
    return _done(work, claim, act="approve")


def record_subsidy_payment(
    work: UnitOfWork, subsidy_id: int, *, paid_on: date, version: int | None = None
) -> SubsidyLine:
    """Record that an approved subsidy was paid."""
    claim = _open(work, subsidy_id, SubsidyState.PAID, version)
    check_not_future(work, paid_on, what=tr("registers.field.paid-on"))
    claim.state, claim.paid_on = SubsidyState.PAID, paid_on
    return _done(work, claim, act="pay")


def withdraw_subsidy(
    work: UnitOfWork, subsidy_id: int, *, reason: str, version: int | None = None
) -> SubsidyLine:
    """Take back a claim that was not paid, with the reason; the unit may claim anew."""
    claim = _open(work, subsidy_id, SubsidyState.WITHDRAWN, version)
    claim.state_reason = required_text(reason, what=tr("registers.field.reason"))
    claim.state = SubsidyState.WITHDRAWN
    return _done(work, claim, act="withdraw", reason=claim.state_reason)


def demand_subsidy_back(
    work: UnitOfWork, subsidy_id: int, *, document: str, reason: str, version: int | None = None
) -> SubsidyLine:
    """Decide by `document` that a paid subsidy is to be had back; what was paid stays on record."""
    claim = _open(work, subsidy_id, SubsidyState.TO_RECOVER, version)
    number = document_number(document)
    claim.state_reason = required_text(reason, what=tr("registers.field.reason"))
    claim.state = SubsidyState.TO_RECOVER
    detail = {"amount_fen": claim.amount_fen, "document": number.number}
    detail["document_as_written"] = number.as_written
    return _done(work, claim, act="demand-back", detail=dict(detail), reason=claim.state_reason)


def record_subsidy_recovery(
    work: UnitOfWork, subsidy_id: int, *, recovered_on: date, version: int | None = None
) -> SubsidyLine:
    """Record that a subsidy was had back whole."""
    claim = _open(work, subsidy_id, SubsidyState.RECOVERED, version)
    check_not_future(work, recovered_on, what=tr("registers.field.recovered-on"))
    claim.state, claim.recovered_on = SubsidyState.RECOVERED, recovered_on
    return _done(work, claim, act="recover", detail={"amount_fen": claim.amount_fen})


def _claim(session: Session, subsidy_id: int) -> IntroductionSubsidy:
    claim = session.get(IntroductionSubsidy, subsidy_id)
    if claim is None:
        raise NotFoundError("subsidy-missing", id=subsidy_id)
    return claim


def _open(work: UnitOfWork, subsidy_id: int, new: SubsidyState, version: int | None) -> IntroductionSubsidy:
    claim = _claim(work.session, subsidy_id)
    check_version(claim.lock_version, version)
    subject = tr("registers.subject", holder=claim.unit_name, title=claim.introduction.person_name)
    check_move(_MOVES, claim.state, new, register="subsidy", subject=subject)
    return claim


def _done(
    work: UnitOfWork,
    claim: IntroductionSubsidy,
    *,
    act: str,
    detail: dict[str, object] | None = None,
    reason: str = "",
) -> SubsidyLine:
    work.session.flush()
    facts = {"state": claim.state} | (detail or {})
    work.audit(act, "introduction-subsidy", claim.id, detail=facts, reason=reason)
    work.touched(Changes.HONOURS)
    return SubsidyLine(claim.id, claim.lock_version, claim.state, claim.amount_fen, claim.unit_name)
