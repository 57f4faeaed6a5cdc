"""Pending actions (应办未办): what is due and was not done, and what waits for a decision.

Only what facts in the registry show. Nothing here proposes or names by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.bases_on_record import bases_in
from app.contest_series import series_matters, series_words
from app.eligibility import entitled_rows, people_without_title
from app.honours import basis_statuses
from app.introductions import explain_subsidy, missing_preconditions
from app.policy import BLOCKED, question_short
from app.printing import Column, ListSheet, Section, running_number
from app.register_workbook import RegisterReport, write_registers
from app.registry import undecided_pairs
from app.words import scoped, tr
from models import (
    Contest,
    Designation,
    Honour,
    Introduction,
    IntroductionSubsidy,
    Recognition,
    Ruling,
    Standard,
)
from models.designation import DesignationState
from models.honour import HonourState
from models.introduction import IntroductionState
from models.recognition import RecognitionState
from models.subsidy import SubsidyState

KINDS = (
    "same-contest",
    "unit-not-named",
    "unit-under-review",
    "sending-unit-missing",
    "unit-without-line",
    "unit-title-ended",
    "person-not-recognised",
    "person-not-named",
    "person-not-assessed",
    "subsidy-not-claimed",
    "subsidy-waits",
    "subsidy-undermined",
    "series-unrecorded",
    "contest-basis",
    "ruling-basis",
    "standard-basis",
)


@dataclass(frozen=True, slots=True)
class PendingAction:
    """Something due that was not done. `holder` is a unit or person; `about` the title or amount.

    `subject` and `subject_id` say what to open: a designation, an award, an introduction, a recognition, or a
    contest, ruling or standard that rests on no document.
    """

    kind: str
    kind_name: str
    holder: str
    about: str
    why: str
    subject: str
    subject_id: int


def pending_actions(session: Session) -> list[PendingAction]:
    """Return everything due and not done, by kind; those entitled and not proposed among them."""
    found = [
        *_contests_undecided(session),
        *_designations(session),
        *_entitled(session),
        *_people_not_assessed(session),
        *_people_not_named(session),
        *_subsidies_waiting(session),
        *_subsidies_undermined(session),
        *_series_unrecorded(session),
        *_unusable_bases(session),
    ]
    return sorted(found, key=lambda one: (KINDS.index(one.kind), one.holder, one.subject_id))


def export_pending_actions(session: Session, out: Path | str, *, now: datetime) -> RegisterReport:
    """Write what is due and not done to `out`, whole or not at all. Raises DocumentError."""
    return write_registers(session, out, [pending_list(session)], now=now)


def pending_list(session: Session) -> ListSheet[PendingAction]:
    """Return what is due and not done, for a workbook."""
    title = scoped("registers.column")
    columns: list[Column[PendingAction]] = [
        running_number(title("number")),
        Column(title("kind"), 16, lambda one: one.kind_name, "center"),
        Column(title("holder"), 30, lambda one: one.holder),
        Column(title("about"), 16, lambda one: one.about, "center"),
        Column(title("why"), 60, lambda one: one.why),
    ]
    return ListSheet(tr("registers.export.pending"), columns, [Section(pending_actions(session))])


def _action(
    kind: str, holder: str, about: str, subject: str, subject_id: int, **params: object
) -> PendingAction:
    name, why = tr(f"reports.pending.{kind}"), tr(f"reports.pending-why.{kind}", **params)
    return PendingAction(kind, name, holder, about, why, subject, subject_id)


def _contests_undecided(session: Session) -> Iterator[PendingAction]:
    """Yield contests whose names differ in spelling only, and of which nobody said whether they are one."""
    for pair in undecided_pairs(session):
        yield _action("same-contest", pair.first_name, pair.second_name, "contest", pair.first)


def _designations(session: Session) -> Iterator[PendingAction]:
    """Yield proposals that rest on a confirmed result, and named lines that nothing carries."""
    waiting = (DesignationState.PROPOSED, DesignationState.UNDER_REVIEW)
    lines = list(session.scalars(select(Designation).where(Designation.state.in_(waiting))))
    statuses = basis_statuses(session, [line.id for line in lines])
    for line in lines:
        holder = line.unit_name or line.unit.name
        if line.state == DesignationState.UNDER_REVIEW:
            yield _action("unit-under-review", holder, line.title, "designation", line.id)
        elif "proposed" in statuses[line.id]:
            yield _action("unit-not-named", holder, line.title, "designation", line.id, clause=line.clause)


def _entitled(session: Session) -> Iterator[PendingAction]:
    for row in entitled_rows(session):
        yield PendingAction(
            row.kind, row.kind_name, row.holder, row.about, row.why, row.subject, row.subject_id
        )


def _people_not_assessed(session: Session) -> Iterator[PendingAction]:
    """Yield introduced people who lack nothing but the assessment."""
    for line in people_without_title(session):
        if [one.code for one in missing_preconditions(session, line)] == ["assessment-missing"]:
            category = tr(f"introductions.category.{line.category}")
            yield _action("person-not-assessed", line.person_name, category, "introduction", line.id)


def _people_not_named(session: Session) -> Iterator[PendingAction]:
    query = select(Recognition).where(Recognition.state == RecognitionState.PROPOSED)
    for line in session.scalars(query.order_by(Recognition.id)):
        title = tr(f"honours.craftsman.{line.title}")
        yield _action("person-not-named", line.person_name, title, "recognition", line.id)


def _series_unrecorded(session: Session) -> Iterator[PendingAction]:
    """Yield contests on whose series awards or lists hang, and of which only the name or nobody says it."""
    query = select(Contest.id, Contest.name, Contest.level).where(Contest.series == "")
    for contest, name, level in session.execute(query.order_by(Contest.id)):
        if series_matters(name, level=level, recorded=""):
            series = series_words(name, level=level, recorded="")
            yield _action("series-unrecorded", name, series, "contest", contest)


def _subsidies_waiting(session: Session) -> Iterator[PendingAction]:
    """Yield subsidies that wait for a fact, a ruling or a standard."""
    kind = "subsidy-waits"
    query = select(Introduction).where(Introduction.state == IntroductionState.STANDING)
    for line in session.scalars(query.order_by(Introduction.id)):
        explanation = explain_subsidy(session, line.id)
        if explanation.status == BLOCKED:
            name, why = tr(f"reports.pending.{kind}"), explanation.conclusion
            yield PendingAction(kind, name, line.unit_name, line.person_name, why, "introduction", line.id)


def _subsidies_undermined(session: Session) -> Iterator[PendingAction]:
    """Yield claims whose honour does not stand any more, whether they are paid or not."""
    alive = (SubsidyState.CLAIMED, SubsidyState.APPROVED, SubsidyState.PAID)
    query = select(IntroductionSubsidy, Introduction.person_name).join(IntroductionSubsidy.introduction)
    query = query.join(Introduction.honour).where(Honour.state != HonourState.STANDING)
    for claim, person in session.execute(query.where(IntroductionSubsidy.state.in_(alive))):
        state = tr(f"introductions.subsidy-state.{claim.state}")
        introduction = claim.introduction_id
        yield _action(
            "subsidy-undermined", claim.unit_name, person, "introduction", introduction, state=state
        )


def _unusable_bases(session: Session) -> Iterator[PendingAction]:
    """Yield what rests on words that are no document: an older program or a list brought them in."""
    bases = bases_in(session)
    contests = select(Contest).where(Contest.class_basis != "").order_by(Contest.id)
    for contest in session.scalars(contests):
        if problem := bases.problem(contest.class_basis):
            name = tr(f"core.class.{contest.contest_class}") if contest.contest_class else ""
            yield _action("contest-basis", contest.name, name, "contest", contest.id, problem=problem.words)
    for ruling in session.scalars(select(Ruling).where(Ruling.withdrawn_at.is_(None)).order_by(Ruling.id)):
        if problem := bases.decision_problem(ruling.basis, ruling.decided_on):
            scope = ruling.event or ruling.contest or tr("policy.fact.whole-policy")
            about = question_short(ruling.question)
            yield _action("ruling-basis", scope, about, "ruling", ruling.id, problem=problem.words)
    standards = select(Standard).where(Standard.withdrawn_at.is_(None)).order_by(Standard.id)
    for standard in session.scalars(standards):
        if problem := bases.problem(standard.basis):
            about = tr(f"ui.standards.recipient-name.{standard.recipient}")
            yield _action(
                "standard-basis", standard.policy, about, "standard", standard.id, problem=problem.words
            )
