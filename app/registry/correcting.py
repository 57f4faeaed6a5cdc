"""Correct a result (更正成绩): the old version stays, a new one waits for its second person."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts import Right
from app.bases_on_record import required_basis
from app.changes import Changes
from app.clock import office_day
from app.errors import ConflictError, InputError, NotFoundError
from app.importing import birth_date
from app.transitions import Noun, move
from app.unit_of_work import UnitOfWork
from models import ImportBatch, Result, StateChange
from models.types import NoRank, ResultState


@dataclass(frozen=True, slots=True)
class ResultFacts:
    """What a list says was achieved: one of rank, medal and grade, or why there is none (`models.NoRank`)."""

    rank: int | None
    medal: str
    grade: str
    score: str
    published_on: date
    no_rank: str = ""


@dataclass(frozen=True, slots=True)
class ResultVersion:
    """One version of a result: its facts, where it came from, who recorded, confirmed and annulled it.

    `annulled_on_document` is the document on which it was annulled; the three are empty where it was not.
    """

    id: int
    version: int
    is_current: bool
    state: str
    facts: ResultFacts
    basis: str
    file: str
    place: str
    recorded_by: str
    recorded_at: datetime
    confirmed_by: str
    confirmed_at: datetime | None
    annulled_by: str = ""
    annulled_at: datetime | None = None
    annulled_on_document: str = ""


def result_versions(session: Session, result_id: int) -> list[ResultVersion]:
    """Return every version of the result that `result_id` is one of, the newest first."""
    entry = select(Result.entry_id).where(Result.id == result_id).scalar_subquery()
    query = (
        select(Result, ImportBatch.file_name)
        .outerjoin(ImportBatch, ImportBatch.id == Result.import_batch_id)
        .where(Result.entry_id == entry)
        .order_by(Result.version.desc())
    )
    rows = session.execute(query).all()
    fell = _annulments(session, [result.id for result, _file in rows if result.state == ResultState.ANNULLED])
    return [_version(result, file or "", fell.get(result.id)) for result, file in rows]


def _annulments(session: Session, results: Collection[int]) -> dict[int, StateChange]:
    """Return how each of these results came to be annulled, the last time where several times."""
    query = select(StateChange).where(
        StateChange.noun == Noun.RESULT.value,
        StateChange.subject_id.in_(results),
        StateChange.to_state == ResultState.ANNULLED.value,
    )
    return {one.subject_id: one for one in session.scalars(query.order_by(StateChange.id))}


def correct_result(work: UnitOfWork, result_id: int, *, facts: ResultFacts, basis: str, reason: str) -> int:
    """Put a new version in the place of a current result; return its id.

    The old version is kept as superseded; the new one is a draft until a second person confirms it.
    Raises InputError for nothing achieved, a basis that is no document, a missing reason or a day to come;
    ConflictError where the version is not current any more or nothing is different.
    """
    work.require(Right.RECORD)
    _check(work, facts, basis=basis, reason=reason)
    document = required_basis(work, basis).number
    old = work.session.get(Result, result_id)
    if old is None:
        raise NotFoundError("result-missing", id=result_id)
    if not old.is_current:
        raise ConflictError("changed-meanwhile", path=result_id)
    _check_birth(old, facts)
    if _facts(old) == facts:
        raise ConflictError("result-same")
    old.is_current = False
    before = _facts(old)
    move(
        work,
        Noun.RESULT,
        old,
        ResultState.SUPERSEDED,
        reason=reason.strip(),
        document=document,
        action="correct",
        detail={"facts_before": asdict(before), "facts_after": asdict(facts)},
    )
    work.session.flush()
    new = Result(
        entry_id=old.entry_id,
        event_id=old.event_id,
        version=old.version + 1,
        state="draft",
        basis=document,
        recorded_by=work.actor.name,
        recorded_at=work.now,
        **asdict(facts),
    )
    work.session.add(new)
    work.session.flush()
    work.touched(Changes.RESULTS)
    work.reassess([new.event_id])
    return new.id


def _check(work: UnitOfWork, facts: ResultFacts, *, basis: str, reason: str) -> None:
    has_place = facts.rank is not None or bool(facts.medal or facts.grade)
    if not has_place and not facts.no_rank:
        raise InputError("result-nothing-achieved")
    if has_place and facts.no_rank:
        raise InputError("result-no-rank-conflict")
    if facts.no_rank not in set(NoRank):
        raise InputError("result-no-rank-unknown", word=facts.no_rank)
    if facts.rank is not None and facts.rank < 1:
        raise InputError("result-rank", rank=facts.rank)
    if facts.published_on > office_day(work.now):
        raise InputError("result-future", day=facts.published_on)
    if not basis.strip() or not reason.strip():
        raise InputError("result-basis-needed")


def _check_birth(result: Result, facts: ResultFacts) -> None:
    person = result.entry.person
    born = birth_date(person.id_type, person.id_number)
    if born is not None and facts.published_on < born:
        raise InputError("result-before-birth", day=facts.published_on, born=born)


def _facts(result: Result) -> ResultFacts:
    place = result.rank, result.medal, result.grade, result.score
    return ResultFacts(*place, result.published_on, result.no_rank)


def _version(result: Result, file: str, fell: StateChange | None) -> ResultVersion:
    return ResultVersion(
        id=result.id,
        version=result.version,
        is_current=result.is_current,
        state=result.state,
        facts=_facts(result),
        basis=result.basis,
        file=file,
        place=result.source,
        recorded_by=result.recorded_by,
        recorded_at=result.recorded_at,
        confirmed_by=result.confirmed_by or "",
        confirmed_at=result.confirmed_at,
        annulled_by="" if fell is None else fell.actor,
        annulled_at=None if fell is None else fell.changed_at,
        annulled_on_document="" if fell is None else fell.document,
    )
