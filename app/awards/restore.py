"""Restore an annulled result (恢复成绩): one person asks with a basis, another one lets it count again.

The annulment stays on record. A revoked certificate stays revoked: a new one is issued. Honours and craftsmen
that went under review stay so until somebody decides on them; bases follow their results by themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, true
from sqlalchemy.orm import Session

from app.accounts import Right, has_right, require_second_person
from app.awards.annul import results_named
from app.awards.assessment.assess import assess_events
from app.awards.designation_list import DesignationRow, designation_rows
from app.awards.restore_money import Annulment, settle_restored
from app.bases_on_record import correction_note, required_basis
from app.changes import Changes
from app.errors import ConflictError, InputError, NotFoundError
from app.transitions import Noun, checked_document, move, record_change
from app.unit_of_work import UnitOfWork
from models import Award, Certificate, Honour, Introduction, Recognition, Result, StateChange
from models.honour import HonourState
from models.recognition import RecognitionState
from models.types import AwardState, CertificateState, ResultId, ResultState

_REQUEST = "restoration"
"""The noun of a request in the history of moves; its subject is the annulled result."""

_ASKED, _RESTORED = "asked", "restored"
_COPIED = ("entry_id", "event_id", "rank", "medal", "grade", "score", "no_rank", "published_on", "source")


@dataclass(frozen=True, slots=True)
class RestoreRequest:
    """What was asked: by whom and when, on which document and why. `note` says how the basis was mended.

    `event` names the event of the result.
    """

    result_id: int
    person: str
    basis: str
    reason: str
    asked_by: str
    asked_at: datetime
    note: str = ""
    event: str = ""


@dataclass(frozen=True, slots=True)
class RestoreReport:
    """What a restoration brought back. Money in fen.

    `result_id` is the result in force, a new version where its prize is to be paid anew; `state` and
    `amount_fen` are its award's. `kept_fen` was paid and is not demanded back any more. `certificates` stay
    revoked; `waiting` are holders of honours and craftsmen still under review.
    """

    result_id: int
    person: str
    basis: str
    asked_by: str
    state: str
    amount_fen: int | None
    kept_fen: int
    designations: tuple[DesignationRow, ...]
    certificates: tuple[str, ...]
    waiting: tuple[str, ...]


def find_annulled_result(session: Session, *, contest: str, event: str, person: str) -> ResultId:
    """Return the annulled result of the person with this ID number. Raises NotFoundError, ConflictError."""
    query = results_named(session, contest=contest, event=event, person=person)
    query = query.where(Result.state == ResultState.ANNULLED).order_by(Result.version)
    latest = {entry: result for result, entry in session.execute(query)}
    standing = select(Result.entry_id).where(Result.is_current == true(), Result.entry_id.in_(latest))
    for entry in session.scalars(standing):
        del latest[entry]
    if not latest:
        raise NotFoundError("restore-nothing", contest=contest, event=event)
    if len(latest) > 1:
        raise ConflictError("restore-several", contest=contest, event=event, count=len(latest))
    return next(iter(latest.values()))


def restore_request(session: Session, result_id: int) -> RestoreRequest | None:
    """Return what waits for a second person, None where nothing does."""
    query = select(StateChange).where(StateChange.noun == _REQUEST, StateChange.subject_id == result_id)
    last = session.scalars(query.order_by(StateChange.id.desc()).limit(1)).first()
    if last is None or last.to_state != _ASKED:
        return None
    entry = session.get_one(Result, result_id).entry
    asked = last.document, last.reason, last.actor, last.changed_at
    return RestoreRequest(result_id, entry.person.name, *asked, event=entry.event.name)


def restore_requests(session: Session) -> list[RestoreRequest]:
    """Return every request that waits for a second person, the oldest first."""
    last = select(func.max(StateChange.id)).where(StateChange.noun == _REQUEST)
    query = select(StateChange.subject_id).where(StateChange.id.in_(last.group_by(StateChange.subject_id)))
    waiting = session.scalars(query.where(StateChange.to_state == _ASKED).order_by(StateChange.id))
    return [one for result in waiting.all() if (one := restore_request(session, result)) is not None]


def ask_to_restore(work: UnitOfWork, result_id: int, *, basis: str, reason: str = "") -> RestoreRequest:
    """Ask that an annulled result be restored by the document `basis`; nothing changes until somebody else
    lets it (`restore_result`). Asking again replaces what was asked before.

    Raises InputError where `basis` is no document, NotFoundError and ConflictError where nothing of this
    entry is annulled any more, or the actor may neither record results nor annul them.
    """
    if not has_right(Right.ANNUL, work.actor.roles):
        work.require(Right.RECORD)
    result = annulled_version(work.session, result_id)
    if not basis.strip():
        raise InputError("restore-basis")
    paper = required_basis(work, basis)
    checked_document(paper.number)
    reason = reason.strip() or paper.number
    work.audit("ask-to-restore", "result", result.id, detail={"document": paper.number}, reason=reason)
    waiting = restore_request(work.session, result.id)
    _record(work, result, "" if waiting is None else _ASKED, _ASKED, basis=paper.number, reason=reason)
    work.touched(Changes.RESULTS)
    note = correction_note(paper)
    entry, asked_by = result.entry, work.actor.name
    asked = paper.number, reason, asked_by, work.now
    return RestoreRequest(result.id, entry.person.name, *asked, note, entry.event.name)


def restore_result(work: UnitOfWork, result_id: int, *, pay_anew: bool = False) -> RestoreReport:
    """Let an annulled result count again, as the second person; what was asked says why.

    A prize that was never paid is proposed again, one that is to be recovered and of which nothing came back
    stands as paid. One that came back is refused, unless it is to be paid anew (`pay_anew`): the result then
    stands as a new version, whose award goes through review, publicity and approval like any other.

    Raises ConflictError where nobody asked, the same person did or recorded the result unconfirmed, or a
    part of the money has come back; NotFoundError where nothing is annulled.
    """
    work.require(Right.ANNUL)
    session = work.session
    result = annulled_version(session, result_id)
    request = restore_request(session, result_id)
    if request is None:
        raise ConflictError("restore-not-asked", person=result.entry.person.name)
    who = {"person": request.person}
    require_second_person(work.actor, request.asked_by, code="second-person-restore", **who)
    if result.confirmed_by is None:
        require_second_person(work.actor, result.recorded_by, code="restore-own-record", **who)
    return carry_out(work, result, request, pay_anew=pay_anew)


def carry_out(work: UnitOfWork, result: Result, request: RestoreRequest, *, pay_anew: bool) -> RestoreReport:
    """Let an annulled result count again as `request` says; whether it may was asked before."""
    session = work.session
    under_review = {line.id for line in designation_rows(session) if line.status == "under-review"}
    versions = list(session.scalars(select(Result.id).where(Result.entry_id == result.entry_id)))
    awards = list(session.scalars(select(Award).where(Award.id.in_(versions)).order_by(Award.id)))
    annulment = _annulment(session, result, request)
    kept, is_back = settle_restored(work, awards, annulment, pay_anew=pay_anew, person=request.person)
    standing = _new_version(work, result, request) if is_back else _reinstate(work, result, request)
    _record(work, result, _ASKED, _RESTORED, basis=request.basis, reason=request.reason)
    work.touched(Changes.RESULTS | Changes.AWARDS)
    session.flush()
    assess_events(work, [result.event_id])
    award = session.get(Award, standing.id)
    back = (line for line in designation_rows(session) if line.id in under_review)
    return RestoreReport(
        standing.id,
        request.person,
        request.basis,
        request.asked_by,
        AwardState.NONE if award is None else award.state,
        None if award is None else award.amount_fen,
        kept,
        tuple(line for line in back if line.status != "under-review"),
        tuple(_revoked(session, versions)),
        tuple(_waiting(session, versions)),
    )


def annulled_version(session: Session, result_id: int) -> Result:
    """Return an annulled result that can be restored. Raises NotFoundError, ConflictError."""
    result = session.get(Result, result_id)
    if result is None or result.state != ResultState.ANNULLED:
        raise NotFoundError("restore-gone", id=result_id)
    newer = select(Result.id).where(Result.entry_id == result.entry_id, Result.is_current == true())
    if session.scalar(newer) is not None:
        raise ConflictError("restore-newer", person=result.entry.person.name)
    return result


def _record(work: UnitOfWork, result: Result, old: str, new: str, *, basis: str, reason: str) -> None:
    """Write a step of a request into the history of moves."""
    work.session.add(
        StateChange(
            noun=_REQUEST,
            subject_id=result.id,
            from_state=old,
            to_state=new,
            changed_at=work.now,
            actor=work.actor.name,
            reason=reason,
            document=basis,
        )
    )
    work.session.flush()


def _annulment(session: Session, result: Result, request: RestoreRequest) -> Annulment:
    query = select(StateChange.id, StateChange.changed_at).where(
        StateChange.noun == Noun.RESULT.value,
        StateChange.subject_id == result.id,
        StateChange.to_state == ResultState.ANNULLED.value,
    )
    change, moment = session.execute(query.order_by(StateChange.id.desc()).limit(1)).one()
    return Annulment(result.id, change, moment, request.basis, request.reason)


def _reinstate(work: UnitOfWork, result: Result, request: RestoreRequest) -> Result:
    """Let the annulled version stand again; one that nobody had confirmed is confirmed by that."""
    result.is_current = True
    if result.confirmed_by is None:
        result.confirmed_by, result.confirmed_at = work.actor.name, work.now
    _move_to_confirmed(work, result, request, detail={})
    return result


def _new_version(work: UnitOfWork, result: Result, request: RestoreRequest) -> Result:
    """Put a version of the same facts in force: the award of the annulled one has ended with its recovery."""
    newest = select(func.max(Result.version)).where(Result.entry_id == result.entry_id)
    new = Result(
        **{name: getattr(result, name) for name in _COPIED},
        version=work.session.scalars(newest).one() + 1,
        basis=request.basis,
        recorded_by=request.asked_by,
        recorded_at=work.now,
        confirmed_by=work.actor.name,
        confirmed_at=work.now,
        state=ResultState.DRAFT,
    )
    work.session.add(new)
    work.session.flush()
    record_change(work, Noun.RESULT, new, reason=request.reason, document=request.basis)
    _move_to_confirmed(work, new, request, detail={"annulled": result.id})
    return new


def _move_to_confirmed(
    work: UnitOfWork, result: Result, request: RestoreRequest, *, detail: dict[str, object]
) -> None:
    move(
        work,
        Noun.RESULT,
        result,
        ResultState.CONFIRMED,
        reason=request.reason,
        document=request.basis,
        detail={"asked_by": request.asked_by, **detail},
        action="restore",
        follows=True,  # of the right to annul, which `restore_result` asks for
    )


def _revoked(session: Session, versions: list[ResultId]) -> Iterator[str]:
    query = select(Certificate.number).where(Certificate.result_id.in_(versions))
    query = query.where(Certificate.state == CertificateState.REVOKED)
    yield from session.scalars(query.order_by(Certificate.id))


def _waiting(session: Session, versions: list[ResultId]) -> Iterator[str]:
    """Yield who still waits for a decision: holders of honours that rest on the result, and craftsmen."""
    honours = select(Honour.id).where(Honour.award_id.in_(versions))
    held = select(Honour.holder_name).where(Honour.id.in_(honours), Honour.state == HonourState.UNDER_REVIEW)
    yield from session.scalars(held.order_by(Honour.id))
    named = select(Recognition.person_name)
    named = named.join(Introduction, Introduction.id == Recognition.introduction_id)
    named = named.where(Introduction.honour_id.in_(honours))
    named = named.where(Recognition.state == RecognitionState.UNDER_REVIEW)
    yield from session.scalars(named.order_by(Recognition.id))
