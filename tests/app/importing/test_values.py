"""Cells as offices write them: days, ranks, levels, words of closed sets, contacts, text."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.importing.findings import InvalidCell
from app.importing.reading.cells import as_text
from app.importing.values.achievements import Achievement, achievement_reader, achievement_text
from app.importing.values.closed_words import (
    FORMS,
    GROUPS,
    ID_TYPES,
    ROLES,
    word_reader,
)
from app.importing.values.contacts import Bank, read_account, read_bank, read_phone
from app.importing.values.dates import day_reader
from app.importing.values.field_readers import combined_level
from app.importing.values.level_words import read_class, read_level
from app.importing.values.text import remark_reader, text_reader
from app.words import words_of
from tests.synthetic import bank_card, phone

TODAY = date(2024, 7, 1)
read_day = day_reader(TODAY)
read_rank = achievement_reader("rank")


def said(value: Any) -> Any:
    return value.notes[0].code if isinstance(value, InvalidCell) else value


@given(st.dates(date(1990, 1, 1), TODAY))
def test_a_day_is_read_in_every_way_of_writing(day: date) -> None:
    ways: list[Any] = [
        day,
        datetime(day.year, day.month, day.day, 8, 30),  # noqa: DTZ001 cells have no time zone
        day.isoformat(),
        f"{day.year}.{day.month}.{day.day}",
        f"{day.year}/{day.month:02d}/{day.day:02d}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year} 年 {day.month} 月 {day.day} 日",
        f"{day:%Y%m%d}",
        int(f"{day:%Y%m%d}"),
        float((day - date(1899, 12, 30)).days),
        str((day - date(1899, 12, 30)).days),
        f"{day.isoformat()} 00:00:00",
    ]
    assert {read_day(way) for way in ways} == {day.toordinal()}


def test_a_day_in_chinese_numerals() -> None:
    assert read_day("二〇二四年六月十八日") == date(2024, 6, 18).toordinal()
    assert read_day("二○二三年十二月三十一日") == date(2023, 12, 31).toordinal()


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("2024-13-45", "date-impossible"),
        ("2023-02-29", "date-impossible"),
        ("2099-01-01", "date-future"),
        ("2024.6", "date-unknown"),
        ("24.6.18", "date-unknown"),
        ("六月十八日", "date-unknown"),
        ("待定", "date-unknown"),
        (float("inf"), "date-unknown"),
        (float("nan"), "date-unknown"),
        (date(2024, 7, 2), "date-future"),
        ("1024-06-18", "date-impossible"),
    ],
)
def test_what_is_no_day_is_named(raw: Any, code: str) -> None:
    assert said(read_day(raw)) == code


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (1.0, Achievement(1)),
        ("1", Achievement(1)),
        ("３", Achievement(3)),
        ("第一名", Achievement(1)),
        ("第 2 名", Achievement(2)),
        ("第十二名", Achievement(12)),
        ("第二十名", Achievement(20)),
        ("冠军", Achievement(1)),
        ("季军", Achievement(3)),
        ("金牌", Achievement(medal="金牌")),
        ("优胜奖", Achievement(medal="优胜奖")),
        ("一等奖", Achievement(grade="一等奖")),
        ("2等奖", Achievement(grade="二等奖")),
        ("优秀奖", Achievement(grade="优秀奖")),
        ("第一名（一等奖）", Achievement(1, grade="一等奖")),
        ("1（一等奖）", Achievement(1, grade="一等奖")),
        ("一等奖（第1名）", Achievement(1, grade="一等奖")),
        ("", Achievement()),
        ("优秀", "rank-unknown"),
        ("0", "rank-unknown"),
        (-1.0, "rank-unknown"),
        (1.5, "rank-unknown"),
        ("前三", "rank-unknown"),
        ("第一名/第二名", "rank-unknown"),
    ],
)
def test_ranks_medals_and_grades_stay_three_facts(raw: Any, expected: Any) -> None:
    found = read_rank(raw)
    assert (said(found) or found) == expected


@pytest.mark.parametrize(
    ("raw", "grade"),
    [
        ("一等奖（1名）", "一等奖"),
        ("一等奖(1)", "一等奖"),
        ("特等奖（共1名）", "特等奖"),
        ("二等奖（2人）", "二等奖"),
        ("三等奖（三）", "三等奖"),
        ("一等奖/1", "一等奖"),
    ],
)
@pytest.mark.parametrize("field", ["rank", "grade"])
def test_a_number_after_a_grade_is_no_rank(raw: str, grade: str, field: str) -> None:
    found = achievement_reader(field)(raw)
    assert said(found) == "number-beside-grade"
    assert found.value == Achievement(grade=grade)


def test_a_bare_number_in_a_column_of_grades_is_asked_about() -> None:
    read = achievement_reader("grade")
    assert said(read("1")) == "grade-unknown"
    assert read("第1名") == Achievement(1)


def test_a_declared_tie_is_kept_as_said() -> None:
    found = read_rank("并列第二名")
    assert found.value == Achievement(2)
    assert said(found) == "rank-tied"


def test_a_medal_column_takes_short_words_and_no_rank() -> None:
    read = achievement_reader("medal")
    assert read("金") == Achievement(medal="金牌")
    assert said(read("1")) == "medal-unknown"
    assert achievement_text(Achievement(1, "金牌", "")) == "第1名 金牌"


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("世界级", ("world", "")),
        ("国家级一类", ("national", "class-one")),
        ("国家级综合性", ("national", "comprehensive")),
        ("国家级专项", ("national", "special")),
        ("省级（一类）", ("provincial", "class-one")),
        ("省 级 二 类", ("provincial", "class-two")),
        ("省级Ⅱ类", ("provincial", "class-two")),
        ("市级一类职业技能竞赛", ("municipal", "class-one")),
        ("市级", ("municipal", "")),
        ("县（市、区）级", ("county", "")),
        ("企业级", ("enterprise", "")),
        ("省级行业一类", ("provincial", "class-one")),
        ("国家级行业二类", ("national", "class-two")),
        ("国家级一类大赛", ("national", "class-one")),
        ("国家一类", ("national", "class-one")),
        ("省一类", ("provincial", "class-one")),
        ("一类（省级）", ("provincial", "class-one")),
        ("省级一类竞赛", ("provincial", "class-one")),
        ("省级二类行业", ("provincial", "class-two")),
        ("全省行业职业技能竞赛一类", ("provincial", "class-one")),
        ("全国行业职业技能竞赛（二类）", ("national", "class-two")),
        ("市级行业１类", ("municipal", "class-one")),
        ("省级综合类", ("provincial", "comprehensive")),
        ("专项类（国家级）", ("national", "special")),
        ("省级行业", ("provincial", "")),
        ("省级一类二类", "level-unknown"),
        ("省级市级一类", "level-unknown"),
        ("省级三类", "level-unknown"),
        ("2024年河南省纺织行业职业技能竞赛", "level-unknown"),
        ("纺织行业一类", "level-unknown"),
        ("市级特类", "level-unknown"),
        ("一类", "level-unknown"),
        ("河南省职业技能大赛", "level-unknown"),
    ],
)
def test_levels_are_exact_words(raw: str, expected: Any) -> None:
    found = read_level(raw)
    assert (said(found) if isinstance(found, InvalidCell) else found[:2]) == expected


def test_level_and_class_in_two_columns() -> None:
    joined = combined_level((read_level("省级"), read_class("一类")))
    assert joined == ("provincial", "class-one", "省级一类")
    assert said(combined_level((read_level("省级一类"), read_class("二类")))) == "class-conflict"
    trade = combined_level((read_level("省级"), read_class("行业一类")))
    assert trade == ("provincial", "class-one", "省级行业一类")
    assert combined_level((read_level("省级行业"), read_class("一类竞赛")))[:2] == ("provincial", "class-one")
    assert said(read_class("甲类")) == "class-unknown"
    assert said(read_class("行业")) == "class-unknown"


@pytest.mark.parametrize(
    ("words", "room"),
    [(GROUPS, "core.group"), (FORMS, "core.form"), (ROLES, "core.role"), (ID_TYPES, "core.id-type")],
)
def test_every_word_we_show_is_understood(words: dict[str, str], room: str) -> None:
    read = word_reader(words, "unknown")
    assert {read(text) for text in words_of(room).values()} == set(words_of(room))
    assert said(read("别的什么")) == "unknown"
    assert read("　") == ""


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("13800000001", "13800000001"),
        (13800000001.0, "13800000001"),
        ("138 0000 0001", "13800000001"),
        ("+86 138-0000-0001", "13800000001"),
        ("0373-1234567", "phone-wrong"),
        ("0373-3051234", "0373-3051234"),
        ("1390373", "phone-wrong"),
        ("12800000001", "phone-wrong"),
        ("无", ""),
    ],
)
def test_phones(raw: Any, expected: str) -> None:
    assert said(read_phone(raw)) == expected


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("6228480000000000001", "card-checksum"),
        (6.22848000000000e18, "card-lost-digits"),
        ("6.22848E+18", "card-lost-digits"),
        ("123", "card-wrong"),
        ("#REF!", "card-wrong"),
    ],
)
def test_a_wrong_card_is_not_taken_over(raw: Any, code: str) -> None:
    found = read_account(raw)
    assert found.value == ""
    assert said(found) == code


@given(st.integers(0, 10**9))
def test_bank_and_account_in_one_cell(number: int) -> None:
    card = bank_card(number)
    spaced = " ".join(card[start : start + 4] for start in range(0, 19, 4))
    for cell in (
        f"示例银行新乡分行 {card}",
        f"示例银行新乡分行\n{spaced}",
        f"开户行：示例银行新乡分行；账号：{card}",
    ):
        assert read_bank(cell) == Bank("示例银行新乡分行", card)


def test_a_bank_alone_and_an_account_alone() -> None:
    assert read_bank("示例银行") == Bank("示例银行")
    assert read_bank(bank_card(1)) == Bank("", bank_card(1))
    assert read_bank("") == Bank()


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("=1+1", "formula-text"),
        ("\uff1d1+1", "formula-text"),
        ("@SUM(A1)", "formula-text"),
        ("#N/A", "cell-error"),
        ("示例\u200b单位", "hidden-character"),
        ("示例\ufeff单位", "hidden-character"),
        ("x" * 201, "text-too-long"),
        ("示例\ue863单位", "private-use"),
    ],
)
def test_text_that_must_not_pass_unseen(raw: str, code: str) -> None:
    assert said(text_reader(200)(raw)) == code


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("示例\n单位", "示例单位"),
        ("  示例 ", "示例"),
        ("—", ""),
        (3.0, "3"),
        (92.5, "92.5"),
        ('="0012"', "0012"),
        (None, ""),
        (True, "TRUE"),
    ],
)
def test_text_is_read_as_people_see_it(raw: Any, text: str) -> None:
    assert text_reader(200)(raw) == text


def test_remarks_never_keep_a_row_out() -> None:
    read = remark_reader(10)
    assert said(read("备\u200b注")) == "hidden-character-removed"
    assert said(read("x" * 11)) == "text-cut"
    assert read("x" * 11).value == "x" * 10
    assert as_text(1e20) == "1e+20"


def test_phone_of_the_builders_is_right() -> None:
    assert read_phone(phone(1)) == phone(1)
