"""Rows for tests, valid by default: name only what the test is about.

Each builder adds its row to the session and flushes, so the row has its id. What it stands on
(a result's entry, event, contest, person and unit) is built too where it is not given.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import count
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from app.formats import name_key
from models import (
    Award,
    Base,
    Contest,
    Entry,
    Event,
    ImportBatch,
    Person,
    Result,
    Ruling,
    Standard,
    Unit,
)
from tests.synthetic import bank_card, credit_code, person_name, phone, resident_id

NOW = datetime(2024, 7, 1, 1, 0, tzinfo=UTC)
PUBLISHED = date(2024, 6, 18)
CLERK, REVIEWER = "经办甲", "复核乙"
POLICY = "xinxiang-2023"
_numbers = count(1)
Row = TypeVar("Row", bound=Base)


def a_contest(session: Session, level: str = "municipal", **facts: Any) -> Contest:
    """A class-one contest with its basis, unless said otherwise; at world level a WorldSkills contest."""
    called = "世界技能大赛" if level == "world" else "新乡市职业技能大赛"
    name = facts.pop("name", None) or f"第{next(_numbers)}届{called}"
    defaults = {
        "contest_class": "class-one",
        "official_class": "一类职业技能大赛",
        "class_basis": "示例〔2024〕1号",
        "year": 2024,
        "started_on": date(2024, 6, 1),
    }
    return _add(session, Contest(name=name, name_key=name_key(name), level=level, **defaults | facts))


def an_event(session: Session, contest: Contest | None = None, **facts: Any) -> Event:
    """A single contestants' event for workers."""
    name = facts.pop("name", None) or f"电工{next(_numbers)}"
    contest = contest or a_contest(session)
    defaults = {"group": "worker", "form": "single"}
    return _add(session, Event(contest=contest, name=name, name_key=name_key(name), **defaults | facts))


def a_person(session: Session, **facts: Any) -> Person:
    """A person with a valid resident ID, phone and bank card of their own."""
    number = next(_numbers)
    name = facts.pop("name", None) or person_name(number)
    identity = facts.setdefault("id_number", resident_id(number))
    facts.setdefault("id_type", "resident")
    facts.setdefault("id_key", f"{facts['id_type']}:{identity}")
    defaults = {"phone": phone(number), "bank_name": "工商银行新乡分行", "bank_account": bank_card(number)}
    return _add(session, Person(name=name, name_key=name_key(name), **defaults | facts))


def a_unit(session: Session, **facts: Any) -> Unit:
    """A unit of the city with a valid credit code."""
    number = next(_numbers)
    name = facts.pop("name", None) or f"新乡市示例技术学院{number}"
    facts.setdefault("credit_code", credit_code(number))
    facts.setdefault("is_outside", False)
    return _add(session, Unit(name=name, name_key=name_key(name), **facts))


def an_entry(
    session: Session, event: Event | None = None, *, person: Person | None = None, **facts: Any
) -> Entry:
    """A contestant sent by a unit; `unit=None` for one who came alone."""
    unit = facts.pop("unit") if "unit" in facts else a_unit(session)
    entry = Entry(
        event=event or an_event(session),
        person=person or a_person(session),
        unit=unit,
        unit_name=unit.name if unit else "",
        **facts,
    )
    return _add(session, entry)


def a_result(session: Session, rank: int | None = 1, **facts: Any) -> Result:
    """A confirmed current result. `event`, `person`, `unit`, `role`, `team_no`, `position` make its entry."""
    of_entry = {key: facts.pop(key) for key in _ENTRY_FACTS if key in facts}
    entry = facts.pop("entry", None) or an_entry(session, **of_entry)
    defaults: dict[str, Any] = {"state": "confirmed", "published_on": PUBLISHED}
    defaults |= {"recorded_by": CLERK, "recorded_at": NOW}
    if facts.get("state", "confirmed") == "confirmed":
        defaults |= {"confirmed_by": REVIEWER, "confirmed_at": NOW}
    return _add(session, Result(entry=entry, event_id=entry.event_id, rank=rank, **defaults | facts))


_ENTRY_FACTS = ("event", "person", "unit", "role", "team_no", "position", "employer", "remark")


def an_award(session: Session, result: Result | None = None, **facts: Any) -> Award:
    """The proposed award of a first prize at city level: 20,000 yuan."""
    result = result or a_result(session)
    defaults: dict[str, Any] = {"policy": POLICY, "rule": "prize.municipal", "clause": "二(二)8"}
    defaults |= {"status": "proposed", "state": "proposed", "amount_fen": 2_000_000}
    return _add(session, Award(id=result.id, event_id=result.event_id, **defaults | facts))


def a_ruling(session: Session, question: str, answer: str, **facts: Any) -> Ruling:
    """An answer for the whole policy, with its basis."""
    defaults: dict[str, Any] = {"policy": POLICY, "basis": "会议纪要〔2024〕3号"}
    defaults |= {"decided_on": date(2024, 3, 1), "decided_by": "审批丙", "recorded_at": NOW}
    return _add(session, Ruling(question=question, answer=answer, **defaults | facts))


def a_standard(session: Session, **facts: Any) -> Standard:
    """An amount for a world-skills gold medal, with its basis."""
    defaults: dict[str, Any] = {"policy": POLICY, "rule": "world-skills", "recipient": "contestant"}
    defaults |= {"amounts_fen": '{"金牌": 30000000}', "basis": "示例〔2024〕9号"}
    defaults |= {"valid_from": date(2024, 1, 1), "recorded_by": CLERK, "recorded_at": NOW}
    return _add(session, Standard(**defaults | facts))


def an_import_batch(session: Session, **facts: Any) -> ImportBatch:
    """A committed import of one file."""
    number = next(_numbers)
    defaults: dict[str, Any] = {"file_name": f"成绩{number}.xlsx", "sha256": f"{number:064x}"}
    defaults |= {"imported_at": NOW, "imported_by": CLERK}
    return _add(session, ImportBatch(**defaults | facts))


def _add(session: Session, row: Row) -> Row:
    session.add(row)
    session.flush()
    return row
