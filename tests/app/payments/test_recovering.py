"""Money that must come back: mirror lines, repayments in parts, corrections up and down, reconciliation."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select, text

from app.awards import annul_result, assess_all, designation_rows, open_adjustments
from app.errors import ConflictError, InputError
from app.formats import money
from app.payments import (
    mark_exported,
    reconcile,
    record_paid,
    record_repayment,
    recover_award,
    recoveries,
    reissue_lines,
    take_return,
)
from app.payments.reconciling import Reconciliation
from app.registry import ContestFactsEdit, set_contest_facts
from app.store import Store
from models import Adjustment, Award, Designation, PaymentLine, Result
from tests.app.awards.test_assess import supersede
from tests.builders import CLERK, PUBLISHED
from tests.payment_builders import (
    APPROVER,
    FINANCE,
    Paying,
    a_batch_at_payment,
    event_of,
    g1_at_payment,
    whole_return,
)

DOCUMENT = "示例〔2024〕7号"


@pytest.fixture
def paid(store: Store) -> Paying:
    return paid_g1(store)


def paid_g1(store: Store, tax: str = "exempt") -> Paying:
    paying = g1_at_payment(store, tax=tax)
    pay(paying, paying.send())
    return paying


def pay(paying: Paying, run: int) -> None:
    with paying.store.writing(actor=FINANCE) as work:
        record_paid(work, run, paid_on=PUBLISHED, reference="付款凭证1")


def annul_first(paying: Paying) -> int:
    with paying.store.writing(actor=APPROVER) as work:
        result = work.session.scalars(select(Result).order_by(Result.id)).first()
        assert result is not None
        annul_result(work, result.id, basis=DOCUMENT)
    return result.id


def sums(store: Store) -> Reconciliation:
    with store.reading() as session:
        return reconcile(session)


def repay(store: Store, award: int, fen: int) -> None:
    with store.writing(actor=FINANCE) as work:
        recover_award(work, award, amount_fen=fen, received_on=PUBLISHED, reference="收据1")


def state_of(store: Store, award: int) -> str:
    with store.reading() as session:
        return session.get_one(Award, award).state


@pytest.mark.parametrize("tax", ["exempt", "incidental-income-20"])
def test_an_annulled_prize_comes_back_in_parts(store: Store, tax: str) -> None:
    paying = paid_g1(store, tax)
    before = sums(store)
    award = annul_first(paying)
    owed = sums(store)
    repay(store, award, 6_000_000)
    half = sums(store)
    repay(store, award, 4_000_000)
    whole = sums(store)

    assert (before.decided, before.listed, before.paid, before.to_recover) == (*[18_640_000] * 3, 0)
    assert (owed.paid, owed.to_recover, owed.recovered) == (18_640_000, 10_000_000, 0)
    assert (half.to_recover, half.recovered) == (4_000_000, 6_000_000)
    assert (whole.to_recover, whole.recovered) == (0, 10_000_000)
    assert [one.differences for one in (before, owed, half, whole)] == [()] * 4
    assert state_of(store, award) == "recovered"


def test_no_more_comes_back_than_is_owed(paid: Paying) -> None:
    award = annul_first(paid)
    repay(paid.store, award, 9_999_999)
    for fen, code in ((2, "repayment-amount"), (0, "repayment-not-positive"), (-1, "repayment-not-positive")):
        with pytest.raises(InputError, match=code):
            repay(paid.store, award, fen)
    repay(paid.store, award, 1)
    with pytest.raises(Exception, match="recovery-none"):
        repay(paid.store, award, 1)
    with paid.store.reading() as session:
        (row,) = recoveries(session)
    with pytest.raises(ConflictError, match="recovery-ended"), paid.store.writing(actor=FINANCE) as work:
        record_repayment(work, row.line_id, amount_fen=1, received_on=PUBLISHED)


def test_the_paid_line_is_mirrored_and_never_changed(paid: Paying) -> None:
    annul_first(paid)
    with paid.store.reading() as session:
        mirror = session.scalars(select(PaymentLine).where(PaymentLine.kind == "recovery")).one()
        line = session.get_one(PaymentLine, mirror.mirrors_id)
        (row,) = recoveries(session)

    assert (line.state, line.gross_fen) == ("paid", 10_000_000)
    assert (mirror.gross_fen, mirror.net_fen, mirror.state) == (-10_000_000, -10_000_000, "pending")
    assert (row.balance_fen, row.reason, row.paid_in) == (10_000_000, DOCUMENT, "2024-001")


def correct(paying: Paying, rank: int) -> int:
    """Correct the first entry's result to `rank`, confirmed; return the new version."""
    with paying.store.writing(actor=CLERK) as work:
        current = select(Result).where(Result.is_current).order_by(Result.entry_id)
        old = work.session.scalars(current).first()
        assert old is not None
        new = supersede(work.session, old.id, rank=rank)
        assess_all(work)
    return new.id


def test_a_lower_place_after_payment_owes_the_difference(paid: Paying) -> None:
    new = correct(paid, 2)
    found = sums(paid.store)
    with paid.store.reading() as session:
        (row,) = recoveries(session)
    assert (row.demanded_fen, found.to_recover, found.differences) == (2_000_000, 2_000_000, ())

    repay(paid.store, row.award_id, 2_000_000)
    with paid.store.reading() as session:
        assert session.scalars(select(Adjustment.state)).all() == ["settled"]
    assert (sums(paid.store).recovered, state_of(paid.store, row.award_id)) == (2_000_000, "paid")
    assert state_of(paid.store, new) == "none"


def test_what_came_back_is_not_counted_as_paid_when_the_place_rises_again(paid: Paying) -> None:
    correct(paid, 2)
    with paid.store.reading() as session:
        (row,) = recoveries(session)
    repay(paid.store, row.award_id, 2_000_000)
    newest = correct(paid, 1)

    with paid.store.reading() as session:
        assert session.get_one(Award, newest).amount_fen == 2_000_000  # 100,000 less the 80,000 that stayed


def test_an_unpaid_demand_falls_when_the_correction_is_corrected(paid: Paying) -> None:
    correct(paid, 2)
    correct(paid, 4)
    with paid.store.reading() as session:
        assert [row.demanded_fen for row in recoveries(session)] == [10_000_000]


def test_what_is_coming_back_stays_demanded_when_the_correction_is_corrected(paid: Paying) -> None:
    correct(paid, 2)
    with paid.store.reading() as session:
        (row,) = recoveries(session)
    repay(paid.store, row.award_id, 500_000)
    correct(paid, 4)
    with paid.store.reading() as session:
        assert [one.demanded_fen for one in recoveries(session)] == [2_000_000, 8_000_000]
    repay(paid.store, row.award_id, 9_500_000)
    assert (sums(paid.store).to_recover, sums(paid.store).recovered) == (0, 10_000_000)


def test_a_higher_place_after_payment_is_paid_the_difference_in_a_later_batch(store: Store) -> None:
    paying = g1_at_payment(store)
    pay(paying, paying.send())
    with store.writing(actor=CLERK) as work:
        second = work.session.scalars(select(Result).where(Result.rank == 3).order_by(Result.id)).first()
        assert second is not None
        supersede(work.session, second.id, rank=2)
        later = Paying(store, a_batch_at_payment(work, tax="", name="补发"))
    run = later.send()
    assert [line.gross_fen for line in later.page(run).lines] == [2_000_000]
    pay(later, run)

    found = sums(store)
    assert (found.decided, found.paid, found.differences) == (20_640_000, 20_640_000, ())
    with store.reading() as session:
        assert session.scalars(select(Adjustment.state)).all() == ["settled"]


def test_a_demand_on_two_payments_never_asks_for_more_than_is_due(store: Store) -> None:
    """Third place is paid, then the difference to the second; the fourth place owes both, in two lines."""
    paying = g1_at_payment(store)
    pay(paying, paying.send())
    with store.writing(actor=CLERK) as work:
        third = work.session.scalars(select(Result).where(Result.rank == 3).order_by(Result.id)).first()
        assert third is not None
        entry = third.entry_id
        newest = supersede(work.session, third.id, rank=2).id
        later = Paying(store, a_batch_at_payment(work, tax="", name="补发"))
    pay(later, later.send())

    def moves_to(rank: int) -> int:
        with store.writing(actor=CLERK) as work:
            now = select(Result).where(Result.entry_id == entry, Result.is_current)
            new = supersede(work.session, work.session.scalars(now).one().id, rank=rank)
            assess_all(work)
        return new.id

    moves_to(4)
    with store.reading() as session:
        demanded = {row.award_id: row.demanded_fen for row in recoveries(session)}
    assert sum(demanded.values()) == 8_000_000
    repay(store, newest, 500_000)
    moves_to(3)
    with store.reading() as session:
        assert sum(row.demanded_fen for row in recoveries(session)) == 2_000_000


def test_a_prize_annulled_at_the_bank_is_demanded_once_it_is_paid(store: Store, tmp_path: Path) -> None:
    paying = g1_at_payment(store)
    run = paying.send()
    award = annul_first(paying)
    assert state_of(store, award) == "in-payment"
    with store.writing(actor=FINANCE) as work:
        take_return(work, run, whole_return(tmp_path, paying.page(run)))

    found = sums(store)
    assert (state_of(store, award), found.to_recover, found.differences) == ("to-recover", 10_000_000, ())


def test_a_prize_annulled_at_the_bank_that_fails_is_withdrawn(store: Store, tmp_path: Path) -> None:
    paying = g1_at_payment(store)
    run = paying.send()
    award = annul_first(paying)
    with store.writing(actor=FINANCE) as work:
        take_return(work, run, whole_return(tmp_path, paying.page(run), failing=[1]))

    found = sums(store)
    assert (state_of(store, award), found.decided, found.paid) == ("withdrawn", 8_640_000, 8_640_000)
    assert (found.listed, found.differences) == (8_640_000, ())


def test_a_base_that_rests_on_a_recovered_prize_goes_under_review(sqlite_store: Store) -> None:
    paying = paid_g1(sqlite_store)
    with sqlite_store.writing(actor=CLERK) as work:
        for one in work.session.scalars(select(Designation)):
            one.state = "designated"
    annul_first(paying)
    with sqlite_store.reading() as session:
        fallen = [row.unit for row in designation_rows(session) if row.status == "under-review"]
    assert fallen == ["新乡市U1技术学院"]


def test_amounts_changed_by_hand_are_found_by_name(paid: Paying) -> None:
    with paid.store.engine.begin() as connection:
        change = "UPDATE payment_line SET gross_fen = gross_fen + 1, net_fen = net_fen + 1 WHERE position = 4"
        connection.execute(text(change))
    found = {(one.code, one.award_id is not None) for one in sums(paid.store).differences}
    assert found == {("tampered", True), ("amount", True)}
    line = paid.page(1).lines[3]
    differences = sums(paid.store).differences
    assert {one.person for one in differences} == {line.person}
    (amount,) = (one.words for one in differences if one.code == "amount")
    decided, listed = money(line.gross_fen - 1), money(line.gross_fen)
    assert amount.startswith(f"审批 {decided}，发放表 ")
    assert amount.endswith(f"列 {listed}")


def test_each_award_not_listed_or_not_paid_yet_is_named(store: Store) -> None:
    paying = g1_at_payment(store)
    assert {one.code for one in sums(store).differences} == {"not-listed"}
    run = paying.make()
    with store.writing(actor=FINANCE) as work:
        mark_exported(work, run)
    found = sums(store)
    assert (found.decided, found.listed, found.paid) == (18_640_000, 18_640_000, 0)
    assert [one.code for one in found.differences] == ["not-paid"] * 8


def set_class(paying: Paying, event: str, contest_class: str) -> None:
    with paying.store.writing(actor=CLERK) as work:
        contest = event_of(work.session, event).contest
        facts = ContestFactsEdit(
            contest_class=contest_class,
            official_class=contest.official_class,
            class_basis="示例〔2024〕31号",
            organiser=contest.organiser,
            is_outside=contest.is_outside,
            is_selection=contest.is_selection,
            started_on=contest.started_on,
        )
        set_contest_facts(work, contest.id, facts=facts, version=contest.lock_version)


def test_a_class_corrected_after_payment_demands_back_what_it_does_not_give(paid: Paying) -> None:
    set_class(paid, "甲赛项", "class-two")
    found = sums(paid.store)
    with paid.store.reading() as session:
        rows = recoveries(session)
        open_ones = open_adjustments(session)
    assert [row.demanded_fen for row in rows] == [10_000_000, 6_000_000]
    assert {one.document for one in open_ones} == {"示例〔2024〕31号"}
    assert (found.paid, found.to_recover, found.differences) == (18_640_000, 16_000_000, ())

    set_class(paid, "甲赛项", "class-one")
    with paid.store.reading() as session:
        assert (recoveries(session), open_adjustments(session)) == ([], [])


def test_a_class_corrected_while_the_bank_pays_is_demanded_back_once_it_paid(
    store: Store, tmp_path: Path
) -> None:
    paying = g1_at_payment(store)
    run = paying.send()
    set_class(paying, "甲赛项", "class-two")
    with store.reading() as session:
        assert recoveries(session) == []
        assert len(open_adjustments(session)) == 2
    with store.writing(actor=FINANCE) as work:
        take_return(work, run, whole_return(tmp_path, paying.page(run)))
    with store.reading() as session:
        assert [row.demanded_fen for row in recoveries(session)] == [10_000_000, 6_000_000]


def test_a_class_corrected_while_the_bank_fails_leaves_nothing_to_demand(
    store: Store, tmp_path: Path
) -> None:
    paying = g1_at_payment(store)
    run = paying.send()
    set_class(paying, "甲赛项", "class-two")
    page = paying.page(run)
    with store.writing(actor=FINANCE) as work:
        lost = range(1, len(page.lines) + 1)
        take_return(work, run, whole_return(tmp_path, page, failing=lost))
    with store.reading() as session:
        assert (recoveries(session), open_adjustments(session)) == ([], [])
    line = paying.page(run).lines[0]
    with pytest.raises(ConflictError, match="payment-no-longer"), store.writing(actor=FINANCE) as work:
        reissue_lines(work, run, [line.id], reason="银行要求重发")


def test_a_ruling_or_a_repeated_assessment_changes_no_paid_award(paid: Paying) -> None:
    with paid.store.writing(actor=CLERK) as work:
        assess_all(work)
    with paid.store.reading() as session:
        assert (recoveries(session), open_adjustments(session)) == ([], [])
