"""Lines of the registers for tests: valid by default, name only what the test is about."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from models import Award, Designation, DesignationBasis, Result, Unit
from tests.builders import POLICY, a_contest, a_result, a_unit, an_award, an_event

BASE = "新乡市高技能人才培育基地"
EXCELLENT_BASE = "新乡市高技能人才优秀培育基地"
NAMED_ON = date(2024, 6, 25)
NAMING = "新人社〔2024〕12号"


def a_naming_award(session: Session, unit: Unit, *, level: str = "provincial", **facts: Any) -> Award:
    """The award of a first place at a class-one contest, which names the unit that sent the winner."""
    event = facts.pop("event", None) or an_event(session, a_contest(session, level))
    return an_award(session, a_result(session, unit=unit, event=event, **facts), clause="二(二)8")


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
