"""What batches and payments wait for, by right, and where a year's money stands."""

from __future__ import annotations

from pathlib import Path

from app.accounts import Right
from app.awards import annul_result
from app.batches import register_objection
from app.payments import record_budget, take_return
from app.reports import waiting_tasks, year_money
from app.store import Store
from tests.app.batches.office import CLERK, FINANCE, Office
from tests.payment_builders import APPROVER, Paying, bank_row, g1_at_payment, write_return


def _waits(store: Store) -> list[tuple[str, Right, int]]:
    with store.reading() as session:
        return [(task.kind, task.right, task.count) for task in waiting_tasks(session)]


def test_each_step_of_a_batch_waits_for_whoever_may_take_it(sqlite_store: Store) -> None:
    office = Office(sqlite_store)
    assert _waits(sqlite_store) == []
    office.winners()
    office.batch("一")
    assert _waits(sqlite_store) == [("submit", Right.ASSEMBLE, 3)]
    office.winners()
    office.submitted("二")
    office.winners()
    office.reviewed("三")
    found = _waits(sqlite_store)
    assert found[:2] == [("publish", Right.ASSEMBLE, 3), ("review", Right.REVIEW, 3)]


def test_a_publicity_is_told_on_its_last_day_and_when_it_is_over(sqlite_store: Store) -> None:
    office = Office(sqlite_store)
    office.winners()
    batch = office.published()
    assert _waits(sqlite_store) == []
    office.wait(4)
    assert _waits(sqlite_store) == [("ends-today", Right.ASSEMBLE, 3)]
    with office.acting(CLERK) as work:
        award = office.page(batch).awards[0].award.id
        register_objection(work, batch, award, source="选手", text="名次有误")
    office.wait(1)
    assert _waits(sqlite_store) == [("objections", Right.APPROVE, 1), ("close-publicity", Right.ASSEMBLE, 3)]


def test_payments_wait_for_finance_from_the_list_to_the_last_repayment(
    sqlite_store: Store, tmp_path: Path
) -> None:
    paying: Paying = g1_at_payment(sqlite_store)
    assert _waits(sqlite_store) == [("pay", Right.PAY, 8)]
    run = paying.make()
    assert _waits(sqlite_store) == [("export-run", Right.PAY, 8)]
    run = _sent(paying, run)
    assert _waits(sqlite_store) == [("bank-return", Right.PAY, 8)]

    page = paying.page(run)
    rows = [bank_row(page, line) for line in page.lines[1:]]
    rows.append(bank_row(page, page.lines[0], "失败"))
    with sqlite_store.writing(actor=FINANCE) as work:
        take_return(work, run, write_return(tmp_path / "r.csv", rows))
    assert _waits(sqlite_store) == [("failed", Right.PAY, 1)]

    with sqlite_store.writing(actor=APPROVER) as work:
        annul_result(work, page.lines[1].award_id, basis="新竞办〔2024〕9号")
    with sqlite_store.reading() as session:
        last = waiting_tasks(session)[-1]
    assert (last.kind, last.count, last.amount_fen) == ("recover", 1, page.lines[1].gross_fen)


def _sent(paying: Paying, run: int) -> int:
    from app.payments import mark_exported

    with paying.store.writing(actor=FINANCE) as work:
        mark_exported(work, run)
    return run


def test_a_years_money_is_counted_once_in_the_state_where_it_stands(sqlite_store: Store) -> None:
    office = Office(sqlite_store)
    office.winners()
    office.approved()
    office.winners(2)
    with sqlite_store.reading() as session:
        found = year_money(session, 2024)
    assert found.budget_fen is None
    sums = {one.state: (one.awards, one.amount_fen) for one in found.states if one.awards}
    assert sums == {"proposed": (2, 180_000), "approved": (3, 240_000)}
    assert [one.state for one in found.states] == [
        *("proposed", "reviewed", "publicised", "approved", "paid", "to-recover"),
    ]
    assert found.used_fen == 240_000
    with office.acting(FINANCE) as work:
        record_budget(work, 2024, amount_fen=500_000, basis="新财预〔2024〕1号", decided_on=office.today)
    with sqlite_store.reading() as session:
        assert year_money(session, 2024).budget_fen == 500_000
        assert not any(one.awards for one in year_money(session, 2019).states)
