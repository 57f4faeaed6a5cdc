"""Assess (核算): evaluate current results under the rule set in force, and write what differs."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.accounts import Right
from app.awards.adjust import record_adjustments, settle_corrections
from app.awards.adjust_facts import adjust_paid_by_facts
from app.awards.assessment.award_store import AwardWriter, remove_stale, upsert_unprized
from app.awards.assessment.designations import Basis, update_designations
from app.awards.assessment.evaluate import ROLES, Evaluation
from app.awards.assessment.other_spellings import Undecided, with_other_spellings
from app.awards.assessment.result_rows import any_decided, count_results
from app.awards.rules.rule_set import active_rule_set
from app.changes import Changes
from app.policy import Outcome
from app.progress import Progress
from app.unit_of_work import UnitOfWork
from app.words import tr
from models import Award, Entry
from models.bulk import batched_ids

_AWARDS_IN = select(Award.id).where(Award.event_id.in_(bindparam("events", expanding=True)))


@dataclass(frozen=True, slots=True)
class AssessReport:
    """How much was assessed, and how many awards and designation lines came out different.

    `frozen_differing` are decided awards that would come out otherwise today; they stay as they are.
    """

    events: int
    results: int
    written: int
    removed: int
    designations: int
    frozen_differing: tuple[int, ...] = ()


def assess_all(work: UnitOfWork, progress: Progress | None = None) -> AssessReport:
    """Assess every current result. Awards that are frozen stay as they are."""
    work.require(Right.ASSESS)
    return _assess(work, None, progress)


def assess_events(
    work: UnitOfWork, event_ids: Collection[int], progress: Progress | None = None
) -> AssessReport:
    """Assess the current results of these events, and with them what else their winners have won."""
    return _assess(work, set(event_ids), progress)


def settle_events(work: UnitOfWork, event_ids: Collection[int], progress: Progress | None = None) -> int:
    """Assess what a unit of work asked for (`UnitOfWork.reassess`); return how many awards differ."""
    report = assess_events(work, event_ids, progress)
    return report.written + report.removed


def _assess(work: UnitOfWork, only: set[int] | None, progress: Progress | None) -> AssessReport:
    session = work.session
    session.flush()
    undecided: Undecided | None = None
    if only is not None:
        only, undecided = with_other_spellings(session, only)
    may_correct = only is None or any_decided(session, only)
    if may_correct:
        settle_corrections(work, only)
    rule_set = active_rule_set(session)
    evaluation = Evaluation(session, rule_set, only=only, undecided=undecided)
    writer = AwardWriter(session)
    bases: list[Basis] = []
    for row, award, outcome in evaluation.run(progress):
        writer.write(row, award)
        if outcome is not None and outcome.title:
            bases += [_basis(unit, outcome) for unit in outcome.title_units]
    writer.flush()
    written = writer.written + _write_tails(session, evaluation, only, progress)
    within = None if only is None else _awards_in(session, only) | evaluation.related_awards
    designations = update_designations(work, bases, policy=rule_set.policy.key, awards=within)
    _expire_awards(session)
    if may_correct or evaluation.corrected:
        record_adjustments(work, evaluation.corrected, only)
    if work.corrected_events:
        adjust_paid_by_facts(work, writer.frozen_differing)
    removed = remove_stale(session, events=only)
    report = AssessReport(
        len(evaluation.events),
        count_results(session, only),
        written,
        removed,
        designations,
        tuple(writer.frozen_differing),
    )
    _record(work, report)
    _expire_awards(session)
    return report


def _write_tails(
    session: Session, evaluation: Evaluation, only: set[int] | None, progress: Progress | None
) -> int:
    roles = set(session.scalars(select(Entry.role).distinct())) if only is None else set(ROLES)
    written = 0
    for tail in evaluation.tails:
        if progress is not None:
            progress.report(0, 0, tr("awards.writing"))
        if tail.last_rank is not None:
            awards = {role: award for role, award in tail.awards.items() if role in roles}
            written += upsert_unprized(session, awards, last_rank=tail.last_rank, events=tail.events)
    return written


def _basis(unit_id: int, outcome: Outcome) -> Basis:
    return Basis(
        unit_id, outcome.title, outcome.entry, outcome.title_status, outcome.clause, outcome.title_question
    )


def _awards_in(session: Session, events: Collection[int]) -> set[int]:
    connection = session.connection()
    return {
        int(award)
        for some in batched_ids(events)
        for award in connection.scalars(_AWARDS_IN, {"events": some})
    }


def _record(work: UnitOfWork, report: AssessReport) -> None:
    detail: dict[str, object] = {
        "written": report.written,
        "removed": report.removed,
        "designations": report.designations,
    }
    if any(detail.values()):
        work.audit("assess", "awards", detail=detail)
        work.touched(Changes.AWARDS | Changes.DESIGNATIONS)


def _expire_awards(session: Session) -> None:
    """Make the session read its awards anew: they were written past it."""
    for loaded in session.identity_map.values():
        if isinstance(loaded, Award):
            session.expire(loaded)
