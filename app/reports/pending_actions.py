"""«Entitled but not proposed, not named» (应认定未认定): what the office may have overlooked, and why.

Only what facts in the registry show. Nothing here proposes or names by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import exists, select, true
from sqlalchemy.orm import Session

from app.honours import DesignationState, basis_statuses
from app.introductions import explain_subsidy, missing_preconditions
from app.policy import BLOCKED, PROPOSED, load_policy
from app.printing import Column, ListSheet, Section, running_number
from app.register_workbook import RegisterReport, write_registers
from app.settings import registry_settings
from app.words import scoped, tr
from models import (
    Award,
    Contest,
    Designation,
    DesignationBasis,
    Entry,
    Event,
    Honour,
    Introduction,
    IntroductionSubsidy,
    Person,
    Recognition,
    Result,
)
from models.award import IS_SOMETHING
from models.honour import HonourState
from models.introduction import IntroductionState
from models.recognition import RecognitionState
from models.subsidy import SubsidyState

KINDS = (
    "unit-not-named",
    "unit-under-review",
    "sending-unit-missing",
    "unit-without-line",
    "person-not-recognised",
    "person-not-named",
    "person-not-assessed",
    "subsidy-not-claimed",
    "subsidy-waits",
    "subsidy-undermined",
)


@dataclass(frozen=True, slots=True)
class Gap:
    """Something due that was not done. `holder` is a unit or person; `about` the title or amount.

    `subject` and `subject_id` say what to open: a designation, an award, an introduction or a recognition.
    """

    kind: str
    holder: str
    about: str
    why: str
    subject: str
    subject_id: int


def gaps(session: Session) -> list[Gap]:
    """Return everything due and not done, by kind."""
    found = [
        *_lines_not_named(session),
        *_awards_without_line(session),
        *_people(session),
        *_proposed_people(session),
        *_subsidies(session),
        *_undermined(session),
    ]
    return sorted(found, key=lambda gap: (KINDS.index(gap.kind), gap.holder, gap.subject_id))


def _gap(kind: str, holder: str, about: str, subject: str, subject_id: int, **params: object) -> Gap:
    why = tr(f"honours.gap-why.{kind}", **params)
    return Gap(kind, holder, about, why, subject, subject_id)


def _lines_not_named(session: Session) -> Iterator[Gap]:
    """Yield proposals that rest on a confirmed result, and named lines that nothing carries."""
    waiting = (DesignationState.PROPOSED, DesignationState.UNDER_REVIEW)
    lines = list(session.scalars(select(Designation).where(Designation.state.in_(waiting))))
    resting = basis_statuses(session, [line.id for line in lines])
    for line in lines:
        holder = line.unit_name or line.unit.name
        if line.state == DesignationState.UNDER_REVIEW:
            yield _gap("unit-under-review", holder, line.title, "designation", line.id)
        elif "proposed" in resting[line.id]:
            yield _gap("unit-not-named", holder, line.title, "designation", line.id, clause=line.clause)


def _awards_without_line(session: Session) -> Iterator[Gap]:
    """Yield awards that name a sending unit where there is none, or whose unit has no line at all."""
    policy = load_policy(registry_settings(session).policy)
    levels = {level for level, _ in policy.titles}
    query = (
        select(Award.id, Award.rule, Entry.unit_id, Entry.unit_name, Person.name, Result, Contest.name)
        .join(Result, Result.id == Award.id)
        .join(Entry, Entry.id == Result.entry_id)
        .join(Person, Person.id == Entry.person_id)
        .join(Event, Event.id == Entry.event_id)
        .join(Contest, Contest.id == Event.contest_id)
        .where(IS_SOMETHING, Award.status == PROPOSED, Contest.level.in_(levels), Result.is_current == true())
        .where(~exists().where(DesignationBasis.award_id == Award.id))
    )
    for award, rule, unit_id, unit, person, result, contest in session.execute(query):
        title = policy.title_under(rule, rank=result.rank, day=result.published_on)
        if title and unit_id is None:
            yield _gap("sending-unit-missing", person, title, "award", award, contest=contest)
        elif title:
            yield _gap("unit-without-line", unit, title, "award", award, person=person)


def _people(session: Session) -> Iterator[Gap]:
    """Yield introduced people who meet all preconditions and have no title, or lack the assessment alone."""
    titled = exists().where(
        Recognition.person_id == Introduction.person_id,
        Recognition.state.not_in([RecognitionState.WITHDRAWN, RecognitionState.REVOKED]),
    )
    query = select(Introduction).where(Introduction.state == IntroductionState.STANDING, ~titled)
    for line in session.scalars(query.order_by(Introduction.id)):
        lacking = [one.code for one in missing_preconditions(session, line)]
        category = tr(f"honours.category.{line.category}")
        if not lacking:
            yield _gap("person-not-recognised", line.person_name, category, "introduction", line.id)
        elif lacking == ["assessment-missing"]:
            yield _gap("person-not-assessed", line.person_name, category, "introduction", line.id)


def _proposed_people(session: Session) -> Iterator[Gap]:
    query = select(Recognition).where(Recognition.state == RecognitionState.PROPOSED)
    for line in session.scalars(query.order_by(Recognition.id)):
        title = tr(f"honours.craftsman.{line.title}")
        yield _gap("person-not-named", line.person_name, title, "recognition", line.id)


def _subsidies(session: Session) -> Iterator[Gap]:
    """Yield subsidies that are due and not claimed, and those that wait for a fact, ruling or standard."""
    query = select(Introduction).where(Introduction.state == IntroductionState.STANDING)
    for line in session.scalars(query.order_by(Introduction.id)):
        explanation = explain_subsidy(session, line.id)
        kinds = {PROPOSED: "subsidy-not-claimed", BLOCKED: "subsidy-waits"}
        kind = kinds.get(explanation.status)
        if kind:
            why = explanation.conclusion
            yield Gap(kind, line.unit_name, line.person_name, why, "introduction", line.id)


def _undermined(session: Session) -> Iterator[Gap]:
    """Yield claims whose honour does not stand any more, whether they are paid or not."""
    alive = (SubsidyState.CLAIMED, SubsidyState.APPROVED, SubsidyState.PAID)
    query = select(IntroductionSubsidy, Introduction.person_name).join(IntroductionSubsidy.introduction)
    query = query.join(Introduction.honour).where(Honour.state != HonourState.STANDING)
    for claim, person in session.execute(query.where(IntroductionSubsidy.state.in_(alive))):
        state = tr(f"honours.subsidy-state.{claim.state}")
        kind = "subsidy-undermined"
        yield _gap(kind, claim.unit_name, person, "introduction", claim.introduction_id, state=state)


def export_pending_actions(session: Session, out: Path | str, *, now: datetime) -> RegisterReport:
    """Write what is due and not done to `out`, whole or not at all. Raises DocumentError."""
    return write_registers(session, out, [gaps_list(session)], now=now)


def gaps_list(session: Session) -> ListSheet[Gap]:
    """Return what is due and not done, for a workbook."""
    title = scoped("honours.column")
    columns: list[Column[Gap]] = [
        running_number(title("number")),
        Column(title("kind"), 16, lambda gap: tr(f"honours.gap.{gap.kind}"), "center"),
        Column(title("holder"), 30, lambda gap: gap.holder),
        Column(title("about"), 16, lambda gap: gap.about, "center"),
        Column(title("why"), 60, lambda gap: gap.why),
    ]
    return ListSheet(tr("honours.export.gaps"), columns, [Section(gaps(session))])
