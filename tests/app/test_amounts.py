"""An amount is what its text shows to a person, or it is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.amounts import MOST_FEN, fen_entered, fen_of_yuan, require_amount_within_bound
from app.errors import InputError
from app.formats import money, yuan


@given(st.integers(0, MOST_FEN))
def test_what_is_written_with_two_decimals_is_read_back(fen: int) -> None:
    assert fen_of_yuan(yuan(fen)) == fen


@pytest.mark.parametrize(
    ("text", "fen"),
    [("300000", 30_000_000), ("0", 0), ("0.5", 50), ("333.34", 33_334), ("333.3", 33_330)],
)
def test_plain_decimals_are_read(text: str, fen: int) -> None:
    assert fen_of_yuan(text) == fen


@pytest.mark.parametrize(
    "text",
    [
        *("0300000", "0o17", "0xFF", "0b101", "30:00", "1_000", "1e5", "+5", "1,000", "５００", "1 000"),
        *("1.", ".5", "0.001", "333.333333333333333", "", "-", "十万", ".inf", ".nan", "yes", "-0x1"),
    ],
)
def test_other_notations_are_refused(text: str) -> None:
    with pytest.raises(InputError) as refused:
        fen_of_yuan(text)
    assert refused.value.code in {"amount-form", "amount-not-a-number"}


def test_an_amount_below_nothing_is_taken_only_where_it_may_be() -> None:
    assert fen_of_yuan("-5", may_be_negative=True) == -500
    with pytest.raises(InputError, match="amount-negative"):
        fen_of_yuan("-5")


@pytest.mark.parametrize("text", ["1000000000.01", "92233720368547758", "9" * 400, "-9" + "0" * 30])
def test_an_amount_beyond_the_bound_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="amount-too-large"):
        fen_of_yuan(text, may_be_negative=True)


def test_the_bound_itself_is_taken() -> None:
    assert fen_of_yuan("1000000000") == MOST_FEN
    require_amount_within_bound(-MOST_FEN)
    with pytest.raises(InputError, match="amount-too-large"):
        require_amount_within_bound(MOST_FEN + 1)


@given(st.integers(0, MOST_FEN))
def test_a_form_takes_what_screens_show(fen: int) -> None:
    assert fen_entered(f" {money(fen)} 元") == fen
