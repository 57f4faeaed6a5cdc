"""The filter of the award list: each field narrows by its own fact, and they narrow together."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from app.awards import EVERYTHING, WAITING, AwardFilter, award_counts, award_ids
from app.store import Store
from models import Award, Entry, Event, Result
from tests.builders import a_contest, a_person, a_result, a_unit, an_award, an_event


@dataclass(frozen=True, slots=True)
class _Two:
    """Two awards that differ in every fact one can filter by; a third comes to nothing."""

    store: Store
    first: int
    second: int
    nothing: int

    def found(self, chosen: AwardFilter) -> list[int]:
        with self.store.reading() as session:
            return list(award_ids(session, chosen))


@pytest.fixture
def two(store: Store) -> _Two:
    with store.writing(actor="甲") as work:
        session = work.session
        provincial = a_contest(session, level="provincial", year=2023, contest_class="class-two")
        municipal = a_contest(session, level="municipal", year=2024)
        first = an_award(
            session,
            a_result(
                session,
                1,
                event=an_event(session, provincial),
                person=a_person(session, name="欧阳明", initials="oym"),
                unit=a_unit(session, name="甲县技师学院"),
            ),
        )
        other = an_event(session, municipal)
        second = an_award(
            session,
            a_result(
                session,
                1,
                event=other,
                person=a_person(session, name="单雄", initials="sx dx"),
                unit=a_unit(session, name="乙县职业中专"),
            ),
            status="blocked",
            state="blocked",
            amount_fen=None,
            questions="team-prize,tie",
        )
        nothing = an_award(
            session, a_result(session, 9, event=other), status="none", state="none", amount_fen=None
        )
        return _Two(store, first.id, second.id, nothing.id)


def test_everything_and_what_waits(two: _Two) -> None:
    assert two.found(EVERYTHING) == [two.first, two.second, two.nothing]
    assert two.found(WAITING) == [two.first, two.second]


@pytest.mark.parametrize(
    ("for_first", "for_second"),
    [
        (AwardFilter(statuses=("proposed",)), AwardFilter(statuses=("blocked",))),
        (AwardFilter(states=("proposed",)), AwardFilter(states=("blocked",))),
        (AwardFilter(level="provincial"), AwardFilter(level="municipal", statuses=("blocked",))),
        (AwardFilter(contest_class="class-two"), AwardFilter(contest_class="class-one", question="tie")),
        (AwardFilter(year=2023), AwardFilter(year=2024, statuses=("blocked",))),
        (AwardFilter(words="欧阳"), AwardFilter(words="单")),
        (AwardFilter(words="oym"), AwardFilter(words="DX")),
        (AwardFilter(words="甲县"), AwardFilter(words="职业中专")),
    ],
)
def test_a_field_narrows_by_its_own_fact(two: _Two, for_first: AwardFilter, for_second: AwardFilter) -> None:
    assert two.found(for_first) == [two.first]
    assert two.found(for_second) == [two.second]


def test_contest_event_person_and_unit_narrow_to_their_own(two: _Two) -> None:
    with two.store.reading() as session:
        result = session.get_one(Result, session.get_one(Award, two.first).id)
        entry = session.get_one(Entry, result.entry_id)
        contest = session.get_one(Event, result.event_id).contest_id
    for chosen in (
        AwardFilter(contest_id=contest),
        AwardFilter(event_id=result.event_id),
        AwardFilter(person_id=entry.person_id),
        AwardFilter(unit_id=entry.unit_id),
    ):
        assert two.found(chosen) == [two.first]


@pytest.mark.parametrize("question", ["team-prize", "tie"])
def test_a_question_is_found_whole_wherever_it_stands(two: _Two, question: str) -> None:
    assert two.found(AwardFilter(question=question)) == [two.second]
    assert two.found(AwardFilter(question=question[:-1])) == []


@pytest.mark.parametrize("words", ["%", "_", "没有这个人"])
def test_signs_of_a_pattern_are_ordinary_characters(two: _Two, words: str) -> None:
    assert two.found(AwardFilter(words=words)) == []


def test_part_of_an_id_number_finds_its_person(two: _Two) -> None:
    with two.store.reading() as session:
        entry = session.get_one(Entry, session.get_one(Result, two.second).entry_id)
        number = entry.person.id_number
    assert two.found(AwardFilter(words=number[-8:].lower())) == [two.second]


def test_counts_add_up_by_state_within_the_filter(two: _Two) -> None:
    with two.store.reading() as session:
        counts = award_counts(session, AwardFilter(year=2024))
    assert {(one.status, one.state, one.awards, one.amount_fen) for one in counts} == {
        ("blocked", "blocked", 1, 0),
        ("none", "none", 1, 0),
    }
