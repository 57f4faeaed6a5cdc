"""Batches for tests, valid by default: what stands on papers of batches."""

from __future__ import annotations

import json
from datetime import date
from itertools import count
from typing import Any

from sqlalchemy.orm import Session

from models import Award, Batch, BatchAward, Person, Publicity, Unit
from tests.builders import CLERK, NOW, a_contest, a_person, a_result, a_unit, an_award, an_event

STARTS, ENDS = date(2024, 7, 2), date(2024, 7, 8)
CONTACT = "新乡市职业技能竞赛办公室，新乡市示例路1号，电话0373-3051234"
_numbers = count(1)


def a_batch(session: Session, awards: list[Award], *, is_published: bool = True, **facts: Any) -> Batch:
    """A batch with these awards, published for five working days unless said otherwise."""
    defaults = {"name": f"2024年第{next(_numbers)}批", "state": "publicity", "chosen": json.dumps({})}
    batch = Batch(created_by=CLERK, created_at=NOW, **defaults | facts)
    session.add(batch)
    session.flush()
    for award in awards:
        fen = award.amount_fen or 0
        session.add(
            BatchAward(batch_id=batch.id, award_id=award.id, amount_fen=fen, added_by=CLERK, added_at=NOW)
        )
    if is_published:
        a_publicity(session, batch)
    session.flush()
    return batch


def a_publicity(session: Session, batch: Batch, **facts: Any) -> Publicity:
    """A publication on a website, with whom objections go to."""
    defaults: dict[str, Any] = {"starts_on": STARTS, "ends_on": ENDS, "working_days": 5}
    defaults |= {"place": "新乡市人力资源和社会保障局网站", "contact": CONTACT}
    row = Publicity(batch_id=batch.id, started_by=CLERK, started_at=NOW, **defaults | facts)
    session.add(row)
    session.flush()
    return row


def some_awards(session: Session, number: int, *, unit: str = "新乡市示例技师学院") -> list[Award]:
    """Awards of `number` people: three ranks an event, several events a contest, two units."""
    units = [a_unit(session, name=f"{unit}{letter}") for letter in ("", "（东校区）")]
    made, event = [], None
    for place in range(number):
        if place % 12 == 0:
            contest = a_contest(session, name=f"第{place // 12 + 1}届新乡市职业技能大赛")
        if place % 3 == 0:
            event = an_event(session, contest, name=f"示例赛项{place // 3 + 1}")
        made.append(award_of(session, a_person(session), units[place % 2], event=event, rank=place % 3 + 1))
    return made


def award_of(session: Session, person: Person, unit: Unit, *, rank: int = 1, **facts: Any) -> Award:
    """An award of a person sent by a unit."""
    result = a_result(session, rank, person=person, unit=unit, **facts)
    fen = {1: 2_000_000, 2: 1_500_000, 3: 1_000_000}[rank]
    return an_award(session, result, amount_fen=fen)
