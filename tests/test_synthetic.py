"""The made-up numbers pass the checks real ones must pass; an independent library is the oracle."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn
from stdnum.cn import ric, uscc

from tests.synthetic import bank_card, credit_code, resident_id

numbers = st.integers(0, 2_000_000)


@given(numbers)
def test_every_made_up_number_is_valid(number: int) -> None:
    identity = resident_id(number)  # not ric.is_valid: it refuses a county younger than the birthday
    assert ric.calc_check_digit(identity) == identity[-1]
    assert 1970 <= ric.get_birth_date(identity).year <= 2000
    assert luhn.is_valid(bank_card(number))
    assert uscc.is_valid(credit_code(number))


def test_no_two_people_share_an_id() -> None:
    assert len({resident_id(number) for number in range(100_000)}) == 100_000
