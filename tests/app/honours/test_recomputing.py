"""The state of a designation follows what it rests on, along the table of its moves."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.honours.recomputing import OPEN_STATES, state_from_bases
from app.transitions import TRANSITIONS, Noun
from models.designation import DesignationState

D = DesignationState
NAMED = {D.DESIGNATED, D.UNDER_REVIEW}
STATUSES = ("proposed", "unconfirmed", "blocked", "fallen")
states = st.sampled_from(list(D))
bases = st.lists(st.sampled_from(STATUSES), max_size=5)


@given(states, bases)
def test_recomputing_moves_only_along_allowed_lines(state: D, resting: list[str]) -> None:
    settled = state_from_bases(state, resting)
    if settled is None:
        assert state in OPEN_STATES
    elif settled != state:
        assert settled in TRANSITIONS[Noun.DESIGNATION][state]


@given(states, bases)
def test_recomputing_twice_changes_nothing_more(state: D, resting: list[str]) -> None:
    settled = state_from_bases(state, resting)
    if settled is not None:
        assert state_from_bases(settled, resting) == settled


@given(states, bases)
def test_recomputing_never_names_takes_back_or_passes_on_by_itself(state: D, resting: list[str]) -> None:
    settled = state_from_bases(state, resting)
    if settled in NAMED:
        assert state in NAMED
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
