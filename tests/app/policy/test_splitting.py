"""Money is divided without losing or inventing a fen."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.policy import evaluate_event, load_policy, split_by_percent, split_evenly
from tests.app.policy.builders import a_contest, a_ruling, a_standard, an_entry, an_event


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


def percents_of(weights: list[int]) -> tuple[int, ...]:
    """Return whole percents that sum to 100, 0 where the weight is 0; some weight is above 0."""
    percents = [weight * 100 // sum(weights) for weight in weights]
    percents[weights.index(max(weights))] += 100 - sum(percents)
    return tuple(percents)


@given(
    st.integers(1, 10**9),
    st.lists(st.integers(0, 9), min_size=2, max_size=8).filter(any).map(percents_of),
    st.randoms(use_true_random=False),
)
def test_an_expert_team_s_share_is_divided_to_the_last_fen_and_none_goes_to_who_has_no_share(
    total: int, percents: tuple[int, ...], order: Random
) -> None:
    event = an_event(a_contest(level="world", contest_class=""))
    team = [an_entry(number, role="expert", medal="金牌") for number in range(1, len(percents) + 1)]
    order.shuffle(team)
    outcomes = evaluate_event(
        event,
        [an_entry(99, medal="金牌"), *team],
        policy=load_policy(),
        rulings=[a_ruling("expert-team", "one-per-team", shares=percents)],
        standards=[a_standard("expert-team", amounts_fen=(("金牌", total),))],
    )
    by_entry = {outcome.entry: outcome for outcome in outcomes if outcome.entry != 99}
    assert sum(outcome.amount_fen or 0 for outcome in by_entry.values()) == total
    for number, percent in enumerate(percents, 1):
        assert (by_entry[number].reason == "no-share") is (percent == 0)


@given(st.lists(st.integers(0, 10**9), min_size=2, max_size=8).filter(any), st.randoms(use_true_random=False))
def test_a_plan_in_amounts_is_paid_as_it_stands_to_the_members_in_their_listed_order(
    plan: list[int], order: Random
) -> None:
    event = an_event(a_contest(level="world", contest_class=""))
    team = [an_entry(number, role="coach", medal="银牌") for number in range(1, len(plan) + 1)]
    order.shuffle(team)
    outcomes = evaluate_event(
        event,
        team,
        policy=load_policy(),
        rulings=[a_ruling("expert-team", "one-per-team", plan_fen=tuple(plan), event=event.name)],
        standards=[a_standard("expert-team", amounts_fen=(("银牌", sum(plan)),))],
    )
    paid = {outcome.entry: outcome.amount_fen or 0 for outcome in outcomes}
    assert [paid[number] for number in range(1, len(plan) + 1)] == plan
