"""Confirm results (确认成绩): a second person looks at what the first one recorded, and may not edit it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select, true

from app.accounts import Right, is_same_person, require_second_person
from app.changes import Changes
from app.transitions import Noun, move_all
from app.unit_of_work import UnitOfWork
from models import Entry, Event, Result
from models.types import ResultState

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class ConfirmReport:
    """How many results were confirmed now, and how many current ones had been before."""

    confirmed: int
    already: int


def confirm_results(work: UnitOfWork, result_ids: Collection[int] | None = None) -> ConfirmReport:
    """Confirm these draft results, or all, as `work.actor`. Raises ConflictError for the recorder's own.

    Nothing is confirmed where one of them was recorded by the same person.
    """
    work.require(Right.CONFIRM)
    confirmed = already = 0
    for some in _batches(result_ids):
        confirmed_now, confirmed_before = _confirm(work, some)
        confirmed, already = confirmed + confirmed_now, already + confirmed_before
    if confirmed:
        work.touched(Changes.RESULTS)
    return ConfirmReport(confirmed, already)


def _batches(ids: Collection[int] | None) -> list[list[int] | None]:
    if ids is None:
        return [None]
    ordered = sorted(ids)
    return [ordered[start : start + _AT_ONCE] for start in range(0, len(ordered), _AT_ONCE)]


def _confirm(work: UnitOfWork, ids: list[int] | None) -> tuple[int, int]:
    session = work.session
    session.flush()
    chosen = [Result.is_current == true()]
    if ids is not None:
        chosen.append(Result.id.in_(ids))
    drafts = [*chosen, Result.state == "draft"]
    recorders = session.execute(
        select(Result.recorded_by, func.count()).where(*drafts).group_by(Result.recorded_by)
    ).all()
    own = sum(count for name, count in recorders if is_same_person(work.actor, name))
    if own:
        require_second_person(work.actor, work.actor.name, code="confirm-own", count=own)
    work.reassess(session.scalars(select(Result.event_id).where(*drafts).distinct()))
    already = session.scalar(select(func.count()).where(*chosen, Result.state == "confirmed")) or 0
    _vouch_for_what_they_rest_on(work, drafts)
    confirmed = {"confirmed_by": work.actor.name, "confirmed_at": work.now}
    number = move_all(
        work,
        Noun.RESULT,
        Result,
        *chosen,
        old=ResultState.DRAFT,
        to=ResultState.CONFIRMED,
        values=confirmed,
    )
    return number, already


def _vouch_for_what_they_rest_on(work: UnitOfWork, drafts: list[ColumnElement[bool]]) -> None:
    """Let the audit chain seal the people, units, events … of results that are confirmed now."""
    of_results = select(Entry.id, Entry.person_id, Entry.unit_id, Event.id, Event.contest_id)
    of_results = of_results.select_from(Result).join(Entry, Entry.id == Result.entry_id)
    rows = work.session.execute(of_results.join(Event, Event.id == Result.event_id).where(*drafts)).all()
    for at, table in enumerate(("entry", "person", "unit", "event", "contest")):
        work.seal_too(table, {row[at] for row in rows if row[at] is not None})
