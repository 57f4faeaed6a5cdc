"""Whoever changes what awards depend on, the awards are right when the change is committed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy import select

from app.awards import assess_all
from app.registry import (
    ContestFactsEdit,
    ResultFacts,
    confirm_results,
    correct_result,
    set_contest_facts,
)
from app.store import Store
from models import Award, Contest
from tests.builders import CLERK, PUBLISHED, REVIEWER, a_contest, a_result, an_event

CLASS_ONE = ContestFactsEdit("class-one", "", "示例〔2024〕7号", "", None, False, date(2024, 5, 1))
WHY = {"basis": "更正通知〔2024〕1号", "reason": "名次录错"}


def _first_place(store: Store) -> int:
    with store.writing(actor=CLERK) as work:
        event = an_event(work.session, a_contest(work.session, "provincial"))
        return a_result(work.session, event=event, rank=1, state="draft").id


def _amounts(store: Store) -> list[int | None]:
    with store.reading() as session:
        return list(session.scalars(select(Award.amount_fen).order_by(Award.id)))


def test_confirming_assesses(sqlite_store: Store) -> None:
    _first_place(sqlite_store)
    with sqlite_store.writing(actor=REVIEWER) as work:
        confirm_results(work)
    assert _amounts(sqlite_store) == [1_000_000]
    assert work.reassessed == 1


def test_correcting_assesses(sqlite_store: Store) -> None:
    result = _first_place(sqlite_store)
    with sqlite_store.writing(actor=CLERK) as work:
        assess_all(work)
    with sqlite_store.writing(actor="李静") as work:
        correct_result(work, result, facts=ResultFacts(3, "", "", "", PUBLISHED), **WHY)
    assert _amounts(sqlite_store) == [600_000]


def test_a_changed_class_assesses(sqlite_store: Store) -> None:
    _first_place(sqlite_store)
    with sqlite_store.writing(actor=CLERK) as work:
        assess_all(work)
        contest = work.session.scalars(select(Contest)).one()
        to_class_two = replace(CLASS_ONE, contest_class="class-two")
        set_contest_facts(work, contest.id, facts=to_class_two, version=contest.lock_version)
    assert _amounts(sqlite_store) == [None]


def test_what_nobody_confirmed_or_assessed_is_left_alone(sqlite_store: Store) -> None:
    result = _first_place(sqlite_store)
    with sqlite_store.writing(actor="李静") as work:
        correct_result(work, result, facts=ResultFacts(2, "", "", "", PUBLISHED), **WHY)
    assert _amounts(sqlite_store) == []
