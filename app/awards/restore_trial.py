"""What a restoration would bring back, tried and taken back again: said before anybody asks or confirms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts import Actor, is_one_person
from app.awards.restore import RestoreReport, RestoreRequest, annulled_version, carry_out, restore_request
from app.errors import AppError
from app.progress import Progress
from app.store import Store
from app.transitions import Noun
from app.unit_of_work import UnitOfWork
from app.words import error_text, tr
from models import Result, StateChange
from models.types import ResultState

_RECOVERED = "restore-recovered"
"""The code of the refusal that paying anew lifts."""


@dataclass(frozen=True, slots=True)
class AnnulledResult:
    """An annulled result as it is shown: whose, where, and by whom, when and on which document it fell.

    Where nobody had confirmed it (`is_confirmed`), whoever recorded it may not confirm its restoration.
    """

    id: int
    person: str
    contest: str
    event: str
    annulled_by: str
    annulled_at: datetime | None
    document: str
    recorded_by: str
    is_confirmed: bool


@dataclass(frozen=True, slots=True)
class RestoreTrial:
    """What would come of a restoration: `report`, or why it is refused (`hindrance`, in words).

    `pays_anew`: the prize came back whole, so that it would be paid anew by a new version.
    `request` is what waits for a second person, None where nobody asked yet.
    """

    result: AnnulledResult
    request: RestoreRequest | None
    report: RestoreReport | None
    pays_anew: bool
    hindrance: str
    is_one_person: bool


class _TakenBackError(Exception):
    """Ends the unit of work of a trial, so that nothing of it is kept."""


def try_restoring(store: Store, result_id: int, *, progress: Progress | None = None) -> RestoreTrial:
    """Return what restoring this result would bring back. Nothing is changed.

    Raises NotFoundError and ConflictError where nothing of this entry is annulled any more.
    """
    with store.reading() as session:
        facts = _facts(session, annulled_version(session, result_id))
        request, alone = restore_request(session, result_id), is_one_person(session)
    try:
        report, pays_anew = _tried(store, result_id, False, progress), False
    except AppError as error:
        if error.code != _RECOVERED:
            return RestoreTrial(facts, request, None, False, error_text(error), alone)
        report, pays_anew = _tried(store, result_id, True, progress), True
    return RestoreTrial(facts, request, report, pays_anew, "", alone)


def _tried(store: Store, result_id: int, pay_anew: bool, progress: Progress | None) -> RestoreReport:
    found: list[RestoreReport] = []
    try:
        with store.writing(actor=Actor.program(tr("cli.actor")), progress=progress) as work:
            found.append(_carried_out(work, result_id, pay_anew=pay_anew))
            raise _TakenBackError
    except _TakenBackError:
        return found[0]


def _carried_out(work: UnitOfWork, result_id: int, *, pay_anew: bool) -> RestoreReport:
    result = annulled_version(work.session, result_id)
    words = tr("awards.restore-trial")
    name = result.entry.person.name
    request = RestoreRequest(result.id, name, words, words, work.actor.name, work.now)
    return carry_out(work, result, request, pay_anew=pay_anew)


def _facts(session: Session, result: Result) -> AnnulledResult:
    query = select(StateChange).where(
        StateChange.noun == Noun.RESULT.value,
        StateChange.subject_id == result.id,
        StateChange.to_state == ResultState.ANNULLED.value,
    )
    fell = session.scalars(query.order_by(StateChange.id.desc()).limit(1)).first()
    entry = result.entry
    return AnnulledResult(
        result.id,
        entry.person.name,
        entry.event.contest.name,
        entry.event.name,
        "" if fell is None else fell.actor,
        None if fell is None else fell.changed_at,
        "" if fell is None else fell.document,
        result.recorded_by,
        result.confirmed_by is not None,
    )
