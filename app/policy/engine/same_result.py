"""One result of one person under two contests' names: held back until somebody says that they are two.

Names of one spelling are held event by event, whoever and whatever rank stands there. Here the names differ
in words (竞赛, 大赛, 决赛), which alone raises nothing: only the same person, level, day of publication,
event and rank together do.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from app.contest_names import event_line, may_be_one_contest
from app.formats import name_key
from app.policy.engine.person_prize import PersonPrize
from app.policy.facts import BLOCKED, NONE, ContestFacts, Outcome, is_same_group

SAME_CONTEST, UNDECIDED = "same-contest", "same-contest-undecided"


def same_results(prizes: Sequence[PersonPrize]) -> dict[int, list[int]]:
    """Return, by place among one person's prizes, the places of those that may be the same result again.

    A prize is none of these beside itself: its contest is called as itself.
    """
    near: defaultdict[tuple[object, ...], list[int]] = defaultdict(list)
    for place, prize in enumerate(prizes):
        if prize.rank or prize.medal:
            near[prize.event.contest.level, prize.published_on, prize.role].append(place)
    found = {
        place: [other for other in group if _may_be_one(prizes[place], prizes[other])]
        for group in near.values()
        for place in group
    }
    return {place: others for place, others in found.items() if others}


def hold_same_results(prizes: Sequence[PersonPrize], outcomes: list[Outcome]) -> None:
    """Hold back, in place, outcomes that may pay one result again. What is frozen stays, and holds others."""

    def pays(place: int) -> bool:
        return prizes[place].frozen_fen is not None or outcomes[place].status != NONE

    held = [
        place
        for place, others in same_results(prizes).items()
        if prizes[place].frozen_fen is None and pays(place) and any(pays(other) for other in others)
    ]
    for place in held:
        outcomes[place] = _held(outcomes[place])


def _held(outcome: Outcome) -> Outcome:
    """Return the outcome held back; another reason for which it waits already stays the first one told."""
    if outcome.status == BLOCKED:
        if outcome.reason:
            return outcome
        amounts = tuple((f"{SAME_CONTEST}+{key}", fen) for key, fen in outcome.amounts_by_answer)
        return replace(outcome, reason=UNDECIDED, amounts_by_answer=amounts)
    amounts = ((SAME_CONTEST, outcome.amount_fen),)
    return replace(outcome, status=BLOCKED, amount_fen=None, reason=UNDECIDED, amounts_by_answer=amounts)


def _may_be_one(one: PersonPrize, other: PersonPrize) -> bool:
    event, its = one.event, other.event
    return (
        _is_same_place(one, other)
        and is_same_group(event.group, its.group)
        and _is_open(event.contest, its.contest)
        and event_line(event.name) == event_line(its.name)
    )


def _is_same_place(one: PersonPrize, other: PersonPrize) -> bool:
    if one.rank and other.rank:
        return one.rank == other.rank
    return bool(one.medal) and one.medal == other.medal


def _is_open(one: ContestFacts, other: ContestFacts) -> bool:
    """Return whether two names are two contests' on record, and nobody nor the names themselves said so."""
    if name_key(one.name) == name_key(other.name) or other.name in one.distinct_from:
        return False
    return may_be_one_contest(one.name, other.name)
