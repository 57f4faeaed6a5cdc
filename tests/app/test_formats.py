"""What is shown of a person where not all may be: never so much that the rest can be guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.formats import masked_id, masked_name, money_difference
from tests.synthetic import resident_id

_NUMBERS = st.text("0123456789ABCDEFGHXM", max_size=24)


@given(_NUMBERS)
def test_at_most_a_third_of_a_number_is_shown_and_six_characters_are_hidden(number: str) -> None:
    masked = masked_id(number)
    shown = [place for place, sign in enumerate(masked) if sign != "*"]

    assert len(masked) == len(number)
    assert len(shown) * 3 <= len(number)
    assert len(number) - len(shown) >= min(6, len(number))
    assert all(masked[place] == number[place] for place in shown)


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("12345678", "******78"),
        ("H12345678", "******678"),
        ("E12345678", "******678"),
        ("G123456", "******6"),
        ("12345", "*****"),
        ("13800138000", "********000"),
        ("6222021234567890123", "62*************0123"),
        ("", ""),
    ],
)
def test_numbers_of_every_kind(number: str, masked: str) -> None:
    assert masked_id(number) == masked


def test_a_resident_id_shows_its_province_and_its_end() -> None:
    number = resident_id(1)

    assert masked_id(number) == number[:2] + "*" * 12 + number[-4:]


_LETTERS = st.characters(categories=["Lo", "Lu", "Ll"])


@given(st.text(_LETTERS, min_size=1, max_size=12), st.text("\ufe00\U000e0100\u200d\u0301"))
def test_a_masked_name_never_gives_the_name_away(name: str, marks: str) -> None:
    masked = masked_name(name[:1] + marks + name[1:])

    assert masked != name
    assert [sign for sign in masked if sign != "*"] == ([name[0]] if len(name) > 1 else [])
    assert len(masked) == len(name)


@pytest.mark.parametrize(
    ("name", "masked"),
    [("王", "*"), ("王\ufe00", "*"), (" 王 ", "*"), ("王五", "王*"), ("古丽娜尔·买买提", "古*******")],
)
def test_names(name: str, masked: str) -> None:
    assert masked_name(name) == masked


@pytest.mark.parametrize(
    ("fen", "text"), [(1_000_000, "+¥10,000.00"), (-1_000_000, "-¥10,000.00"), (0, "¥0.00"), (1, "+¥0.01")]
)
def test_a_difference_of_amounts_has_its_sign(fen: int, text: str) -> None:
    assert money_difference(fen) == text
