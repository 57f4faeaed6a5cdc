"""States that follow from other facts: of designations from their results, of honours and craftsmen too.

A designation (命名) that is not named yet follows the awards it rests on, without history as an award does
that is not reviewed; a named one stays until a document takes it away, and waits under review (待复核)
while no result in force supports it. Honours and craftsmen go under review with the result or honour that
they are based on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.changes import Changes
from app.registry import move_line
from app.transitions import Noun
from app.unit_of_work import UnitOfWork
from app.words import tr
from models import (
    Designation,
    DesignationBasis,
    Honour,
    Introduction,
    Recognition,
    RegisterAct,
    Result,
    StateChange,
    Succession,
)
from models.designation import DesignationState
from models.honour import HonourState
from models.recognition import RecognitionState
from models.types import ResultState

OPEN_STATES = frozenset({DesignationState.BLOCKED, DesignationState.PROPOSED})  # not named yet
_ENDED_RESULTS = (ResultState.SUPERSEDED, ResultState.ANNULLED)
_AT_ONCE = 500  # ids that every database binds without complaint


@dataclass(frozen=True, slots=True)
class RecomputeReport:
    """Ids of lines that went under review, came back, and of proposals that fell away or changed."""

    under_review: tuple[int, ...] = ()
    reinstated: tuple[int, ...] = ()
    changed: tuple[int, ...] = ()


_OF_ENDED_RESULTS = (
    select(Honour)
    .join(Result, Result.id == Honour.award_id)
    .where(Honour.state == HonourState.STANDING, Result.state.in_(_ENDED_RESULTS))
)


def recompute_designations(work: UnitOfWork, line_ids: Collection[int]) -> RecomputeReport:
    """Let each line's state, and its successors', follow from its bases."""
    if not line_ids:
        return RecomputeReport()
    ids = with_successors(work.session, line_ids)
    statuses = basis_statuses(work.session, ids)
    found: defaultdict[str, list[int]] = defaultdict(list)
    for some in batches(ids):
        for line in work.session.scalars(select(Designation).where(Designation.id.in_(some))):
            found[_recompute(work, line, statuses[line.id])].append(line.id)
    work.session.flush()
    report = RecomputeReport(*(tuple(found[kind]) for kind in ("review", "reinstate", "changed")))
    if report != RecomputeReport():
        work.touched(Changes.DESIGNATIONS)
    return report


def _recompute(work: UnitOfWork, line: Designation, bases: set[str]) -> str:
    """Set the state that follows from `bases`; return "review", "reinstate", "changed" or "same"."""
    state = state_from_bases(line.state, bases)
    if state is None:
        work.session.delete(line)
        return "changed"
    if state == line.state:
        return "same"
    if line.state in OPEN_STATES:
        line.state = state
        return "changed"
    act = "review" if state == DesignationState.UNDER_REVIEW else "reinstate"
    reason, subject = tr(f"registers.act-reason.{act}"), designation_subject(line)
    move_line(work, line, state, subject=subject, name=line.unit_name, reason=reason, follows=True)
    return act


def designation_subject(line: Designation) -> str:
    """Return how a message names a line: the unit and the title."""
    return tr("registers.subject", holder=line.unit_name or line.unit.name, title=line.title)


def state_from_bases(state: str, bases: Collection[str]) -> DesignationState | None:
    """Return the state that follows from what a designation rests on; None where a proposal falls away.

    `bases` are the bases' statuses: "proposed" supports a designation, "unconfirmed" only one that is made
    already, "blocked" waits for a ruling, "fallen" is no longer in force.
    """
    if state in OPEN_STATES:
        standing = set(bases) & {"proposed", "unconfirmed"}
        return (
            DesignationState.PROPOSED
            if standing
            else DesignationState.BLOCKED
            if "blocked" in bases
            else None
        )
    if state == DesignationState.DESIGNATED and not set(bases) & {"proposed", "unconfirmed"}:
        return DesignationState.UNDER_REVIEW
    if state == DesignationState.UNDER_REVIEW and "proposed" in bases:
        return DesignationState.DESIGNATED
    return DesignationState(state)


def basis_statuses(session: Session, line_ids: Collection[int]) -> dict[int, set[str]]:
    """Return the statuses of each line's bases, those of lines it succeeded included."""
    successors = set(session.scalars(select(Succession.successor_id)))
    sources = {line: {line} for line in line_ids}
    for line in successors.intersection(sources):
        sources[line] |= predecessors(session, line)
    own: defaultdict[int, set[str]] = defaultdict(set)
    for line, status in own_basis_statuses(session, set().union(*sources.values())):
        own[line].add(status)
    return {line: set().union(*(own[one] for one in lines)) for line, lines in sources.items()}


def own_basis_statuses(session: Session, line_ids: Iterable[int]) -> Iterator[tuple[int, str]]:
    """Yield line and status of every basis of its own, one after another."""
    basis = DesignationBasis
    query = select(basis.designation_id, basis.status, Result.is_current, Result.state)
    query = query.join(Result, Result.id == basis.award_id)
    for some in batches(line_ids):
        for line, status, is_current, state in session.execute(query.where(basis.designation_id.in_(some))):
            yield line, basis_status(status, is_current=is_current, result_state=state)


def basis_status(status: str, *, is_current: bool, result_state: str) -> str:
    """Return the status of a basis: of a result corrected or annulled fallen, of a draft unconfirmed."""
    if not is_current or result_state in ("superseded", "annulled"):
        return "fallen"
    return "unconfirmed" if status == "proposed" and result_state != "confirmed" else status


def predecessors(session: Session, line_id: int) -> set[int]:
    """Return the lines that passed on to this one, and those that passed on to them."""
    return _walked(session, {line_id}, Succession.successor_id, Succession.designation_id) - {line_id}


def with_successors(session: Session, line_ids: Iterable[int]) -> set[int]:
    """Return the lines and those that took over from them, however often."""
    return _walked(session, set(line_ids), Succession.designation_id, Succession.successor_id)


def _walked(session: Session, start: set[int], near: object, far: object) -> set[int]:
    steps: defaultdict[int, set[int]] = defaultdict(set)
    for here, there in session.execute(select(near, far)):  # type: ignore[call-overload]  # two columns
        steps[here].add(there)
    reached, waiting = set(start), list(start)
    while waiting:
        for there in steps[waiting.pop()] - reached:
            reached.add(there)
            waiting.append(there)
    return reached


def batches(ids: Iterable[int]) -> Iterator[list[int]]:
    """Yield ids in order, a few hundred at a time."""
    ordered = sorted(ids)
    for start in range(0, len(ordered), _AT_ONCE):
        yield ordered[start : start + _AT_ONCE]


@dataclass(frozen=True, slots=True)
class ReviewReport:
    """Ids of the lines that a correction moved."""

    designations: tuple[int, ...] = ()
    reinstated: tuple[int, ...] = ()
    honours: tuple[int, ...] = ()
    recognitions: tuple[int, ...] = ()


def recompute_states(work: UnitOfWork, line_ids: Collection[int]) -> ReviewReport:
    """Recompute these designations, and put honours under review whose result is no longer in force."""
    settled = recompute_designations(work, line_ids)
    honours = _review_honours(work)
    recognitions = review_recognitions(work, honours)
    work.session.flush()
    if honours:
        work.touched(Changes.HONOURS)
    return ReviewReport(settled.under_review, settled.reinstated, honours, recognitions)


def _review_honours(work: UnitOfWork) -> tuple[int, ...]:
    ended = work.session.scalars(_OF_ENDED_RESULTS)
    fallen = [honour for honour in ended if not _is_kept(work.session, honour)]
    for honour in fallen:
        _review(work, honour, honour.holder_name, HonourState.UNDER_REVIEW, why="honour")
    return tuple(honour.id for honour in fallen)


def _is_kept(session: Session, honour: Honour) -> bool:
    """Return whether a person kept the honour after its result had ended."""
    acts = select(func.max(RegisterAct.recorded_at))
    kept = session.scalar(acts.where(RegisterAct.honour_id == honour.id, RegisterAct.act == "reinstate"))
    if kept is None:
        return False
    ends = select(func.max(StateChange.changed_at)).where(
        StateChange.noun == Noun.RESULT,
        StateChange.subject_id == honour.award_id,
        StateChange.to_state.in_(_ENDED_RESULTS),
    )
    ended = session.scalar(ends)
    return ended is None or kept >= ended


def review_recognitions(work: UnitOfWork, honour_ids: Collection[int]) -> tuple[int, ...]:
    """Put craftsmen under review whose category rests on one of these honours; return their ids."""
    query = select(Recognition).join(Introduction, Introduction.id == Recognition.introduction_id)
    query = query.where(Introduction.honour_id.in_(honour_ids))
    query = query.where(Recognition.state == RecognitionState.RECOGNISED)
    lines = list(work.session.scalars(query)) if honour_ids else []
    for line in lines:
        _review(work, line, line.person_name, RecognitionState.UNDER_REVIEW, why="recognition")
    return tuple(line.id for line in lines)


def _review(work: UnitOfWork, line: Honour | Recognition, name: str, to: str, *, why: str) -> None:
    reason = tr(f"registers.act-reason.{why}")
    move_line(work, line, to, subject=name, name=name, reason=reason, follows=True)
