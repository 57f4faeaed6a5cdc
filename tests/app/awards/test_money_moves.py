"""A change that would move money is taken back until somebody has confirmed it, and says what it would be."""

from __future__ import annotations

from datetime import date

import pytest

from app.awards import MoneyMovesError, assess_all, proposals_total, require_confirmed
from app.store import Store
from models import Award
from tests.app.awards.test_assess import writing
from tests.builders import a_contest, a_result, a_ruling, an_event

DAY = date(2024, 6, 18)


def a_first(store: Store) -> int:
    with writing(store) as work:
        event = an_event(work.session, a_contest(work.session, "provincial"), form="pair")
        results = [a_result(work.session, 1, event=event, published_on=DAY, team_no="1").id for _ in range(2)]
        a_ruling(work.session, "team-prize", "each-member")
        assess_all(work)
    return results[0]


def change(store: Store, answer: str, *, is_confirmed: bool) -> None:
    with writing(store) as work:

        def act() -> None:
            from sqlalchemy import delete

            from models import Ruling

            work.session.execute(delete(Ruling))
            a_ruling(work.session, "team-prize", answer)
            assess_all(work)

        require_confirmed(work, act, is_confirmed=is_confirmed)


def amount(store: Store, award: int) -> int | None:
    with store.reading() as session:
        return session.get_one(Award, award).amount_fen


def test_what_moves_money_is_told_and_taken_back_until_it_is_confirmed(store: Store) -> None:
    award = a_first(store)
    assert amount(store, award) == 1_000_000
    with pytest.raises(MoneyMovesError) as caught:
        change(store, "equal-split", is_confirmed=False)
    move = caught.value.move
    assert (move.before.amount_fen, move.after.amount_fen, move.difference_fen) == (
        2_000_000,
        1_000_000,
        -1_000_000,
    )
    assert amount(store, award) == 1_000_000
    change(store, "equal-split", is_confirmed=True)
    assert amount(store, award) == 500_000


def test_an_empty_registry_proposes_nothing(store: Store) -> None:
    with store.reading() as session:
        nothing = proposals_total(session)
    assert (nothing.amount_fen, nothing.proposed, nothing.blocked) == (0, 0, 0)


def test_what_moves_none_and_first_proposals_need_no_confirmation(store: Store) -> None:
    with writing(store) as work:
        a_result(work.session, 1)
        require_confirmed(work, lambda: assess_all(work), is_confirmed=False)
    with writing(store) as work:
        require_confirmed(work, lambda: assess_all(work), is_confirmed=False)
        assert proposals_total(work.session).amount_fen == 100_000


def test_amounts_that_change_places_move_money_too(store: Store) -> None:
    with writing(store) as work:
        event = an_event(work.session)
        awards = [a_result(work.session, rank, event=event).id for rank in (1, 2)]
        assess_all(work)

    def swap() -> None:
        first, second = (work.session.get_one(Award, award) for award in awards)
        first.amount_fen, second.amount_fen = second.amount_fen, first.amount_fen

    with pytest.raises(MoneyMovesError) as caught, writing(store) as work:
        require_confirmed(work, swap, is_confirmed=False)
    assert caught.value.move.difference_fen == 0
