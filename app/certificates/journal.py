"""What was issued: the list of certificates with their states, and how many wait to be issued."""

from __future__ import annotations

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session, aliased

from app.certificates.due import due_query, revoked_results
from app.certificates.outcomes import IssuedCertificate
from app.errors import NotFoundError
from app.known_names import contest_of_name
from models import Certificate, Event, PrintFile, Result


def issued_certificates(
    session: Session, *, contest: str | None = None, person_id: int | None = None
) -> list[IssuedCertificate]:
    """Return what was issued, the last run first, its pages in order."""
    query = (
        select(
            Certificate.number,
            Certificate.person_name,
            Certificate.award_text,
            Certificate.dated_on,
            Certificate.state,
            Certificate.state_reason,
            Certificate.issued_by,
            Certificate.issued_at,
            Certificate.print_file_id,
            Certificate.page,
            Certificate.result_id,
        )
        .join(Result, Result.id == Certificate.result_id)
        .order_by(Certificate.print_file_id.desc(), Certificate.page)
    )
    if contest is not None:
        event = select(Event.id).where(Event.contest_id == contest_of_name(session, contest))
        query = query.where(Result.event_id.in_(event))
    if person_id is not None:
        query = query.where(Certificate.person_id == person_id)
    return [IssuedCertificate(*row) for row in session.execute(query)]


def waiting_certificates(session: Session, *, is_confirmed: bool = False) -> int:
    """Return how many results earn a certificate and have none; of confirmed ones only where asked."""
    other = aliased(Result)
    has_one = exists().where(
        Certificate.result_id == other.id,
        other.entry_id == Result.entry_id,
        Certificate.state == "issued",
    )
    query = due_query().where(~has_one, Result.id.not_in(revoked_results()))
    if is_confirmed:
        query = query.where(Result.state == "confirmed")
    wanted = query.order_by(None).with_only_columns(func.count())
    return session.scalar(wanted) or 0


def run_pdf(session: Session, print_file_id: int) -> bytes:
    """Return the frozen bytes of one print run. Raises NotFoundError."""
    file = session.get(PrintFile, print_file_id)
    if file is None:
        raise NotFoundError("certificate-missing", number=print_file_id)
    return file.pdf
