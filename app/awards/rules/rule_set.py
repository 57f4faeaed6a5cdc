"""The rule set (规则集) of a registry: its policy, the rulings in force, the standards in force."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from sqlalchemy import BindParameter, bindparam, select
from sqlalchemy.orm import Session

from app.bases_on_record import bases_in
from app.formats import name_key
from app.known_names import contest_of_name, present_names
from app.policy import EventEvaluator, Policy, RulingBook, RulingFacts, StandardFacts
from app.policy_in_force import policy_in_force
from models import Event, Ruling, Standard

# Built once: that costs more than to ask.
_POLICY: BindParameter[str] = bindparam("policy")
_RULINGS = select(Ruling).where(Ruling.policy == _POLICY, Ruling.withdrawn_at.is_(None)).order_by(Ruling.id)
_STANDARDS = (
    select(Standard).where(Standard.policy == _POLICY, Standard.withdrawn_at.is_(None)).order_by(Standard.id)
)


@dataclass(frozen=True, slots=True)
class RuleSet:
    """What outcomes are computed from, besides the facts of the results.

    `present_names` are those of merged contests (see `app.known_names`), for rulings that are tried.
    """

    policy: Policy
    rulings: RulingBook
    standards: tuple[StandardFacts, ...]
    present_names: Mapping[str, str] = field(default_factory=dict)
    evaluator: EventEvaluator = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        evaluator = EventEvaluator(policy=self.policy, rulings=self.rulings, standards=self.standards)
        object.__setattr__(self, "evaluator", evaluator)


def active_rule_set(session: Session) -> RuleSet:
    """Return the registry's policy with the rulings not withdrawn, and the standards not withdrawn.

    What rests on no document, or on one still to come, answers no question and gives no amount: an older
    program took such rulings and standards in, and they stay on record.
    """
    policy = policy_in_force(session)
    rulings = session.scalars(_RULINGS, {"policy": policy.key})
    standards = session.scalars(_STANDARDS, {"policy": policy.key})
    bases = bases_in(session)
    names = present_names(session)
    facts = (with_present_name(ruling_facts(ruling), names) for ruling in rulings)
    return RuleSet(
        policy,
        RulingBook(one for one in facts if bases.decision_problem(one.basis, one.decided_on) is None),
        tuple(standard_facts(one) for one in standards if bases.problem(one.basis) is None),
        names,
    )


def with_present_name(ruling: RulingFacts, names: Mapping[str, str]) -> RulingFacts:
    """Return a ruling with its contest's name of today, so that it reaches the one it was merged into.

    `names` as `app.known_names.present_names` gives them.
    """
    present = names.get(name_key(ruling.contest)) if ruling.contest else None
    return ruling if present is None else replace(ruling, contest=present)


def with_rulings(rule_set: RuleSet, rulings: Iterable[RulingFacts]) -> RuleSet:
    """Return the rule set with `rulings` in the place of those on the same question in the same scope."""
    new = [with_present_name(ruling, rule_set.present_names) for ruling in rulings]
    scopes = {_scope(ruling) for ruling in new}
    others = [ruling for ruling in rule_set.rulings if _scope(ruling) not in scopes]
    return replace(rule_set, rulings=RulingBook([*others, *new]))


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
        decided_by=ruling.decided_by,
    )


def read_plan(text: str | None) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the division stored with a ruling, as percents and as amounts in fen; at most one is set."""
    stored = json.loads(text) if text else []
    return ((), tuple(stored["fen"])) if isinstance(stored, dict) else (tuple(stored), ())


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


def events_in_scope(session: Session, contest: str, event: str) -> set[int]:
    """Return the events of the contest named, or all where it is empty; `event` narrows them by name.

    Names are compared as a ruling gives them, whether results of the event are recorded or not.
    """
    query = select(Event.id)
    if contest:
        query = query.where(Event.contest_id == contest_of_name(session, contest))
    if event:
        query = query.where(Event.name_key == name_key(event))
    return {int(id_) for id_ in session.scalars(query)}
