"""Proposals for skill-grade promotion and expert titles (晋升、技术能手建议) by the packs' own tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, and_, or_, true
from sqlalchemy.orm import Session

from app.eligibility.achievements import Basis, ContestResult, achievements, contest_class, may_be_of_series
from app.formats import name_key
from app.policy import (
    Condition,
    Policy,
    PromotionRule,
    promotions,
    reason_words,
)
from app.policy_in_force import policies_in_force
from app.targets import HeldGrade, grades_held
from models import Contest, Result


@dataclass(frozen=True, slots=True)
class PromotionRow:
    """What a result leads to by a pack's table. `lacking` names a fact that decides and is not recorded.

    `is_verified` is False where the original of the table's document has not been seen; `document` says what
    it is known as.
    """

    person_id: int
    person: str
    unit: str
    basis: Basis
    result_id: int
    effect: str
    lacking: str
    is_verified: bool
    is_confirmed: bool
    policy: str
    rule: str
    document: str


def promotion_rows(session: Session) -> list[PromotionRow]:
    """Return every proposal under the installed packs' tables, by person. It is for others to approve."""
    policies = [policy for policy in policies_in_force(session).values() if _tables(policy)]
    if not policies:
        return []
    held = grades_held(session)
    rows = [
        row
        for result in achievements(session, covered=_covered(policies))
        for row in _rows(_with_grade(result, held), policies)
    ]
    return sorted(rows, key=lambda row: (row.person, row.person_id, row.basis.text, row.effect))


def _with_grade(result: ContestResult, held: Mapping[int, Sequence[HeldGrade]]) -> ContestResult:
    """Return the result with the highest grade its person held that day in the event's occupation."""
    occupation, day = name_key(result.occupation), result.facts.published_on
    grades = [
        one for one in held.get(result.person_id, ()) if one.occupation == occupation and one.issued_on <= day
    ]
    if not grades:
        return result
    highest = max(grades, key=lambda one: one.place)
    return replace(result, facts=replace(result.facts, present_grade=highest.grade))


def _tables(policy: Policy) -> list[PromotionRule]:
    return [rule for rule in policy.rules if isinstance(rule, PromotionRule)]


def _covered(policies: Iterable[Policy]) -> ColumnElement[bool]:
    """Return which results a line of a table may reach; the policies' own answer decides among them."""
    widest: dict[Condition, tuple[int, int]] = {}
    for line in (line for policy in policies for table in _tables(policy) for line in table.rows):
        first, last = widest.get(line.condition, (line.rank_from, line.rank_to))
        widest[line.condition] = min(first, line.rank_from), max(last, line.rank_to)
    return or_(*(_reached(when, first, last) for when, (first, last) in widest.items()))


def _reached(when: Condition, first: int, last: int) -> ColumnElement[bool]:
    placed: ColumnElement[bool] = Result.rank.between(first, last)
    if when.medals:
        placed = Result.medal.in_(when.medals) & (placed | Result.rank.is_(None))
    asked = [
        Contest.level.in_(when.levels) if when.levels else true(),
        may_be_of_series(when.series) if when.series else true(),
        contest_class().in_(when.classes) if when.classes else true(),
        placed,
    ]
    return and_(*asked)


def _rows(result: ContestResult, policies: list[Policy]) -> Iterator[PromotionRow]:
    for policy in policies:
        documents = {rule.id: rule.clause.document for rule in policy.rules}
        for found in promotions(policy.rules, result.facts):
            yield PromotionRow(
                result.person_id,
                result.person,
                result.unit,
                result.basis,
                result.result_id,
                found.effect,
                reason_words(found.open_fact),
                found.is_verified,
                result.is_confirmed,
                policy.key,
                found.rule,
                documents[found.rule].name,
            )
