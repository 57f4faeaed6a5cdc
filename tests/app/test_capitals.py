"""Amounts in capitals: the published examples, and a reader that turns them back."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.capitals import capitals

PUBLISHED = {
    10_000_000: "人民币壹拾万元整",
    8_000_000: "人民币捌万元整",
    800_000: "人民币捌仟元整",
    100_000: "人民币壹仟元整",
    80_000: "人民币捌佰元整",
    2_666_667: "人民币贰万陆仟陆佰陆拾陆元陆角柒分",
    26_666: "人民币贰佰陆拾陆元陆角陆分",
    140_950: "人民币壹仟肆佰零玖元伍角",
    600_714: "人民币陆仟零柒元壹角肆分",
    1_640_902: "人民币壹万陆仟肆佰零玖元零贰分",
    32_504: "人民币叁佰贰拾伍元零肆分",
    5: "人民币伍分",
    1000: "人民币壹拾元整",
    18_640_000: "人民币壹拾捌万陆仟肆佰元整",
    0: "人民币零元整",
    10_000_000_000: "人民币壹亿元整",
    10_000_000_100: "人民币壹亿零壹元整",
    10_001_000_000: "人民币壹亿零壹万元整",
    100_000_000_000_000: "人民币壹万亿元整",
}
_DIGITS = {digit: value for value, digit in enumerate("零壹贰叁肆伍陆柒捌玖")}
_PLACES = {"拾": 10, "佰": 100, "仟": 1000}


@pytest.mark.parametrize(("fen", "text"), PUBLISHED.items(), ids=PUBLISHED.values())
def test_the_published_examples(fen: int, text: str) -> None:
    assert capitals(fen) == text


@given(st.integers(0, 10**13))
@example(10**13)
@example(10_101_010_101)
def test_reading_it_back_gives_the_amount(fen: int) -> None:
    assert _read(capitals(fen)) == fen


@given(st.integers(1, 10**13))
def test_no_two_zeros_and_no_zero_at_an_end(fen: int) -> None:
    body = capitals(fen).removeprefix("人民币")

    assert "零零" not in body
    assert not body.startswith("零")
    assert "零元" not in body
    assert body.endswith("整") == (fen % 100 == 0)


def test_a_recovery_is_said_to_be_negative() -> None:
    assert capitals(-100_000) == "负人民币壹仟元整"


def _read(text: str) -> int:
    """Read capitals the slow way: place by place, multiplying up at 万 and 亿."""
    body = text.removeprefix("人民币").removesuffix("整")
    yuan, _, small = body.rpartition("元")
    fen = _read_integer(yuan) * 100
    digit = 0
    for sign in small:
        if sign in "角分":
            fen += digit * (10 if sign == "角" else 1)
        else:
            digit = _DIGITS[sign]
    return fen


def _read_integer(yuan: str) -> int:
    for name, size in (("亿", 10**8), ("万", 10**4)):
        high, found, low = yuan.rpartition(name)
        if found:
            return _read_integer(high) * size + _read_integer(low)
    total = digit = 0
    for sign in yuan:
        if sign in _PLACES:
            total += digit * _PLACES[sign]
            digit = 0
        else:
            digit = _DIGITS[sign]
    return total + digit
