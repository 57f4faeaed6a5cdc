"""One person's prizes side by side: what «all» and «highest only» come to, with what was paid before."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.policy import (
    BLOCKED,
    NONE,
    PROPOSED,
    EntryFacts,
    EventFacts,
    PersonPrize,
    RulingFacts,
    evaluate_event,
    load_policy,
    relate_person,
)
from app.policy.engine.person import compared_with, several_questions
from tests.app.policy.builders import a_contest, a_ruling, an_entry, an_event

POLICY = load_policy()
LEVELS = ("municipal", "provincial", "national")


def a_prize(
    event: EventFacts, entry: EntryFacts, *rulings: RulingFacts, frozen_fen: int | None = None
) -> PersonPrize:
    (outcome,) = evaluate_event(event, [entry], policy=POLICY, rulings=rulings)
    return PersonPrize(outcome, event, entry.published_on, frozen_fen)


def on_level(level: str, number: int, **facts: object) -> PersonPrize:
    event = an_event(a_contest(name=f"{level}赛", level=level, cycle="2024"))
    return a_prize(event, an_entry(number), **facts)  # type: ignore[arg-type]  # frozen_fen at most


_prizes = st.lists(
    st.tuples(
        st.sampled_from(LEVELS),
        st.integers(1, 3),
        st.booleans(),
        st.integers(0, 300),
    ),
    min_size=2,
    max_size=4,
    unique_by=lambda row: row[0],
)


def _won(rows: list[tuple[str, int, bool, int]]) -> list[PersonPrize]:
    prizes = []
    for number, (level, rank, is_frozen, days) in enumerate(rows, 1):
        event = an_event(a_contest(name=f"{level}赛", level=level, cycle="2024"))
        entry = an_entry(number, rank=rank, published_on=date(2024, 1, 1) + timedelta(days=days))
        prize = a_prize(event, entry)
        fen = prize.outcome.amount_fen if is_frozen else None
        prizes.append(PersonPrize(prize.outcome, event, entry.published_on, fen))
    return prizes


@given(_prizes)
def test_highest_only_pays_the_highest_once_and_never_touches_what_is_frozen(
    rows: list[tuple[str, int, bool, int]],
) -> None:
    prizes = _won(rows)
    amounts = [prize.outcome.amount_fen or 0 for prize in prizes]
    frozen = sum(prize.frozen_fen or 0 for prize in prizes)
    related = relate_person(prizes, policy=POLICY, rulings=[a_ruling("several-levels", "highest-only")])
    paid = sum(outcome.amount_fen or 0 for outcome in related)
    assert paid == max(*amounts, frozen)
    for prize, outcome in zip(prizes, related, strict=True):
        if prize.frozen_fen is not None:
            assert outcome == prize.outcome
        elif outcome.status == NONE:
            assert outcome.reason == "several-levels-lower"


@given(_prizes)
def test_all_changes_nothing(rows: list[tuple[str, int, bool, int]]) -> None:
    prizes = _won(rows)
    related = relate_person(prizes, policy=POLICY, rulings=[a_ruling("several-levels", "all")])
    assert related == [prize.outcome for prize in prizes]


@given(_prizes, st.sampled_from(["all", "highest-only"]))
def test_the_amounts_shown_are_what_the_ruling_gives(
    rows: list[tuple[str, int, bool, int]], answer: str
) -> None:
    prizes = _won(rows)
    open_ones = relate_person(prizes, policy=POLICY, rulings=[])
    ruled = relate_person(prizes, policy=POLICY, rulings=[a_ruling("several-levels", answer)])
    for prize, waiting, outcome in zip(prizes, open_ones, ruled, strict=True):
        if prize.frozen_fen is not None:
            continue
        if waiting.status == BLOCKED:
            assert waiting.questions == ("several-levels",)
            assert dict(waiting.amounts_by_answer)[answer] == (outcome.amount_fen or 0)
        else:  # the highest one, with nothing paid before, is the same under every answer
            assert waiting == prize.outcome == outcome


def test_a_title_is_not_lost_with_the_lower_prize() -> None:
    prizes = [on_level("provincial", 1), on_level("national", 2)]
    (lower, higher) = relate_person(
        prizes, policy=POLICY, rulings=[a_ruling("several-levels", "highest-only")]
    )
    assert (lower.status, lower.title, lower.title_status) == (NONE, "新乡市高技能人才培育基地", PROPOSED)
    assert higher.title == "新乡市高技能人才优秀培育基地"


def test_a_prize_blocked_for_its_amount_takes_part_and_keeps_its_question() -> None:
    pair = an_event(a_contest(name="市赛", level="municipal", cycle="2024"), form="pair")
    members = [an_entry(1), an_entry(2)]
    (first, _) = evaluate_event(pair, members, policy=POLICY, rulings=[])
    prizes = [PersonPrize(first, pair, members[0].published_on), on_level("provincial", 3)]
    (team, provincial) = relate_person(prizes, policy=POLICY, rulings=[])
    assert team.questions == ("team-prize", "several-levels")
    assert dict(team.amounts_by_answer)["equal-split+all"] == 50_000
    assert dict(team.amounts_by_answer)["equal-split+highest-only"] == 0
    assert provincial.amount_fen == 1_000_000


def test_a_lower_prize_beside_an_open_one_shows_no_amount_that_nobody_knows() -> None:
    pair = an_event(a_contest(name="省赛", cycle="2024"), form="pair")
    (first, _) = evaluate_event(pair, [an_entry(1), an_entry(2)], policy=POLICY, rulings=[])
    prizes = [PersonPrize(first, pair, date(2024, 6, 18)), on_level("municipal", 3)]
    (team, municipal) = relate_person(prizes, policy=POLICY, rulings=[])
    assert team.questions == ("team-prize",)
    assert municipal.questions == ("several-levels",)
    assert dict(municipal.amounts_by_answer) == {"all": 100_000, "highest-only": None}


def test_a_prize_higher_than_anything_an_open_one_may_come_to_need_not_wait() -> None:
    pair = an_event(a_contest(name="省赛", cycle="2024", level="provincial"), form="pair", name="焊工")
    (open_one, _) = evaluate_event(pair, [an_entry(1), an_entry(2)], policy=POLICY, rulings=[])
    national = on_level("national", 3)
    prizes = [PersonPrize(open_one, pair, date(2024, 6, 18)), national]
    (team, alone) = relate_person(prizes, policy=POLICY, rulings=[a_ruling("several-levels", "highest-only")])
    assert team.status == BLOCKED
    assert alone.amount_fen == 10_000_000


def test_what_does_not_count_does_not_hold_back_what_does() -> None:
    old = a_prize(an_event(a_contest(name="省赛", cycle="2024")), an_entry(1, published_on=date(2023, 8, 20)))
    municipal = on_level("municipal", 2)
    related = relate_person([old, municipal], policy=POLICY, rulings=[])
    assert related[0].questions == ("before-policy",)
    assert related[1].amount_fen == 100_000


def test_a_national_prize_beside_a_world_medal_waits_also_while_nobody_knows_the_medals_amount() -> None:
    world = an_event(a_contest(name="世赛", level="world", contest_class="", cycle="2024"))
    prizes = [a_prize(world, an_entry(1, medal="金牌")), on_level("national", 2)]
    (medal, national) = relate_person(prizes, policy=POLICY, rulings=[])
    assert (medal.reason, medal.questions) == ("standard-missing", ())
    assert national.questions == ("several-levels",)
    assert dict(national.amounts_by_answer) == {"all": 10_000_000, "highest-only": None}


def test_a_coach_of_a_world_team_does_not_win_at_a_level() -> None:
    world = an_event(a_contest(name="世赛", level="world", contest_class=""))
    coach = an_entry(1, medal="金牌", role="coach")
    (outcome,) = evaluate_event(world, [coach], policy=POLICY, rulings=[])
    prizes = [PersonPrize(outcome, world, coach.published_on, role="coach"), on_level("national", 2)]
    assert relate_person(prizes, policy=POLICY, rulings=[])[1].amount_fen == 10_000_000


def _at(level: str, number: int, event_name: str = "焊工", occupation: str = "", **facts: Any) -> PersonPrize:
    """A first place at a level; `cycle` and `published_on` as given."""
    contest = a_contest(name=f"{level}{number}赛", level=level, cycle=facts.get("cycle"))
    event = an_event(contest, name=event_name, occupation=occupation)
    return a_prize(event, an_entry(number, published_on=facts.get("published_on", date(2024, 6, 18))))


def _waiting(*prizes: PersonPrize) -> list[bool]:
    return [one.questions == ("several-levels",) for one in relate_person(prizes, policy=POLICY, rulings=[])]


def test_a_missing_link_is_no_answer() -> None:
    linked = (_at("provincial", 2, cycle="2024"), _at("national", 3, cycle="2024"))
    assert _waiting(_at("municipal", 1), *linked) == [True, True, False]
    assert _waiting(_at("municipal", 1, cycle="2024"), _at("provincial", 2)) == [True, False]
    assert _waiting(_at("municipal", 1, cycle="2023"), *linked) == [False, True, False]


def test_a_common_cycle_reaches_beyond_two_years_and_a_missing_link_does_not() -> None:
    early, late = date(2023, 9, 1), date(2025, 9, 2)
    within = _at("provincial", 2, published_on=date(2025, 9, 1))
    assert _waiting(_at("municipal", 1, published_on=early), within) == [True, False]
    assert _waiting(_at("municipal", 1, published_on=early), _at("provincial", 2, published_on=late)) == [
        False,
        False,
    ]
    both = {"cycle": "一个周期"}
    assert _waiting(
        _at("municipal", 1, published_on=early, **both), _at("provincial", 2, published_on=late, **both)
    ) == [True, False]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("数控车工", "数控车"),
        ("焊工", "焊接"),
        ("焊接", "焊接技术（国赛精选项目）"),  # 选拔 in a name is a question of its own
        ("电工", "维修电工"),
        ("美发师", "理发"),
        ("中式烹调师", "长垣厨艺"),
        ("数控铣", "CNC铣削"),
        ("项目一", "抹灰工"),  # a name that tells no line of work is not a different one
        ("综合技能", "综合技能（双人）"),
    ],
)
def test_like_names_are_one_occupation_until_the_office_says_otherwise(one: str, other: str) -> None:
    assert _waiting(_at("municipal", 1, one), _at("provincial", 2, other)) == [True, False]
    assert _waiting(_at("municipal", 1, one, "甲工种"), _at("provincial", 2, other, "乙工种")) == [
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("one", "other"), [("车工", "抹灰工"), ("焊工", "美发师"), ("电工", "钳工"), ("砌筑工", "养老护理员")]
)
def test_names_with_nothing_in_common_are_asked_about_only_where_the_office_says_one_occupation(
    one: str, other: str
) -> None:
    assert _waiting(_at("municipal", 1, one), _at("provincial", 2, other)) == [False, False]
    assert _waiting(_at("municipal", 1, one), _at("provincial", 2, other, one)) == [True, False]
    assert _waiting(_at("municipal", 1, one, "同一"), _at("provincial", 2, other, "同一")) == [True, False]


def test_a_ruling_for_the_contest_of_either_prize_reaches_both() -> None:
    prizes = [on_level("municipal", 1), on_level("provincial", 2)]
    ruling = a_ruling("several-levels", "all", contest="provincial赛")
    related = relate_person(prizes, policy=POLICY, rulings=[ruling])
    assert [outcome.amount_fen for outcome in related] == [100_000, 1_000_000]


def test_a_prize_waits_for_an_open_one_that_may_be_higher() -> None:
    pair = an_event(a_contest(name="省赛", cycle="2024"), form="pair", name="焊工")
    (open_one, _) = evaluate_event(pair, [an_entry(1), an_entry(2)], policy=POLICY, rulings=[])
    prizes = [PersonPrize(open_one, pair, date(2024, 6, 18)), on_level("municipal", 3)]
    ruling = a_ruling("several-levels", "highest-only")
    (_, alone) = relate_person(prizes, policy=POLICY, rulings=[ruling])
    assert (alone.status, alone.reason) == (BLOCKED, "other-prize-open")


def test_a_prize_of_which_only_the_team_is_too_large_is_compared_with_the_others() -> None:
    pair = an_event(a_contest(name="市赛", level="municipal", cycle="2024"), form="pair")
    team = [an_entry(number, team_no="1") for number in (1, 2, 3)]
    outcome = evaluate_event(pair, team, policy=POLICY, rulings=[a_ruling("team-prize", "equal-split")])[0]
    assert outcome.reason == "team-too-large"
    other = on_level("provincial", 4)
    prizes = [PersonPrize(outcome, pair, team[0].published_on), other]
    held, open_one = relate_person(prizes, policy=POLICY, rulings=[])
    assert held.reason == "team-too-large"
    assert "several-levels" in open_one.questions


def test_what_is_held_back_for_more_than_its_amount_holds_no_other_back() -> None:
    """Whether a contest without a class pays at all is open, so the other prize does not wait for it."""
    unclear = a_prize(an_event(a_contest(name="省赛", cycle="2024", contest_class="")), an_entry(1))
    municipal = on_level("municipal", 2)
    assert relate_person([unclear, municipal], policy=POLICY, rulings=[]) == [
        unclear.outcome,
        municipal.outcome,
    ]
    assert unclear.outcome.reason == "class-missing"


def test_the_question_of_several_levels_is_raised_by_two_and_names_the_other() -> None:
    city, province, alone = on_level("municipal", 1), on_level("provincial", 2), on_level("national", 3)
    assert several_questions([alone]) == ()
    assert several_questions([city, province]) == ("several-levels",)
    assert compared_with(1, [city, province], "several-levels") == [province]
    assert compared_with(2, [city, province], "several-levels") == [city]
    assert compared_with(3, [alone], "several-levels") == []
