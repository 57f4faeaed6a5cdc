"""Standards (标准): amounts that a document leaves to others, entered with the document they rest on."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.awards.assessing import AssessReport, assess_all
from app.awards.law import standard_facts
from app.changes import Changes
from app.policy import StandardFacts, parse_standards_file
from app.progress import Progress
from app.settings import registry_settings
from app.text_files import read_text
from app.unit_of_work import UnitOfWork
from models import Standard


@dataclass(frozen=True, slots=True)
class StandardsReport:
    """What recording standards did: new ones, and ones that stood already."""

    new: int
    same: int
    assessed: AssessReport | None


def import_standards(work: UnitOfWork, path: Path | str, progress: Progress | None = None) -> StandardsReport:
    """Record the standards of a file. Raises PolicyFileError with every fault; then nothing is recorded."""
    file = Path(path)
    return record_standards(work, parse_standards_file(read_text(file), source=file.name), progress)


def record_standards(
    work: UnitOfWork, standards: Collection[StandardFacts], progress: Progress | None = None
) -> StandardsReport:
    """Record standards; one that says something else from the same day on takes the older one's place."""
    new = same = 0
    for facts in standards:
        policy = facts.policy or registry_settings(work.session).policy
        standing = _standing(work.session, facts, policy=policy)
        if standing is not None and _core(standard_facts(standing)) == _core(facts):
            same += 1
            continue
        new += 1
        _record(work, facts, standing, policy=policy)
    if not new:
        return StandardsReport(0, same, None)
    work.session.flush()
    return StandardsReport(new, same, assess_all(work, progress))


def list_standards(session: Session) -> list[StandardFacts]:
    """Return the standards on record, in the order they were entered."""
    return [standard_facts(standard) for standard in session.scalars(select(Standard).order_by(Standard.id))]


def _core(facts: StandardFacts) -> tuple[object, ...]:
    return dict(facts.amounts_fen), facts.basis, facts.valid_to


def _standing(session: Session, facts: StandardFacts, *, policy: str) -> Standard | None:
    query = select(Standard).where(Standard.policy == policy, Standard.rule == facts.rule)
    query = query.where(Standard.recipient == facts.recipient, Standard.valid_from == facts.valid_from)
    return session.scalars(query.order_by(Standard.id.desc())).first()


def _record(work: UnitOfWork, facts: StandardFacts, standing: Standard | None, *, policy: str) -> None:
    standard = standing or Standard(
        policy=policy, rule=facts.rule, recipient=facts.recipient, valid_from=facts.valid_from
    )
    before = standing.amounts_fen if standing else ""
    standard.amounts_fen = json.dumps(dict(facts.amounts_fen), ensure_ascii=False)
    standard.basis, standard.valid_to = facts.basis, facts.valid_to
    standard.recorded_by, standard.recorded_at = work.actor, work.now
    work.session.add(standard)
    work.session.flush()
    detail: dict[str, object] = {"amounts_fen": standard.amounts_fen, "before": before, "basis": facts.basis}
    work.audit("record", "standard", standard.id, detail=detail)
    work.touched(Changes.STANDARDS)
