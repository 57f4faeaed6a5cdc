"""Which units a result's title names: who sent those that stand, and what is asked where several did."""

from __future__ import annotations

import pytest

from app.policy import BLOCKED, PROPOSED, EntryFacts, Outcome, RulingFacts, evaluate_event, load_policy
from tests.app.policy.builders import a_ruling, an_entry, an_event

POLICY = load_policy()
TITLE = "新乡市高技能人才培育基地"


def named(entries: list[EntryFacts], *rulings: RulingFacts, form: str = "pair") -> list[Outcome]:
    return evaluate_event(an_event(form=form), entries, policy=POLICY, rulings=rulings)


def a_pair(first: tuple[int, ...], second: tuple[int, ...], **of_second: bool) -> list[EntryFacts]:
    return [an_entry(1, units=first), an_entry(2, units=second, **of_second)]


def test_one_unit_that_sent_the_team_is_named_for_each_of_its_members() -> None:
    for outcome in named(a_pair((7,), (7,))):
        assert (outcome.title, outcome.title_status, outcome.title_units) == (TITLE, PROPOSED, (7,))


def test_several_units_of_a_team_wait_for_the_ruling_on_them() -> None:
    for outcome, unit in zip(named(a_pair((7,), (8,))), (7, 8), strict=True):
        assert (outcome.title_status, outcome.title_units) == (BLOCKED, (unit,))
        assert outcome.title_question == "several-units"


@pytest.mark.parametrize(
    ("answer", "units"), [("each-unit", [(7,), (8,)]), ("first-unit", [(7,), ()]), ("none", [(), ()])]
)
def test_a_ruling_names_each_the_first_or_none(answer: str, units: list[tuple[int, ...]]) -> None:
    outcomes = named(a_pair((7,), (8,)), a_ruling("several-units", answer))
    assert [outcome.title_units for outcome in outcomes] == units


def test_the_unit_of_an_annulled_member_is_none_of_those_that_sent_the_team() -> None:
    (stands, annulled) = named(a_pair((7,), (8,), is_annulled=True))
    assert (stands.title_status, stands.title_units, stands.title_question) == (PROPOSED, (7,), "")
    assert annulled.title_units == ()


def test_who_ties_was_sent_by_his_own_units_alone() -> None:
    outcomes = named(a_pair((7,), (8,)), form="single")
    assert [(one.title_status, one.title_units) for one in outcomes] == [(PROPOSED, (7,)), (PROPOSED, (8,))]
    (alone,) = named([an_entry(1, units=(7, 8))], form="single")
    assert (alone.title_status, alone.title_question) == (BLOCKED, "several-units")


def test_while_several_may_be_a_team_or_tie_it_is_asked_which_only_where_units_differ() -> None:
    assert {one.title_question for one in named(a_pair((7,), (8,)), form="")} == {"same-rank"}
    assert {one.title_question for one in named(a_pair((7,), (7,)), form="")} == {""}
    tie = a_ruling("same-rank", "tie")
    assert [one.title_units for one in named(a_pair((7,), (8,)), tie, form="")] == [(7,), (8,)]
