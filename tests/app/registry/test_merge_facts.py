"""What was recorded of two records survives their merge, or forbids it until a person corrects it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.awards import annul_result, assess_all
from app.errors import ConflictError
from app.registry import (
    merge_contests,
    merge_events,
    merge_people,
    preview_contest_merge,
    preview_event_merge,
    preview_person_merge,
    preview_unit_merge,
    undo_merge,
)
from app.store import Store
from models import Contest, Entry, Event, Person, Result
from tests.app.registry.test_merging import WHY, two_records_of_one_person
from tests.builders import CLERK, a_contest, a_person, a_result, a_ruling, a_unit, an_entry, an_event
from tests.synthetic import bank_card

ANNULMENT = "示例〔2024〕9号"
CARD, OTHER_CARD = bank_card(1), bank_card(2)


@pytest.mark.parametrize(
    ("here", "there", "kept"),
    [
        (("", ""), ("农业银行", CARD), ("农业银行", CARD)),
        (("工商银行", ""), ("农业银行", CARD), ("农业银行", CARD)),
        (("", OTHER_CARD), ("农业银行", CARD), ("", OTHER_CARD)),
        (
            ("", CARD),
            ("农业银行", CARD),
            ("农业银行", CARD),
        ),
    ],
)
def test_a_card_goes_with_its_bank(
    sqlite_store: Store, here: tuple[str, str], there: tuple[str, str], kept: tuple[str, str]
) -> None:
    first, second = two_records_of_one_person(sqlite_store)
    with sqlite_store.writing(actor=CLERK) as work:
        for id_, facts in ((first, here), (second, there)):
            person = work.session.get_one(Person, id_)
            person.bank_name, person.bank_account = facts
        work.session.flush()
        merge_people(work, second, into=first, reason=WHY)
        person = work.session.get_one(Person, first)
        assert (person.bank_name, person.bank_account) == kept


@pytest.mark.parametrize("annulled", [0, 1])
def test_an_annulled_result_is_not_revived_by_a_merge(store: Store, annulled: int) -> None:
    first, second = two_records_of_one_person(store, shared=True)
    with store.writing(actor=CLERK) as work:
        results = work.session.query(Result).order_by(Result.id).all()
        annul_result(work, results[annulled].id, basis=ANNULMENT)
    with store.reading() as session:
        (block,) = preview_person_merge(session, second, into=first).blocks
    assert "有一处成绩已经撤销" in block


def test_what_was_annulled_after_a_merge_is_not_revived_by_undoing_it(store: Store) -> None:
    first, second = two_records_of_one_person(store, shared=True)
    with store.writing(actor=CLERK) as work:
        merge = merge_people(work, second, into=first, reason=WHY)
    with store.writing(actor=CLERK) as work:
        (current,) = work.session.query(Result).where(Result.is_current).all()
        annul_result(work, current.id, basis=ANNULMENT)
    with pytest.raises(ConflictError) as refused, store.writing(actor=CLERK) as work:
        undo_merge(work, merge, reason="并错了")
    assert refused.value.code == "merge-undo-annulled"
    with store.reading() as session:
        assert session.query(Result).where(Result.is_current).all() == []


RECORDED: dict[str, tuple[Any, Any, str]] = {
    "is_outside": (True, False, "“是否外地”的登记不同（是、否）"),
    "is_selection": (True, False, "“是否选拔赛”的登记不同（是、否）"),
    "official_class": ("市级一类", "市级重点", "类别原文不同（市级一类、市级重点）"),
    "organiser": ("市人社局", "市总工会", "主办单位不同（市人社局、市总工会）"),
    "started_on": (date(2024, 5, 1), date(2024, 5, 2), "开始日期不同（2024年5月1日、2024年5月2日）"),
    "cycle": ("2024年周期", "2025年周期", "竞赛周期不同（2024年周期、2025年周期）"),
}


@pytest.mark.parametrize("fact", list(RECORDED))
def test_facts_of_contests_that_differ_forbid_a_merge(sqlite_store: Store, fact: str) -> None:
    here, there, words = RECORDED[fact]
    with sqlite_store.writing(actor=CLERK) as work:
        one, other = (a_contest(work.session, **{fact: value}).id for value in (here, there))
        (block,) = preview_contest_merge(work.session, other, into=one).blocks
        assert block.startswith(words)


def test_facts_that_one_contest_lacks_are_taken_over(sqlite_store: Store) -> None:
    taken: dict[str, Any] = {"is_outside": False, "organiser": "市人社局", "cycle": "2024年周期"}
    with sqlite_store.writing(actor=CLERK) as work:
        one = a_contest(work.session, is_outside=None, organiser="").id
        other = a_contest(work.session, **taken).id
        merge_contests(work, other, into=one, reason=WHY)
        contest = work.session.get_one(Contest, one)
        assert {name: getattr(contest, name) for name in taken} == taken


@pytest.mark.parametrize("fact", ["is_demonstration", "is_selection"])
def test_facts_of_events_that_differ_forbid_a_merge(sqlite_store: Store, fact: str) -> None:
    with sqlite_store.writing(actor=CLERK) as work:
        contest = a_contest(work.session)
        one = an_event(work.session, contest, name="焊工")
        other = an_event(work.session, contest, name="焊接", **{fact: True})
        (block,) = preview_event_merge(work.session, other.id, into=one.id).blocks
        assert block.startswith("赛项“焊工”的“是否")


def test_two_units_of_which_one_is_outside_are_not_one(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor=CLERK) as work:
        one, other = (a_unit(work.session, credit_code=None, is_outside=it).id for it in (True, False))
        assert "“是否外地”的登记不同" in preview_unit_merge(work.session, other, into=one).blocks[0]


def two_events(work: Any) -> tuple[Event, Event]:
    contest = a_contest(work.session)
    return an_event(work.session, contest, name="焊工"), an_event(work.session, contest, name="焊接")


def test_two_teams_of_one_number_are_not_made_one(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor=CLERK) as work:
        one, other = two_events(work)
        for event in (one, one, other, other):
            a_result(work.session, 1, entry=an_entry(work.session, event, team_no="1"))
        (block,) = preview_event_merge(work.session, other.id, into=one.id).blocks
        assert "两处都有队号“1”，队员不同" in block


def test_a_team_number_that_one_list_lacks_is_taken_over(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor=CLERK) as work:
        one, other = two_events(work)
        unit, people = a_unit(work.session), [a_person(work.session) for _ in range(2)]
        for event, team in ((one, ""), (other, "A1")):
            for person in people:
                entry = an_entry(work.session, event, person=person, unit=unit, team_no=team)
                a_result(work.session, 1, entry=entry)
        assess_all(work)
        merge_events(work, other.id, into=one.id, reason=WHY)
        assert [entry.team_no for entry in work.session.query(Entry)] == ["A1", "A1"]


@pytest.mark.parametrize(("policy", "blocks"), [("xinxiang-2023", 1), ("another", 0)])
def test_only_rulings_of_the_policy_in_force_forbid_a_merge(
    sqlite_store: Store, policy: str, blocks: int
) -> None:
    with sqlite_store.writing(actor=CLERK) as work:
        one, other = (a_contest(work.session) for _ in range(2))
        for contest, answer in ((one, "each-full"), (other, "pooled-share")):
            a_ruling(work.session, "tie", answer, contest=contest.name, policy=policy)
        assert len(preview_contest_merge(work.session, other.id, into=one.id).blocks) == blocks


def test_a_ruling_on_the_merged_events_name_forbids_the_merge(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor=CLERK) as work:
        one, other = two_events(work)
        a_ruling(work.session, "tie", "each-full", event="焊接")
        (block,) = preview_event_merge(work.session, other.id, into=one.id).blocks
        assert "“并列名次”的裁定写的是赛项“焊接”" in block
