"""Lines of the registers for tests: valid by default, name only what the test is about."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.accounts import Actor
from app.honours.recognising import RecognitionLine, propose_recognition
from app.introductions.assessments import AssessmentFacts, record_assessment
from app.introductions.introducing import IntroductionFacts, record_introduction
from app.reports.pending import pending_actions
from app.unit_of_work import UnitOfWork
from models import Award, Designation, DesignationBasis, Introduction, Result, Unit
from tests.builders import POLICY, a_contest, a_person, a_result, a_unit, an_award, an_event

BASE = "新乡市高技能人才培育基地"
EXCELLENT_BASE = "新乡市高技能人才优秀培育基地"
NAMED_ON = date(2024, 6, 25)
NAMING = "新人社〔2024〕12号"
PROPOSER = "经办乙"


def a_naming_award(session: Session, unit: Unit, *, level: str = "provincial", **facts: Any) -> Award:
    """The award of a first place at a class-one contest, which names the unit that sent the winner."""
    event = facts.pop("event", None) or an_event(session, a_contest(session, level))
    result = a_result(session, unit=unit, event=event, **facts)
    return an_award(session, result, rule=f"prize.{level}", clause="二(二)8")


def a_designation(
    session: Session, unit: Unit | None = None, *, title: str = BASE, awards: int = 1, **facts: Any
) -> Designation:
    """A proposed line that rests on `awards` confirmed first places."""
    unit = unit or a_unit(session)
    line = Designation(unit=unit, title=title, policy=POLICY, clause="二(二)8", state="proposed", **facts)
    session.add(line)
    session.flush()
    for _ in range(awards):
        add_basis(session, line, a_naming_award(session, unit))
    return line


def add_basis(session: Session, line: Designation, award: Award, *, status: str = "proposed") -> Award:
    """Let `line` rest on one more award."""
    session.add(DesignationBasis(designation_id=line.id, award_id=award.id, status=status))
    session.flush()
    return award


def annul(session: Session, award_id: int) -> None:
    """Take a result out of force, as a correction does."""
    result = session.get_one(Result, award_id)
    result.is_current, result.state = False, "annulled"
    session.flush()


def facts_of_introduction(session: Session, **facts: Any) -> IntroductionFacts:
    """A national expert whom a city unit brought in full-time from Hubei."""
    defaults: dict[str, Any] = {
        "person_id": facts.get("person_id") or a_person(session).id,
        "unit_id": facts.get("unit_id") or a_unit(session).id,
        "category": "national-expert",
        "category_evidence": "全国技术能手证书",
        "introduced_on": date(2024, 3, 1),
        "previous_employer": "武汉示例集团",
        "previous_region": "hubei",
        "channel": "talent-conference",
        "documents": "劳动合同；社保证明",
    }
    return IntroductionFacts(**defaults | facts)


def an_introduction(work: UnitOfWork, **facts: Any) -> Introduction:
    """An introduction in the register."""
    made = record_introduction(work, facts_of_introduction(work.session, **facts))
    return work.session.get_one(Introduction, made)


def an_assessment(work: UnitOfWork, introduction: Introduction, **facts: Any) -> int:
    """A passed assessment with its document."""
    defaults: dict[str, Any] = {
        "assessed_on": date(2024, 5, 10),
        "organisation": "新乡市人力资源和社会保障局",
        "is_passed": True,
        "conclusion": "考核合格，同意认定",
        "document": "新人社〔2024〕9号",
    }
    return record_assessment(work, introduction.id, AssessmentFacts(**defaults | facts))


def a_recognition(
    work: UnitOfWork, introduction: Introduction | None = None, *, title: str = "muye-craftsman"
) -> RecognitionLine:
    """A 牧野工匠 with all three preconditions, proposed by somebody who names nobody."""
    if introduction is None:
        introduction = an_introduction(work)
        an_assessment(work, introduction)
    actor, work.actor = work.actor, Actor.named(PROPOSER)
    try:
        return propose_recognition(work, introduction.id, title=title, choice_basis="考核认定会议纪要")
    finally:
        work.actor = actor


def pending_kinds(session: Session) -> dict[str, int]:
    """How many pending actions of each kind there are."""
    return dict(Counter(action.kind for action in pending_actions(session)))
