"""Introductions (引进): a unit brings in a person of one of the named kinds."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts import Right
from app.changes import Changes
from app.errors import ConflictError, InputError, NotFoundError
from app.reference_data import honour_titles, region_names
from app.registry import person_name_on, unit_name_on
from app.transitions import Noun, move, record_change
from app.unit_of_work import UnitOfWork
from app.validation import check_not_future, check_version, conflict_on_duplicate, required_text
from app.words import tr, words_of
from models import Honour, Introduction, IntroductionSubsidy, Person, Recognition, Unit
from models.introduction import IntroductionState, TalentCategory
from models.recognition import RecognitionState
from models.subsidy import SubsidyState


@dataclass(frozen=True, slots=True)
class IntroductionFacts:
    """What is entered of an introduction. `previous_region` is a region's key, by the last employment.

    `honour_id` names the honour that puts the person into the category, `category_evidence` the paper.
    """

    person_id: int
    unit_id: int
    category: str
    introduced_on: date
    way: str = "full-time"
    category_evidence: str = ""
    honour_id: int | None = None
    previous_employer: str = ""
    previous_region: str = ""
    channel: str = ""
    documents: str = ""


def record_introduction(work: UnitOfWork, facts: IntroductionFacts) -> int:
    """Enter an introduction; return its id. What may be looked up later may stay empty.

    Raises InputError for words out of their sets, a day to come, «other» without its basis, or an honour
    that is not this person's; ConflictError where the same introduction stands already.
    """
    work.require(Right.RECORD)
    person, unit = _person_and_unit(work.session, facts)
    _check(work, facts)
    _check_once(work.session, facts, person)
    introduction = Introduction(
        **asdict(facts),
        person_name=person_name_on(work.session, person, facts.introduced_on),
        unit_name=unit_name_on(work.session, unit, facts.introduced_on),
        recorded_by=work.actor.name,
        recorded_at=work.now,
    )
    work.session.add(introduction)
    with conflict_on_duplicate(_stands_already(person, facts.introduced_on)):
        work.session.flush()
    record_change(work, Noun.INTRODUCTION, introduction)
    work.audit("record", "introduction", introduction.id, detail=asdict(facts))
    work.touched(Changes.HONOURS)
    return introduction.id


def correct_introduction(
    work: UnitOfWork, introduction_id: int, facts: IntroductionFacts, *, version: int, reason: str
) -> None:
    """Correct a standing introduction on which nothing rests yet; person and unit stay.

    What stood before is kept in the audit chain. Raises as `record_introduction` does, and ConflictError
    where a recognition or subsidy rests on it: withdraw that first.
    """
    work.require(Right.RECORD)
    introduction = _open_to_change(work, introduction_id, version)
    if (facts.person_id, facts.unit_id) != (introduction.person_id, introduction.unit_id):
        raise InputError("introduction-of-another", person=introduction.person_name)
    why = required_text(reason, what=tr("registers.field.reason"))
    _check(work, facts)
    names = (
        person_name_on(work.session, introduction.person, facts.introduced_on),
        unit_name_on(work.session, introduction.unit, facts.introduced_on),
    )
    changed: dict[str, object] = {}
    for name, value in asdict(facts).items():
        before = getattr(introduction, name)
        if before != value:
            setattr(introduction, name, value)
            changed[name] = [before, value]
    introduction.person_name, introduction.unit_name = names
    with conflict_on_duplicate(_stands_already(introduction.person, facts.introduced_on)):
        work.session.flush()
    work.session.expire(introduction, ["honour"])
    work.audit("correct", "introduction", introduction.id, detail=changed, reason=why)
    work.touched(Changes.HONOURS)


def withdraw_introduction(work: UnitOfWork, introduction_id: int, *, version: int, reason: str) -> None:
    """Take an introduction out of the register's force, with the reason; the line stays."""
    work.require(Right.RECORD)
    introduction = _open_to_change(work, introduction_id, version)
    introduction.state_reason = required_text(reason, what=tr("registers.field.reason"))
    move(work, Noun.INTRODUCTION, introduction, IntroductionState.WITHDRAWN, reason=introduction.state_reason)
    work.session.flush()
    work.touched(Changes.HONOURS)


def introduction_of(session: Session, introduction_id: int) -> Introduction:
    """Return a line of the register. Raises NotFoundError."""
    introduction = session.get(Introduction, introduction_id)
    if introduction is None:
        raise NotFoundError("introduction-missing", id=introduction_id)
    return introduction


def _person_and_unit(session: Session, facts: IntroductionFacts) -> tuple[Person, Unit]:
    person, unit = session.get(Person, facts.person_id), session.get(Unit, facts.unit_id)
    if person is None:
        raise NotFoundError("person-missing", id=facts.person_id)
    if unit is None:
        raise NotFoundError("unit-missing", id=facts.unit_id)
    return person, unit


def _check(work: UnitOfWork, facts: IntroductionFacts) -> None:
    _check_word(facts.category, words_of("introductions.category"), field="category")
    _check_word(facts.way, words_of("introductions.way"), field="way")
    _check_word(facts.channel, ["", *words_of("introductions.channel")], field="channel")
    _check_word(facts.previous_region, ["", *region_names()], field="previous-region")
    check_not_future(work, facts.introduced_on, what=tr("registers.field.introduced-on"))
    if facts.category == TalentCategory.OTHER:
        required_text(facts.category_evidence, what=tr("registers.field.category-evidence"))
    if facts.honour_id is not None:
        _check_honour(work.session, facts)


def _check_word(value: str, known: Collection[str], *, field: str) -> None:
    if value not in known:
        raise InputError("honours-unknown-word", value=value, what=tr(f"registers.field.{field}"))


def _check_honour(session: Session, facts: IntroductionFacts) -> None:
    honour = session.get(Honour, facts.honour_id)
    if honour is None or honour.person_id != facts.person_id:
        raise InputError("introduction-honour", category=tr(f"introductions.category.{facts.category}"))
    if facts.category != TalentCategory.OTHER and honour_titles()[honour.title].category != facts.category:
        raise InputError("introduction-honour", category=tr(f"introductions.category.{facts.category}"))


def _check_once(session: Session, facts: IntroductionFacts, person: Person) -> None:
    same = select(Introduction.id).where(
        Introduction.person_id == facts.person_id,
        Introduction.unit_id == facts.unit_id,
        Introduction.introduced_on == facts.introduced_on,
        Introduction.state == IntroductionState.STANDING,
    )
    if session.scalar(same) is not None:
        raise _stands_already(person, facts.introduced_on)


def _stands_already(person: Person, day: date) -> ConflictError:
    return ConflictError("introduction-stands-already", person=person.name, day=day)


def _open_to_change(work: UnitOfWork, introduction_id: int, version: int) -> Introduction:
    introduction = introduction_of(work.session, introduction_id)
    check_version(introduction.lock_version, version)
    if introduction.state != IntroductionState.STANDING:
        raise ConflictError("introduction-withdrawn", person=introduction.person_name)
    recognised = select(Recognition.id).where(
        Recognition.introduction_id == introduction.id,
        Recognition.state.not_in([RecognitionState.WITHDRAWN, RecognitionState.REVOKED]),
    )
    claimed = select(IntroductionSubsidy.id).where(
        IntroductionSubsidy.introduction_id == introduction.id,
        IntroductionSubsidy.state != SubsidyState.WITHDRAWN,
    )
    for query in (recognised, claimed):
        if work.session.scalar(query.limit(1)) is not None:
            raise ConflictError("introduction-in-use", person=introduction.person_name)
    return introduction
