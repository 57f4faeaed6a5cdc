"""The law as it stands in a registry: the policy it works under, its rulings in force, its standards."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.formats import name_key
from app.policy import Policy, RulingBook, RulingFacts, StandardFacts, load_policy
from app.settings import registry_settings
from models import Ruling, Standard


@dataclass(frozen=True, slots=True)
class Law:
    """What outcomes are computed from, besides the facts of the results."""

    policy: Policy
    rulings: RulingBook
    standards: tuple[StandardFacts, ...]


def active_rule_set(session: Session) -> Law:
    """Return the registry's policy with the rulings not withdrawn, and the standards not withdrawn."""
    policy = load_policy(registry_settings(session).policy)
    rulings = select(Ruling).where(Ruling.policy == policy.key, Ruling.withdrawn_at.is_(None))
    standards = select(Standard).where(Standard.policy == policy.key, Standard.withdrawn_at.is_(None))
    standards = standards.order_by(Standard.id)
    return Law(
        policy,
        RulingBook(ruling_facts(ruling) for ruling in session.scalars(rulings.order_by(Ruling.id))),
        tuple(standard_facts(standard) for standard in session.scalars(standards)),
    )


def with_rulings(law: Law, rulings: Iterable[RulingFacts]) -> Law:
    """Return the law with `rulings` in the place of those on the same question in the same scope."""
    new = list(rulings)
    scopes = {_scope(ruling) for ruling in new}
    kept = [ruling for ruling in law.rulings if _scope(ruling) not in scopes]
    return Law(law.policy, RulingBook([*kept, *new]), law.standards)


def _scope(ruling: RulingFacts) -> tuple[object, ...]:
    names = name_key(ruling.contest), name_key(ruling.event)
    return ruling.question, *names, ruling.valid_from, ruling.valid_to


def ruling_facts(ruling: Ruling) -> RulingFacts:
    """Return a recorded ruling as the policy reads it."""
    plan = read_plan(ruling.shares)
    return RulingFacts(
        question=ruling.question,
        answer=ruling.answer,
        basis=ruling.basis,
        decided_on=ruling.decided_on,
        contest=ruling.contest,
        event=ruling.event,
        valid_from=ruling.valid_from,
        valid_to=ruling.valid_to,
        shares=plan[0],
        plan_fen=plan[1],
    )


def read_plan(text: str | None) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the division a ruling keeps, as percents and as amounts in fen; at most one of them is set."""
    kept = json.loads(text) if text else []
    return ((), tuple(kept["fen"])) if isinstance(kept, dict) else (tuple(kept), ())


def standard_facts(standard: Standard) -> StandardFacts:
    """Return a recorded standard as the policy reads it."""
    return StandardFacts(
        rule=standard.rule,
        recipient=standard.recipient,
        amounts_fen=tuple(json.loads(standard.amounts_fen).items()),
        basis=standard.basis,
        valid_from=standard.valid_from,
        valid_to=standard.valid_to,
    )
