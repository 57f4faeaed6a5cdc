"""Who is eligible: any world medal, gold alone of the national games; whom the office may put up."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.errors import InputError
from app.honours.eligibility import GROUNDS, allowance_candidates, green_channel
from app.honours.honour_register import HonourFacts, record_honour
from app.store import Store
from app.unit_of_work import UnitOfWork
from app.words import words_of
from models import Person
from tests.builders import a_contest, a_person, a_result, an_event


def a_medal(
    work: UnitOfWork, level: str, medal: str, *, contest_class: str = "comprehensive", **facts: Any
) -> Person:
    person = a_person(work.session)
    contest = a_contest(work.session, level, contest_class=contest_class, official_class="", class_basis="")
    rank = facts.pop("rank", None)
    event = an_event(work.session, contest, **facts.pop("of_event", {}))
    a_result(work.session, rank, event=event, person=person, medal=medal, **facts)
    return person


@pytest.mark.parametrize("medal", ["金牌", "银牌", "铜牌", "优胜奖"])
def test_any_world_medal_opens_the_green_channel(sqlite_store: Store, medal: str) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        person = a_medal(work, "world", medal, contest_class="")
        (row,) = green_channel(work.session)
        assert (row.person_id, row.ground, row.medal) == (person.id, "world-medal", medal)


@pytest.mark.parametrize(
    ("medal", "contest_class", "is_in"),
    [
        ("金牌", "comprehensive", True),
        ("银牌", "comprehensive", False),
        ("铜牌", "comprehensive", False),
        ("金牌", "class-one", False),
        ("", "comprehensive", False),
    ],
)
def test_of_the_national_games_gold_alone_opens_it(
    sqlite_store: Store, medal: str, contest_class: str, is_in: bool
) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        a_medal(work, "national", medal, contest_class=contest_class, rank=1)
        assert [row.ground for row in green_channel(work.session)] == ["national-games-gold"] * is_in


def test_a_name_alone_makes_no_national_games_but_the_official_wording_does(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        name = "第三届中华人民共和国职业技能大赛"
        contest = a_contest(work.session, "national", name=name, official_class="国家级一类")
        a_result(work.session, event=an_event(work.session, contest), medal="金牌")
        assert green_channel(work.session) == []
        contest.official_class = "综合性国家职业技能赛事"
        assert len(green_channel(work.session)) == 1


def test_coaches_and_annulled_results_are_not_in_and_drafts_say_so(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        a_medal(work, "world", "金牌", role="coach")
        a_medal(work, "world", "金牌", state="annulled")
        a_medal(work, "world", "金牌", state="draft")
        assert [row.is_confirmed for row in green_channel(work.session)] == [False]


def test_candidates_carry_their_grounds_and_holders_are_left_out(store: Store) -> None:
    with store.writing(actor="经办甲") as work:
        winner, holder = a_medal(work, "world", "铜牌"), a_medal(work, "national", "金牌")
        given = {"awarded_on": date(2024, 1, 5), "document": "人社部函〔2024〕1号"}
        for person, title in ((winner, "national-expert"), (holder, "henan-allowance")):
            record_honour(work, HonourFacts(title, person_id=person.id, **given))  # type: ignore[arg-type]
        (candidate,) = allowance_candidates(work.session, "henan-allowance")
        assert (candidate.person_id, candidate.grounds) == (winner.id, ("world-medal", "national-honour"))
        assert any("铜牌" in text for text in candidate.texts)
        found = allowance_candidates(work.session, "state-council-allowance")
        assert {one.person_id for one in found} == {winner.id, holder.id}
        assert next(one for one in found if one.person_id == holder.id).holds == ("henan-allowance",)
        narrowed = allowance_candidates(work.session, "henan-allowance", grounds=["provincial-honour"])
        assert narrowed == []


def test_an_unknown_allowance_is_refused_and_every_ground_has_its_word(sqlite_store: Store) -> None:
    assert tuple(words_of("honours.ground")) == GROUNDS
    with sqlite_store.reading() as session, pytest.raises(InputError):
        allowance_candidates(session, "zhengzhou-allowance")
