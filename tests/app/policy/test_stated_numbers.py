"""Numbers are read out of a clause's words: what official documents write, and nothing that is unclear."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.capitals import capitals
from app.policy.stated_numbers import (
    amounts_in,
    counts_in,
    days_in,
    last_rank_in,
    percents_in,
    quantity,
    rank_spans_in,
)

_HAN, _FULL_WIDTH = "零一二三四五六七八九", str.maketrans("0123456789", "０１２３４５６７８９")


def fen_in(text: str) -> list[int]:
    return [amount.fen for amount in amounts_in(text)]


def in_numerals(number: int) -> str:
    """Return a number below ten thousand times ten thousand in Chinese numerals, written independently."""
    if number >= 10_000:
        high, low = divmod(number, 10_000)
        return in_numerals(high) + "万" + (("零" if low < 1000 else "") + in_numerals(low) if low else "")
    text, is_after_gap = "", False
    for size, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, size)
        if digit:
            text += ("零" if is_after_gap and text else "") + _HAN[digit] + unit
        is_after_gap = not digit
    return text


def decimal_words(fen: int, per: int) -> str:
    """Return fen in units of `per` yuan as plain decimals."""
    return format((Decimal(fen) / 100 / per).normalize(), "f")


@given(st.integers(100, 99_999_999_00))
def test_capitals_are_read_back(fen: int) -> None:
    assert fen_in(f"一次性给予{capitals(fen)}奖励") == [fen]


@given(st.integers(1, 99_999_999))
def test_numerals_digits_and_full_width_digits_are_read_back(yuan: int) -> None:
    for words in (in_numerals(yuan), str(yuan), f"{yuan:,}", str(yuan).translate(_FULL_WIDTH)):
        assert fen_in(f"给予{words}元奖励") == [yuan * 100], words


@given(st.integers(1, 99_999_999_00))
def test_decimals_with_a_unit_are_read_back(fen: int) -> None:
    assert fen_in(f"奖励{decimal_words(fen, 1)}元") == [fen]
    assert fen_in(f"奖励{decimal_words(fen, 10_000)}万元/人") == [fen]


@given(st.lists(st.integers(1, 99), min_size=2, max_size=5))
def test_a_list_has_the_unit_of_its_last(tens: list[int]) -> None:
    fen = [each * 10_000 * 100 for each in tens]
    assert fen_in("分别给予" + "、".join(f"{each}万" for each in tens) + "元奖励") == fen
    assert fen_in("分别给予" + "、".join(f"{each}万元" for each in tens) + "奖励") == fen
    numerals = "、".join(f"{in_numerals(each)}万" for each in tens)
    assert fen_in(f"分别给予{numerals}元奖励") == fen


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("分别给予10、8、6万元奖励", [100_000, 80_000, 60_000]),
        ("分别给予1万元、8000元、6000元奖励", [10_000, 8_000, 6_000]),
        ("8000元、6千元和一千元", [8_000, 6_000, 1_000]),
        ("1万5千元", [15_000]),
        ("一点五万元", [15_000]),
        ("按每人每月 200 元的标准", [200]),
        ("两万元", [20_000]),
        ("3,000元", [3_000]),
        ("一万五元", []),  # 10,005 or 15,000
        ("500、1万元", [10_000]),  # 500 yuan or 5,000,000
        ("10余万元", []),
        ("2023年、3月、10个", []),
    ],
)
def test_how_documents_write_amounts(text: str, yuan: list[int]) -> None:
    assert fen_in(text) == [each * 100 for each in yuan]


@given(st.integers(1, 99))
def test_percentages_are_read_back(percent: int) -> None:
    for words in (f"{percent}%", f"{percent}\uff05", f"百分之{in_numerals(percent)}", f"百分之{percent}"):
        assert percents_in(f"总值的{words}") == {Decimal(percent)}


@given(st.integers(1, 99))
def test_ranks_and_counts_are_read_back(number: int) -> None:
    words = in_numerals(number).removeprefix("一") if 10 <= number < 20 else in_numerals(number)
    for written in (words, str(number), str(number).translate(_FULL_WIDTH)):
        assert last_rank_in(f"获得前{written}名的选手") == number
        assert rank_spans_in(f"获得前{written}名的选手") == {(1, number)}
        assert counts_in(f"最长不超过{written}个月", ["个月"]) == {number}
        assert counts_in(f"不超过{written}次", ["次"]) == {number}


def test_spans_days_and_years() -> None:
    text = "单人第6—20名、双人第4-10名、三人第1名"
    spans = [rank_spans_in(text, team=team) for team in ("", "双人", "三人")]
    assert spans == [{(6, 20)}, {(4, 10)}, {(1, 1)}]
    assert days_in("2025年年底，自二〇二七年一月一日起") == {date(2025, 12, 31), date(2027, 1, 1)}
    assert counts_in("2023年起每两年举办一届", ["年"]) == {2023, 2}
    assert counts_in("半年", ["个月"]) == {6}
    assert not days_in("2023年2月30日")


@given(st.text(alphabet="零一二两三十百千万亿点0123456789,.", max_size=12))
def test_nothing_that_is_written_breaks_the_reading(words: str) -> None:
    quantity(words)
    amounts_in(f"奖励{words}元")
