"""A contest's series by its name: the whole name with year and session, never a part of it."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.contest_series import series_level, series_named, series_resembled
from app.formats import name_key
from app.policy import vocabulary
from app.words import words_of
from models.types import ContestSeries, Level


@pytest.mark.parametrize(
    ("name", "series"),
    [
        ("第47届世界技能大赛", "world-skills"),
        ("第四十七届世界技能大赛", "world-skills"),
        ("第４７届 世界技能大赛", "world-skills"),
        ("《2024年第47届世界技能大赛》", "world-skills"),
        ("世界技能大赛（第47届）", "world-skills"),
        ("第十届国际残疾人奥林匹克职业技能竞赛", "abilympics"),
        ("中华人民共和国第二届职业技能大赛", "national-skills"),
        ("中华人民共和国首届职业技能大赛", "national-skills"),
        ("第二届全国技能大赛", "national-skills"),
        ("2023年全国职业院校技能大赛", "vocational-colleges"),
        ("河南省第三届职业技能大赛", "henan-skills"),
        ("2024年河南省职业技能大赛", "henan-skills"),
    ],
)
def test_a_listed_spelling_states_the_series(name: str, series: str) -> None:
    assert (series_named(name), series_resembled(name)) == (series, "")


@pytest.mark.parametrize(
    ("name", "resembles"),
    [
        ("第48届世界技能大赛河南省选拔赛", ""),
        ("世界技能大赛亚洲赛", "world-skills"),
        ("第47届世界技能大赛（选拔）", ""),
        ("第三届全国技能大赛河南省选拔赛", ""),
        ("第三届全国技能大赛河南分赛区", "national-skills"),
        ("世界技能博览会", ""),
        ("2024世界机器人大赛", ""),
        ("第九届世界烹饪大赛", ""),
        ("世界青年技能大赛", ""),
        ("全国乡村振兴职业技能大赛", ""),
        ("2024年新乡市职业技能大赛", ""),
        ("", ""),
    ],
)
def test_everything_else_states_none(name: str, resembles: str) -> None:
    assert (series_named(name), series_resembled(name)) == ("", resembles)


@given(
    st.text("中国河南省新乡市选拔赛亚洲青年机器人博览会行业（）-", max_size=6),
    st.sampled_from(["世界技能大赛", "全国技能大赛", "河南省职业技能大赛"]),
    st.text("中国河南省新乡市选拔赛亚洲青年机器人博览会行业-", max_size=6),
    st.sampled_from(["", "第47届", "2024年", "2024年第三届"]),
)
def test_anything_else_in_a_name_takes_the_series_away(before: str, of: str, after: str, which: str) -> None:
    name = f"{which}{before}{of}{after}"
    is_bare = not (before.replace("（）", "") + after)
    assert bool(series_named(name)) == (is_bare or name_key(name) == name_key(f"{which}{of}"))


def test_packs_registry_and_words_know_the_same_series() -> None:
    stored = {series.value for series in ContestSeries if series}
    assert set(get_args(vocabulary.Series)) == stored
    assert stored <= words_of("core.series").keys()
    levels = {series_level(series) for series in stored - {"other"}}
    assert levels <= {level.value for level in Level}
    assert series_level("other") == ""
