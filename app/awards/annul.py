"""Annul a result (撤销成绩): what rests on it falls or is to be recovered; nothing of the past is edited.

No rank moves up: the others keep what their document says.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import or_, select, true
from sqlalchemy.orm import Session

from app.accounts import Right
from app.awards.assess import assess_events
from app.awards.award_store import ANNULLED
from app.awards.designation_list import DesignationRow, designation_rows
from app.certificates import revoke_certificates
from app.changes import Changes
from app.errors import ConflictError, InputError, NotFoundError
from app.formats import name_key
from app.policy import NONE
from app.transitions import Noun, is_frozen, move
from app.unit_of_work import UnitOfWork
from models import Award, Contest, Entry, Event, Person, Result
from models.types import AwardState, IdType, ResultId, ResultState

_NOT_YET_PAID = (AwardState.REVIEWED, AwardState.PUBLICISED, AwardState.HELD, AwardState.APPROVED)
_UNDER_REVIEW = "under-review"


@dataclass(frozen=True, slots=True)
class AnnulReport:
    """What an annulment moved. Money in fen; `withdrawn_fen` was proposed or decided but not paid."""

    result_id: int
    person: str
    withdrawn_fen: int
    recover_fen: int
    in_payment: bool
    designations: tuple[DesignationRow, ...]
    certificates: tuple[str, ...]


def find_result(session: Session, *, contest: str, event: str, person: str) -> ResultId:
    """Return the current result of the person with this ID number. Raises NotFoundError, ConflictError."""
    keys = [f"{kind.value}:{person.strip().upper()}" for kind in IdType]
    query = (
        select(Result.id).join(Entry, Entry.id == Result.entry_id).join(Event, Event.id == Result.event_id)
    )
    query = query.join(Contest).join(Person, Person.id == Entry.person_id)
    query = query.where(Contest.name_key == name_key(contest), Event.name_key == name_key(event))
    query = query.where(Result.is_current == true())
    who = or_(Person.id_number == person.strip(), Person.id_key.in_(keys))
    found = session.scalars(query.where(who)).all()
    if not found:
        raise NotFoundError("annul-nothing", contest=contest, event=event)
    if len(found) > 1:
        raise ConflictError("annul-several", contest=contest, event=event, count=len(found))
    return found[0]


def annul_result(work: UnitOfWork, result_id: int, *, basis: str) -> AnnulReport:
    """Annul a current result by the document `basis`, and let everything that rests on it follow."""
    work.require(Right.ANNUL)
    session = work.session
    result = session.get(Result, result_id)
    if not basis.strip():
        raise InputError("annul-basis")
    if result is None or not result.is_current:
        raise NotFoundError("annul-gone", id=result_id)
    before = {line.id: line.status for line in designation_rows(session)}
    result.is_current = False
    move(work, Noun.RESULT, result, ResultState.ANNULLED, reason=basis, document=basis)
    work.touched(Changes.RESULTS)
    withdrawn, recover, in_payment = _settle_award(work, result_id, basis)
    certificates = revoke_certificates(work, [result.id], state="revoked", reason=basis)
    session.flush()
    assess_events(work, [result.event_id])
    lines = tuple(line for line in designation_rows(session) if _fell(line, before))
    name = result.entry.person.name
    return AnnulReport(result_id, name, withdrawn, recover, in_payment, lines, tuple(certificates))


def _fell(line: DesignationRow, before: dict[int, str]) -> bool:
    return line.status == _UNDER_REVIEW and before.get(line.id) != line.status


def _settle_award(work: UnitOfWork, result_id: int, basis: str) -> tuple[int, int, bool]:
    """Move a frozen award; an unfrozen one goes with the next assessment. Return what it comes to."""
    award = work.session.get(Award, result_id)
    if award is None:
        return 0, 0, False
    fen, state = award.amount_fen or 0, AwardState(award.state)
    if not is_frozen(state):
        return fen, 0, False
    award.reason = ANNULLED  # in payment, this says that it is to be recovered once it is paid
    if state in _NOT_YET_PAID:
        move(work, Noun.AWARD, award, AwardState.WITHDRAWN, reason=basis, document=basis)
        award.status, award.amount_fen = NONE, None
        return fen, 0, False
    if state == AwardState.IN_PAYMENT:
        detail: dict[str, object] = {"amount_fen": fen, "state": state}
        work.audit("recover-once-paid", "award", award.id, detail=detail, reason=basis)
        return 0, 0, True
    if state == AwardState.PAID:
        move(work, Noun.AWARD, award, AwardState.TO_RECOVER, reason=basis, document=basis)
    return 0, fen if award.state == AwardState.TO_RECOVER else 0, False
