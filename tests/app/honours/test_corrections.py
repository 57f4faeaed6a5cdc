"""From the outside: results are assessed, a unit is named, a result falls, another one comes."""

from __future__ import annotations

from datetime import date

from app.awards import assess_all
from app.honours.bases import base_detail, base_rows
from app.honours.designating import designate_unit
from app.store import Store
from app.unit_of_work import UnitOfWork
from models import Unit
from tests.builders import a_contest, a_result, a_unit, an_event
from tests.register_builders import BASE, EXCELLENT_BASE, NAMED_ON, NAMING, annul


def a_place(work: UnitOfWork, unit: Unit, *, level: str, rank: int = 1) -> int:
    event = an_event(work.session, a_contest(work.session, level, name=f"{level}示例大赛", year=2024))
    return a_result(work.session, rank, unit=unit, event=event, published_on=date(2024, 6, 1)).id


def test_a_result_that_falls_is_followed_to_the_named_base_and_back(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="审批丙") as work:
        unit = a_unit(work.session)
        provincial = a_place(work, unit, level="provincial")
        a_place(work, unit, level="national", rank=2)
        assess_all(work)
        rows = base_rows(work.session)
        assert [(row.title, row.state) for row in rows] == [(EXCELLENT_BASE, "proposed"), (BASE, "proposed")]
        for row in rows:
            designate_unit(work, row.id, document=NAMING, designated_on=NAMED_ON)
        annul(work.session, provincial)
        assess_all(work)
        states = {row.title: (row.id, row.state) for row in base_rows(work.session)}
        assert states[EXCELLENT_BASE][1] == "designated"
        line, state = states[BASE]
        assert state == "under-review"
        assert [act.act for act in base_detail(work.session, line).acts] == ["designate", "review"]
        assess_all(work)
        assert len(base_detail(work.session, line).acts) == 2
        event = an_event(work.session, a_contest(work.session, "provincial"))
        a_result(work.session, 3, unit=unit, event=event)
        assess_all(work)
        detail = base_detail(work.session, line)
        assert detail.line.state == "designated"
        assert [fact.status for fact in detail.facts] == ["fallen", "proposed"]


def test_a_proposal_whose_only_result_falls_is_gone(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        result = a_place(work, a_unit(work.session), level="provincial")
        assess_all(work)
        assert len(base_rows(work.session)) == 1
        annul(work.session, result)
        assess_all(work)
        assert base_rows(work.session) == []
