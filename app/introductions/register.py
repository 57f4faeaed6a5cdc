"""The register of introductions (引进台账) as lists and pages show it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from app.formats import name_key
from app.introductions.craftsman_preconditions import Precondition, preconditions
from app.introductions.explaining import explain_subsidy
from app.introductions.introducing import introduction_of
from app.policy import Explanation
from app.reference_data import honour_titles
from models import Assessment, Honour, Introduction, IntroductionSubsidy, Person, Unit
from models.honour import HonourState
from models.subsidy import SubsidyState


@dataclass(frozen=True, slots=True)
class IntroductionRow:
    """A line of the register. `assessed` is "passed", "failed" or "", `claim` the subsidy's state or ""."""

    id: int
    version: int
    person_id: int
    person: str
    unit_id: int
    unit: str
    category: str
    category_evidence: str
    honour_id: int | None
    previous_employer: str
    previous_region: str
    way: str
    channel: str
    introduced_on: date
    documents: str
    state: str
    state_reason: str
    assessed: str
    claim: str


@dataclass(frozen=True, slots=True)
class AssessmentRow:
    """An assessment of an introduced person."""

    id: int
    assessed_on: date
    organisation: str
    is_passed: bool
    conclusion: str
    document: str
    recorded_by: str


@dataclass(frozen=True, slots=True)
class IntroductionDetail:
    """Everything about one introduction; `subsidy` explains what the unit may get for it as things stand.

    `proofs` are the honours of the person that prove a category, by id and in words: those that stand,
    and the one that is named.
    """

    row: IntroductionRow
    preconditions: tuple[Precondition, ...]
    assessments: tuple[AssessmentRow, ...]
    subsidy: Explanation
    proofs: tuple[tuple[int, str], ...]


def introduction_rows(
    session: Session,
    *,
    category: str = "",
    words: str = "",
    states: Collection[str] = (),
    person_id: int | None = None,
    unit_id: int | None = None,
) -> list[IntroductionRow]:
    """Return introductions, the latest first; `words` is part of the person's or the unit's name."""
    query = select(Introduction).join(Introduction.person).join(Introduction.unit)
    if category:
        query = query.where(Introduction.category == category)
    if states:
        query = query.where(Introduction.state.in_(states))
    if person_id is not None:
        query = query.where(Introduction.person_id == person_id)
    if unit_id is not None:
        query = query.where(Introduction.unit_id == unit_id)
    if words.strip():
        key = name_key(words)
        named = (column.contains(key, autoescape=True) for column in (Person.name_key, Unit.name_key))
        query = query.where(or_(*named, Introduction.unit_name.contains(words.strip(), autoescape=True)))
    lines = session.scalars(query.order_by(Introduction.introduced_on.desc(), Introduction.id))
    return [introduction_row(session, line) for line in lines]


def introduction_row(session: Session, line: Introduction) -> IntroductionRow:
    """Return one line as lists show it."""
    return IntroductionRow(
        line.id,
        line.lock_version,
        line.person_id,
        line.person_name,
        line.unit_id,
        line.unit_name,
        line.category,
        line.category_evidence,
        line.honour_id,
        line.previous_employer,
        line.previous_region,
        line.way,
        line.channel,
        line.introduced_on,
        line.documents,
        line.state,
        line.state_reason,
        _assessed(session, line.id),
        _claim(session, line.id),
    )


def introduction_detail(session: Session, introduction_id: int) -> IntroductionDetail:
    """Return everything about one introduction. Raises NotFoundError."""
    line = introduction_of(session, introduction_id)
    return IntroductionDetail(
        introduction_row(session, line),
        preconditions(session, line),
        tuple(_assessment(one) for one in session.scalars(_assessments(line.id))),
        explain_subsidy(session, line.id),
        _proofs(session, line),
    )


def _proofs(session: Session, line: Introduction) -> tuple[tuple[int, str], ...]:
    usable = or_(Honour.state == HonourState.STANDING, Honour.id == line.honour_id)
    query = select(Honour).where(Honour.person_id == line.person_id, usable)
    titles = honour_titles()
    return tuple(
        (honour.id, f"{titles[honour.title].name}（{honour.document}）")
        for honour in session.scalars(query.order_by(Honour.awarded_on.desc(), Honour.id))
        if titles[honour.title].category
    )


def _assessments(introduction_id: int) -> Select[Assessment]:
    query = select(Assessment).where(Assessment.introduction_id == introduction_id)
    return query.order_by(Assessment.assessed_on.desc(), Assessment.id.desc())


def _assessment(one: Assessment) -> AssessmentRow:
    return AssessmentRow(
        one.id,
        one.assessed_on,
        one.organisation,
        one.is_passed,
        one.conclusion,
        one.document,
        one.recorded_by,
    )


def _assessed(session: Session, introduction_id: int) -> str:
    last = session.scalar(_assessments(introduction_id).limit(1))
    return "" if last is None else "passed" if last.is_passed else "failed"


def _claim(session: Session, introduction_id: int) -> str:
    query = select(IntroductionSubsidy.state).where(
        IntroductionSubsidy.introduction_id == introduction_id,
        IntroductionSubsidy.state != SubsidyState.WITHDRAWN,
    )
    return session.scalar(query) or ""


@dataclass(frozen=True, slots=True)
class SubsidyRow:
    """A claim. `unit` and `person` are the names on the day of introduction; the amount is frozen."""

    id: int
    version: int
    introduction_id: int
    unit_id: int
    unit: str
    person_id: int
    person: str
    amount_fen: int
    standard_basis: str
    state: str
    claimed_on: date
    document: str
    claimed_by: str
    approved_on: date | None
    approved_by: str
    paid_on: date | None
    recovered_on: date | None
    state_reason: str


def subsidy_rows(
    session: Session, *, states: Collection[str] = (), unit_id: int | None = None
) -> list[SubsidyRow]:
    """Return claims, the latest first, narrowed where asked."""
    query = select(IntroductionSubsidy, Introduction.person_name).join(IntroductionSubsidy.introduction)
    if states:
        query = query.where(IntroductionSubsidy.state.in_(states))
    if unit_id is not None:
        query = query.where(IntroductionSubsidy.unit_id == unit_id)
    query = query.order_by(IntroductionSubsidy.claimed_on.desc(), IntroductionSubsidy.id.desc())
    return [_row(claim, person) for claim, person in session.execute(query)]


def _row(claim: IntroductionSubsidy, person: str) -> SubsidyRow:
    return SubsidyRow(
        claim.id,
        claim.lock_version,
        claim.introduction_id,
        claim.unit_id,
        claim.unit_name,
        claim.person_id,
        person,
        claim.amount_fen,
        claim.standard_basis,
        claim.state,
        claim.claimed_on,
        claim.document,
        claim.claimed_by,
        claim.approved_on,
        claim.approved_by or "",
        claim.paid_on,
        claim.recovered_on,
        claim.state_reason,
    )
