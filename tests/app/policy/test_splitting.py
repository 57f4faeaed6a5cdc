"""Money is divided without losing or inventing a fen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.policy import split_by_percent, split_evenly


@given(st.integers(0, 10**12), st.integers(1, 200))
def test_even_shares_sum_to_the_whole_and_differ_by_at_most_a_fen(total: int, parts: int) -> None:
    shares = split_evenly(total, parts)
    assert sum(shares) == total
    assert max(shares) - min(shares) <= 1
    assert shares == sorted(shares, reverse=True)


@given(st.integers(0, 10**12), st.lists(st.integers(0, 100), min_size=1, max_size=30))
def test_shares_by_percent_sum_to_the_whole(total: int, percents: list[int]) -> None:
    percents = [percent * 100 // (sum(percents) or 1) for percent in percents]
    percents[0] += 100 - sum(percents)
    shares = split_by_percent(total, percents)
    assert sum(shares) == total
    assert all(share == 0 for share, percent in zip(shares, percents, strict=True) if percent == 0)
    assert all(
        0 <= share - total * percent // 100 <= 1 for share, percent in zip(shares, percents, strict=True)
    )
    assert all(
        abs(share - total * percent / 100) <= 30 for share, percent in zip(shares, percents, strict=True)
    )


def test_a_third_of_a_hundred_thousand_yuan() -> None:
    assert split_evenly(10_000_000, 3) == [3_333_334, 3_333_333, 3_333_333]


@pytest.mark.parametrize(
    ("total", "percents", "shares"),
    [
        (101, [0, 50, 50], [0, 51, 50]),
        (101, [50, 0, 50], [51, 0, 50]),
        (1, [0, 0, 100], [0, 0, 1]),
        (2, [33, 0, 33, 34], [1, 0, 1, 0]),
        (100_00, [100], [100_00]),
    ],
)
def test_nobody_without_a_share_gets_the_remainder(
    total: int, percents: list[int], shares: list[int]
) -> None:
    assert split_by_percent(total, percents) == shares


def test_percents_that_do_not_sum_to_a_hundred_are_refused() -> None:
    with pytest.raises(ValueError, match="100"):
        split_by_percent(100, [50, 40])
    with pytest.raises(ValueError, match="100"):
        split_by_percent(100, [150, -50])
