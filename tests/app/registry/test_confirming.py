"""A second person confirms; nobody confirms what they recorded themselves."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.errors import ConflictError
from app.registry.confirming import confirm_results
from app.store import Store
from models import Result
from tests.builders import CLERK, REVIEWER, a_result


def test_a_second_person_confirms_all_drafts(store: Store) -> None:
    with store.writing(actor=CLERK) as work:
        a_result(work.session, 1, state="draft")
        a_result(work.session, 2)
    with store.writing(actor=REVIEWER) as work:
        report = confirm_results(work)

    with store.reading() as session:
        states = [(r.state, r.confirmed_by) for r in session.scalars(select(Result))]
    assert (report.confirmed, report.already) == (1, 1)
    assert states == [("confirmed", REVIEWER)] * 2


def test_nobody_confirms_their_own(store: Store) -> None:
    with store.writing(actor=CLERK) as work:
        a_result(work.session, 1, state="draft")
    with pytest.raises(ConflictError) as raised, store.writing(actor=CLERK) as work:
        confirm_results(work)

    with store.reading() as session:
        assert session.scalars(select(Result.state)).all() == ["draft"]
    assert raised.value.code == "confirm-own"


def test_only_the_chosen_ones(store: Store) -> None:
    with store.writing(actor=CLERK) as work:
        chosen = a_result(work.session, 1, state="draft")
        other = a_result(work.session, 2, state="draft")
    with store.writing(actor=REVIEWER) as work:
        confirm_results(work, [chosen.id])

    with store.reading() as session:
        assert session.get_one(Result, chosen.id).state == "confirmed"
        assert session.get_one(Result, other.id).state == "draft"
