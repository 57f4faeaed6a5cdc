"""«Entitled but not proposed» (应认定未认定): whom facts in the registry entitle, and nobody put forward.

Only what the registry shows. Nothing here proposes or names by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import exists, select, true
from sqlalchemy.orm import Session

from app.awards import results_that_name
from app.introductions import explain_subsidy, missing_preconditions
from app.policy import PROPOSED
from app.policy_in_force import policy_in_force
from app.words import tr
from models import (
    Award,
    Contest,
    Designation,
    DesignationBasis,
    Entry,
    Event,
    Introduction,
    Person,
    Recognition,
    Result,
)
from models.award import STATUS_IS_NOT_NONE
from models.designation import DesignationState
from models.introduction import IntroductionState
from models.recognition import RecognitionState

ENTITLED_KINDS = (
    "sending-unit-missing",
    "unit-without-line",
    "unit-title-ended",
    "person-not-recognised",
    "subsidy-not-claimed",
)


@dataclass(frozen=True, slots=True)
class EntitledRow:
    """Who is entitled and not proposed. `holder` is a unit or person; `about` the title or the person.

    `why` names the basis; `subject` ("award" or "introduction") and `subject_id` say what to open.
    """

    kind: str
    holder: str
    about: str
    why: str
    subject: str
    subject_id: int

    @property
    def kind_name(self) -> str:
        """Return the kind in words."""
        return tr(f"eligibility.entitled.{self.kind}")


def entitled_rows(session: Session) -> list[EntitledRow]:
    """Return who is entitled and not proposed, by kind."""
    found = [*_units(session), *_people(session), *_subsidies(session)]
    return sorted(found, key=lambda row: (ENTITLED_KINDS.index(row.kind), row.holder, row.subject_id))


def people_without_title(session: Session) -> Iterator[Introduction]:
    """Yield standing introductions of people who have no craftsman title and are not proposed for one."""
    titled = exists().where(
        Recognition.person_id == Introduction.person_id,
        Recognition.state.not_in([RecognitionState.WITHDRAWN, RecognitionState.REVOKED]),
    )
    query = select(Introduction).where(Introduction.state == IntroductionState.STANDING, ~titled)
    yield from session.scalars(query.order_by(Introduction.id))


def _row(kind: str, holder: str, about: str, subject: str, subject_id: int, **params: object) -> EntitledRow:
    why = tr(f"eligibility.entitled-why.{kind}", **params)
    return EntitledRow(kind, holder, about, why, subject, subject_id)


def _units(session: Session) -> Iterator[EntitledRow]:
    """Yield awards that name a sending unit where there is none, or whose unit has no line at all."""
    policy = policy_in_force(session)
    levels = {level for level, _ in policy.titles}
    query = (
        select(Award.id, Award.rule, Entry.unit_id, Entry.unit_name, Person.name, Result, Contest.name)
        .join(Result, Result.id == Award.id)
        .join(Entry, Entry.id == Result.entry_id)
        .join(Person, Person.id == Entry.person_id)
        .join(Event, Event.id == Entry.event_id)
        .join(Contest, Contest.id == Event.contest_id)
        .where(
            STATUS_IS_NOT_NONE,
            Award.status == PROPOSED,
            Contest.level.in_(levels),
            Result.is_current == true(),
        )
        .where(~exists().where(DesignationBasis.award_id == Award.id))
    )
    ended = _ended_titles(session)
    found = session.execute(query).all()
    naming = results_that_name(session, {result.event_id for *_, result, _contest in found})
    for award, rule, unit_id, unit, person, result, contest in found:
        title = policy.title_under(rule, rank=result.rank, day=result.published_on)
        if title and unit_id is None:
            yield _row("sending-unit-missing", person, title, "award", award, contest=contest)
        elif title and (unit_id, title) in ended:
            state = tr(f"honours.designation-state.{ended[unit_id, title]}")
            yield _row("unit-title-ended", unit, title, "award", award, person=person, state=state)
        elif title and result.id in naming:
            yield _row("unit-without-line", unit, title, "award", award, person=person)


def _ended_titles(session: Session) -> dict[tuple[int | None, str], str]:
    """Return the titles that were taken away or passed on, by unit and title, with their state."""
    query = select(Designation.unit_id, Designation.title, Designation.state)
    states = (DesignationState.REVOKED, DesignationState.PASSED_ON)
    rows = session.execute(query.where(Designation.state.in_(states)))
    return {(unit, title): state for unit, title, state in rows}


def _people(session: Session) -> Iterator[EntitledRow]:
    """Yield introduced people who meet every precondition of a craftsman title and have none."""
    for line in people_without_title(session):
        if not missing_preconditions(session, line):
            category = tr(f"introductions.category.{line.category}")
            yield _row("person-not-recognised", line.person_name, category, "introduction", line.id)


def _subsidies(session: Session) -> Iterator[EntitledRow]:
    """Yield subsidies that are due and that the unit did not claim."""
    query = select(Introduction).where(Introduction.state == IntroductionState.STANDING)
    for line in session.scalars(query.order_by(Introduction.id)):
        explanation = explain_subsidy(session, line.id)
        if explanation.status == PROPOSED:
            yield EntitledRow(
                "subsidy-not-claimed",
                line.unit_name,
                line.person_name,
                explanation.conclusion,
                "introduction",
                line.id,
            )
