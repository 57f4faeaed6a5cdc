"""Spelling and meaning of contest names: what comes to one key, and what must not."""

from __future__ import annotations

import pytest

from app.contest_names import contest_key, event_key, year_in

NAME = "2024年新乡市第三届职工技能大赛"


@pytest.mark.parametrize(
    "other",
    [
        "新乡市2024年第三届职工技能大赛",
        "２０２４年新乡市第３届职工技能大赛",
        "《2024年新乡市第三届职工技能大赛》",
        "“2024年新乡市第三届职工技能大赛”",
        "「2024年新乡市第三届职工技能大赛」",
        "二〇二四年新乡市第三届职工技能大赛",
        "二○二四年度新乡市第三届职工技能大赛",
        "2024年度 新乡市 第三届 职工技能大赛",
        "第三届新乡市职工技能大赛（2024年）",
        "2024新乡市第3届职工技能大赛",
        "第三届新乡市职工技能大赛",  # the year as recorded
    ],
)
def test_spelling_does_not_matter(other: str) -> None:
    assert contest_key(other, 2024) == contest_key(NAME, 2024)


@pytest.mark.parametrize(
    "other",
    [
        "2023年新乡市第三届职工技能大赛",
        "2024年新乡市第四届职工技能大赛",
        "2024年新乡市第十三届职工技能大赛",
        "2024年新乡市职工技能大赛",
        "2024年新乡市第三届职工技能竞赛",
        "2024年新乡市第三届技能大赛",
        "2024年新乡县第三届职工技能大赛",
        "2024年新乡市第三届职工技能大赛决赛",
    ],
)
def test_meaning_does(other: str) -> None:
    assert contest_key(other, 2024) != contest_key(NAME, 2024)


@pytest.mark.parametrize(
    ("name", "year"),
    [
        ("２０２４年大赛", 2024),
        ("二〇二四年大赛", 2024),
        ("一九九九年大赛", 1999),
        ("第2024号大赛场", 2024),
        ("大赛", 0),
        ("一二三四年大赛", 0),
        ("120240年大赛", 0),
    ],
)
def test_the_year_of_a_name(name: str, year: int) -> None:
    assert year_in(name) == year


def test_the_first_edition_is_one() -> None:
    assert contest_key("首届新乡市技能大赛") == contest_key("新乡市第一届技能大赛")
    assert contest_key("第二十一届大赛").edition == contest_key("第21届大赛").edition == 21
    assert contest_key("第一百零二届大赛").edition == 102


def test_events_are_compared_without_signs() -> None:
    assert event_key("焊 工（手工）") == event_key("焊工(手工)") == event_key("焊工手工")
