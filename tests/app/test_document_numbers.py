"""Document numbers: the right brackets, whatever was typed, and what was typed is kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.document_numbers import document_number
from app.errors import InputError

PAIRS = ("〔〕", "[]", "()", "［］", "（）", "【】", "﹝﹞", "{}")


@given(st.sampled_from(PAIRS), st.integers(1949, 2099), st.integers(1, 9999))
def test_any_brackets_become_hexagonal_ones(pair: str, year: int, serial: int) -> None:
    typed = f"新办{pair[0]}{year}{pair[1]}{serial}号"
    found = document_number(typed)
    assert found.number == f"新办〔{year}〕{serial}号"
    assert found.as_written == ("" if pair == "〔〕" else typed)


@given(st.sampled_from(PAIRS), st.integers(1949, 2099))
def test_correcting_twice_changes_nothing(pair: str, year: int) -> None:
    number = document_number(f"示例{pair[0]}{year}{pair[1]}7号").number
    assert document_number(number) == (number, "")


def test_full_width_digits_and_spaces_are_made_plain() -> None:
    assert document_number(" 新办〔２０２４〕　１２ 号").number == "新办〔2024〕12号"


@pytest.mark.parametrize(
    "text", ["", "新办2024年12号", "新办〔24〕12号", "〔2024〕12号", "新办〔2024〕012号", "通知"]
)
def test_what_is_no_document_number_is_refused_with_the_text(text: str) -> None:
    with pytest.raises(InputError) as refused:
        document_number(text)
    assert refused.value.code == "document-number-form"
    assert refused.value.params == {"text": text}
