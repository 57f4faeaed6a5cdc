"""Rulings (裁定): the office's answers to what a document leaves open, with their history.

A ruling is never edited. A new answer for the same scope, decided later or naming what it replaces, withdraws
the one before, and both stay; one that contradicts another otherwise, or is for a contest that is not on
record, is refused.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts import Right
from app.awards.assessment.assess import AssessReport, assess_all, assess_events
from app.awards.rules.contradictions import ruling_conflicts, ruling_scope_problems
from app.awards.rules.rule_set import events_in_scope, read_plan, ruling_facts, with_present_name
from app.awards.rules.share_plans import plan_problems, plan_text
from app.bases import Bases
from app.bases_on_record import bases_in, correction_notes, mention_documents, with_right_basis
from app.changes import Changes
from app.errors import InputError, NotFoundError
from app.formats import name_key
from app.known_names import present_names
from app.policy import RulingFacts, parse_rulings_file, ruling_problems
from app.policy_in_force import policies_in_force, policy_in_force
from app.progress import Progress
from app.settings import registry_settings
from app.text_files import read_text
from app.unit_of_work import UnitOfWork
from models import Ruling
from models.ruling import scope_of


@dataclass(frozen=True, slots=True)
class RulingRow:
    """A ruling as it was recorded; `is_in_force` says it was not withdrawn.

    `basis_problem` says in words why it counts for nothing all the same: it rests on no document.
    """

    id: int
    policy: str
    question: str
    answer: str
    basis: str
    decided_on: date
    decided_by: str
    contest: str
    event: str
    valid_from: date | None
    valid_to: date | None
    shares: tuple[int, ...]
    is_in_force: bool
    basis_problem: str = ""


@dataclass(frozen=True, slots=True)
class RulingsReport:
    """What recording rulings did: new ones, ones that stood already, ones they replaced.

    `notes` say in words how bases were brought into their right form.
    """

    new: int
    same: int
    replaced: int
    assessed: AssessReport | None
    notes: tuple[str, ...] = ()


def import_rulings(work: UnitOfWork, path: Path | str, progress: Progress | None = None) -> RulingsReport:
    """Record the rulings of a file. Raises PolicyFileError with every fault; then nothing is recorded."""
    work.require(Right.RULE)
    file = Path(path)
    rulings = parse_rulings_file(
        read_text(file),
        source=file.name,
        known=policies_in_force(work.session),
        bases=bases_in(work.session),
        further=lambda ruling: _registry_problems(work.session, ruling),
    )
    return _record_all(work, rulings, progress)


def record_ruling(work: UnitOfWork, ruling: RulingFacts, progress: Progress | None = None) -> RulingsReport:
    """Record one ruling and assess what it reaches. Raises InputError where it does not fit its question."""
    work.require(Right.RULE)
    ruling = with_right_basis(ruling)
    key = ruling.policy or registry_settings(work.session).policy
    policy = policy_in_force(work.session, key)
    problems = ruling_problems(ruling, policy=policy, bases=bases_in(work.session))
    for field, problem in [*problems, *_registry_problems(work.session, ruling)]:
        raise InputError("ruling-unfit", field=field, problem=problem)
    return _record_all(work, [ruling], progress)


def _registry_problems(session: Session, ruling: RulingFacts) -> list[tuple[str, str]]:
    """Return what only the registry can know to be wrong with a ruling, as (field, problem)."""
    scope = ruling_scope_problems(session, ruling)
    return scope or [*ruling_conflicts(session, ruling), *plan_problems(session, ruling)]


def withdraw_ruling(
    work: UnitOfWork, ruling_id: int, *, reason: str, progress: Progress | None = None
) -> AssessReport | None:
    """Take a ruling out of force; it stays on record. Awards already frozen stay as they are.

    Raises InputError without a reason, NotFoundError where it is not in force.
    """
    work.require(Right.RULE)
    if not reason.strip():
        raise InputError("ruling-reason")
    ruling = work.session.get(Ruling, ruling_id)
    if ruling is None or ruling.withdrawn_at is not None:
        raise NotFoundError("ruling-missing", id=ruling_id)
    _withdraw(work, ruling, reason=reason)
    work.session.flush()
    return _assess(work, [(ruling.contest, ruling.event)], progress)


def list_rulings(session: Session, *, in_force_only: bool = False) -> list[RulingRow]:
    """Return the rulings on record, newest decision first."""
    query = select(Ruling).order_by(Ruling.decided_on.desc(), Ruling.id.desc())
    if in_force_only:
        query = query.where(Ruling.withdrawn_at.is_(None))
    bases = bases_in(session)
    return [_row(ruling, bases) for ruling in session.scalars(query)]


def _row(ruling: Ruling, bases: Bases) -> RulingRow:
    problem = bases.decision_problem(ruling.basis, ruling.decided_on)
    return RulingRow(
        ruling.id,
        ruling.policy,
        ruling.question,
        ruling.answer,
        ruling.basis,
        ruling.decided_on,
        ruling.decided_by,
        ruling.contest,
        ruling.event,
        ruling.valid_from,
        ruling.valid_to,
        read_plan(ruling.shares)[0],
        ruling.withdrawn_at is None,
        problem.words if problem else "",
    )


def _record_all(
    work: UnitOfWork, rulings: Collection[RulingFacts], progress: Progress | None
) -> RulingsReport:
    new = same = replaced = 0
    for facts in rulings:
        standing = _same_scope(work.session, facts)
        if standing is not None and _says_the_same(standing, facts):
            same += 1
            continue
        if standing is not None:
            _withdraw(work, standing, reason="replaced")
            work.session.flush()
            replaced += 1
        _add(work, facts)
        new += 1
    notes = correction_notes(rulings)
    if not new:
        return RulingsReport(0, same, 0, None, notes)
    work.session.flush()
    assessed = _assess(work, [(ruling.contest, ruling.event) for ruling in rulings], progress)
    return RulingsReport(new, same, replaced, assessed, notes)


def _same_scope(session: Session, facts: RulingFacts) -> Ruling | None:
    policy = facts.policy or registry_settings(session).policy
    query = select(Ruling).where(Ruling.policy == policy, Ruling.question == facts.question)
    names = present_names(session)
    scope = _scope(with_present_name(facts, names))
    in_force = session.scalars(query.where(Ruling.withdrawn_at.is_(None)))
    return next(
        (one for one in in_force if _scope(with_present_name(ruling_facts(one), names)) == scope), None
    )


def _scope(facts: RulingFacts) -> tuple[object, ...]:
    return name_key(facts.contest), name_key(facts.event), facts.valid_from, facts.valid_to


def _says_the_same(ruling: Ruling, facts: RulingFacts) -> bool:
    return (ruling.answer, ruling.basis, ruling.decided_on, read_plan(ruling.shares)) == (
        facts.answer,
        facts.basis,
        facts.decided_on,
        (facts.shares, facts.plan_fen),
    )


def _withdraw(work: UnitOfWork, ruling: Ruling, *, reason: str) -> None:
    ruling.withdrawn_at, ruling.withdrawn_by = work.now, work.actor.name
    work.audit("withdraw", "ruling", ruling.id, reason=reason)
    work.touched(Changes.RULINGS)


def _add(work: UnitOfWork, facts: RulingFacts) -> None:
    ruling = Ruling(
        policy=facts.policy or registry_settings(work.session).policy,
        question=facts.question,
        answer=facts.answer,
        basis=facts.basis,
        decided_on=facts.decided_on,
        decided_by=work.actor.name,
        valid_from=facts.valid_from,
        valid_to=facts.valid_to,
        contest=facts.contest,
        event=facts.event,
        scope=scope_of(name_key(facts.contest), name_key(facts.event), facts.valid_from, facts.valid_to),
        shares=plan_text(facts),
        recorded_at=work.now,
    )
    work.session.add(ruling)
    work.session.flush()
    mention_documents(work, facts.basis, as_written=facts.basis_as_written)
    detail: dict[str, object] = {"question": facts.question, "answer": facts.answer, "basis": facts.basis}
    if facts.basis_as_written:
        detail["basis_as_written"] = facts.basis_as_written
    work.audit("record", "ruling", ruling.id, detail=detail)
    work.touched(Changes.RULINGS)


def _assess(
    work: UnitOfWork, scopes: Collection[tuple[str, str]], progress: Progress | None
) -> AssessReport | None:
    """Assess what the scopes reach: everything for a ruling that is not narrowed."""
    if any(not contest and not event for contest, event in scopes):
        return assess_all(work, progress)
    events = {id_ for contest, event in scopes for id_ in events_in_scope(work.session, contest, event)}
    return assess_events(work, events, progress) if events else None
