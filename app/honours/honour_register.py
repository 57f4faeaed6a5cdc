"""The register of honours (荣誉台账): titles that others gave, entered with document, day and evidence."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.accounts import Right
from app.bases_on_record import named_paper
from app.changes import Changes
from app.errors import ConflictError, InputError, NotFoundError
from app.formats import name_key
from app.honours.recomputing import review_recognitions
from app.reference_data import LEVELS, HonourTitle, honour_titles
from app.registry import Act, acts_of, move_line, record_act, record_new
from app.transitions import Noun, transition
from app.unit_of_work import UnitOfWork
from app.validation import check_not_future, check_version, conflict_on_duplicate, required_text
from app.words import tr
from models import Honour, Person, Unit
from models.honour import HonourState


@dataclass(frozen=True, slots=True)
class HonourFacts:
    """What is entered of an honour. `title` is a key of the dictionary; one of person and unit is given.

    `award_id` is the award of the contest result it was given for, None where none is recorded.
    """

    title: str
    awarded_on: date
    document: str
    person_id: int | None = None
    unit_id: int | None = None
    issuer: str = ""
    evidence: str = ""
    award_id: int | None = None


@dataclass(frozen=True, slots=True)
class HonourLine:
    """An honour as it stands after an act."""

    id: int
    version: int
    title: str
    holder_name: str
    state: str


def record_honour(work: UnitOfWork, facts: HonourFacts) -> HonourLine:
    """Enter an honour. Raises InputError for an unknown title, a missing document, a day to come or the
    wrong kind of holder; ConflictError where the same honour by the same document stands already."""
    work.require(Right.RECORD)
    title = title_of(facts.title)
    what = tr("registers.field.document")
    document, as_written = named_paper(required_text(facts.document, what=what), what=what)
    check_not_future(work, facts.awarded_on, what=tr("registers.field.awarded-on"))
    honour = Honour(
        title=title.key,
        holder_name=_holder_name(work.session, facts, title),
        person_id=facts.person_id,
        unit_id=facts.unit_id,
        awarded_on=facts.awarded_on,
        document=document,
        issuer=facts.issuer.strip(),
        evidence=facts.evidence.strip(),
        award_id=facts.award_id,
        recorded_by=work.actor.name,
        recorded_at=work.now,
    )
    _add_once(work, honour)
    record_new(
        work,
        honour,
        act="record",
        happened_on=facts.awarded_on,
        name=honour.holder_name,
        document=document,
        as_written=as_written,
    )
    return _done(work, honour)


def correct_honour(
    work: UnitOfWork,
    honour_id: int,
    *,
    awarded_on: date,
    document: str,
    issuer: str,
    evidence: str,
    version: int,
    reason: str,
) -> HonourLine:
    """Correct what was mistyped of an honour that was not taken back; holder and title stay.

    What stood before is kept in the audit chain. Raises InputError for a missing document or reason or a
    day to come; ConflictError where the honour was revoked, or the same stands by that document already.
    """
    work.require(Right.RECORD)
    honour = honour_of(work.session, honour_id)
    check_version(honour.lock_version, version)
    if honour.state == HonourState.REVOKED:
        raise ConflictError("honour-revoked", subject=subject_of(honour))
    why = required_text(reason, what=tr("registers.field.reason"))
    what = tr("registers.field.document")
    number, as_written = named_paper(required_text(document, what=what), what=what)
    check_not_future(work, awarded_on, what=tr("registers.field.awarded-on"))
    after = {
        "awarded_on": awarded_on,
        "document": number,
        "issuer": issuer.strip(),
        "evidence": evidence.strip(),
    }
    changed = {name: [getattr(honour, name), value] for name, value in after.items()}
    for name, value in after.items():
        setattr(honour, name, value)
    with conflict_on_duplicate(_stands_already(honour)):
        work.session.flush()
    record_act(work, honour, act="correct", document=number, reason=why, as_written=as_written)
    work.audit("correct-from", "honour", honour.id, detail=dict(changed), reason=why)
    return _done(work, honour)


def reinstate_honour(work: UnitOfWork, honour_id: int, *, version: int, reason: str) -> HonourLine:
    """Keep an honour that was under review, with the reason."""
    return _moved(work, honour_id, version=version, state=HonourState.STANDING, reason=reason)


def revoke_honour(
    work: UnitOfWork, honour_id: int, *, version: int, reason: str, document: str = ""
) -> HonourLine:
    """Record that whoever gave the honour took it back; the line stays."""
    return _moved(
        work, honour_id, version=version, state=HonourState.REVOKED, reason=reason, document=document
    )


def _moved(
    work: UnitOfWork, honour_id: int, *, version: int, state: HonourState, reason: str, document: str = ""
) -> HonourLine:
    work.require(Right.NAME)
    honour = honour_of(work.session, honour_id)
    check_version(honour.lock_version, version)
    transition(Noun.HONOUR, honour.state, state, subject=subject_of(honour))
    why = required_text(reason, what=tr("registers.field.reason"))
    number, as_written = named_paper(document, what=tr("registers.field.document"))
    move_line(
        work,
        honour,
        state,
        subject=subject_of(honour),
        name=honour.holder_name,
        document=number,
        reason=why,
        as_written=as_written,
    )
    if state == HonourState.REVOKED:
        review_recognitions(work, [honour.id])
    return _done(work, honour)


def title_of(key: str) -> HonourTitle:
    """Return a title of the dictionary. Raises InputError, naming the key."""
    title = honour_titles().get(key)
    if title is None:
        raise InputError("honour-title-unknown", title=key)
    return title


def honour_of(session: Session, honour_id: int) -> Honour:
    """Return a line of the register. Raises NotFoundError."""
    honour = session.get(Honour, honour_id)
    if honour is None:
        raise NotFoundError("honour-missing", id=honour_id)
    return honour


def subject_of(honour: Honour) -> str:
    """Return how a message names a line: the holder and the title."""
    return tr("registers.subject", holder=honour.holder_name, title=title_of(honour.title).name)


def _holder_name(session: Session, facts: HonourFacts, title: HonourTitle) -> str:
    holder: Person | Unit | None = None
    if title.holder == "person" and facts.unit_id is None:
        holder = session.get(Person, facts.person_id or 0)
    elif title.holder == "unit" and facts.person_id is None:
        holder = session.get(Unit, facts.unit_id or 0)
    if holder is None:
        raise InputError("honour-holder", title=title.name, holder=tr(f"honours.holder.{title.holder}"))
    return holder.name


def _add_once(work: UnitOfWork, honour: Honour) -> None:
    same = select(Honour.id).where(
        Honour.title == honour.title,
        Honour.document == honour.document,
        Honour.person_id == honour.person_id if honour.person_id else Honour.unit_id == honour.unit_id,
        Honour.state != HonourState.REVOKED,
    )
    if work.session.scalar(same) is not None:
        raise _stands_already(honour)
    work.session.add(honour)
    with conflict_on_duplicate(_stands_already(honour)):
        work.session.flush()


def _stands_already(honour: Honour) -> ConflictError:
    return ConflictError("honour-stands-already", subject=subject_of(honour), document=honour.document)


def _done(work: UnitOfWork, honour: Honour) -> HonourLine:
    work.session.flush()
    work.touched(Changes.HONOURS)
    return HonourLine(honour.id, honour.lock_version, honour.title, honour.holder_name, honour.state)


@dataclass(frozen=True, slots=True)
class HonourRow:
    """A line of the register. `holder` is the name as the document gives it."""

    id: int
    version: int
    title: str
    title_name: str
    level: str
    person_id: int | None
    unit_id: int | None
    holder: str
    awarded_on: date
    document: str
    issuer: str
    evidence: str
    award_id: int | None
    state: str


def honour_rows(
    session: Session,
    *,
    level: str = "",
    title: str = "",
    words: str = "",
    states: Collection[str] = (),
    person_id: int | None = None,
    unit_id: int | None = None,
) -> list[HonourRow]:
    """Return honours, national ones first, the latest first among equals; narrowed where asked."""
    query = select(Honour).outerjoin(Person, Person.id == Honour.person_id)
    query = query.outerjoin(Unit, Unit.id == Honour.unit_id)
    if title:
        query = query.where(Honour.title == title)
    if states:
        query = query.where(Honour.state.in_(states))
    if person_id is not None:
        query = query.where(Honour.person_id == person_id)
    if unit_id is not None:
        query = query.where(Honour.unit_id == unit_id)
    if words.strip():
        key = name_key(words)
        named = (column.contains(key, autoescape=True) for column in (Person.name_key, Unit.name_key))
        query = query.where(or_(*named, Honour.holder_name.contains(words.strip(), autoescape=True)))
    rows = [_row(honour) for honour in session.scalars(query.order_by(Honour.awarded_on.desc(), Honour.id))]
    order = {key: place for place, key in enumerate(honour_titles())}
    chosen = [row for row in rows if not level or row.level == level]
    return sorted(chosen, key=lambda row: (LEVELS.index(row.level), order[row.title]))


def honour_acts(session: Session, honour_id: int) -> tuple[Act, ...]:
    """Return the acts on one honour, oldest first. Raises NotFoundError."""
    return acts_of(session, honour_of(session, honour_id))


def _row(honour: Honour) -> HonourRow:
    title = honour_titles()[honour.title]
    return HonourRow(
        honour.id,
        honour.lock_version,
        title.key,
        title.name,
        title.level,
        honour.person_id,
        honour.unit_id,
        honour.holder_name,
        honour.awarded_on,
        honour.document,
        honour.issuer,
        honour.evidence,
        honour.award_id,
        honour.state,
    )
