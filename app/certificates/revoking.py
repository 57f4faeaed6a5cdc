"""When a certificate ends: its result was corrected (superseded) or annulled (revoked).

The paper is never changed; its state says what it is worth.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.certificates.due import of_entries
from app.certificates.wording import face_of
from app.changes import Changes
from app.unit_of_work import UnitOfWork
from app.words import tr
from models import Certificate, Result
from models.types import ResultId

_CHUNK = 500


def standing(session: Session, certificates: Sequence[Certificate]) -> dict[int, str]:
    """Return by certificate id what each is worth now: `issued`, `superseded` or `revoked`.

    A certificate marked issued is compared with its result as it stands, whoever changed that.
    """
    states = {each.id: each.state for each in certificates}
    open_ones = [each for each in certificates if each.state == "issued"]
    for at in range(0, len(open_ones), _CHUNK):
        chunk = open_ones[at : at + _CHUNK]
        query = select(Result.id, Result.entry_id).where(Result.id.in_([each.result_id for each in chunk]))
        entries = dict(session.execute(query).all())
        now = of_entries(session, set(entries.values()))
        for each in chunk:
            due = now.get(entries[each.result_id])
            if due is None:
                states[each.id] = "revoked"
            elif (each.person_name, each.award_text, each.dated_on) != (
                face_of(due).name,
                face_of(due).award_text,
                due.published_on,
            ):
                states[each.id] = "superseded"
    return states


def settle(work: UnitOfWork) -> list[str]:
    """Mark the certificates whose results no longer bear them out; return a line for each kind."""
    in_force = select(Certificate).where(Certificate.state == "issued").order_by(Certificate.id)
    certificates = list(work.session.scalars(in_force))
    states = standing(work.session, certificates)
    lines = []
    for state, reason in (("superseded", "replaced-by"), ("revoked", "result-gone")):
        ended = [each for each in certificates if states[each.id] == state]
        if ended:
            _end(work, ended, state=state, reason=tr(f"certificates.{reason}"))
            numbers = "、".join(each.number for each in ended)
            lines.append(tr(f"certificates.{state}", count=len(ended), numbers=numbers))
    return lines


def revoke_certificates(
    work: UnitOfWork, result_ids: Sequence[ResultId], *, state: str, reason: str
) -> list[str]:
    """Mark what was issued for these results `superseded` or `revoked`; return the numbers."""
    query = select(Certificate).where(
        Certificate.state == "issued", Certificate.result_id.in_(list(result_ids))
    )
    certificates = list(work.session.scalars(query.order_by(Certificate.id)))
    _end(work, certificates, state=state, reason=reason)
    return [each.number for each in certificates]


def _end(work: UnitOfWork, certificates: Sequence[Certificate], *, state: str, reason: str) -> None:
    for each in certificates:
        each.state, each.state_reason = state, reason
        work.audit(f"certificate-{state}", "certificate", each.number, reason=reason)
    if certificates:
        work.session.flush()
        work.touched(Changes.CERTIFICATES)
