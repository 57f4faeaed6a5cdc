"""Events worked out once for all that are alike: nothing may come out otherwise than one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.policy import (
    PROPOSED,
    EntryFacts,
    EventEvaluator,
    EventFacts,
    OtherSpelling,
    Outcome,
    RulingFacts,
    evaluate_event,
    load_policy,
)
from tests.app.policy.builders import PUBLISHED, a_contest, a_ruling, a_standard, an_entry, an_event

POLICY = load_policy()
STANDARDS = [a_standard(), a_standard("expert", amounts_fen=(("金牌", 5_000_000),))]
ELSEWHERE = OtherSpelling(("示例 省赛",), people=frozenset({1}), places=frozenset())
_NAMES = ("示例省赛", "另一示例大赛", "示例选拔赛", "2023年示例省赛", "郑州市示例大赛")
_EVENTS = ("焊工", "电工", "焊工（双人）", "电工（演示项目）")
_RULINGS = {
    "before-policy": ("counts", "does-not-count"),
    "selection-contest": ("counts", "does-not-count"),
    "demonstration-event": ("counts", "does-not-count"),
    "outside-sending-unit": ("counts", "does-not-count"),
    "same-rank": ("team", "tie"),
    "tie": ("each-full", "pooled-share"),
    "team-prize": ("each-member", "equal-split"),
    "member-annulled": ("shares-stay", "divide-anew"),
    "several-units": ("each-unit", "first-unit", "none"),
}

contests = st.builds(
    a_contest,
    name=st.sampled_from(_NAMES),
    level=st.sampled_from(("national", "provincial", "municipal", "county")),
    contest_class=st.sampled_from(("class-one", "class-one", "class-two", "comprehensive", "")),
    class_basis=st.sampled_from(("示〔2024〕1号", "")),
    medal_rule=st.sampled_from(("", "by-rank", "apart")),
    started_on=st.sampled_from((None, date(2023, 3, 1), date(2024, 3, 1))),
) | st.just(a_contest(level="world"))
events = st.builds(
    an_event,
    contests,
    name=st.sampled_from(_EVENTS),
    form=st.sampled_from(("", "single", "pair", "team")),
    team_size=st.sampled_from((None, None, 3)),
    group=st.sampled_from(("worker", "student", "teacher")),
    groups=st.sampled_from((frozenset({"worker"}), frozenset({"worker", "teacher", "student"}))),
    other_spelling=st.sampled_from(
        (None, None, None, OtherSpelling(("示例 省赛",), frozenset({1}), frozenset()))
    ),
)
facts_of_entries = st.fixed_dictionaries(
    {
        "role": st.sampled_from(("contestant", "contestant", "contestant", "expert", "translator")),
        "rank": st.sampled_from((1, 1, 2, 3, 4, None)),
        "medal": st.sampled_from(("", "", "金牌", "铜牌")),
        "published_on": st.sampled_from((PUBLISHED, PUBLISHED, date(2023, 3, 1), date(2025, 3, 1))),
        "team_no": st.sampled_from(("", "甲", "乙")),
        "position": st.integers(0, 2),
        "units": st.lists(st.sampled_from((4, 5, 6)), max_size=2, unique=True).map(tuple),
        "unit_is_outside": st.sampled_from((False, False, True)),
        "is_annulled": st.sampled_from((False, False, False, True)),
    }
)


@st.composite
def rulings(draw: st.DrawFn) -> list[RulingFacts]:
    """Return rulings on some questions, for everything or for one contest or event."""
    found = []
    for question in draw(st.lists(st.sampled_from(sorted(_RULINGS)), max_size=5)):
        where = draw(st.sampled_from(({}, {}, {"contest": _NAMES[0]}, {"event": _EVENTS[0]})))
        since = draw(st.sampled_from((None, date(2024, 1, 1))))
        found.append(a_ruling(question, draw(st.sampled_from(_RULINGS[question])), valid_from=since, **where))
    return found


@st.composite
def lists(draw: st.DrawFn) -> list[EntryFacts]:
    """Return the results of one event, the numbers of their records in any order."""
    facts = draw(st.lists(facts_of_entries, min_size=1, max_size=6))
    numbers = draw(st.permutations(range(1, len(facts) + 1)))
    people = draw(st.lists(st.integers(1, 9), min_size=len(facts), max_size=len(facts)))
    return [
        replace(an_entry(number, **each), person_id=person)
        for number, person, each in zip(numbers, people, facts, strict=True)
    ]


def renumbered(entries: Sequence[EntryFacts], by: int) -> list[EntryFacts]:
    """Return the same list of other people, sent by other units."""
    return [
        replace(
            entry,
            id=entry.id * 7 + by,
            person_id=entry.person_id + by,
            units=tuple(unit * 3 + by for unit in entry.units),
        )
        for entry in entries
    ]


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(several=st.lists(st.tuples(events, lists()), min_size=1, max_size=3), ruled=rulings())
def test_events_that_are_alike_come_out_as_each_by_itself(
    several: list[tuple[EventFacts, list[EntryFacts]]], ruled: list[RulingFacts]
) -> None:
    evaluator = EventEvaluator(policy=POLICY, rulings=ruled, standards=STANDARDS)
    for event, entries in several:
        for own in (event, replace(event, name=_EVENTS[1]), replace(event, name=_EVENTS[0])):
            for people in (entries, renumbered(entries, 100), renumbered(entries, 3)):
                together = evaluator.outcomes(evaluator.judge(own), people)
                assert together == evaluate_event(
                    own, people, policy=POLICY, rulings=ruled, standards=STANDARDS
                )


def test_each_of_two_like_events_names_its_own_units_and_results() -> None:
    evaluator = EventEvaluator(policy=POLICY, rulings=[])

    def outcome(name: str, number: int, unit: int) -> Outcome:
        judge = evaluator.judge(an_event(a_contest(level="national"), name=name))
        (found,) = evaluator.outcomes(judge, [an_entry(number, units=(unit,))])
        return found

    first, second = outcome("焊工", 7, 40), outcome("电工", 8, 50)
    assert (first.entry, first.status, first.title_units) == (7, PROPOSED, (40,))
    assert (second.entry, second.status, second.title_units) == (8, PROPOSED, (50,))


def test_a_remainder_goes_to_the_first_recorded_of_a_team_whose_members_have_no_order() -> None:
    evaluator = EventEvaluator(policy=POLICY, rulings=[a_ruling("team-prize", "equal-split")])
    judge = evaluator.judge(an_event(a_contest(level="national"), form="trio"))
    for numbers in ((9, 8, 7), (17, 19, 18)):
        outcomes = evaluator.outcomes(judge, [an_entry(number, position=0) for number in numbers])
        shares = {outcome.entry: outcome.amount_fen for outcome in outcomes}
        first, *others = sorted(numbers)
        assert shares == {first: 3_333_334} | dict.fromkeys(others, 3_333_333)
