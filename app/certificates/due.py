"""Who earns a certificate: contestants whose current result ranks first to third, or has a medal or a grade.

It can be issued once a second person has confirmed the result, and while no objection is open. A result that
was corrected without changing what the certificate says keeps its certificate; a correction counts once it
is confirmed itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from sqlalchemy import Row, Select, and_, func, or_, select, true
from sqlalchemy.orm import Session, aliased

from app.certificates.outcomes import DueCertificate
from app.certificates.wording import face_of
from app.errors import NotFoundError
from app.known_names import contest_named
from models import Award, Certificate, Contest, Entry, Event, Person, Result, StateChange
from models.types import AwardState, CertificateState, ResultId, ResultState

LAST_RANK = 3


def due_certificates(session: Session, *, contest: str | None = None) -> list[DueCertificate]:
    """Return the results that earn a certificate, by contest, event, rank and team.

    Raises NotFoundError for an unknown contest.
    """
    query = due_query()
    if contest is not None:
        query = query.where(Event.contest_id == contest_named(session, contest))
    issued, barred = _issued_faces(session), set(session.scalars(revoked_results()))
    return [_due(row, issued) for row in session.execute(query) if row.id not in barred]


def revoked_results() -> Select[ResultId]:
    """Return the question whose certificate was revoked: none is due for the same version of a result.

    Once an annulled result is restored a new one is due; the revoked one stays revoked.
    """
    revoked = select(func.max(StateChange.id)).where(
        StateChange.noun == "certificate",
        StateChange.subject_id == Certificate.id,
        StateChange.to_state == CertificateState.REVOKED,
    )
    later = aliased(StateChange)
    restored = select(later.id).where(
        later.noun == "restoration",
        later.subject_id == Certificate.result_id,
        later.to_state == "restored",
        later.id > revoked.correlate(Certificate).scalar_subquery(),
    )
    query = select(Certificate.result_id).where(Certificate.state == CertificateState.REVOKED)
    return query.where(~restored.correlate(Certificate).exists())


def one_result(session: Session, result_id: ResultId) -> DueCertificate:
    """Return one current result as a certificate would show it. Raises NotFoundError."""
    row = session.execute(_columns().where(Result.id == result_id)).one_or_none()
    if row is None:
        raise NotFoundError("certificate-result-missing", result=result_id)
    return _due(row, {})


class Standing(NamedTuple):
    """What an entry's certificate goes by: its version in force, and the state of the current one.

    `due` is None where that version earns no certificate; `state` is "" where there is no current version.
    """

    due: DueCertificate | None
    state: str


def standing_of_entries(session: Session, entry_ids: Iterable[int]) -> dict[int, Standing]:
    """Return, by entry, what its certificate goes by now.

    While a correction waits for its confirmation, that is the version that was confirmed before it.
    """
    was_confirmed = and_(Result.state == ResultState.SUPERSEDED, Result.confirmed_at.is_not(None))
    query = (
        _columns()
        .where(Result.entry_id.in_(list(entry_ids)), or_(Result.is_current == true(), was_confirmed))
        .order_by(Result.entry_id, Result.version)
    )
    versions: dict[int, list[Row[Any]]] = {}
    for row in session.execute(query):
        versions.setdefault(row.entry_id, []).append(row)
    return {entry: _standing(rows) for entry, rows in versions.items()}


def _standing(versions: list[Row[Any]]) -> Standing:
    current = versions[-1]
    if not current.is_current:
        return Standing(None, "")
    waits = current.state == ResultState.DRAFT and len(versions) > 1
    in_force = versions[-2] if waits else current
    return Standing(_due(in_force, {}) if _earns(in_force) else None, current.state)


def _earns(row: Row[Any]) -> bool:
    has_place = row.rank is not None and row.rank <= LAST_RANK
    return row.role == "contestant" and (has_place or bool(row.medal) or bool(row.grade))


def _columns() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Result.id,
            Result.entry_id,
            Result.rank,
            Result.medal,
            Result.grade,
            Result.state,
            Result.is_current,
            Result.published_on,
            Award.state.label("award_state"),
            Entry.role,
            Person.id.label("person_id"),
            Person.name.label("person_name"),
            Person.id_type,
            Event.name.label("event"),
            Event.group.label("event_group"),
            Contest.name.label("contest"),
            Contest.level,
        )
        .join(Entry, Entry.id == Result.entry_id)
        .join(Person, Person.id == Entry.person_id)
        .join(Event, Event.id == Result.event_id)
        .join(Contest, Contest.id == Event.contest_id)
        .outerjoin(Award, Award.id == Result.id)
    )


def due_query() -> Select[*tuple[Any, ...]]:
    """Return the question who earns a certificate, in the order of printing."""
    earns = or_(Result.rank <= LAST_RANK, Result.medal != "", Result.grade != "")
    return (
        _columns()
        .where(
            Result.is_current == true(),
            Result.state != ResultState.ANNULLED,
            Entry.role == "contestant",
            earns,
        )
        .order_by(
            Contest.year,
            Contest.id,
            Event.id,
            Result.rank.is_(None),
            Result.rank,
            Entry.team_no,
            Entry.position,
            Entry.id,
        )
    )


def _issued_faces(session: Session) -> dict[int, tuple[str, tuple[object, ...]]]:
    """Return for each entry with a certificate in force its number and what it says."""
    query = (
        select(
            Result.entry_id,
            Certificate.number,
            Certificate.person_name,
            Certificate.award_text,
            Certificate.dated_on,
        )
        .join(Result, Result.id == Certificate.result_id)
        .where(Certificate.state == "issued")
    )
    return {row[0]: (row[1], tuple(row[2:])) for row in session.execute(query)}


def _due(row: Row[Any], issued: dict[int, tuple[str, tuple[object, ...]]]) -> DueCertificate:
    facts = DueCertificate(
        result_id=row.id,
        entry_id=row.entry_id,
        person_id=row.person_id,
        person_name=row.person_name,
        contest=row.contest,
        event=row.event,
        level=row.level,
        group=row.event_group,
        rank=row.rank,
        medal=row.medal,
        grade=row.grade,
        published_on=row.published_on,
        is_confirmed=row.state == ResultState.CONFIRMED,
        is_held=row.award_state == AwardState.HELD,
        id_type=row.id_type,
    )
    number, issued_face = issued.get(row.entry_id, ("", ()))
    if not number:
        return facts
    face = face_of(facts)
    is_unchanged = issued_face == (face.name, face.award_text, facts.published_on)
    return facts.numbered(number) if is_unchanged else facts
