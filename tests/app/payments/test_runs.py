"""Runs: frozen lists of what may be paid, one line an award, numbers without gaps, nothing paid twice."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from app.errors import AppError, ConflictError, InputError
from app.payments import (
    OtherPayee,
    cancel_run,
    confirm_run_payees,
    make_run,
    mark_exported,
    plan_run,
    record_budget,
    record_paid,
    runs,
)
from app.payments.run_workbook import run_sheet
from app.settings import registry_settings
from app.store import Store, open_store
from models import Award, PaymentLine, PaymentRun, Person
from tests.builders import NOW, PUBLISHED
from tests.payment_builders import APPROVER, FINANCE, FUND, Paying, g1_at_payment, line_states


@pytest.fixture
def paying(store: Store) -> Paying:
    return g1_at_payment(store)


def test_g1_is_listed_whole(paying: Paying) -> None:
    page = paying.page(paying.make())

    assert (page.run.gross_fen, page.run.tax_fen, page.run.net_fen) == (18_640_000, 0, 18_640_000)
    assert (page.run.lines, page.run.people, page.run.number) == (8, 8, "2024-001")
    assert [line.position for line in page.lines] == list(range(1, 9))
    assert "新税函〔2024〕6号" in page.tax_words
    assert page.lines[0].document == "新竞办〔2024〕3号"
    assert set(paying.states()) == {"approved"}


def test_incidental_income_is_taxed_line_by_line(store: Store) -> None:
    paying = g1_at_payment(store, tax="incidental-income-20")
    page = paying.page(paying.make())

    assert (page.run.gross_fen, page.run.tax_fen, page.run.net_fen) == (18_640_000, 3_728_000, 14_912_000)


@pytest.mark.parametrize(
    ("gross", "tax"), [(100_000_00, 20_000_00), (1_000_00, 200_00), (333_34, 66_67), (2, 0), (3, 1)]
)
def test_the_tax_is_rounded_half_up_to_the_fen(sqlite_store: Store, gross: int, tax: int) -> None:
    paying = g1_at_payment(sqlite_store, tax="incidental-income-20")
    with sqlite_store.reading() as session:
        plan = plan_run(session, paying.batch, budget_year=2024)
    assert plan.tax is not None
    assert plan.tax.tax_fen(gross) == tax


def test_without_a_ruling_on_the_tax_nothing_is_listed(sqlite_store: Store) -> None:
    paying = g1_at_payment(sqlite_store, tax="")
    with pytest.raises(InputError, match="tax-not-ruled"):
        paying.make()
    with sqlite_store.reading() as session:
        assert runs(session) == []


def test_by_unit_withholds_nothing_and_says_so(sqlite_store: Store) -> None:
    paying = g1_at_payment(sqlite_store, tax="by-unit")
    page = paying.page(paying.make())

    assert page.run.tax_fen == 0
    assert "所在单位" in page.tax_words


def test_who_has_no_card_is_left_out_by_name_and_stays_approved(paying: Paying) -> None:
    with paying.store.writing(actor=FINANCE) as work:
        person = work.session.scalars(select(Person).order_by(Person.id)).first()
        assert person is not None
        person.bank_account = ""
    with paying.store.reading() as session:
        (left,) = plan_run(session, paying.batch, budget_year=2024).left_out
    page = paying.page(paying.make())

    assert (left.award.person, left.code) == (person.name, "no-card")
    assert person.name not in [line.person for line in page.lines]
    assert page.run.gross_fen == 8_640_000
    assert set(paying.states()) == {"approved"}


def test_cash_needs_a_reason_and_another_payee_a_proof(paying: Paying) -> None:
    award = paying.page(paying.make()).lines[0].award_id
    with paying.store.writing(actor=FINANCE) as work:
        cancel_run(work, runs(work.session)[0].id, reason="换法")
    with pytest.raises(InputError, match="payment-cash-reason"):
        paying.make(cash={award: " "})
    with pytest.raises(InputError, match="payment-payee-proof"):
        paying.make(payees={award: OtherPayee("某人", "", "建设银行", "6222021702000000000")})

    page = paying.page(paying.make(cash={award: "本人无银行账户"}))
    assert (page.lines[0].cash, page.lines[0].card) == ("本人无银行账户", "")


def test_another_payee_stands_on_the_line_with_the_proof(paying: Paying) -> None:
    with paying.store.reading() as session:
        award = plan_run(session, paying.batch, budget_year=2024).lines[0].award_id
    page = paying.page(
        paying.make(payees={award: OtherPayee("监护人", "监护证明", "建设银行", "62220217020000")})
    )

    assert (page.lines[0].payee, page.lines[0].payee_proof) == ("监护人", "监护证明")
    assert page.lines[0].person != "监护人"


def test_a_batch_is_listed_once(paying: Paying) -> None:
    paying.make()
    with pytest.raises(ConflictError, match="payment-nothing"):
        paying.make()


def test_a_cancelled_run_lets_its_awards_be_listed_again_under_the_next_number(paying: Paying) -> None:
    first = paying.make()
    with paying.store.writing(actor=FINANCE) as work:
        cancel_run(work, first, reason="漏了一人的卡号")
    second = paying.page(paying.make())

    assert (second.run.number, second.run.gross_fen) == ("2024-002", 18_640_000)
    assert line_states(paying.store) == ["cancelled"] * 8 + ["pending"] * 8


def test_what_left_the_office_is_not_cancelled(paying: Paying) -> None:
    run = paying.send()
    with pytest.raises(ConflictError, match="payment-run-left"), paying.store.writing(actor=FINANCE) as work:
        cancel_run(work, run, reason="后悔了")
    assert set(paying.states()) == {"in-payment"}


def test_what_exceeds_the_years_arrangement_needs_a_reason(paying: Paying) -> None:
    with paying.store.writing(actor=FINANCE) as work:
        record_budget(work, 2024, amount_fen=18_639_999, basis="新财预〔2024〕2号", decided_on=PUBLISHED)
    with pytest.raises(InputError, match="payment-over-budget"):
        paying.make()
    page = paying.page(paying.make(over_budget_reason="年中追加，正在办理"))
    assert page.over_budget_reason == "年中追加，正在办理"


def test_who_approved_the_batch_does_not_list_it(paying: Paying) -> None:
    with (
        pytest.raises(ConflictError, match="second-person-payment"),
        paying.store.writing(actor=APPROVER) as work,
    ):
        make_run(work, paying.batch, fund=FUND, budget_year=2024)


def test_lines_paid_by_a_paper_pay_their_awards(paying: Paying) -> None:
    run = paying.send()
    with paying.store.writing(actor=FINANCE) as work:
        assert record_paid(work, run, paid_on=PUBLISHED, reference="签领表1") == 8
    assert set(paying.states()) == {"paid"}
    with pytest.raises(ConflictError, match="payment-not-out"), paying.store.writing(actor=FINANCE) as work:
        record_paid(work, run, paid_on=PUBLISHED, reference="签领表1")


def test_the_database_refuses_a_second_line_of_one_award(paying: Paying) -> None:
    paying.make()
    columns = [
        column.name for column in PaymentLine.__table__.columns if column.name not in ("id", "position")
    ]
    names = ", ".join(columns)
    statement = text(
        f"INSERT INTO payment_line (position, {names})"
        f" SELECT position + 100, {names} FROM payment_line WHERE position = 1"
    )
    with pytest.raises(IntegrityError), paying.store.engine.begin() as connection:
        connection.execute(statement)


def test_of_eight_clients_exactly_one_lists_a_batch(postgresql_store: Store) -> None:
    paying = g1_at_payment(postgresql_store)
    url = postgresql_store.engine.url.render_as_string(hide_password=False)
    start, made, refused = threading.Barrier(8), [], []

    def client(number: int) -> None:
        own = open_store(url, clock=lambda: NOW)
        try:
            start.wait(60)
            with own.writing(actor=f"财务{number}") as work:
                made.append(make_run(work, paying.batch, fund=FUND, budget_year=2024).run_id)
        except AppError as error:
            refused.append(error.code)
        finally:
            own.close()

    clients = [threading.Thread(target=client, args=(number,)) for number in range(8)]
    for one in clients:
        one.start()
    for one in clients:
        one.join(120)

    assert (len(made), refused) == (1, ["payment-nothing"] * 7)
    with postgresql_store.reading() as session:
        assert session.scalar(select(func.count()).select_from(PaymentLine)) == 8
        assert session.scalar(select(func.count()).select_from(PaymentRun)) == 1


def test_a_run_whose_award_no_longer_stands_does_not_leave(paying: Paying) -> None:
    run = paying.make()
    with paying.store.writing(actor=FINANCE) as work:
        award = work.session.scalars(
            select(Award).where(Award.state == "approved").order_by(Award.id)
        ).first()
        assert award is not None
        award.state = "held"
    with (
        pytest.raises(ConflictError, match="payment-run-outdated"),
        paying.store.writing(actor=FINANCE) as work,
    ):
        mark_exported(work, run)
    assert "in-payment" not in paying.states()


def test_the_head_of_a_run_s_list_names_it_the_office_the_fund_and_the_day(sqlite_store: Store) -> None:
    paying = g1_at_payment(sqlite_store)
    page = paying.page(paying.make())
    with sqlite_store.reading() as session:
        head = run_sheet(page, registry_settings(session))
    assert (head.name, head.title) == ("发放表", "职业技能竞赛奖金发放表")
    assert head.state.startswith(f"发放表编号：{page.run.number}　　")
    line = f"单位：新乡市职业技能竞赛办公室　　资金来源：{page.run.fund}　　列入 {page.run.budget_year} 年度"
    assert head.line.startswith(f"{line}　　制表日期：")
    assert head.total == f"合计（{page.run.lines} 笔，{page.run.people} 人）"


def test_money_to_somebody_else_than_the_winner_needs_two_people(paying: Paying) -> None:
    """Who entered the payee does not send the list alone: an approver confirms, or another person sends."""
    with paying.store.reading() as session:
        award = plan_run(session, paying.batch, budget_year=2024).lines[0].award_id
    payee = OtherPayee("监护人", "监护证明", "建设银行", "62220217020000")
    run = paying.make(payees={award: payee})
    with pytest.raises(ConflictError) as alone, paying.store.writing(actor=FINANCE) as work:
        mark_exported(work, run)
    assert alone.value.code == "second-person-payee"
    assert "监护人" in str(alone.value.params["payees"])
    with (
        pytest.raises(ConflictError, match="second-person-payee"),
        paying.store.writing(actor=FINANCE) as work,
    ):
        confirm_run_payees(work, run)

    with paying.store.writing(actor=APPROVER) as work:
        assert confirm_run_payees(work, run) == 1
    with paying.store.writing(actor=FINANCE) as work:
        assert mark_exported(work, run)


def test_another_finance_person_may_send_money_to_another_payee(paying: Paying) -> None:
    with paying.store.reading() as session:
        award = plan_run(session, paying.batch, budget_year=2024).lines[0].award_id
    run = paying.make(payees={award: OtherPayee("监护人", "监护证明", "建设银行", "62220217020000")})
    with paying.store.writing(actor="财务戊") as work:
        assert mark_exported(work, run)
    with pytest.raises(ConflictError, match="payees-left"), paying.store.writing(actor=APPROVER) as work:
        confirm_run_payees(work, run)
