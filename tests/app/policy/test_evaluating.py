"""What a policy says of an event's results, beyond the self-cases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.policy import (
    BLOCKED,
    COUNTS_QUESTIONS,
    NONE,
    PROPOSED,
    EntryFacts,
    EventFacts,
    EventJudge,
    Outcome,
    RulingBook,
    RulingFacts,
    evaluate_event,
    load_policy,
)
from app.policy.model import DatedValue
from app.policy.rules.prize import PrizeRule
from tests.app.policy.builders import a_contest, a_ruling, a_standard, an_entry, an_event

POLICY = load_policy()


def evaluate(event: EventFacts, entries: list[EntryFacts], *rulings: RulingFacts) -> list[Outcome]:
    return evaluate_event(event, entries, policy=POLICY, rulings=rulings)


def test_outcomes_come_in_the_order_of_the_entries() -> None:
    entries = [an_entry(9, rank=3), an_entry(2, rank=1), an_entry(5, rank=7), an_entry(1, rank=2)]
    outcomes = evaluate(an_event(), entries)
    assert [(outcome.entry, outcome.amount_fen) for outcome in outcomes] == [
        (9, 600_000),
        (2, 1_000_000),
        (5, None),
        (1, 800_000),
    ]


def test_every_outcome_names_its_rule_and_clause() -> None:
    for outcome in evaluate(an_event(), [an_entry(1), an_entry(2, rank=4), an_entry(3, role="coach")]):
        assert (outcome.rule, outcome.clause) == ("prize.provincial", "二(二)8")
    (county,) = evaluate(an_event(a_contest(level="county")), [an_entry()])
    assert (county.reason, county.clause) == ("no-rule-for-level", "二(二)8")


def test_members_listed_first_get_the_remainder_whatever_the_order_of_rows() -> None:
    event = an_event(a_contest(level="national"), form="trio")
    entries = [an_entry(7, position=3), an_entry(8, position=1), an_entry(9, position=2)]
    outcomes = evaluate(event, entries, a_ruling("team-prize", "equal-split"))
    assert [outcome.amount_fen for outcome in outcomes] == [3_333_333, 3_333_334, 3_333_333]


def test_a_recorded_form_beats_the_one_in_the_name() -> None:
    event = an_event(name="移动机器人（双人）", form="single")
    outcomes = evaluate(event, [an_entry(1), an_entry(2)])
    assert {outcome.questions for outcome in outcomes} == {("tie",)}


def test_single_contestants_with_numbers_of_their_own_are_no_teams() -> None:
    event = an_event(form="")
    entries = [an_entry(1, rank=1, team_no="A1"), an_entry(2, rank=2, team_no="A2")]
    assert [outcome.amount_fen for outcome in evaluate(event, entries)] == [1_000_000, 800_000]


def test_a_contestant_without_a_medal_is_none_of_the_expert_team() -> None:
    event = an_event(a_contest(level="world", contest_class=""))
    entries = [an_entry(1, medal="金牌"), an_entry(2, rank=8), an_entry(3, role="coach")]
    standards = [a_standard(), a_standard("expert-team")]
    rulings = [a_ruling("expert-team", "one-per-team")]
    coach = evaluate_event(event, entries, policy=POLICY, rulings=rulings, standards=standards)[2]
    assert (coach.status, coach.amount_fen) == (PROPOSED, 30_000_000)


@pytest.mark.parametrize(("level", "contest_class"), [("world", ""), ("provincial", "class-one")])
@pytest.mark.parametrize(
    ("began", "questions"), [(date(2023, 8, 20), ("across-policy-date",)), (date(2023, 8, 21), ())]
)
def test_a_contest_that_began_before_the_document_is_asked_about(
    level: str, contest_class: str, began: date, questions: tuple[str, ...]
) -> None:
    contest = a_contest(level=level, contest_class=contest_class, started_on=began)
    medal = "金牌" if level == "world" else ""
    entry = an_entry(medal=medal, published_on=date(2023, 9, 1))
    standards = [a_standard(valid_from=date(2023, 8, 21))]
    (outcome,) = evaluate_event(an_event(contest), [entry], policy=POLICY, rulings=[], standards=standards)
    assert outcome.questions == questions


def test_a_grade_beside_a_medal_is_not_asked_about_while_the_rank_is_missing() -> None:
    entry = an_entry(rank=None, grade="一等奖", medal="金牌")
    ruling = a_ruling("grade-only", "not-a-rank")
    (outcome,) = evaluate(an_event(), [entry], ruling)
    assert (outcome.status, outcome.reason) == (BLOCKED, "rank-missing")


def test_of_members_at_one_place_of_the_list_the_first_recorded_gets_the_remainder() -> None:
    members = [an_entry(number, position=0) for number in (3, 2, 1)]
    outcomes = evaluate(an_event(form="trio"), members, a_ruling("team-prize", "equal-split"))
    assert [outcome.amount_fen for outcome in outcomes] == [333_333, 333_333, 333_334]


@pytest.mark.parametrize(("rank", "reason"), [(3, "medal-contradicts-rank"), (4, "below-third")])
def test_a_prize_of_encouragement_contradicts_the_first_three_ranks_and_no_other(
    rank: int, reason: str
) -> None:
    (outcome,) = evaluate(an_event(), [an_entry(rank=rank, medal="优胜奖")])
    assert outcome.reason == reason


def test_a_number_of_one_s_own_makes_no_team_where_the_form_is_not_recorded() -> None:
    """One of two at a rank has a number, the other has none: they tie, whatever the event's form."""
    entries = [an_entry(1, team_no="1"), an_entry(2)]
    outcomes = evaluate(an_event(form=""), entries, a_ruling("tie", "each-full"))
    assert [outcome.amount_fen for outcome in outcomes] == [1_000_000, 1_000_000]


def test_four_people_at_one_rank_of_a_pair_event_are_two_teams_or_unclear() -> None:
    event = an_event(form="pair")
    entries = [an_entry(number) for number in range(1, 5)]
    assert evaluate(event, entries)[0].questions == ("same-rank",)  # four are no team of this event
    ruled = evaluate(
        event,
        entries,
        a_ruling("same-rank", "tie", event="焊工"),
        a_ruling("tie", "pooled-share"),
        a_ruling("team-prize", "equal-split"),
    )
    assert [outcome.amount_fen for outcome in ruled] == [450_000] * 4


def test_three_people_of_a_pair_event_cannot_be_divided_into_teams() -> None:
    event = an_event(form="pair")
    entries = [an_entry(number) for number in range(1, 4)]
    (first, *_) = evaluate(event, entries, a_ruling("same-rank", "tie", event="焊工"))
    assert (first.status, first.reason) == (BLOCKED, "team-unclear")


def test_a_question_whose_answers_come_to_the_same_is_not_asked() -> None:
    event = an_event(form="single")
    entries = [an_entry(1, rank=1), an_entry(2, rank=1)]
    same = replace(POLICY, prizes={"provincial": _flat_prizes()})
    outcomes = evaluate_event(event, entries, policy=same, rulings=[])
    assert [outcome.amount_fen for outcome in outcomes] == [1_000_000, 1_000_000]


def _flat_prizes() -> dict[str, PrizeRule]:
    rule = POLICY.prizes["provincial"]["class-one"]
    flat = replace(
        rule.fen_by_rank, history=(rule.fen_by_rank.history[0]._replace(value={1: 1_000_000, 2: 1_000_000}),)
    )
    return {"class-one": replace(rule, fen_by_rank=flat)}


def test_a_narrower_ruling_wins_and_names_are_compared_without_spaces_and_brackets() -> None:
    contest = a_contest(name="2024年（第二届）示例省赛")
    event = an_event(contest, form="pair")
    entries = [an_entry(1), an_entry(2)]
    outcomes = evaluate(
        event,
        entries,
        a_ruling("team-prize", "each-member", decided_on=date(2030, 1, 1)),
        a_ruling("team-prize", "equal-split", contest="2024年(第二届) 示例省赛"),
    )
    assert {outcome.amount_fen for outcome in outcomes} == {500_000}


def test_a_ruling_for_another_contest_does_not_reach() -> None:
    event = an_event(form="pair")
    outcomes = evaluate(
        event, [an_entry(1), an_entry(2)], a_ruling("team-prize", "equal-split", contest="别的竞赛")
    )
    assert {outcome.status for outcome in outcomes} == {BLOCKED}


def test_a_repealed_prize_gives_nothing_from_its_last_day_on() -> None:
    rule = POLICY.prizes["provincial"]["class-one"]
    history = (*rule.fen_by_rank.history, DatedValue(date(2025, 1, 1), None, rule.clause))
    ended = replace(rule, fen_by_rank=replace(rule.fen_by_rank, history=history))
    policy = replace(POLICY, prizes={"provincial": {"class-one": ended}})
    last_day, first_without = date(2024, 12, 31), date(2025, 1, 1)
    (before,) = evaluate_event(an_event(), [an_entry(published_on=last_day)], policy=policy, rulings=[])
    (after,) = evaluate_event(an_event(), [an_entry(published_on=first_without)], policy=policy, rulings=[])
    assert (before.status, after.status, after.reason) == (PROPOSED, NONE, "not-in-force")


def test_the_latest_standard_in_force_counts_and_another_policy_s_does_not() -> None:
    event = an_event(a_contest(level="world", contest_class=""))
    older = a_standard()
    newer = a_standard(valid_from=date(2024, 6, 1), amounts_fen=(("金牌", 1),))
    foreign = a_standard(policy="kaifeng-2021", valid_from=date(2024, 6, 2), amounts_fen=(("金牌", 2),))
    outcomes = evaluate_event(
        event, [an_entry(medal="金牌")], policy=POLICY, rulings=[], standards=[older, newer, foreign]
    )
    assert outcomes[0].amount_fen == 1


def test_an_expert_team_has_its_contestant_s_medal() -> None:
    event = an_event(a_contest(level="world", contest_class=""))
    entries = [an_entry(1, rank=None, medal="gold"), an_entry(2, rank=None, role="expert")]
    outcomes = evaluate_event(
        event, entries, policy=POLICY, rulings=[], standards=[a_standard(), a_standard("expert-team")]
    )
    assert outcomes[0].amount_fen == 30_000_000
    assert outcomes[1].questions == ("expert-team",)
    assert outcomes[1].amounts_by_answer == (("one-per-team", 30_000_000), ("each-member", 30_000_000))


def test_ineligible_reason_agrees_with_the_full_evaluation() -> None:
    for level in ("world", "national", "provincial", "municipal", "county"):
        for contest_class in ("", "class-one", "class-two", "comprehensive", "special"):
            event = an_event(a_contest(level=level, contest_class=contest_class))
            judge = EventJudge(event, policy=POLICY, rulings=[])
            for role in ("contestant", "coach", "translator"):
                for rank in (None, 1, 3, 4):
                    (outcome,) = evaluate(event, [an_entry(rank=rank, role=role)])
                    reason = judge.ineligible_reason(role, rank)
                    assert not reason or (outcome.status, outcome.reason) == (NONE, reason)


_contests = st.builds(
    a_contest,
    level=st.sampled_from(["national", "provincial", "municipal"]),
    contest_class=st.sampled_from(["class-one", "comprehensive", "class-two"]),
    class_basis=st.sampled_from(["", "示〔2024〕1号"]),
    is_selection=st.booleans(),
    is_outside=st.sampled_from([None, False, True]),
)
_events = st.builds(
    an_event,
    _contests,
    form=st.sampled_from(["", "single", "pair", "trio", "team"]),
    group=st.sampled_from(["worker", "student"]),
    groups=st.sampled_from([frozenset({"worker", "student"}), frozenset({"student"})]),
    is_demonstration=st.booleans(),
)
_entries = st.lists(
    st.fixed_dictionaries(
        {
            "rank": st.sampled_from([None, 1, 1, 2, 2, 3, 4]),
            "grade": st.sampled_from(["", "一等奖"]),
            "team_no": st.sampled_from(["", "", "01", "02"]),
            "published_on": st.sampled_from([date(2023, 8, 20), date(2023, 8, 21), date(2024, 6, 18)]),
            "unit_is_outside": st.sampled_from([None, True]),
        }
    ),
    min_size=1,
    max_size=6,
).map(lambda rows: [an_entry(number, **row) for number, row in enumerate(rows, 1)])


@given(_events, _entries)
def test_an_outcome_has_an_amount_a_question_or_a_reason(
    event: EventFacts, entries: list[EntryFacts]
) -> None:
    for outcome in evaluate(event, entries):
        assert (outcome.amount_fen is not None) == (outcome.status == PROPOSED)
        if outcome.status == NONE:
            assert outcome.reason
            assert not outcome.title  # this document prizes all ranks that name a unit
        if outcome.status == BLOCKED:
            assert outcome.questions or outcome.reason
            assert all(fen is None or fen >= 0 for _, fen in outcome.amounts_by_answer)
        if outcome.title_status == PROPOSED:
            assert not set(outcome.questions) & COUNTS_QUESTIONS.keys()


@given(_events, _entries)
def test_each_amount_shown_under_an_answer_is_what_that_ruling_gives(
    event: EventFacts, entries: list[EntryFacts]
) -> None:
    for place, outcome in enumerate(evaluate(event, entries)):
        if len(outcome.questions) != 1 or outcome.reason:
            continue
        for answer, fen in outcome.amounts_by_answer:
            if "+" in answer or fen is None:
                continue
            ruling = a_ruling(outcome.questions[0], answer, event=event.name)
            ruled = evaluate(event, entries, ruling)[place]
            assert (ruled.amount_fen or 0) == fen
            assert ruled.status != BLOCKED


@given(_events, _entries, st.sampled_from(["equal-split", "each-member"]))
def test_a_team_gets_its_prize_once_or_once_per_member(
    event: EventFacts, entries: list[EntryFacts], mode: str
) -> None:
    entries = [replace(entry, team_no="01", rank=2, published_on=date(2024, 6, 18)) for entry in entries]
    event = replace(event, form="team", is_demonstration=False, group="worker")
    event = replace(event, contest=a_contest(level="national"))
    entries = [replace(entry, unit_is_outside=None) for entry in entries]
    outcomes = evaluate(event, entries, a_ruling("team-prize", mode))
    if len(entries) == 1 and mode == "equal-split":
        assert outcomes[0].reason == "team-incomplete"
        return
    times = len(entries) if mode == "each-member" else 1
    assert sum(outcome.amount_fen or 0 for outcome in outcomes) == 8_000_000 * times


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 3)), min_size=1, max_size=6))
def test_the_book_finds_the_narrowest_and_then_the_latest(rows: list[tuple[int, int]]) -> None:
    scopes: list[dict[str, str]] = [{}, {"contest": "赛"}, {"contest": "赛", "event": "项"}]
    day = date(2024, 1, 1)
    rulings = [
        a_ruling("tie", "each-full", basis=str(number), decided_on=day + timedelta(days=age), **scopes[scope])
        for number, (scope, age) in enumerate(rows)
    ]
    found = RulingBook(rulings).reaching("赛", "项").find("tie", day)
    best = max(range(len(rows)), key=lambda number: (*rows[number], number))
    assert found is not None
    assert found.basis == str(best)
    assert RulingBook(rulings).reaching("另一赛", "项").find("tie", day) in (None, *rulings)
