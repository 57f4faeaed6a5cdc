"""Annul a result (撤销成绩): what rests on it falls or is to be recovered; nothing of the past is edited.

No rank moves up: the others keep what their document says.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Select, select, true
from sqlalchemy.orm import Session

from app.accounts import Right
from app.awards.adjust import (
    ANNULLED,
    SUPERSEDED,
    UNPAID,
    add_adjustment,
    drop_open,
)
from app.awards.assessment.assess import assess_events
from app.awards.designation_list import DesignationRow, designation_rows
from app.bases_on_record import correction_note, required_basis
from app.certificates import revoke_certificates
from app.changes import Changes
from app.errors import ConflictError, InputError, NotFoundError
from app.failed_lines import give_up_fallen
from app.formats import name_key
from app.known_names import contest_of_name, people_of_number
from app.policy import NONE
from app.recoveries import demand_back, given_back_fen
from app.transitions import Noun, is_frozen, move
from app.unit_of_work import UnitOfWork
from models import Award, Entry, Event, Result
from models.types import AwardState, EntryId, ResultId, ResultState

_UNDER_REVIEW = "under-review"


@dataclass(frozen=True, slots=True)
class AnnulReport:
    """What an annulment moved. Money in fen; `withdrawn_fen` was proposed or decided but not paid.

    `note` says how the basis was brought into its right form, "" where it was right.
    """

    result_id: int
    person: str
    withdrawn_fen: int
    recover_fen: int
    in_payment: bool
    designations: tuple[DesignationRow, ...]
    certificates: tuple[str, ...]
    note: str = ""


def find_result(session: Session, *, contest: str, event: str, person: str) -> ResultId:
    """Return the current result of the person with this ID number. Raises NotFoundError, ConflictError."""
    query = results_named(session, contest=contest, event=event, person=person)
    found = [result for result, _ in session.execute(query.where(Result.is_current == true()))]
    if not found:
        raise NotFoundError("annul-nothing", contest=contest, event=event)
    if len(found) > 1:
        raise ConflictError("annul-several", contest=contest, event=event, count=len(found))
    return found[0]


def results_named(session: Session, *, contest: str, event: str, person: str) -> Select[ResultId, EntryId]:
    """Return the question for all versions of a person's results as a document names them: id and entry."""
    query = select(Result.id, Result.entry_id).join(Entry, Entry.id == Result.entry_id)
    query = query.join(Event, Event.id == Result.event_id)
    query = query.where(Event.contest_id == contest_of_name(session, contest))
    query = query.where(Event.name_key == name_key(event))
    return query.where(Entry.person_id.in_(people_of_number(session, person)))


def annul_result(work: UnitOfWork, result_id: int, *, basis: str) -> AnnulReport:
    """Annul a current result by the document `basis`, and let everything that rests on it follow.

    Raises InputError where `basis` is no document, NotFoundError where the result is not current.
    """
    work.require(Right.ANNUL)
    session = work.session
    result = session.get(Result, result_id)
    if not basis.strip():
        raise InputError("annul-basis")
    paper = required_basis(work, basis)
    basis = paper.number
    if result is None or not result.is_current:
        raise NotFoundError("annul-gone", id=result_id)
    before = {line.id: line.status for line in designation_rows(session)}
    result.is_current = False
    move(work, Noun.RESULT, result, ResultState.ANNULLED, reason=basis, document=basis)
    work.touched(Changes.RESULTS)
    versions = list(session.scalars(select(Result.id).where(Result.entry_id == result.entry_id)))
    awards = list(session.scalars(select(Award).where(Award.id.in_(versions)).order_by(Award.id)))
    for award in awards:  # before anything is demanded back: what an earlier correction demands is part of it
        drop_open(work, award.id, basis)
    settled = [_settle_award(work, award, basis) for award in awards]
    certificates = revoke_certificates(work, versions, state="revoked", reason=basis)
    session.flush()
    assess_events(work, [result.event_id])
    lines = tuple(line for line in designation_rows(session) if _fell(line, before))
    return AnnulReport(
        result_id,
        result.entry.person.name,
        sum(one.withdrawn_fen for one in settled),
        sum(one.recover_fen for one in settled),
        any(one.is_in_payment for one in settled),
        lines,
        tuple(certificates),
        correction_note(paper),
    )


def _fell(line: DesignationRow, before: dict[int, str]) -> bool:
    return line.status == _UNDER_REVIEW and before.get(line.id) != line.status


@dataclass(frozen=True, slots=True)
class _Settled:
    """What an annulment makes of one award, in fen."""

    withdrawn_fen: int = 0
    recover_fen: int = 0
    is_in_payment: bool = False


def _settle_award(work: UnitOfWork, award: Award, basis: str) -> _Settled:
    """Take an award of the annulled entry back: what is not paid falls, what is paid is to be recovered."""
    fen, state = award.amount_fen or 0, AwardState(award.state)
    if not is_frozen(state):
        return _end_proposal(work, award, basis)
    if state in UNPAID:
        move(work, Noun.AWARD, award, AwardState.WITHDRAWN, reason=basis, document=basis)
        award.status, award.amount_fen, award.reason = NONE, None, ANNULLED
        give_up_fallen(work, award.id, reason=basis)
        add_adjustment(
            work,
            award.id,
            replaces=award.id,
            amounts=(fen, 0),
            reason=basis,
            document=basis,
            is_settled=True,
        )
        return _Settled(withdrawn_fen=fen)
    if state not in (AwardState.IN_PAYMENT, AwardState.PAID):
        return _Settled(recover_fen=fen if state == AwardState.TO_RECOVER else 0)
    award.reason = ANNULLED  # at the bank, this says that it is to be recovered once it is paid
    owed = fen - given_back_fen(work.session, [award.id]).get(award.id, 0)
    adjustment = add_adjustment(
        work, award.id, replaces=award.id, amounts=(owed, 0), reason=basis, document=basis
    )
    if state == AwardState.IN_PAYMENT:
        return _Settled(is_in_payment=True)
    move(work, Noun.AWARD, award, AwardState.TO_RECOVER, reason=basis, document=basis)
    demand_back(work, adjustment_id=adjustment, award_ids=[award.id], fen=owed, reason=basis, document=basis)
    return _Settled(recover_fen=owed)


def _end_proposal(work: UnitOfWork, award: Award, basis: str) -> _Settled:
    """Make nothing of an award that was not reviewed; its history keeps what was proposed."""
    fen = award.amount_fen or 0
    if award.state != AwardState.NONE:
        move(work, Noun.AWARD, award, AwardState.NONE, reason=basis, document=basis, follows=True)
    if award.reason != SUPERSEDED:
        award.status, award.amount_fen, award.reason = NONE, None, ANNULLED
        award.questions, award.amounts_by_answer = "", None
    return _Settled(withdrawn_fen=fen)
