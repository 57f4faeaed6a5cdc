"""States: closed words, no way out of an end, and a designation that follows what it rests on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import ConflictError
from app.honours.states import MOVES, NAMED_STATES, OPEN_STATES, DesignationState, state_from_bases
from app.validation import check_move
from app.words import words_of

D = DesignationState
STATUSES = ("proposed", "unconfirmed", "blocked", "fallen")
states = st.sampled_from(list(D))
bases = st.lists(st.sampled_from(STATUSES), max_size=5)


@pytest.mark.parametrize("register", list(MOVES))
def test_every_state_has_its_word_and_leads_to_known_states(register: str) -> None:
    moves = MOVES[register]
    assert set(words_of(f"honours.{register}-state")) == set(moves)
    assert {new for targets in moves.values() for new in targets} <= set(moves)


def test_a_forbidden_move_names_the_line_and_both_states() -> None:
    with pytest.raises(ConflictError) as refused:
        check_move(MOVES["designation"], D.REVOKED, D.DESIGNATED, register="designation", subject="示例学院")
    assert refused.value.params == {"subject": "示例学院", "old": "已撤销", "new": "已命名"}


@given(states, bases)
def test_settling_moves_only_along_allowed_lines(state: D, resting: list[str]) -> None:
    settled = state_from_bases(state, resting)
    if settled is None:
        assert state in OPEN_STATES
    elif settled != state:
        check_move(MOVES["designation"], state, settled, register="designation", subject="x")


@given(states, bases)
def test_settling_twice_changes_nothing_more(state: D, resting: list[str]) -> None:
    settled = state_from_bases(state, resting)
    if settled is not None:
        assert state_from_bases(settled, resting) == settled


@given(states, bases)
def test_settling_never_names_takes_back_or_passes_on_by_itself(state: D, resting: list[str]) -> None:
    settled = state_from_bases(state, resting)
    if settled in NAMED_STATES:
        assert state in NAMED_STATES
    if settled in (D.REVOKED, D.PASSED_ON):
        assert settled == state


@given(bases)
def test_a_named_line_is_never_removed_and_stands_while_one_basis_carries_it(resting: list[str]) -> None:
    settled = state_from_bases(D.DESIGNATED, resting)
    carried = "proposed" in resting or "unconfirmed" in resting
    assert settled == (D.DESIGNATED if carried else D.UNDER_REVIEW)


def test_a_line_under_review_returns_only_on_a_confirmed_basis() -> None:
    assert state_from_bases(D.UNDER_REVIEW, ["unconfirmed"]) == D.UNDER_REVIEW
    assert state_from_bases(D.UNDER_REVIEW, ["fallen", "proposed"]) == D.DESIGNATED
