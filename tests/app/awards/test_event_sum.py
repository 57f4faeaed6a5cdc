"""An event never pays more than policy and rulings give, whatever was decided before something changed."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.awards import annul_result, assess_all, award_ids, award_page, explain_award, review_awards
from app.awards.adjust import after_correction
from app.awards.assessment.evaluate import EventRules
from app.awards.assessment.event_sum import EXCEEDS_SUM, within_event_sum
from app.awards.assessment.result_rows import EarlierAwards, ResultRow, StoredAward, entry_facts
from app.awards.rules.rule_set import RuleSet
from app.policy import ContestFacts, EventFacts, Outcome, RulingBook, RulingFacts, load_policy
from app.store import Store
from models import Result, Ruling
from tests.app.awards.test_assess import supersede, writing
from tests.builders import NOW, POLICY, PUBLISHED, REVIEWER, a_contest, a_result, a_ruling, an_event

POLICY_FILES = load_policy(POLICY)
PRIZES = {1: 10_000_000, 2: 8_000_000, 3: 6_000_000}
DOCUMENT = "示例〔2024〕7号"


def a_team(session: Session, members: int, *, answer: str = "equal-split") -> list[Result]:
    event = an_event(session, a_contest(session, "national"), form="team")
    a_ruling(session, "team-prize", answer)
    return [a_result(session, 1, event=event, team_no="1", position=place) for place in range(members)]


def reviewed(store: Store, results: list[Result]) -> None:
    with store.writing(actor=REVIEWER) as work:
        review_awards(work, [one.id for one in results])


def proposed_fen(session: Session) -> int:
    return sum(row.amount_fen or 0 for row in award_page(session, award_ids(session)))


def test_a_late_member_of_a_reviewed_team_waits(store: Store) -> None:
    with writing(store) as work:
        team = a_team(work.session, 3)
        assess_all(work)
    reviewed(store, team)
    with writing(store) as work:
        late = a_result(work.session, 1, event=team[0].entry.event, team_no="1", position=9)
        assess_all(work)
        row = award_page(work.session, [late.id])[0]
        text = explain_award(work.session, late.id).as_text()
        names = [one.entry.person.name for one in team]

        assert proposed_fen(work.session) == PRIZES[1]
    assert (row.status, row.reason) == ("blocked", "exceeds-event-sum")
    assert dict(row.amounts_by_answer) == {"remaining": 0}
    assert all(name in text for name in names)
    assert "¥100,000.00" in text


def test_a_ruling_changed_half_way_does_not_lift_the_rest(store: Store) -> None:
    with writing(store) as work:
        team = a_team(work.session, 3)
        assess_all(work)
    reviewed(store, team[:2])
    with writing(store) as work:
        work.session.scalars(select(Ruling)).one().withdrawn_at = NOW
        a_ruling(work.session, "team-prize", "custom-split", shares="[20, 20, 60]")
        assess_all(work)
        row = award_page(work.session, [team[2].id])[0]

        assert proposed_fen(work.session) == 6_666_667
    assert (row.status, dict(row.amounts_by_answer)) == ("blocked", {"remaining": 3_333_333})


def test_a_ruling_that_gives_more_lets_the_rest_be_paid(store: Store) -> None:
    with writing(store) as work:
        team = a_team(work.session, 3)
        assess_all(work)
    reviewed(store, team[:2])
    with writing(store) as work:
        work.session.scalars(select(Ruling)).one().withdrawn_at = NOW
        a_ruling(work.session, "team-prize", "each-member")
        assess_all(work)

        assert award_page(work.session, [team[2].id])[0].amount_fen == PRIZES[1]


def test_a_tie_found_after_the_review_of_another_place_waits(store: Store) -> None:
    with writing(store) as work:
        event = an_event(work.session, a_contest(work.session, "national"))
        a_ruling(work.session, "tie", "pooled-share")
        first, second, third = (a_result(work.session, rank, event=event) for rank in (1, 2, 3))
        assess_all(work)
    reviewed(store, [first])
    with writing(store) as work:
        tied = supersede(work.session, second.id, rank=1)
        assess_all(work)
        row = award_page(work.session, [tied.id])[0]

    assert (row.status, row.reason) == ("blocked", "exceeds-event-sum")
    assert dict(row.amounts_by_answer) == {"remaining": 8_000_000}
    with store.reading() as session:
        assert award_page(session, [third.id])[0].amount_fen == PRIZES[3]


def test_an_annulled_member_frees_no_more_than_the_sum(store: Store) -> None:
    with writing(store) as work:
        team = a_team(work.session, 3)
        assess_all(work)
    reviewed(store, team[:1])
    with writing(store) as work:
        annul_result(work, team[2].id, basis=DOCUMENT)

        assert proposed_fen(work.session) <= PRIZES[1]


def test_a_paid_third_prize_leaves_that_much_less_to_those_who_tie_before_it(store: Store) -> None:
    with writing(store) as work:
        event = an_event(work.session, a_contest(work.session, "national"))
        a_ruling(work.session, "tie", "pooled-share")
        third = a_result(work.session, 3, event=event)
        assess_all(work)
    reviewed(store, [third])
    with writing(store) as work:
        listed_late = [a_result(work.session, rank, event=event) for rank in (1, 1, 2)]
        assess_all(work)
        rows = award_page(work.session, [one.id for one in listed_late])

        assert proposed_fen(work.session) <= sum(PRIZES.values())
    assert {(row.status, row.reason) for row in rows} == {("blocked", "exceeds-event-sum")}


@dataclass
class _Part:
    """Somebody's result in an event that lives through changes; amounts in fen."""

    id: int
    rank: int
    team: str
    position: int
    frozen: int | None = None
    paid_before: int = 0  # for versions of the result that were corrected after they had been paid
    is_paid: bool = False

    def row(self) -> ResultRow:
        state, status = ("reviewed", "proposed") if self.frozen is not None else (None, None)
        award = StoredAward("", "", "", status or "", self.frozen, "", "", None)
        facts = (7, self.id, self.id, "contestant", self.rank, PUBLISHED, "", "", self.team, self.position)
        return ResultRow(*facts, None, "", "", "confirmed", state, *award)


CHANGE = st.tuples(
    st.sampled_from(["review", "review", "pay", "annul", "correct", "join", "ruling"]),
    st.integers(0, 7),
    st.integers(1, 4),
)
TEAMS = st.lists(st.tuples(st.integers(1, 4), st.integers(1, 3)), min_size=1, max_size=5)  # rank, members
ANSWERS = {
    "tie": ("pooled-share", "each-full"),
    "team-prize": ("equal-split", "each-member"),
    "member-annulled": ("shares-stay", "divide-anew"),
}


class _Event:
    """An event of the national level, its people, the rulings in force, and what the program says of them."""

    def __init__(self, form: str, teams: list[tuple[int, int]]) -> None:
        self.form, self.next_id = form, 1
        self.answers = {question: answers[0] for question, answers in ANSWERS.items()}
        self.parts: list[_Part] = []
        self.annulled: list[_Part] = []
        for number, (rank, members) in enumerate(teams):
            for position in range(members if form == "team" else 1):
                self.join(rank, str(number) if form == "team" else "", position)

    def join(self, rank: int, team: str, position: int) -> None:
        self.parts.append(_Part(self.next_id, rank, team, position))
        self.next_id += 1

    def outcomes(self) -> list[tuple[_Part, Outcome, Outcome]]:
        """Each part with what policy gives it by itself, and what the program makes of it in the end."""
        contest = ContestFacts("示例大赛", "national", "class-one", class_basis="示例〔2024〕1号")
        rulings = RulingBook(
            RulingFacts(question, answer, DOCUMENT, PUBLISHED) for question, answer in self.answers.items()
        )
        annulled = [replace(entry_facts(part.row()), is_annulled=True) for part in self.annulled]
        facts = EventFacts(contest, "焊接", form=self.form)
        rules = EventRules(facts, RuleSet(POLICY_FILES, rulings, ()), annulled=annulled)
        rows = [part.row() for part in self.parts]
        fresh = rules.outcomes(rows)
        earlier = {
            part.id: EarlierAwards(0, 0, part.paid_before, is_moving=False)
            for part in self.parts
            if part.paid_before
        }
        limited = within_event_sum(rows, fresh, earlier=earlier)
        final = [
            after_correction(outcome, earlier[part.id], result_state="confirmed")
            if part.id in earlier and outcome.reason != EXCEEDS_SUM
            else outcome
            for part, outcome in zip(self.parts, limited, strict=True)
        ]
        return list(zip(self.parts, fresh, final, strict=True))

    def change(self, kind: str, place: int, rank: int) -> None:
        if kind == "ruling":
            question = list(ANSWERS)[rank % 3]
            self.answers[question] = ANSWERS[question][place % 2]
            return
        if not self.parts:
            return
        part, _, final = self.outcomes()[place % len(self.parts)]
        if kind == "review" and part.frozen is None and final.amount_fen:
            part.frozen = final.amount_fen
        elif kind == "pay" and part.frozen is not None:
            part.is_paid = True
        elif kind == "annul":
            self.parts.remove(part)
            self.annulled.append(part)
        elif kind == "join":
            self.join(part.rank, part.team, 99)
        elif kind == "correct":
            part.paid_before += part.frozen or 0 if part.is_paid else 0
            part.frozen, part.is_paid, part.rank = None, False, rank
            part.id, self.next_id = self.next_id, self.next_id + 1

    def most(self) -> int:
        """The most that the document's prizes and the rulings could come to; nothing of ours is asked.

        Nobody moves up where somebody was annulled, but where the office divides anew among those who stayed.
        """
        whole = self._most_of([*self.parts, *self.annulled])
        return (
            max(whole, self._most_of(self.parts))
            if self.answers["member-annulled"] == "divide-anew"
            else whole
        )

    def _most_of(self, parts: list[_Part]) -> int:
        by_rank: defaultdict[int, Counter[str]] = defaultdict(Counter)
        for part in parts:
            by_rank[part.rank][part.team or f"#{part.id}"] += 1
        total, free = 0, 1
        for rank, teams in sorted(by_rank.items()):
            first = max(rank, free)
            free = first + len(teams)
            if self.answers["tie"] == "pooled-share":
                whole = sum(PRIZES.get(place, 0) for place in range(first, free))
            else:
                whole = PRIZES.get(rank, 0) * len(teams)
            each = self.form == "team" and self.answers["team-prize"] == "each-member"
            total += whole * max(teams.values()) if each else whole
        return total


def _check(form: str, teams: list[tuple[int, int]], changes: list[tuple[str, int, int]]) -> None:
    event = _Event(form, teams)
    for change in changes:
        event.change(*change)
        found, most = event.outcomes(), event.most()
        open_fen = sum(final.amount_fen or 0 for part, _, final in found if part.frozen is None)
        decided = sum(
            part.paid_before + part.frozen
            if part.frozen is not None
            else min(part.paid_before, fresh.amount_fen or 0)
            for part, fresh, _ in found
        )
        unchanged = sum(part.frozen or 0 for part, _, final in found if part.frozen == final.amount_fen)
        assert unchanged + open_fen <= most, change
        assert not open_fen or decided + open_fen <= most, change


@pytest.mark.parametrize("form", ["single", "team"])
@given(teams=TEAMS, changes=st.lists(CHANGE, min_size=1, max_size=12))
@settings(max_examples=100)
def test_no_event_exceeds_its_sum(
    form: str, teams: list[tuple[int, int]], changes: list[tuple[str, int, int]]
) -> None:
    _check(form, teams, changes)


@pytest.mark.slow
@pytest.mark.parametrize("form", ["single", "team"])
@given(teams=TEAMS, changes=st.lists(CHANGE, min_size=1, max_size=12))
@settings(max_examples=10_000, suppress_health_check=list(HealthCheck))
def test_no_event_exceeds_its_sum_in_ten_thousand_lives(
    form: str, teams: list[tuple[int, int]], changes: list[tuple[str, int, int]]
) -> None:
    _check(form, teams, changes)
