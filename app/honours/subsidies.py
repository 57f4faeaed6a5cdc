"""Claims for introduction subsidies as lists show them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Introduction, IntroductionSubsidy


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
