"""What the home page counts."""

from __future__ import annotations

from typing import Any

from app.reports import LevelFigure, open_questions, today
from app.store import Store
from tests.builders import a_contest, a_result, an_award, an_entry, an_event


def test_an_empty_registry_has_nothing_to_do(store: Store) -> None:
    with store.reading() as session:
        page = today(session)
    assert (page.results, page.unconfirmed, page.unassessed, page.levels) == (0, 0, 0, ())
    assert page.year is None


def test_counts_what_waits_and_what_the_newest_year_comes_to(store: Store) -> None:
    with store.writing(actor="甲") as work:
        event = an_event(work.session, a_contest(work.session, level="provincial", year=2024))
        awards: list[dict[str, Any]] = [
            {"status": "proposed", "state": "proposed", "amount_fen": 1_000_000},
            {"status": "blocked", "state": "blocked", "amount_fen": None, "questions": "tie,team-prize"},
            {"status": "blocked", "state": "blocked", "amount_fen": None, "reason": "class-basis-missing"},
            {"status": "proposed", "state": "withdrawn", "amount_fen": 6_000_000},
            {"status": "proposed", "state": "to-recover", "amount_fen": 6_000_000},
            {"status": "none", "state": "none", "amount_fen": None, "reason": "below-third"},
        ]
        for facts in awards:
            result = a_result(work.session, entry=an_entry(work.session, event=event), state="confirmed")
            an_award(work.session, result, **facts)
        a_result(work.session, entry=an_entry(work.session, event=event), state="draft")
        an_event(work.session, a_contest(work.session, year=2022))
    with store.reading() as session:
        page = today(session)
        assert today(session, year=2022).levels == ()
        assert open_questions(session) == (("tie", 1),)
    assert (page.results, page.unconfirmed, page.unassessed) == (7, 1, 1)
    assert page.questions == (("tie", 1),)
    assert page.reasons == (("class-basis-missing", 1),)
    assert (page.years, page.year) == ((2024, 2022), 2024)
    assert page.levels == (LevelFigure("provincial", proposed=1, blocked=2, amount_fen=1_000_000),)
    assert page.amount_fen == 1_000_000
