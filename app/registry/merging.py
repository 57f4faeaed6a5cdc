"""Merge (合并) contests or events that are one: what refers to the one is moved to the other; can be undone.

Nothing is decided twice by a merge: where one person stands in both, one result is superseded, and a merge is
refused where both are decided already, or where the two say different things.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.accounts import Right
from app.changes import Changes
from app.errors import ConflictError, InputError, NotFoundError
from app.registry.editing import events_of
from app.registry.merge_facts import (
    CONTEST_FACTS,
    EVENT_FACTS,
    differing_facts,
    event_ruling_blocks,
    fill_facts,
    ruling_blocks,
)
from app.registry.merge_pairs import colliding_entries, merge_pairs, pair_blocks, same_events, team_blocks
from app.registry.merge_steps import MergeSteps, is_annulled_since, undo_steps
from app.unit_of_work import LONGEST_REASON, UnitOfWork
from app.words import tr
from models import (
    Award,
    Certificate,
    Contest,
    ContestName,
    Designation,
    DistinctContests,
    Entry,
    Event,
    Merge,
    Person,
    Result,
    Unit,
)
from models.merge import MergedNoun
from models.types import UNFROZEN_STATES

Row = TypeVar("Row", Contest, Event, Unit, Person)


@dataclass(frozen=True, slots=True)
class MergePreview:
    """What a merge would do: how much moves, what meets, what to know, and what forbids it (in words)."""

    kept: str
    merged: str
    events_moved: int
    events_joined: int
    results: int
    pairs: tuple[str, ...]
    notes: tuple[str, ...]
    blocks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MergeRow:
    """A merge on record; `undone_at` None while it stands."""

    id: int
    noun: str
    kept_id: int
    kept: str
    merged: str
    reason: str
    merged_by: str
    merged_at: datetime
    undone_by: str
    undone_at: datetime | None


def preview_contest_merge(session: Session, merged_id: int, *, into: int) -> MergePreview:
    """Return what merging a contest into another would do. Raises NotFoundError, InputError for itself."""
    kept, merged = two_records(session, Contest, merged_id, into, missing="contest-missing")
    joined = same_events(session, kept=into, merged=merged_id)
    events = events_of(session, [merged_id])
    blocks = [*_contest_blocks(session, kept, merged)]
    pairs: list[str] = []
    for event, target in joined.items():
        blocks += _event_blocks(session, event, target)
        pairs += [
            f"{pair.event} {pair.person}" for pair in colliding_entries(session, kept=target, merged=event)
        ]
    return MergePreview(
        kept=kept.name,
        merged=merged.name,
        events_moved=len(events) - len(joined),
        events_joined=len(joined),
        results=_results_in(session, events),
        pairs=tuple(pairs),
        notes=tuple(_notes(session, events)),
        blocks=tuple(blocks),
    )


def merge_contests(work: UnitOfWork, merged_id: int, *, into: int, reason: str) -> int:
    """Merge a contest into another; return the merge's id. Its name goes on as another spelling.

    Raises InputError without a reason, NotFoundError, ConflictError that lists everything that forbids it.
    """
    work.require(Right.RECORD)
    check_reason(reason)
    session = work.session
    preview = preview_contest_merge(session, merged_id, into=into)
    refuse_blocked(preview)
    kept, merged = session.get_one(Contest, into), session.get_one(Contest, merged_id)
    steps = MergeSteps(work)
    joined = same_events(session, kept=into, merged=merged_id)
    for event, target in joined.items():
        _join_events(session, steps, event, target, reason=reason)
    steps.change(Event, events_of(session, [merged_id]), "contest_id", into)
    fill_facts(steps, kept, merged, CONTEST_FACTS)
    _move_names(session, steps, kept, merged)
    steps.remove(Contest, [merged_id])
    events = events_of(session, [into])
    return record_merge(
        work, steps, preview, noun=MergedNoun.CONTEST, ids=(into, merged_id), reason=reason, events=events
    )


def preview_event_merge(session: Session, merged_id: int, *, into: int) -> MergePreview:
    """Return what merging an event into another of its contest would do. Raises as for contests."""
    kept, merged = two_records(session, Event, merged_id, into, missing="event-missing")
    blocks = list(_event_blocks(session, merged_id, into))
    if kept.contest_id != merged.contest_id:
        blocks.append(tr("registry.merge.block-other-contest"))
    pairs = colliding_entries(session, kept=into, merged=merged_id)
    return MergePreview(
        kept=kept.name,
        merged=merged.name,
        events_moved=0,
        events_joined=1,
        results=_results_in(session, [merged_id]),
        pairs=tuple(pair.person for pair in pairs),
        notes=tuple(_notes(session, [merged_id])),
        blocks=tuple(blocks),
    )


def merge_events(work: UnitOfWork, merged_id: int, *, into: int, reason: str) -> int:
    """Merge an event into another of the same contest; return the merge's id. Raises as for contests."""
    work.require(Right.RECORD)
    check_reason(reason)
    preview = preview_event_merge(work.session, merged_id, into=into)
    refuse_blocked(preview)
    steps = MergeSteps(work)
    _join_events(work.session, steps, merged_id, into, reason=reason)
    return record_merge(
        work, steps, preview, noun=MergedNoun.EVENT, ids=(into, merged_id), reason=reason, events=[into]
    )


def undo_merge(work: UnitOfWork, merge_id: int, *, reason: str) -> None:
    """Take a merge back: every row stands as before it, and the awards are assessed anew.

    Raises NotFoundError, InputError without a reason; ConflictError where what was moved was changed since.
    """
    work.require(Right.RECORD)
    check_reason(reason)
    merge = work.session.get(Merge, merge_id)
    if merge is None or merge.undone_at is not None:
        raise NotFoundError("merge-missing", id=merge_id)
    if is_annulled_since(work.session, merge.steps):
        raise ConflictError("merge-undo-annulled", kept=merge.kept_name, merged=merge.merged_name)
    before = _events_touched(work.session, merge)
    if merge.noun == MergedNoun.UNIT:  # proposals to name it rest on what is moved back
        open_ones = Designation.state.in_(("proposed", "blocked"))
        work.session.execute(delete(Designation).where(Designation.unit_id == merge.kept_id, open_ones))
    try:
        undo_steps(work, merge.steps, reason=reason)
        _let_awards_follow(work.session, before)
    except IntegrityError as error:
        raise ConflictError("merge-undo-blocked", kept=merge.kept_name, merged=merge.merged_name) from error
    work.session.expire_all()
    merge.undone_by, merge.undone_at = work.actor.name, work.now
    work.session.flush()
    work.audit("undo-merge", merge.noun, merge.kept_id, detail={"merge": merge_id}, reason=reason)
    work.touched(Changes.EVERYTHING)
    work.reassess({*before, *_events_touched(work.session, merge)})


def merges_on_record(session: Session) -> list[MergeRow]:
    """Return every merge, those taken back too, the newest first."""
    return [
        MergeRow(
            one.id,
            one.noun,
            one.kept_id,
            one.kept_name,
            one.merged_name,
            one.reason,
            one.merged_by,
            one.merged_at,
            one.undone_by or "",
            one.undone_at,
        )
        for one in session.scalars(select(Merge).order_by(Merge.id.desc()))
    ]


def two_records(
    session: Session, model: type[Row], merged_id: int, into: int, *, missing: str
) -> tuple[Row, Row]:
    """Return the record that is kept and the one taken in."""
    kept, merged = session.get(model, into), session.get(model, merged_id)
    if kept is None or merged is None:
        gone = into if kept is None else merged_id
        raise NotFoundError(missing, contest=gone, event=gone, unit=gone, person=gone, id=gone)
    if merged_id == into:
        raise InputError("contest-with-itself", name=kept.name)
    return kept, merged


def check_reason(reason: str) -> None:
    """Raise InputError without a reason, or for one too long."""
    if not reason.strip():
        raise InputError("merge-reason")
    if len(reason) > LONGEST_REASON:
        raise InputError("reason-too-long", most=LONGEST_REASON, length=len(reason))


def refuse_blocked(preview: MergePreview) -> None:
    """Raise ConflictError that lists what forbids a merge."""
    if preview.blocks:
        params = {"kept": preview.kept, "merged": preview.merged}
        raise ConflictError("merge-blocked", blocks="；".join(preview.blocks), **params)


def _contest_blocks(session: Session, kept: Contest, merged: Contest) -> Iterator[str]:
    for what, here, there in differing_facts(kept, merged, CONTEST_FACTS):
        yield tr("registry.merge.block-fact", what=what, here=here, there=there)
    yield from ruling_blocks(session, kept, merged)


def _event_blocks(session: Session, merged: int, kept: int) -> Iterator[str]:
    here, there = session.get_one(Event, kept), session.get_one(Event, merged)
    for what, one, other in differing_facts(here, there, EVENT_FACTS):
        yield tr("registry.merge.block-event-fact", event=here.name, what=what, here=one, there=other)
    yield from event_ruling_blocks(session, here, there)
    yield from team_blocks(session, kept=here, merged=there)
    yield from pair_blocks(session, colliding_entries(session, kept=kept, merged=merged))


def _join_events(session: Session, steps: MergeSteps, merged: int, kept: int, *, reason: str) -> None:
    merge_pairs(session, steps, colliding_entries(session, kept=kept, merged=merged), reason=reason)
    fill_facts(steps, session.get_one(Event, kept), session.get_one(Event, merged), EVENT_FACTS)
    entries = session.scalars(select(Entry.id).where(Entry.event_id == merged)).all()
    steps.change(Entry, entries, "event_id", kept)
    results = session.scalars(select(Result.id).where(Result.event_id == merged)).all()
    steps.change(Result, results, "event_id", kept)
    _let_awards_follow(session, [merged])
    steps.remove(Event, [merged])


def _let_awards_follow(session: Session, events: Collection[int]) -> None:
    """Give the awards of these events the event of their result: a later assessment may remove some."""
    of_result = select(Result.event_id).where(Result.id == Award.id).scalar_subquery()
    session.execute(
        update(Award).where(Award.event_id.in_(events)).values(event_id=of_result),
        execution_options={"synchronize_session": False},
    )


def _move_names(session: Session, steps: MergeSteps, kept: Contest, merged: Contest) -> None:
    """Let the merged contest's name, and other spellings of it, mean the kept one."""
    said = select(DistinctContests.id)
    said = said.where(or_(DistinctContests.first_id == merged.id, DistinctContests.second_id == merged.id))
    steps.remove(DistinctContests, session.scalars(said).all())
    names = session.scalars(select(ContestName.id).where(ContestName.contest_id == merged.id)).all()
    steps.change(ContestName, names, "contest_id", kept.id)
    facts = {"contest_id": kept.id, "name": merged.name, "name_key": merged.name_key}
    steps.add(ContestName, facts)


def record_merge(
    work: UnitOfWork,
    steps: MergeSteps,
    preview: MergePreview,
    *,
    noun: MergedNoun,
    ids: tuple[int, int],
    reason: str,
    events: Collection[int],
) -> int:
    """Keep the record of a merge, audit it, and ask that what it touched be assessed; return its id."""
    session = work.session
    session.flush()
    session.expire_all()
    merge = Merge(
        noun=noun.value,
        kept_id=ids[0],
        merged_id=ids[1],
        kept_name=preview.kept[:200],
        merged_name=preview.merged[:200],
        reason=reason.strip(),
        steps=steps.as_json(),
        merged_by=work.actor.name,
        merged_at=work.now,
    )
    session.add(merge)
    session.flush()
    detail: dict[str, object] = {"merge": merge.id, "kept": preview.kept, "merged": preview.merged}
    detail |= {"merged_id": ids[1], "results": preview.results, "pairs": len(preview.pairs)}
    work.audit("merge", noun.value, ids[0], detail=detail, reason=reason.strip())
    work.touched(Changes.EVERYTHING)
    work.reassess(events)
    return merge.id


def _events_touched(session: Session, merge: Merge) -> set[int]:
    if merge.noun == MergedNoun.CONTEST:
        return set(events_of(session, [merge.kept_id, merge.merged_id]))
    ids = (merge.kept_id, merge.merged_id)
    known = {
        MergedNoun.EVENT: select(Event.id).where(Event.id.in_(ids)),
        MergedNoun.UNIT: select(Entry.event_id).where(Entry.unit_id.in_(ids)),
        MergedNoun.PERSON: select(Entry.event_id).where(Entry.person_id.in_(ids)),
    }
    return set(session.scalars(known[MergedNoun(merge.noun)]))


def _results_in(session: Session, events: list[int]) -> int:
    query = select(func.count()).select_from(Result).where(Result.event_id.in_(events), Result.is_current)
    return session.scalar(query) or 0


def _notes(session: Session, events: list[int]) -> Iterator[str]:
    decided = select(func.count()).select_from(Award)
    decided = decided.where(Award.event_id.in_(events), Award.state.not_in(UNFROZEN_STATES))
    if count := session.scalar(decided):
        yield tr("registry.merge.note-decided", count=count)
    printed = select(func.count()).select_from(Certificate).join(Result, Result.id == Certificate.result_id)
    if count := session.scalar(printed.where(Result.event_id.in_(events))):
        yield tr("registry.merge.note-certificates", count=count)
