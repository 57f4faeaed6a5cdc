"""The year's budget: only what was entered with its basis, against what is proposed, decided and paid."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.amounts import MOST_FEN
from app.errors import InputError
from app.introductions.claiming import claim_subsidy
from app.payments.budget import BudgetYear, budget_year, budget_years, record_budget
from app.store import Store
from app.unit_of_work import UnitOfWork
from tests.builders import a_contest, a_result, a_standard, an_award, an_event
from tests.register_builders import an_introduction

DAY = date(2024, 1, 15)
BASIS = "新财预〔2024〕3号"


def an_amount(work: UnitOfWork, state: str, fen: int | None, *, status: str = "proposed") -> None:
    result = a_result(work.session, published_on=date(2024, 6, 1))
    an_award(work.session, result, state=state, status=status, amount_fen=fen)


def test_sums_follow_the_states_and_blocked_awards_are_counted_not_summed(store: Store) -> None:
    with store.writing(actor="财务丁") as work:
        record_budget(work, 2024, amount_fen=30_000_00, basis=BASIS, decided_on=DAY)
        for state, fen in (("proposed", 100), ("reviewed", 200), ("held", 300), ("approved", 1_000)):
            an_amount(work, state, fen)
        for state, fen in (("in-payment", 2_000), ("paid", 10_000), ("recovered", 99), ("to-recover", 1)):
            an_amount(work, state, fen)
        an_amount(work, "blocked", None, status="blocked")
        an_amount(work, "none", 0, status="none")
        year = budget_year(work.session, 2024)
        assert (year.proposed_fen, year.decided_fen, year.paid_fen, year.blocked) == (600, 3_000, 10_001, 1)
        assert year.remaining_fen == 30_000_00 - 13_001
        assert year.warnings == ("blocked",)
        assert budget_year(work.session, 2023).proposed_fen == 0
        assert budget_years(work.session) == (2024,)


def test_an_introduction_subsidy_burdens_the_year_of_its_claim(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="经办甲") as work:
        a_standard(work.session, rule="introduction-subsidy", recipient="employer", amounts_fen='{"": 500}')
        claim_subsidy(work, an_introduction(work).id, claimed_on=date(2024, 4, 1))
        assert budget_year(work.session, 2024).proposed_fen == 500


def test_a_budget_decided_on_a_day_to_come_is_refused(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="财务丁") as work:
        with pytest.raises(InputError) as refused:
            record_budget(work, 2024, amount_fen=1, basis=BASIS, decided_on=date(2030, 1, 1))
        assert refused.value.code == "honours-future"


def test_years_are_those_of_what_must_be_borne_not_of_the_contests(store: Store) -> None:
    with store.writing(actor="财务丁") as work:
        event = an_event(work.session, a_contest(work.session, year=2024))
        late = a_result(work.session, 1, event=event, published_on=date(2025, 1, 9))
        an_award(work.session, late, state="paid", amount_fen=100)
        nothing = a_result(work.session, 9, event=event, published_on=date(2023, 1, 9))
        an_award(work.session, nothing, state="none", status="none", amount_fen=0)
        a_standard(work.session, rule="introduction-subsidy", recipient="employer", amounts_fen='{"": 500}')
        claim_subsidy(work, an_introduction(work).id, claimed_on=date(2024, 5, 1))
        record_budget(work, 2022, amount_fen=1, basis=BASIS, decided_on=DAY)
        assert budget_years(work.session) == (2025, 2024, 2022)
        assert [budget_year(work.session, year).paid_fen for year in (2025, 2024)] == [100, 0]


def test_a_budget_is_changed_by_a_further_entry_and_never_below_nothing(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="财务丁") as work:
        record_budget(work, 2024, amount_fen=1_000, basis="新财预[2024]3号", decided_on=DAY)
        record_budget(work, 2024, amount_fen=-400, basis="新财预〔2024〕9号", decided_on=DAY, note="调减")
        year = budget_year(work.session, 2024)
        assert year.budget_fen == 600
        assert [(line.amount_fen, line.basis) for line in year.entries] == [
            (1_000, BASIS),
            (-400, "新财预〔2024〕9号"),
        ]
        with pytest.raises(InputError):
            record_budget(work, 2024, amount_fen=-601, basis=BASIS, decided_on=DAY)


@pytest.mark.parametrize(
    ("year", "fen", "basis"), [(2024, 0, BASIS), (2024, -1, BASIS), (24, 1, BASIS), (2024, 1, " ")]
)
def test_an_entry_without_amount_year_or_basis_is_refused(
    sqlite_store: Store, year: int, fen: int, basis: str
) -> None:
    with sqlite_store.writing(actor="财务丁") as work, pytest.raises(InputError):
        record_budget(work, year, amount_fen=fen, basis=basis, decided_on=DAY)


@pytest.mark.parametrize(("year", "is_kept"), [(1948, False), (1949, True), (2034, True), (2035, False)])
def test_a_budget_is_of_a_year_that_an_office_can_mean(sqlite_store: Store, year: int, is_kept: bool) -> None:
    with sqlite_store.writing(actor="财务丁") as work:
        if is_kept:
            record_budget(work, year, amount_fen=1, basis=BASIS, decided_on=DAY)
        else:
            with pytest.raises(InputError, match="budget-year"):
                record_budget(work, year, amount_fen=1, basis=BASIS, decided_on=DAY)


amounts = st.integers(0, 10**12)


@given(st.none() | amounts, amounts, amounts, amounts)
def test_warnings_say_exactly_when_the_money_does_not_reach(
    budget: int | None, proposed: int, decided: int, paid: int
) -> None:
    year = BudgetYear(2024, budget, proposed, decided, paid, 0, ())
    needed = proposed + decided + paid
    assert ("exceeded" in year.warnings) == (budget is not None and decided + paid > budget)
    assert bool({"exceeded", "would-exceed"} & set(year.warnings)) == (budget is not None and needed > budget)
    assert ("no-budget" in year.warnings) == (budget is None and needed > 0)
    assert len(year.warning_texts()) == len(year.warnings)
    assert not any("«" in text for text in year.warning_texts())


@pytest.mark.parametrize("fen", [MOST_FEN + 1, -MOST_FEN - 1])
def test_an_amount_beyond_the_bound_is_refused(sqlite_store: Store, fen: int) -> None:
    with sqlite_store.writing(actor="财务丁") as work, pytest.raises(InputError, match="amount-too-large"):
        record_budget(work, 2024, amount_fen=fen, basis=BASIS, decided_on=DAY)
