"""Awards in the order a table asks for."""

from __future__ import annotations

from app.awards import AwardFilter, award_listing
from app.progress import Progress
from app.store import Store
from tests.builders import a_contest, a_result, an_award, an_event


def _three_awards(store: Store) -> list[int]:
    with store.writing(actor="甲") as work:
        event = an_event(work.session, a_contest(work.session, level="provincial"))
        other = an_event(work.session, a_contest(work.session, level="municipal"))
        first = an_award(work.session, a_result(work.session, 1, event=event), amount_fen=300)
        second = an_award(work.session, a_result(work.session, 2, event=event), amount_fen=100)
        facts = {"status": "blocked", "state": "blocked", "amount_fen": None, "questions": "tie"}
        third = an_award(work.session, a_result(work.session, 1, event=other), **facts)
        return [first.id, second.id, third.id]


def test_lists_in_reading_order_and_in_the_order_asked_for(store: Store) -> None:
    ids = _three_awards(store)
    assert list(award_listing(store).all_ids(Progress())) == ids
    by_amount = award_listing(store, order="amount").all_ids(Progress())
    assert list(by_amount) == [ids[1], ids[0], ids[2]]


def test_narrows_and_reads_rows(store: Store) -> None:
    ids = _three_awards(store)
    listing = award_listing(store, AwardFilter(level="provincial"))
    found = list(listing.all_ids(Progress()))
    assert found == ids[:2]
    assert [listing.rows(found)[each].amount_fen for each in found] == [300, 100]
