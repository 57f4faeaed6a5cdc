"""Claims for introduction subsidies (引才奖补申领): once per unit and person, approved by a second person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app.accounts import Right, require_second_person
from app.bases_on_record import named_paper, required_number
from app.changes import Changes
from app.document_numbers import DocumentNumber
from app.errors import ConflictError, NotFoundError
from app.introductions.explaining import explanation_of, standard_used, subsidy_outcome
from app.introductions.introducing import introduction_of
from app.policy import PROPOSED
from app.transitions import Noun, move, record_change, transition
from app.unit_of_work import UnitOfWork
from app.validation import check_not_future, check_version, conflict_on_duplicate, required_text
from app.words import tr
from models import IntroductionSubsidy
from models.honour import HonourState
from models.subsidy import SubsidyState


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
    work.require(Right.RECORD)
    introduction = introduction_of(work.session, introduction_id)
    outcome = subsidy_outcome(work.session, introduction)
    explanation = explanation_of(work.session, introduction, outcome)
    standard = standard_used(work.session, introduction)
    if outcome.status != PROPOSED or outcome.amount_fen is None or standard is None:
        raise ConflictError("subsidy-not-due", conclusion=explanation.conclusion)
    check_not_future(work, claimed_on, what=tr("registers.field.claimed-on"))
    paper, as_written = named_paper(document, what=tr("registers.field.document"))
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
    record_change(work, Noun.SUBSIDY, claim, document=paper)
    detail = {"amount_fen": claim.amount_fen, "document": paper, "document_as_written": as_written}
    work.audit("claim", "introduction-subsidy", claim.id, detail=detail | {"state": claim.state})
    return _done(work, claim)


def approve_subsidy(
    work: UnitOfWork, subsidy_id: int, *, approved_on: date, version: int | None = None
) -> SubsidyLine:
    """Approve a claim. Raises ConflictError where the one who entered it approves, or its honour fell."""
    work.require(Right.APPROVE)
    claim = _open(work, subsidy_id, SubsidyState.APPROVED, version)
    require_second_person(work.actor, claim.claimed_by, code="subsidy-own-claim", unit=claim.unit_name)
    _check_honour(claim)
    check_not_future(work, approved_on, what=tr("registers.field.decided-on"))
    claim.approved_on, claim.approved_by = approved_on, work.actor.name
    return _moved(work, claim, SubsidyState.APPROVED, day=approved_on)


def record_subsidy_payment(
    work: UnitOfWork, subsidy_id: int, *, paid_on: date, version: int | None = None
) -> SubsidyLine:
    """Record that an approved subsidy was paid. Raises ConflictError where its honour fell meanwhile."""
    work.require(Right.PAY)
    claim = _open(work, subsidy_id, SubsidyState.PAID, version)
    _check_honour(claim)
    check_not_future(work, paid_on, what=tr("registers.field.paid-on"))
    claim.paid_on = paid_on
    return _moved(work, claim, SubsidyState.PAID, day=paid_on)


def withdraw_subsidy(
    work: UnitOfWork, subsidy_id: int, *, reason: str, version: int | None = None
) -> SubsidyLine:
    """Take back a claim that was not paid, with the reason; the unit may claim anew."""
    work.require(Right.RECORD)
    claim = _open(work, subsidy_id, SubsidyState.WITHDRAWN, version)
    claim.state_reason = required_text(reason, what=tr("registers.field.reason"))
    return _moved(work, claim, SubsidyState.WITHDRAWN, reason=claim.state_reason)


def demand_subsidy_back(
    work: UnitOfWork, subsidy_id: int, *, document: str, reason: str, version: int | None = None
) -> SubsidyLine:
    """Decide by `document` that a paid subsidy is to be recovered; what was paid stays on record."""
    work.require(Right.ANNUL)
    claim = _open(work, subsidy_id, SubsidyState.TO_RECOVER, version)
    number = required_number(work, document)
    claim.state_reason = required_text(reason, what=tr("registers.field.reason"))
    return _moved(work, claim, SubsidyState.TO_RECOVER, number=number, reason=claim.state_reason)


def record_subsidy_recovery(
    work: UnitOfWork, subsidy_id: int, *, recovered_on: date, version: int | None = None
) -> SubsidyLine:
    """Record that a subsidy was recovered whole."""
    work.require(Right.PAY)
    claim = _open(work, subsidy_id, SubsidyState.RECOVERED, version)
    check_not_future(work, recovered_on, what=tr("registers.field.recovered-on"))
    claim.recovered_on = recovered_on
    return _moved(work, claim, SubsidyState.RECOVERED, day=recovered_on)


def _claim(session: Session, subsidy_id: int) -> IntroductionSubsidy:
    claim = session.get(IntroductionSubsidy, subsidy_id)
    if claim is None:
        raise NotFoundError("subsidy-missing", id=subsidy_id)
    return claim


def _open(work: UnitOfWork, subsidy_id: int, new: SubsidyState, version: int | None) -> IntroductionSubsidy:
    claim = _claim(work.session, subsidy_id)
    check_version(claim.lock_version, version)
    transition(Noun.SUBSIDY, claim.state, new, subject=_subject(claim))
    return claim


def _check_honour(claim: IntroductionSubsidy) -> None:
    """Raise ConflictError where the honour that proves the category is no longer in force."""
    honour = claim.introduction.honour
    if honour is not None and honour.state != HonourState.STANDING:
        raise ConflictError("subsidy-honour-fallen", unit=claim.unit_name, honour=honour.document)


def _subject(claim: IntroductionSubsidy) -> str:
    return tr("registers.subject", holder=claim.unit_name, title=claim.introduction.person_name)


def _moved(
    work: UnitOfWork,
    claim: IntroductionSubsidy,
    to: SubsidyState,
    *,
    day: date | None = None,
    number: DocumentNumber | None = None,
    reason: str = "",
) -> SubsidyLine:
    detail: dict[str, object] = {"happened_on": day} if day else {}
    if number is not None and number.as_written:
        detail["document_as_written"] = number.as_written
    document = number.number if number is not None else ""
    move(
        work,
        Noun.SUBSIDY,
        claim,
        to,
        reason=reason,
        document=document,
        subject=_subject(claim),
        detail=detail,
    )
    return _done(work, claim)


def _done(work: UnitOfWork, claim: IntroductionSubsidy) -> SubsidyLine:
    work.session.flush()
    work.touched(Changes.HONOURS)
    return SubsidyLine(claim.id, claim.lock_version, claim.state, claim.amount_fen, claim.unit_name)
