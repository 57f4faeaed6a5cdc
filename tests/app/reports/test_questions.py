"""Where a question waits for its answer."""

from __future__ import annotations

from app.reports import places_waiting
from app.store import Store
from tests.builders import a_contest, a_result, an_award, an_event


def test_names_each_event_that_a_question_holds_up_once(store: Store) -> None:
    with store.writing(actor="甲") as work:
        newer = an_event(work.session, a_contest(work.session, name="新竞赛", year=2024), name="电工")
        older = an_event(work.session, a_contest(work.session, name="旧竞赛", year=2022), name="焊工")
        waits = {"status": "blocked", "state": "blocked", "amount_fen": None}
        for event in (older, newer, newer):
            an_award(work.session, a_result(work.session, event=event), questions="tie,team-prize", **waits)
        an_award(work.session, a_result(work.session, event=older), questions="same-rank", **waits)
    with store.reading() as session:
        assert places_waiting(session, "team-prize") == [("新竞赛", "电工"), ("旧竞赛", "焊工")]
        assert places_waiting(session, "same-rank") == [("旧竞赛", "焊工")]
        assert places_waiting(session, "rank") == []
