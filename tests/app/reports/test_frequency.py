"""Contests on record as a clause on their frequency sees them."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.policy import ContestHeld
from app.reports import contests_held
from app.store import Store
from tests.builders import a_contest

COUNTIES = ("杞县", "兰考县")
TODAY = date(2025, 12, 31)


def test_counties_are_told_by_name_or_organiser_and_others_are_counted(store: Store) -> None:
    with store.writing(actor="甲") as work:
        session = work.session
        a_contest(session, started_on=date(2023, 5, 1), year=2023)
        a_contest(session, started_on=None, year=2024)
        a_contest(session, is_outside=True)
        a_contest(session, started_on=date(2026, 3, 1), year=2026)
        county: dict[str, Any] = {"level": "county", "contest_class": "comprehensive", "year": 2025}
        a_contest(session, **county, name="杞县职业技能竞赛", started_on=date(2025, 12, 31))
        a_contest(session, **county, name="综合竞赛", organiser="兰考县总工会", started_on=None)
        a_contest(session, **county, name="焊工竞赛")
        a_contest(session, "county", name="杞县焊工竞赛", contest_class="special", year=2024)
        a_contest(session, "county", name="兰考县钳工竞赛", contest_class="", year=2024)
        a_contest(session, "provincial")
    with store.reading() as session:
        found = contests_held(session, city="新乡市", counties=COUNTIES, today=TODAY)
    assert found.unknown == 3
    assert found.held == (
        ContestHeld(date(2023, 5, 1)),
        ContestHeld(date(2024, 12, 31)),
        ContestHeld(date(2025, 12, 31), "杞县"),
        ContestHeld(date(2025, 12, 31), "兰考县"),
    )


def test_another_city_has_only_the_contests_that_name_it(store: Store) -> None:
    with store.writing(actor="甲") as work:
        session = work.session
        facts: dict[str, Any] = {"started_on": date(2023, 5, 1), "year": 2023}
        a_contest(session, **facts, name="2023年新乡市职业技能竞赛")
        a_contest(session, **facts, name="第一届开封市职业技能竞赛", is_outside=True)
        a_contest(session, **facts, name="职业技能竞赛", organiser="开封市人力资源和社会保障局")
        county: dict[str, Any] = {"level": "county", "contest_class": "comprehensive", **facts}
        a_contest(session, **county, name="杞县职业技能竞赛")
        a_contest(session, **county, name="鼓楼区职业技能竞赛")
        a_contest(session, **county, name="开封市鼓楼区职业技能竞赛")
        a_contest(session, **county, name="红旗区职业技能竞赛")
    with store.reading() as session:
        found = contests_held(session, city="开封市", counties=(*COUNTIES, "鼓楼区"), today=TODAY)
    assert [one.county for one in found.held] == ["", "", "杞县", "鼓楼区"]
