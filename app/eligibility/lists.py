"""Lists of the eligible (资格名单): green channel, special allowances, and what other packs open.

The rules are the packs'. The lists gather people with what each rests on; they promise nothing.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.eligibility.achievements import Basis, ContestResult, achievements, may_meet
from app.errors import NotFoundError
from app.policy import (
    Eligibility,
    EligibilityRule,
    HonourHeld,
    Policy,
    eligibilities,
    medal_contradicts_rank,
    reason_words,
)
from app.policy_in_force import policies_in_force, policy_in_force
from app.reference_data import honour_titles
from app.words import tr
from models import Honour, Person
from models.honour import HonourState

SPECIAL_ALLOWANCE = "special-allowance"
ALLOWANCES = ("state-council-allowance", "henan-allowance")


@dataclass(frozen=True, slots=True)
class EligibilityList:
    """A list that a pack knows: which rule of which policy, what it grants, and on which document.

    `is_reported`: the original of the document was not seen; its title says so.
    """

    policy: str
    rule: str
    title: str
    grants: str
    clause: str
    note: str
    document: str = ""
    is_reported: bool = False

    @property
    def basis(self) -> str:
        """Return document and clause as they are cited."""
        return f"{self.document} {self.clause}".strip()


@dataclass(frozen=True, slots=True)
class EligibleRow:
    """A person on a list by one result or honour, the `basis`.

    `result_id` is None where it is an honour. `is_before` marks what was won before the document's day,
    `is_confirmed` says whether a second person confirmed the result. `remark` says what else is open: the
    contest's series, or a medal that is missing or contradicts the rank.
    """

    person_id: int
    person: str
    unit: str
    basis: Basis
    result_id: int | None
    is_before: bool
    is_confirmed: bool
    clause: str
    remark: str = ""


@dataclass(frozen=True, slots=True)
class AllowanceCandidate:
    """A person whom the office may put up, with every basis; `holds` are allowances held."""

    person_id: int
    person: str
    bases: tuple[Basis, ...]
    holds: tuple[str, ...]


def eligibility_lists(session: Session) -> list[EligibilityList]:
    """Return the lists of every policy in force."""
    return [_list(policy, rule) for policy in policies_in_force(session).values() for rule in _rules(policy)]


def _list(policy: Policy, rule: EligibilityRule) -> EligibilityList:
    document = rule.clause.document
    reported = tr("eligibility.reported", title=rule.title) if rule.is_reported else rule.title
    known = tr("eligibility.known", known=document.known_of_date) if document.known_of_date else ""
    unstated = "；".join(reason for _key, reason in rule.unstated)
    note = "。".join(filter(None, (rule.note, known, unstated)))
    return EligibilityList(
        policy.key, rule.id, reported, rule.grants, rule.clause.number, note, document.name, rule.is_reported
    )


def eligible(session: Session, rule_id: str, *, policy_key: str = "") -> list[EligibleRow]:
    """Return who is on the list of a rule, of the registry's policy unless another is named.

    Results that nobody confirmed yet are on it and say so. Raises NotFoundError for an unknown list.
    """
    policy = policy_in_force(session, policy_key)
    rule = next((rule for rule in _rules(policy) if rule.id == rule_id), None)
    if rule is None:
        raise NotFoundError("eligibility-list-unknown", rule=rule_id, policy=policy.key)
    rows = [*_by_results(session, rule), *_by_honours(session, rule)]
    return sorted(rows, key=lambda row: (row.person, row.person_id, row.basis.text))


def allowance_candidates(session: Session, allowance: str) -> list[AllowanceCandidate]:
    """Return whom the office may put up for `allowance`, a key of the dictionary, without its holders."""
    holds = _allowances_held(session)
    bases: defaultdict[tuple[int, str], list[Basis]] = defaultdict(list)
    for row in eligible(session, SPECIAL_ALLOWANCE):
        if row.is_confirmed and allowance not in holds[row.person_id]:
            bases[row.person_id, row.person].append(row.basis)
    return [
        AllowanceCandidate(person_id, person, tuple(found), tuple(sorted(holds[person_id])))
        for (person_id, person), found in bases.items()
    ]


def _rules(policy: Policy) -> list[EligibilityRule]:
    return [rule for rule in policy.rules if isinstance(rule, EligibilityRule)]


def _by_results(session: Session, rule: EligibilityRule) -> list[EligibleRow]:
    ways = [way for way in rule.earned_by if not way.honours]
    if not ways:
        return []
    return [
        _row(result, found, rule)
        for result in achievements(session, covered=or_(*map(may_meet, ways)))
        for found in eligibilities([rule], [result.facts])
    ]


def _remark(result: ContestResult, found: Eligibility, rule: EligibilityRule) -> str:
    """Return what is open about a line, "" where nothing is."""
    facts = result.facts
    is_by_name = not facts.series and any(way.series for way in rule.earned_by)
    said = (
        reason_words(found.open_fact),
        tr("eligibility.series-by-name") if is_by_name else "",
        reason_words("medal-contradicts-rank") if medal_contradicts_rank(facts.medal, facts.rank) else "",
    )
    return "；".join(filter(None, said))


def _row(result: ContestResult, found: Eligibility, rule: EligibilityRule) -> EligibleRow:
    return EligibleRow(
        result.person_id,
        result.person,
        result.unit,
        result.basis,
        result.result_id,
        found.is_before,
        result.is_confirmed,
        found.clause,
        _remark(result, found, rule),
    )


def _by_honours(session: Session, rule: EligibilityRule) -> list[EligibleRow]:
    query = select(Honour, Person.id, Person.name).join(Person, Person.id == Honour.person_id)
    rows = []
    for honour, person_id, person in session.execute(query.where(Honour.state == HonourState.STANDING)):
        name = honour_titles()[honour.title].name
        basis = Basis("", "", name, honour.awarded_on, honour.document)
        for found in eligibilities([rule], [], [HonourHeld(name, honour.awarded_on)]):
            before, clause = found.is_before, found.clause
            rows.append(EligibleRow(person_id, person, "", basis, None, before, True, clause))
    return rows


def _allowances_held(session: Session) -> defaultdict[int, set[str]]:
    holds: defaultdict[int, set[str]] = defaultdict(set)
    query = select(Honour.person_id, Honour.title).where(Honour.title.in_(ALLOWANCES))
    for person, title in session.execute(query.where(Honour.state == HonourState.STANDING)):
        holds[person or 0].add(title)
    return holds
