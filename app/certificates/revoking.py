"""When a certificate ends: its result was corrected (superseded) or annulled (revoked).

The paper is never changed; its state says what it is worth.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from app.certificates.due import Standing, standing_of_entries
from app.certificates.wording import face_of
from app.changes import Changes
from app.transitions import Noun, move
from app.unit_of_work import UnitOfWork
from app.words import tr
from models import Certificate, Result
from models.types import CertificateState, ResultId, ResultState

_CHUNK = 500


class Worth(NamedTuple):
    """What a certificate is worth now: its state, and the reason where that is not `issued`."""

    state: str
    reason: str = ""


def worth_of(session: Session, certificates: Sequence[Certificate]) -> dict[int, Worth]:
    """Return by certificate id what each is worth now: `issued`, `superseded` or `revoked`.

    A certificate marked issued is compared with its result as it stands, whoever changed that: corrected (and
    confirmed) makes it superseded, annulled or gone makes it revoked.
    """
    found = {each.id: Worth(each.state, each.state_reason) for each in certificates}
    open_ones = [each for each in certificates if each.state == CertificateState.ISSUED]
    for at in range(0, len(open_ones), _CHUNK):
        chunk = open_ones[at : at + _CHUNK]
        query = select(Result.id, Result.entry_id).where(Result.id.in_([each.result_id for each in chunk]))
        entries = dict(session.execute(query).all())
        now = standing_of_entries(session, set(entries.values()))
        found |= {each.id: _worth(each, now.get(entries[each.result_id])) for each in chunk}
    return found


def _worth(certificate: Certificate, standing: Standing | None) -> Worth:
    if standing is None or not standing.state:
        return Worth(CertificateState.REVOKED, tr("certificates.result-gone"))
    if standing.state == ResultState.ANNULLED:
        return Worth(CertificateState.REVOKED, tr("certificates.result-annulled"))
    if standing.due is None:
        return Worth(CertificateState.SUPERSEDED, tr("certificates.no-longer-due"))
    face = face_of(standing.due)
    says = (certificate.person_name, certificate.award_text, certificate.dated_on)
    if says != (face.name, face.award_text, standing.due.published_on):
        return Worth(CertificateState.SUPERSEDED, tr("certificates.replaced-by"))
    return Worth(CertificateState.ISSUED)


def successor_of(session: Session, certificate: Certificate) -> str:
    """Return the number of the certificate in force for the same entry, "" where there is none."""
    other = aliased(Result)
    entry = select(Result.entry_id).where(Result.id == certificate.result_id).scalar_subquery()
    query = (
        select(Certificate.number)
        .join(other, other.id == Certificate.result_id)
        .where(other.entry_id == entry, Certificate.state == CertificateState.ISSUED)
        .where(Certificate.id != certificate.id)
    )
    return session.scalar(query.order_by(Certificate.id.desc()).limit(1)) or ""


def settle(work: UnitOfWork) -> list[str]:
    """Mark the certificates whose results no longer bear them out; return a line for each kind."""
    in_force = select(Certificate).where(Certificate.state == CertificateState.ISSUED)
    certificates = list(work.session.scalars(in_force.order_by(Certificate.id)))
    worth = worth_of(work.session, certificates)
    lines = []
    for state in (CertificateState.SUPERSEDED, CertificateState.REVOKED):
        ended = [each for each in certificates if worth[each.id].state == state]
        for each in ended:
            _end(work, each, state=state, reason=worth[each.id].reason)
        if ended:
            numbers = "、".join(each.number for each in ended)
            lines.append(tr(f"certificates.{state}", count=len(ended), numbers=numbers))
    return lines


def revoke_certificates(
    work: UnitOfWork, result_ids: Sequence[ResultId], *, state: str, reason: str
) -> list[str]:
    """Mark what was issued for these results `superseded` or `revoked`; return the numbers."""
    query = select(Certificate).where(
        Certificate.state == CertificateState.ISSUED, Certificate.result_id.in_(list(result_ids))
    )
    certificates = list(work.session.scalars(query.order_by(Certificate.id)))
    for each in certificates:
        _end(work, each, state=state, reason=reason)
    return [each.number for each in certificates]


def _end(work: UnitOfWork, certificate: Certificate, *, state: str, reason: str) -> None:
    """End a certificate; that follows from what happened to its result, so no right is asked for."""
    certificate.state_reason = reason
    move(work, Noun.CERTIFICATE, certificate, state, reason=reason, follows=True)
    work.touched(Changes.CERTIFICATES)
