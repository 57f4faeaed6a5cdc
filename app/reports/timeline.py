"""What happened to a person or a unit, in the order of its days: results, awards, certificates, titles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from app.awards import award_state_words, publicity_over
from app.formats import money, place_text
from app.reference_data import honour_titles
from app.words import tr
from models import (
    Assessment,
    Award,
    Certificate,
    Contest,
    Designation,
    Entry,
    Event,
    Honour,
    Introduction,
    IntroductionSubsidy,
    Person,
    Recognition,
    RegisterAct,
    Result,
)
from models.types import AwardState

KINDS = (
    "introduction",
    "assessment",
    "result",
    "award",
    "certificate",
    "honour",
    "recognition",
    "designation",
    "subsidy",
)


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing that happened: its day, what kind, the line to show, and what to open.

    `state` is the state's word; `detail` says more where there is more, e.g. the document.
    """

    happened_on: date
    kind: str
    text: str
    detail: str
    state: str
    subject_id: int


def person_timeline(session: Session, person_id: int) -> list[Moment]:
    """Return what the registry knows of a person, the earliest first."""
    return _in_order(
        [
            *_results(session, Entry.person_id == person_id),
            *_certificates(session, Certificate.person_id == person_id),
            *_honours(session, Honour.person_id == person_id),
            *_introductions(session, Introduction.person_id == person_id),
            *_assessments(session, person_id),
            *_recognition_acts(session, Recognition.person_id == person_id),
        ]
    )


def unit_timeline(session: Session, unit_id: int) -> list[Moment]:
    """Return what the registry knows of a unit: whom it sent and brought in, what it was named."""
    return _in_order(
        [
            *_results(session, Entry.unit_id == unit_id, with_person=True),
            *_honours(session, Honour.unit_id == unit_id),
            *_introductions(session, Introduction.unit_id == unit_id),
            *_designation_acts(session, unit_id),
            *_subsidies(session, unit_id),
        ]
    )


def _in_order(moments: Iterable[Moment]) -> list[Moment]:
    return sorted(moments, key=lambda one: (one.happened_on, KINDS.index(one.kind), one.subject_id))


def _results(session: Session, whose: ColumnElement[bool], *, with_person: bool = False) -> Iterator[Moment]:
    """Yield every version of the results, and of the current ones the award that is more than nothing."""
    query = (
        select(Result, Person.name, Event.name, Contest.name, Award.status, Award.state, Award.amount_fen)
        .join(Entry, Entry.id == Result.entry_id)
        .join(Person, Person.id == Entry.person_id)
        .join(Event, Event.id == Entry.event_id)
        .join(Contest, Contest.id == Event.contest_id)
        .outerjoin(Award, Award.id == Result.id)
        .where(whose)
    )
    found = session.execute(query).all()
    over = publicity_over(session, [row[0].id for row in found if row[5] == AwardState.PUBLICISED])
    for result, person, event, contest, status, award_state, fen in found:
        place = place_text(result.rank, result.medal, result.grade, result.no_rank)
        text = tr("registers.result", contest=contest, event=event, place=place).strip()
        state = tr(f"core.result-state.{result.state}")
        who = person if with_person else ""
        yield Moment(result.published_on, "result", text, who, state, result.id)
        if status not in (None, "none"):
            amount = "" if fen is None else money(fen)
            award = award_state_words(award_state, is_publicity_over=result.id in over)
            yield Moment(
                result.published_on, "award", text, " ".join(filter(None, (who, amount))), award, result.id
            )


def _certificates(session: Session, whose: ColumnElement[bool]) -> Iterator[Moment]:
    for one in session.scalars(select(Certificate).where(whose)):
        state = tr(f"reports.certificate-state.{one.state}")
        yield Moment(one.dated_on, "certificate", one.number, one.award_text, state, one.id)


def _honours(session: Session, whose: ColumnElement[bool]) -> Iterator[Moment]:
    for one in session.scalars(select(Honour).where(whose)):
        state = tr(f"honours.honour-state.{one.state}")
        title = honour_titles()[one.title].name
        yield Moment(one.awarded_on, "honour", title, one.document, state, one.id)


def _introductions(session: Session, whose: ColumnElement[bool]) -> Iterator[Moment]:
    for one in session.scalars(select(Introduction).where(whose)):
        text = tr("introductions.introduced", unit=one.unit_name, person=one.person_name)
        category = tr(f"introductions.category.{one.category}")
        state = tr(f"introductions.introduction-state.{one.state}")
        yield Moment(one.introduced_on, "introduction", text, category, state, one.id)


def _assessments(session: Session, person_id: int) -> Iterator[Moment]:
    query = select(Assessment).join(Assessment.introduction).where(Introduction.person_id == person_id)
    for one in session.scalars(query):
        state = tr("introductions.assessment-passed" if one.is_passed else "introductions.assessment-failed")
        detail = f"{one.organisation} {one.document}"
        yield Moment(one.assessed_on, "assessment", one.conclusion, detail, state, one.introduction_id)


def _recognition_acts(session: Session, whose: ColumnElement[bool]) -> Iterator[Moment]:
    query = select(RegisterAct, Recognition).join(Recognition, Recognition.id == RegisterAct.recognition_id)
    for act, line in session.execute(query.where(whose)):
        title = tr(f"honours.craftsman.{line.title}")
        yield _act(act, title, kind="recognition", subject_id=line.id)


def _designation_acts(session: Session, unit_id: int) -> Iterator[Moment]:
    query = select(RegisterAct, Designation).join(Designation, Designation.id == RegisterAct.designation_id)
    for act, line in session.execute(query.where(Designation.unit_id == unit_id)):
        yield _act(act, line.title, kind="designation", subject_id=line.id)


def _act(act: RegisterAct, title: str, *, kind: str, subject_id: int) -> Moment:
    detail = " ".join(filter(None, (act.document, act.reason)))
    return Moment(act.happened_on, kind, title, detail, tr(f"registers.act.{act.act}"), subject_id)


def _subsidies(session: Session, unit_id: int) -> Iterator[Moment]:
    query = select(IntroductionSubsidy, Introduction.person_name).join(IntroductionSubsidy.introduction)
    for one, person in session.execute(query.where(IntroductionSubsidy.unit_id == unit_id)):
        state = tr(f"introductions.subsidy-state.{one.state}")
        yield Moment(one.claimed_on, "subsidy", person, money(one.amount_fen), state, one.id)
