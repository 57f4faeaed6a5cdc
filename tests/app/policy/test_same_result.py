"""One result of one person under two contests' names: who waits until somebody says that they are two."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.policy import (
    BLOCKED,
    PROPOSED,
    Outcome,
    PersonPrize,
    evaluate_event,
    load_policy,
    relate_person,
)
from tests.app.policy.builders import a_contest, an_entry, an_event

POLICY = load_policy()
UNDECIDED = "same-contest-undecided"


def won(
    number: int,
    contest: str = "2024年河南省焊接技能竞赛",
    *,
    event: str = "焊工",
    group: str = "worker",
    frozen_fen: int | None = None,
    of_contest: dict[str, Any] | None = None,
    **of_entry: Any,
) -> PersonPrize:
    """A first place of a provincial contest, published with all others."""
    held = an_event(a_contest(name=contest, **of_contest or {}), name=event, group=group)
    entry = an_entry(number, **of_entry)
    (outcome,) = evaluate_event(held, [entry], policy=POLICY, rulings=[])
    return PersonPrize(
        outcome,
        held,
        entry.published_on,
        frozen_fen,
        role=entry.role,
        rank=entry.rank,
        medal=entry.medal,
    )


def related(*prizes: PersonPrize) -> list[Outcome]:
    return relate_person(prizes, policy=POLICY, rulings=[])


def test_both_wait_and_say_what_each_pays_once_they_are_two() -> None:
    for outcome in related(won(1), won(2, "2024年河南省焊接技能大赛")):
        assert (outcome.status, outcome.reason, outcome.amount_fen) == (BLOCKED, UNDECIDED, None)
        assert outcome.amounts_by_answer == (("same-contest", 1_000_000),)


@pytest.mark.parametrize(
    "other",
    [
        {"event": "电工"},
        {"rank": 2},
        {"published_on": date(2024, 6, 19)},
        {"of_contest": {"level": "municipal"}},
        {"group": "teacher"},
        {"contest": "2023年河南省焊接技能大赛"},
        {
            "contest": "2024年河南省焊接技能竞赛"
        },  # one name: several events of one contest are another question
    ],
)
def test_what_differs_in_one_fact_is_another_result(other: dict[str, Any]) -> None:
    prizes = [won(1), won(2, **{"contest": "2024年河南省焊接技能大赛", **other})]
    assert UNDECIDED not in [outcome.reason for outcome in related(*prizes)]


def test_contests_on_record_as_two_are_two() -> None:
    names = "2024年河南省焊接技能竞赛", "2024年河南省焊接技能大赛"
    prizes = [
        won(number, name, of_contest={"distinct_from": frozenset(names) - {name}})
        for number, name in enumerate(names, 1)
    ]
    assert [outcome.status for outcome in related(*prizes)] == [PROPOSED, PROPOSED]


def test_what_was_decided_stays_and_holds_the_other_back() -> None:
    decided = won(1, frozen_fen=1_000_000)
    (first, second) = related(decided, won(2, "2024年河南省焊接技能大赛"))
    assert first == decided.outcome
    assert second.reason == UNDECIDED


def test_beside_a_result_of_nothing_nobody_waits() -> None:
    prizes = [won(1), won(2, "2024年河南省焊接技能大赛", rank=1, role="coach")]
    assert related(*prizes) == [prize.outcome for prize in prizes]
    beyond = [won(1, rank=4), won(2, "2024年河南省焊接技能大赛", rank=4)]
    assert related(*beyond) == [prize.outcome for prize in beyond]


def test_one_medal_is_one_place_where_a_list_gives_no_rank() -> None:
    contests = "2024年河南省焊接技能竞赛", "2024年河南省焊接技能大赛"
    by_rank = {"medal_rule": "by-rank", "medal_rule_basis": "示〔2024〕2号"}
    for medals, same in ((("金牌", "金牌"), True), (("金牌", "银牌"), False)):
        prizes = [
            won(number, name, rank=None, medal=medal, of_contest=by_rank)
            for number, (name, medal) in enumerate(zip(contests, medals, strict=True), 1)
        ]
        assert [outcome.reason == UNDECIDED for outcome in related(*prizes)] == [same, same]


def test_what_waits_for_another_reason_keeps_it_and_a_question_is_told_beside() -> None:
    unclear = won(1, of_contest={"contest_class": ""})
    asked = won(2, "2024年河南省焊接技能大赛", unit_is_outside=True)
    (first, second) = related(unclear, asked)
    assert first == unclear.outcome
    assert (second.reason, second.questions) == (UNDECIDED, ("outside-sending-unit",))
    assert dict(second.amounts_by_answer) == {
        f"same-contest+{answer}": fen for answer, fen in asked.outcome.amounts_by_answer
    }
