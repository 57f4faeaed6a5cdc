"""Assess (评定): evaluate current results under the law in force, and keep what differs from what stands."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.awards.designating import Basis, keep_designations
from app.awards.evaluating import Evaluation
from app.awards.keeping import AwardWriter, remove_stale
from app.awards.law import law_in_force
from app.changes import Changes
from app.policy import Outcome
from app.progress import Progress
from app.unit_of_work import UnitOfWork
from models import Award


@dataclass(frozen=True, slots=True)
class AssessReport:
    """How much was assessed, and how many awards and designation lines came out different."""

    events: int
    results: int
    written: int
    removed: int
    designations: int


def assess_all(work: UnitOfWork, progress: Progress | None = None) -> AssessReport:
    """Assess every current result. Awards that are frozen stay as they are."""
    return _assess(work, None, progress)


def assess_events(
    work: UnitOfWork, event_ids: Collection[int], progress: Progress | None = None
) -> AssessReport:
    """Assess the current results of these events, and with them what else their winners have won."""
    return _assess(work, set(event_ids), progress)


def _assess(work: UnitOfWork, only: set[int] | None, progress: Progress | None) -> AssessReport:
    session = work.session
    session.flush()
    law = law_in_force(session)
    evaluation = Evaluation(session, law, only=only)
    writer = AwardWriter(session)
    bases: list[Basis] = []
    for row, kept, outcome in evaluation.run(progress):
        writer.keep(row, kept)
        if outcome is not None and outcome.title and row.unit_id is not None:
            bases.append(_basis(row.unit_id, outcome))
    writer.flush()
    within = None if only is None else _awards_in(session, only) | evaluation.elsewhere
    designations = keep_designations(work, bases, policy=law.policy.key, awards=within)
    removed = remove_stale(session, events=only)
    report = AssessReport(len(evaluation.events), evaluation.results, writer.written, removed, designations)
    _tell(work, report)
    _forget(session)
    return report


def _basis(unit_id: int, outcome: Outcome) -> Basis:
    return Basis(unit_id, outcome.title, outcome.entry, outcome.title_status, outcome.clause)


def _awards_in(session: Session, events: Collection[int]) -> set[int]:
    return {int(award) for award in session.scalars(select(Award.id).where(Award.event_id.in_(events)))}


def _tell(work: UnitOfWork, report: AssessReport) -> None:
    detail: dict[str, object] = {
        "written": report.written,
        "removed": report.removed,
        "designations": report.designations,
    }
    if any(detail.values()):
        work.audit("assess", "awards", detail=detail)
        work.touched(Changes.AWARDS | Changes.DESIGNATIONS)


def _forget(session: Session) -> None:
    """Let awards that the session has loaded be read anew: they were written past it."""
    for loaded in session.identity_map.values():
        if isinstance(loaded, Award):
            session.expire(loaded)
