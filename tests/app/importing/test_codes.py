"""Credit codes and bank cards against independent checkers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn
from stdnum.cn import uscc

from app.check_digits import check_character, credit_code_ok, luhn_ok
from tests.synthetic import bank_card, credit_code

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@given(st.text("0123456789", min_size=12, max_size=20))
def test_luhn_agrees(number: str) -> None:
    assert luhn_ok(number) == luhn.is_valid(number)


@given(st.integers(0, 10**9), st.integers(0, 18), st.integers(1, 9))
def test_one_wrong_digit_of_a_card_is_noticed(number: int, place: int, more: int) -> None:
    card = bank_card(number)
    digit = str((int(card[place]) + more) % 10)
    assert luhn_ok(card)
    assert not luhn_ok(card[:place] + digit + card[place + 1 :])


@pytest.mark.parametrize("text", ["", "abc", "62284883202035192x", "1" * 11, "1" * 21])
def test_what_is_no_card_is_none(text: str) -> None:
    assert not luhn_ok(text)


@given(st.text(ALPHABET, min_size=17, max_size=17))
def test_the_check_character_agrees(body: str) -> None:
    assert check_character(body) == uscc.calc_check_digit(body)


@pytest.mark.parametrize("code", ["91350100M000100Y43", "91410700MA40000140"])
def test_codes_of_the_standard_pass(code: str) -> None:
    assert credit_code_ok(code)


@given(st.integers(0, 10**7))
def test_made_up_codes_pass(number: int) -> None:
    assert credit_code_ok(credit_code(number))


@pytest.mark.parametrize("code", ["91350211M0000XUF46", "9135010OM000100Y43", "91350100"])
def test_others_do_not(code: str) -> None:
    assert not credit_code_ok(code)
