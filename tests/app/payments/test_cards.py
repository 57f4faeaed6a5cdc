"""Cards that were recorded: a second person makes the run, and the run says whose card it is since when."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest

from app.errors import ConflictError, InputError
from app.payments import OtherPayee, export_run, make_run, plan_run, reissue_lines, set_card, take_return
from app.settings import set_one_person_mode
from app.store import Store
from app.unit_of_work import UnitOfWork
from models import ImportBatch, ImportChange, Person
from tests.app.commands.test_command_line import Run, run
from tests.builders import CLERK, NOW
from tests.payment_builders import BATCH, FINANCE, FUND, Paying, g1_at_payment, whole_return
from tests.synthetic import bank_card

__all__ = ["run"]  # the fixture
CARD = "6227000011112222336"
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def paying(store: Store) -> Paying:
    """G1 at its payment step; from now on it is an hour later."""
    found = g1_at_payment(store)
    store.clock = lambda: LATER
    return found


def first_person(paying: Paying) -> int:
    with paying.store.reading() as session:
        return plan_run(session, paying.batch, budget_year=2024).lines[0].person_id


def record_card(paying: Paying, person: int, who: str = FINANCE, card: str = CARD) -> None:
    with paying.store.writing(actor=who) as work:
        set_card(work, person, bank="建设银行", card=card, proof="本人填写的表")


def by_hand(work: UnitOfWork, person: int) -> None:
    set_card(work, person, bank="建设银行", card=CARD, proof="本人填写的表")


def by_import(work: UnitOfWork, person: int) -> None:
    """Do what an import does to a person whose card is another one in the file."""
    work.session.get_one(Person, person).bank_account = CARD
    work.audit("fill", "person", person, detail={"batch": 1, "fields": ["bank_account"]})


def by_undoing_an_import(work: UnitOfWork, person: int) -> None:
    batch = ImportBatch(
        file_name="卡.xlsx", sha256="0" * 64, state="undone", rows=1, imported_by=CLERK, imported_at=NOW
    )
    work.session.add(batch)
    work.session.flush()
    change = {"before": "1", "after": "2", "field": "bank_account", "subject": "person"}
    work.session.add(ImportChange(batch_id=batch.id, subject_id=person, **change))
    work.audit("undo", "import_batch", batch.id)


@pytest.mark.parametrize("way", [by_hand, by_import, by_undoing_an_import])
def test_who_recorded_a_card_lists_nothing_that_is_paid_to_it(
    paying: Paying, way: Callable[[UnitOfWork, int], None]
) -> None:
    person = first_person(paying)
    with paying.store.writing(actor=FINANCE) as work:
        way(work, person)

    with pytest.raises(ConflictError, match="second-person-card"):
        paying.make()
    with paying.store.writing(actor="财务戊") as work:
        made = make_run(work, paying.batch, fund=FUND, budget_year=2024)
    assert [(line.person_id, record.recorded_by) for line, record in made.plan.changed_cards] == [
        (person, FINANCE)
    ]


def test_whoever_recorded_it_may_list_what_goes_elsewhere(paying: Paying) -> None:
    person = first_person(paying)
    with paying.store.reading() as session:
        award = plan_run(session, paying.batch, budget_year=2024).lines[0].award_id
    record_card(paying, person)
    page = paying.page(paying.make(cash={award: "本人要现金"}))
    assert page.lines[0].cash


def test_a_card_that_a_second_person_listed_before_is_seen(paying: Paying, tmp_path: Path) -> None:
    person = first_person(paying)
    record_card(paying, person)
    paying.store.clock = lambda: LATER + timedelta(hours=1)
    with paying.store.writing(actor="财务戊") as work:
        first = make_run(work, paying.batch, fund=FUND, budget_year=2024).run_id
    with paying.store.writing(actor="财务戊") as work:
        from app.payments import mark_exported

        mark_exported(work, first)
        take_return(work, first, whole_return(tmp_path, paying.page(first), failing=[1]))
    line = paying.page(first).lines[0]
    with paying.store.writing(actor=FINANCE) as work:
        again = reissue_lines(work, first, [line.id], reason="银行系统故障，账户已恢复")
    assert paying.page(again).lines[0].card == line.card


def test_in_a_one_person_office_the_audit_says_so(paying: Paying) -> None:
    record_card(paying, first_person(paying))
    with paying.store.writing(actor=FINANCE) as work:
        set_one_person_mode(work, True, reason="只有一个人")
    assert len(paying.page(paying.make()).lines) == 8


def test_the_list_for_finance_names_cards_recorded_since_the_approval(paying: Paying, tmp_path: Path) -> None:
    record_card(paying, first_person(paying), who=CLERK)
    number = paying.make()
    export_run(paying.store, number, tmp_path / "发放表.xlsx", actor=FINANCE)

    line = paying.page(number).lines[0]
    assert line.card_recorded == f"{CLERK} 2024年7月1日录入"
    book = openpyxl.load_workbook(tmp_path / "发放表.xlsx")
    cells = [str(cell) for row in book.worksheets[0].values for cell in row if cell]
    assert [cell for cell in cells if f"序号 1 {line.person}（{CLERK} 2024年7月1日录入）" in cell]


def test_cards_recorded_before_the_approval_are_not_named(store: Store) -> None:
    paying = g1_at_payment(store)
    record_card(paying, first_person(paying), who=CLERK)
    assert {line.card_recorded for line in paying.page(paying.make()).lines} == {""}


@pytest.mark.parametrize(
    ("card", "code"), [("6227000011112222337", "payment-card-checksum"), ("12ab", "payment-card")]
)
def test_the_card_of_another_payee_is_checked_like_a_winners(paying: Paying, card: str, code: str) -> None:
    with paying.store.reading() as session:
        award = plan_run(session, paying.batch, budget_year=2024).lines[0].award_id
    payee = OtherPayee("李某", "监护证明", "建设银行", card)
    with pytest.raises(InputError, match=code):
        paying.make(payees={award: payee})
    if code == "payment-card-checksum":
        run_id = paying.make(payees={award: replace(payee, is_confirmed_by_bank=True)})
        assert paying.page(run_id).lines[0].card == card


def test_a_given_up_line_is_listed_once_its_card_was_recorded_anew(paying: Paying, tmp_path: Path) -> None:
    from app.payments import give_up_lines

    sent = paying.send()
    with paying.store.writing(actor=FINANCE) as work:
        take_return(work, sent, whole_return(tmp_path, paying.page(sent), failing=[1]))
    line = paying.page(sent).lines[0]
    with paying.store.writing(actor=FINANCE) as work:
        give_up_lines(work, sent, [line.id], reason="账户冻结")
    paying.store.clock = lambda: LATER + timedelta(hours=1)
    record_card(paying, line.person_id, who=CLERK, card=bank_card(7))

    assert [one.person_id for one in paying.page(paying.make()).lines] == [line.person_id]


def test_the_command_names_changed_cards_and_takes_a_payee_whose_bank_confirmed(
    run: Run, sqlite_store: Store
) -> None:
    paying = g1_at_payment(sqlite_store)
    sqlite_store.clock = lambda: LATER
    record_card(paying, first_person(paying), who=CLERK)
    with sqlite_store.reading() as session:
        second = plan_run(session, paying.batch, budget_year=2024).lines[1]
    place = ("--db", str(sqlite_store.name), "payment", "make", BATCH, "--as", FINANCE, "--year", "2024")
    payee = f"{second.award_id}=李某|建设银行|6227000011112222337|监护证明"

    refused = run(*place, "--payee", payee)
    assert (refused.code, refused.err.count("\n")) == (1, 1)
    assert "校验位" in refused.err
    told = run(*place, "--payee", f"{payee}|银行已确认", "--json")
    assert told.code == 0
    assert [one["by"] for one in told.json["changed_cards"]] == [CLERK]
