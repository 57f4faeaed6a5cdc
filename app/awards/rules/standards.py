"""Standards (标准): amounts that a document leaves to others, entered with the document they rest on.

A standard is never edited. A new one holds from its own day on; one from the same day on that names what it
replaces withdraws the one before, and both stay. One that contradicts another otherwise, or would leave a
medal of it without an amount, is refused; two of one day for different medals stand side by side.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts import Right
from app.awards.assessment.assess import AssessReport, assess_all
from app.awards.rules.contradictions import standard_conflicts, standards_like
from app.awards.rules.rule_set import standard_facts
from app.bases_on_record import bases_in, correction_notes, mention_documents, with_right_basis
from app.changes import Changes
from app.errors import InputError, NotFoundError
from app.policy import StandardFacts, parse_standards_file, standard_problems, takes_place
from app.policy_in_force import policies_in_force, policy_in_force
from app.progress import Progress
from app.settings import registry_settings
from app.text_files import read_text
from app.unit_of_work import UnitOfWork
from models import AuditEntry, Standard

REPLACED = "replaced"  # the audit chain's reason for a standard whose place a newer one took


@dataclass(frozen=True, slots=True)
class StandardsReport:
    """What recording standards did: new ones, and ones that stood already.

    `notes` say in words how bases were brought into their right form.
    """

    new: int
    same: int
    assessed: AssessReport | None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StandardRow:
    """A standard as it was recorded, and, where it is out of force, who withdrew it when and why.

    `reason` is "" where it was replaced by a newer standard from the same day on.
    """

    id: int
    policy: str
    facts: StandardFacts
    recorded_by: str
    recorded_at: datetime
    withdrawn_at: datetime | None = None
    withdrawn_by: str = ""
    reason: str = ""
    basis_problem: str = ""  # in words: why it gives no amount although it is in force

    @property
    def is_in_force(self) -> bool:
        """Return whether it was neither replaced nor withdrawn."""
        return self.withdrawn_at is None


def import_standards(work: UnitOfWork, path: Path | str, progress: Progress | None = None) -> StandardsReport:
    """Record the standards of a file. Raises PolicyFileError with every fault; then nothing is recorded."""
    work.require(Right.RULE)
    file = Path(path)
    standards = parse_standards_file(
        read_text(file),
        source=file.name,
        known=policies_in_force(work.session),
        bases=bases_in(work.session),
        further=lambda standard: standard_conflicts(work.session, standard),
    )
    return record_standards(work, standards, progress)


def record_standards(
    work: UnitOfWork, standards: Collection[StandardFacts], progress: Progress | None = None
) -> StandardsReport:
    """Record standards; one that names what it replaces takes the place of the older one of the same day.

    Raises InputError where one does not fit its rule, has no basis, an amount beyond the bound, or
    contradicts one in force.
    """
    work.require(Right.RULE)
    new = same = 0
    bases = bases_in(work.session)
    standards = [with_right_basis(facts) for facts in standards]
    for facts in standards:
        policy = facts.policy or registry_settings(work.session).policy
        in_force = policy_in_force(work.session, policy)
        problems = standard_problems(facts, policy=in_force, bases=bases)
        for field, problem in problems or standard_conflicts(work.session, facts):
            raise InputError("standard-unfit", field=field, problem=problem)
        standing = [
            one
            for one in standards_like(work.session, facts, policy=policy)
            if one.valid_from == facts.valid_from
        ]
        if any(_core(standard_facts(one)) == _core(facts) for one in standing):
            same += 1
            continue
        new += 1
        replaced = [one for one in standing if takes_place(standard_facts(one), facts)]
        _record(work, facts, replaced, policy=policy)
    notes = correction_notes(standards)
    if not new:
        return StandardsReport(0, same, None, notes)
    work.session.flush()
    return StandardsReport(new, same, assess_all(work, progress), notes)


def withdraw_standard(
    work: UnitOfWork, standard_id: int, *, reason: str, progress: Progress | None = None
) -> AssessReport:
    """Take a standard out of force; it stays on record. Awards already frozen stay as they are.

    Raises InputError without a reason, NotFoundError where it is not in force.
    """
    work.require(Right.RULE)
    if not reason.strip():
        raise InputError("standard-reason")
    standard = work.session.get(Standard, standard_id)
    if standard is None or standard.withdrawn_at is not None:
        raise NotFoundError("standard-missing", id=standard_id)
    _withdraw(work, standard, reason=reason)
    return assess_all(work, progress)


def list_standards(session: Session) -> list[StandardFacts]:
    """Return the standards in force, in the order they were entered."""
    return [row.facts for row in standard_history(session) if row.is_in_force]


def standard_history(session: Session) -> list[StandardRow]:
    """Return every standard on record, those replaced or withdrawn too, in the order they were entered."""
    reasons, bases = _withdrawal_reasons(session), bases_in(session)
    return [
        StandardRow(
            one.id,
            one.policy,
            standard_facts(one),
            one.recorded_by,
            one.recorded_at,
            one.withdrawn_at,
            one.withdrawn_by or "",
            reasons.get(str(one.id), ""),
            problem.words if (problem := bases.problem(one.basis)) else "",
        )
        for one in session.scalars(select(Standard).order_by(Standard.id))
    ]


def _withdrawal_reasons(session: Session) -> dict[str, str]:
    """Return why each standard was withdrawn, by its id as text, as the audit chain has it."""
    query = select(AuditEntry.subject_id, AuditEntry.reason)
    query = query.where(AuditEntry.subject == "standard", AuditEntry.action == "withdraw")
    return {subject: reason for subject, reason in session.execute(query) if reason != REPLACED}


def _core(facts: StandardFacts) -> tuple[object, ...]:
    return dict(facts.amounts_fen), facts.basis, facts.valid_to


def _record(work: UnitOfWork, facts: StandardFacts, replaced: list[Standard], *, policy: str) -> None:
    """Record a standard; those whose place it takes stay on record, out of force."""
    for one in replaced:
        _withdraw(work, one, reason=REPLACED)
    standard = Standard(
        policy=policy,
        rule=facts.rule,
        recipient=facts.recipient,
        amounts_fen=json.dumps(dict(facts.amounts_fen), ensure_ascii=False),
        basis=facts.basis,
        valid_from=facts.valid_from,
        valid_to=facts.valid_to,
        recorded_by=work.actor.name,
        recorded_at=work.now,
    )
    work.session.add(standard)
    work.session.flush()
    mention_documents(work, facts.basis, as_written=facts.basis_as_written)
    detail: dict[str, object] = {"amounts_fen": standard.amounts_fen, "basis": facts.basis}
    for one in replaced[:1]:
        detail |= {"before": one.amounts_fen, "replaces": one.id}
    if further := [one.id for one in replaced[1:]]:
        detail["replaces_also"] = further
    work.audit("record", "standard", standard.id, detail=detail)
    work.touched(Changes.STANDARDS)


def _withdraw(work: UnitOfWork, standard: Standard, *, reason: str) -> None:
    standard.withdrawn_at, standard.withdrawn_by = work.now, work.actor.name
    work.session.flush()
    work.audit("withdraw", "standard", standard.id, reason=reason)
    work.touched(Changes.STANDARDS)
