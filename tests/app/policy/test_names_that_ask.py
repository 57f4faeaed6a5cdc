"""What names and days raise: selections, teachers' groups, contests held before the document's date."""

from __future__ import annotations

from datetime import date

import pytest

from app.contest_names import last_year_in
from app.policy.engine.name_signs import was_held_before
from app.policy.facts import ContestFacts

SIGNED = date(2023, 8, 21)


@pytest.mark.parametrize(
    ("name", "year"),
    [
        ("2022年新乡市电工技能竞赛", 2022),
        ("新乡市２０２２年电工技能竞赛", 2022),
        ("二〇二二年新乡市电工技能竞赛", 2022),
        ("2022—2023年度新乡市电工技能竞赛", 2023),
        ("第三届新乡市电工技能竞赛", 0),
        ("新乡市电工技能竞赛", 0),
    ],
)
def test_the_year_of_a_name_is_the_last_it_states(name: str, year: int) -> None:
    assert last_year_in(name) == year


@pytest.mark.parametrize(
    ("name", "started_on", "held_before"),
    [
        ("2023年新乡市电工技能竞赛", date(2023, 8, 20), True),
        ("2023年新乡市电工技能竞赛", date(2023, 8, 21), False),
        ("2023年新乡市电工技能竞赛", None, False),
        ("新乡市电工技能竞赛", None, False),
        ("2022年新乡市电工技能竞赛", None, True),
        ("2022年新乡市电工技能竞赛", date(2023, 8, 28), False),
    ],
)
def test_the_recorded_day_comes_before_the_year_of_the_name(
    name: str, started_on: date | None, held_before: bool
) -> None:
    contest = ContestFacts(name, "municipal", "class-one", started_on=started_on)
    assert was_held_before(contest, SIGNED) is held_before
