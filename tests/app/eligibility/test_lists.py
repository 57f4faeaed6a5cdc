"""Who is eligible by the packs' rules: any world medal, gold alone of the national games, and the rest."""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import Any

import pytest
from sqlalchemy import true
from sqlalchemy.orm import Session

from app.eligibility.achievements import achievements
from app.eligibility.lists import EligibleRow, allowance_candidates, eligibility_lists, eligible
from app.eligibility.promotions import promotion_rows
from app.errors import NotFoundError
from app.honours.honour_register import HonourFacts, record_honour
from app.policy import eligibilities, installed_policies, load_policy, promotions
from app.store import Store
from app.unit_of_work import UnitOfWork
from models import Person
from tests.builders import a_contest, a_person, a_result, an_event


def green_channel(session: Session) -> list[EligibleRow]:
    return eligible(session, "green-channel")


def a_medal(
    work: UnitOfWork, level: str, medal: str, *, contest_class: str = "comprehensive", **facts: Any
) -> Person:
    person = a_person(work.session)
    own: dict[str, Any] = {key: facts.pop(key) for key in ("name", "series") if key in facts}
    own |= {"contest_class": contest_class, "official_class": "", "class_basis": ""}
    contest = a_contest(work.session, level, **own)
    rank = facts.pop("rank", None)
    a_result(work.session, rank, event=an_event(work.session, contest), person=person, medal=medal, **facts)
    return person


@pytest.mark.parametrize("medal", ["金牌", "银牌", "铜牌", "优胜奖"])
def test_any_world_medal_opens_the_green_channel(sqlite_store: Store, medal: str) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        person = a_medal(work, "world", medal, contest_class="")
        (row,) = green_channel(work.session)
        assert (row.person_id, row.clause) == (person.id, "二(二)7")
        assert row.basis.text.endswith(medal)


@pytest.mark.parametrize(
    ("medal", "contest_class", "is_in"),
    [
        ("金牌", "comprehensive", True),
        ("银牌", "comprehensive", False),
        ("铜牌", "comprehensive", False),
        ("金牌", "class-one", True),
        ("", "comprehensive", True),
    ],
)
def test_of_the_national_games_gold_alone_opens_it(
    sqlite_store: Store, medal: str, contest_class: str, is_in: bool
) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        a_medal(work, "national", medal, contest_class=contest_class, rank=1, series="national-skills")
        rows = green_channel(work.session)
        assert len(rows) == is_in
        assert all(bool(row.remark) == (not medal) for row in rows)


@pytest.mark.parametrize(
    ("level", "name", "is_in"),
    [
        ("national", "第二届全国技能大赛", True),
        ("national", "中华人民共和国第二届职业技能大赛", True),
        ("national", "2024年全国职业院校技能大赛", False),
        ("provincial", "第三届全国技能大赛河南省选拔赛", False),
        ("world", "2024世界机器人大赛", False),
        ("world", "第十届国际残疾人奥林匹克职业技能竞赛", False),
    ],
)
def test_a_contest_is_of_a_series_by_its_whole_name(
    sqlite_store: Store, level: str, name: str, is_in: bool
) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        a_medal(work, level, "金牌", rank=1, name=name)
        assert ["按名称推断" in row.remark for row in green_channel(work.session)] == [True] * is_in


def test_a_recorded_series_stands_above_the_name(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        a_medal(work, "national", "金牌", name="第二届全国技能大赛", series="other")
        person = a_medal(work, "national", "金牌", name="天津国赛", series="national-skills")
        assert [(row.person_id, row.remark) for row in green_channel(work.session)] == [(person.id, "")]


def test_a_gold_that_is_not_the_first_place_is_said(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        a_medal(work, "national", "金牌", rank=2, series="national-skills")
        assert ["互相矛盾" in row.remark for row in green_channel(work.session)] == [True]


def test_coaches_and_annulled_results_are_not_on_it_and_drafts_say_so(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        a_medal(work, "world", "金牌", role="coach")
        a_medal(work, "world", "金牌", state="annulled")
        a_medal(work, "world", "金牌", state="draft")
        assert [row.is_confirmed for row in green_channel(work.session)] == [False]


def test_what_was_won_before_the_document_is_marked(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        a_medal(work, "world", "金牌", published_on=date(2023, 8, 20))
        assert [row.is_before for row in green_channel(work.session)] == [True]


def test_candidates_carry_their_bases_and_holders_are_left_out(store: Store) -> None:
    with store.writing(actor="经办甲") as work:
        winner, holder = a_medal(work, "world", "铜牌"), a_medal(work, "world", "金牌")
        given = {"awarded_on": date(2024, 1, 5), "document": "人社部函〔2024〕1号"}
        for person, title in ((winner, "national-expert"), (holder, "henan-allowance")):
            record_honour(work, HonourFacts(title, person_id=person.id, **given))  # type: ignore[arg-type]  # mixed
        (candidate,) = allowance_candidates(work.session, "henan-allowance")
        assert candidate.person_id == winner.id
        assert len(candidate.bases) == 2
        assert any("全国技术能手（人社部函〔2024〕1号）" in basis.text for basis in candidate.bases)
        found = allowance_candidates(work.session, "state-council-allowance")
        assert {one.person_id for one in found} == {winner.id, holder.id}
        assert next(one for one in found if one.person_id == holder.id).holds == ("henan-allowance",)


def test_another_citys_lists_work_the_same_way(sqlite_store: Store) -> None:
    with sqlite_store.reading() as session:
        keys = {(one.policy, one.rule) for one in eligibility_lists(session)}
    assert {("xinxiang-2023", "green-channel"), ("kaifeng-2021", "senior-title")} <= keys
    with sqlite_store.writing(actor="经办甲") as work:
        person = a_medal(work, "world", "金牌")
        rows = eligible(work.session, "senior-title", policy_key="kaifeng-2021")
        assert [row.person_id for row in rows] == [person.id]
        with pytest.raises(NotFoundError):
            eligible(work.session, "senior-title")


@pytest.mark.parametrize(
    ("rank", "group", "effects"),
    [
        (5, "worker", ["建议授予“河南省技术能手”", "建议晋升技师"]),
        (5, "student", ["建议晋升技师"]),
        (20, "worker", ["建议晋升高级工"]),
        (21, "worker", []),
    ],
)
def test_promotion_follows_the_table_by_rank_and_worker_status(
    sqlite_store: Store, rank: int, group: str, effects: list[str]
) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        event = an_event(work.session, a_contest(work.session, "provincial", year=2023), group=group)
        a_result(work.session, rank, event=event)
        rows = promotion_rows(work.session)
        assert sorted(row.effect for row in rows) == sorted(effects)
        assert not any(row.is_verified for row in rows)


def test_the_list_holds_just_what_the_tables_say_of_every_result(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        levels, classes = ("world", "national", "provincial", "municipal"), ("class-one", "class-two", "")
        for level, of_contest, own in product(levels, classes, (None, "class-one")):
            contest = a_contest(
                work.session, level, contest_class=of_contest, official_class="", class_basis="", year=2023
            )
            event = an_event(work.session, contest, own_class=own, own_class_basis=own)
            for rank in (1, 5, 6, 20, 21):
                a_result(work.session, rank, event=event)
        for medal, place in product(("金牌", "优胜奖", "纪念奖"), (None, 1, 40)):
            a_medal(work, "national", medal, rank=place, series="national-skills")
        policies = [load_policy(key) for key in installed_policies()]
        expected = [
            (won.result_id, found.effect)
            for won in achievements(work.session, covered=true())
            for policy in policies
            for found in promotions(policy.rules, won.facts)
        ]
        rows = [(row.result_id, row.effect) for row in promotion_rows(work.session)]
        assert sorted(rows) == sorted(expected)
        assert len({effect for _result, effect in rows}) >= 4


def test_each_list_holds_just_what_its_rule_says_of_every_result(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        levels, classes = ("world", "national", "provincial"), ("class-one", "comprehensive", "special", "")
        for level, of_contest, chosen in product(levels, classes, (True, False)):
            contest = a_contest(
                work.session,
                level,
                name=f"中华人民共和国第{len(of_contest)}{levels.index(level)}{int(chosen)}届职业技能大赛",
                series="other" if of_contest == "special" else "",
                contest_class=of_contest,
                is_selection=chosen,
            )
            event = an_event(work.session, contest)
            for medal, rank in product(("金牌", "铜牌", "优胜奖", "纪念奖", ""), (None, 1, 3, 4)):
                if medal or rank:
                    a_result(work.session, rank, event=event, medal=medal)
        for one in eligibility_lists(work.session):
            policy = load_policy(one.policy)
            expected = {
                each.result_id
                for each in achievements(work.session, covered=true())
                for found in eligibilities(policy.rules, [each.facts])
                if found.rule == one.rule
            }
            rows = eligible(work.session, one.rule, policy_key=one.policy)
            assert {row.result_id for row in rows} == expected, one


def test_a_missing_worker_status_is_named_not_guessed(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        event = an_event(work.session, a_contest(work.session, "provincial", year=2023), group="")
        a_result(work.session, 1, event=event)
        lacking = {row.effect: row.lacking for row in promotion_rows(work.session)}
        assert lacking["建议授予“河南省技术能手”"] == "没有记录是否职工（教师）身份"
        assert "现有等级未登记" in lacking["建议晋升技师"]


def test_a_table_of_another_year_proposes_nothing_and_says_so(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        event = an_event(work.session, a_contest(work.session, "provincial", year=2024))
        a_result(work.session, 1, event=event)
        (row,) = promotion_rows(work.session)
        assert row.effect == ""
        assert "另查该年度的通知" in row.lacking
        assert "标题、文号未见" in row.document
