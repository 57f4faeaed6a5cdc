"""No event pays more than its prizes: random lists with ties, teams and annulments against a plain count.

What is counted here comes from the policy's own words: three prizes, each place of the event used once. The
program's way of working it out is not asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.policy import BLOCKED, PROPOSED, EntryFacts, Outcome, evaluate_event, load_policy
from app.policy.asking import Amount, Unknown
from app.policy.engine.event import EventJudge
from app.policy.engine.prize_sum import within_prizes
from tests.app.policy.builders import PUBLISHED, a_contest, a_ruling, an_entry, an_event

POLICY = load_policy()
PRIZES = {"national": (100_000, 80_000, 60_000), "provincial": (10_000, 8_000, 6_000)}
SIZES = {"single": 1, "pair": 2, "trio": 3}


@dataclass(frozen=True)
class Listed:
    """A published list: how many teams tie at each rank in turn, and how the list numbers them."""

    level: str
    form: str
    ties: tuple[int, ...]
    is_dense: bool  # 1, 1, 2; else 1, 1, 3
    skipped: int  # ranks before the first listed one: the list names the city's own people only
    annulled: frozenset[int] = frozenset()  # by place in the list

    def entries(self) -> list[EntryFacts]:
        """The people, team by team, with the rank that the list prints."""
        found: list[EntryFacts] = []
        before = self.skipped
        for step, teams in enumerate(self.ties):
            rank = self.skipped + step + 1 if self.is_dense else before + 1
            before += teams
            for team in range(teams):
                for _ in range(SIZES[self.form]):
                    number = len(found) + 1
                    found.append(
                        an_entry(
                            number,
                            rank=rank,
                            team_no=f"{rank}-{team}" if self.form != "single" else "",
                            is_annulled=number - 1 in self.annulled,
                        )
                    )
        return found

    def outcomes(self, **rulings: str) -> list[Outcome]:
        """What the program says of each."""
        ruled = [a_ruling(question.replace("_", "-"), answer) for question, answer in rulings.items()]
        event = an_event(a_contest(level=self.level), form=self.form)
        return evaluate_event(event, self.entries(), policy=POLICY, rulings=ruled)

    def prize_sum(self) -> int:
        """All three prizes, in fen."""
        return sum(PRIZES[self.level]) * 100

    def taken(self) -> int:
        """The prizes of the places that the list's teams take up from its first rank on, in fen."""
        places = range(self.skipped, self.skipped + sum(self.ties))
        return sum(fen for place, fen in enumerate(PRIZES[self.level]) if place in places) * 100


LISTS = st.builds(
    Listed,
    level=st.sampled_from(list(PRIZES)),
    form=st.sampled_from(list(SIZES)),
    ties=st.lists(st.integers(1, 4), min_size=1, max_size=4).map(tuple),
    is_dense=st.booleans(),
    skipped=st.integers(0, 2),
    annulled=st.frozensets(st.integers(0, 12), max_size=4),
)
ANNULLED_ANSWER = st.sampled_from(["shares-stay", "divide-anew"])


def proposed_fen(outcomes: Sequence[Outcome]) -> int:
    return sum(outcome.amount_fen or 0 for outcome in outcomes if outcome.status == PROPOSED)


def _check(listed: Listed, member_annulled: str) -> None:
    shared = {"tie": "pooled-share", "team_prize": "equal-split"}
    ruled = listed.outcomes(**shared, member_annulled=member_annulled)
    for outcomes in (
        ruled,
        listed.outcomes(**shared),
        listed.outcomes(tie="pooled-share"),
        listed.outcomes(),
    ):
        assert proposed_fen(outcomes) <= listed.taken() <= listed.prize_sum()
    people = listed.entries()
    if not any(person.is_annulled for person in people):
        assert proposed_fen(ruled) == listed.taken()
    assert all(
        outcome.status == "none" for person, outcome in zip(people, ruled, strict=True) if person.is_annulled
    )
    for answer in ("shares-stay", "divide-anew"):  # what an open question shows is what the ruling gives
        then = listed.outcomes(**shared, member_annulled=answer)
        for waiting, settled in zip(listed.outcomes(**shared), then, strict=True):
            if waiting.questions == ("member-annulled",):
                assert dict(waiting.amounts_by_answer)[answer] == (settled.amount_fen or 0)


@given(LISTS, ANNULLED_ANSWER)
@settings(max_examples=200, deadline=None)
def test_shared_prizes_come_to_no_more_than_the_places_taken(listed: Listed, member_annulled: str) -> None:
    _check(listed, member_annulled)


@pytest.mark.slow
@pytest.mark.parametrize("level", PRIZES)
@pytest.mark.parametrize("form", SIZES)
@given(listed=LISTS, member_annulled=ANNULLED_ANSWER)
@settings(max_examples=1_700, deadline=None, suppress_health_check=list(HealthCheck))  # 10,200 in all six
def test_shared_prizes_come_to_no_more_in_ten_thousand_lists(
    level: str, form: str, listed: Listed, member_annulled: str
) -> None:
    _check(replace(listed, level=level, form=form), member_annulled)


@given(LISTS)
@settings(max_examples=100, deadline=None)
def test_an_annulment_makes_nobody_richer_until_somebody_rules_so(listed: Listed) -> None:
    shared = {"tie": "pooled-share", "team_prize": "equal-split"}
    whole = Listed(listed.level, listed.form, listed.ties, listed.is_dense, listed.skipped)
    for before, after in zip(whole.outcomes(**shared), listed.outcomes(**shared), strict=True):
        if after.status == PROPOSED:
            assert after.amount_fen == before.amount_fen
    stays = listed.outcomes(**shared, member_annulled="shares-stay")
    for before, after in zip(whole.outcomes(**shared), stays, strict=True):
        assert after.amount_fen in (None, before.amount_fen)


@given(LISTS)
@settings(max_examples=100, deadline=None)
def test_in_full_everybody_gets_the_prize_of_the_rank_that_the_list_prints(listed: Listed) -> None:
    prizes = dict(enumerate(PRIZES[listed.level], 1))
    people = listed.entries()
    found = listed.outcomes(tie="each-full", team_prize="each-member")
    for person, outcome in zip(people, found, strict=True):
        due = 0 if person.is_annulled else prizes.get(person.rank or 0, 0) * 100
        assert (outcome.amount_fen or 0) == due
        assert outcome.status != BLOCKED


@pytest.mark.parametrize(("form", "size"), [("single", 1), ("pair", 2), ("trio", 3)])
@pytest.mark.parametrize("mode", ["each-member", "equal-split"])
def test_a_team_of_more_people_than_the_form_has_gets_nothing_until_it_is_settled(
    form: str, size: int, mode: str
) -> None:
    event = an_event(form=form)
    rulings = [a_ruling("team-prize", mode), a_ruling("tie", "each-full")]
    people = [an_entry(number, team_no="1") for number in range(1, size + 2)]
    found = evaluate_event(event, people, policy=POLICY, rulings=rulings)
    assert {(one.status, one.reason, one.amount_fen) for one in found} == {(BLOCKED, "team-too-large", None)}
    assert evaluate_event(event, people[:size], policy=POLICY, rulings=rulings)[0].status == PROPOSED


def test_people_of_one_team_under_different_rulings_never_get_more_than_the_team() -> None:
    event = an_event(form="pair")
    early = a_ruling("team-prize", "custom-split", shares=(90, 10), valid_to=PUBLISHED)
    late = a_ruling("team-prize", "equal-split", valid_from=PUBLISHED.replace(day=PUBLISHED.day + 1))
    people = [
        an_entry(1, team_no="1"),
        an_entry(2, team_no="1", published_on=PUBLISHED.replace(day=PUBLISHED.day + 1)),
    ]
    found = evaluate_event(event, people, policy=POLICY, rulings=[early, late])
    assert {(one.status, one.reason) for one in found} == {(BLOCKED, "shares-exceed-prizes")}


@pytest.mark.parametrize("beyond", [0, 1])
def test_who_would_get_one_fen_more_than_the_places_they_take_waits(beyond: int) -> None:
    """Two at the last prized rank share what that rank is given; the place after it has no prize."""
    event = an_event()
    entries = [an_entry(number, rank=3) for number in (1, 2)]
    judge = EventJudge(event, policy=POLICY, rulings=[a_ruling("tie", "pooled-share")])
    first, second = judge.judge(entries)
    assert (first.tree, second.tree) == (Amount(300_000), Amount(300_000))

    found = within_prizes([replace(first, tree=Amount(300_000 + beyond)), second])
    expected: list[object] = [Unknown("shares-exceed-prizes")] * 2 if beyond else [first.tree, second.tree]
    assert [one.tree for one in found] == expected
