"""A bank's return: all of its rows or none, each matched to its line, and what came back paid again."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import select

from app.errors import ConflictError, InputError, NotFoundError
from app.payments import (
    ReturnReport,
    cancel_run,
    mark_exported,
    read_return,
    reconcile,
    reissue_lines,
    set_card,
    take_return,
)
from app.store import Store
from models import Person
from tests.builders import CLERK, a_result
from tests.payment_builders import (
    APPROVER,
    FINANCE,
    HEADER,
    Paying,
    a_batch_at_payment,
    bank_row,
    g1_at_payment,
    line_states,
    whole_return,
    write_return,
)


@pytest.fixture
def paying(sqlite_store: Store) -> Paying:
    return g1_at_payment(sqlite_store)


def take(paying: Paying, run: int, file: Path) -> ReturnReport:
    with paying.store.writing(actor=FINANCE) as work:
        return take_return(work, run, file)


def test_a_whole_return_pays_every_award(store: Store, tmp_path: Path) -> None:
    paying = g1_at_payment(store)
    run = paying.send()
    report = take(paying, run, whole_return(tmp_path, paying.page(run)))

    assert (report.paid, report.paid_fen, report.failed, report.still_out) == (8, 18_640_000, 0, 0)
    assert set(paying.states()) == {"paid"}
    assert {line.reference for line in paying.page(run).lines} == {f"A{number:05d}" for number in range(1, 9)}
    with store.reading() as session:
        found = reconcile(session)
    assert (found.decided, found.listed, found.paid, found.differences) == (
        18_640_000,
        18_640_000,
        18_640_000,
        (),
    )


def test_a_preview_writes_nothing(paying: Paying, tmp_path: Path) -> None:
    run = paying.send()
    file = whole_return(tmp_path, paying.page(run))
    with paying.store.reading() as session:
        assert read_return(session, run, file).paid == 8
    assert set(line_states(paying.store)) == {"exported"}


def test_a_workbook_is_read_as_well(paying: Paying, tmp_path: Path) -> None:
    run = paying.send()
    page = paying.page(run)
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["某银行代发结果"])
    sheet.append(list(HEADER))
    for line in page.lines:
        sheet.append(bank_row(page, line, 金额=line.net_fen / 100))
    sheet.append(["合计", None, None, None, 186400])
    book.save(tmp_path / "回单.xlsx")

    assert take(paying, run, tmp_path / "回单.xlsx").paid == 8


def test_rows_without_a_number_are_matched_by_card_name_and_amount(paying: Paying, tmp_path: Path) -> None:
    run = paying.send()
    page = paying.page(run)
    rows = [[line.payee, line.card, f"{line.net_fen / 100:.2f}", "交易成功"] for line in page.lines]
    file = write_return(tmp_path / "b.csv", rows, header=("收款人户名", "收款账号", "交易金额", "交易状态"))

    assert take(paying, run, file).paid == 8


def test_a_name_alone_is_no_match(paying: Paying, tmp_path: Path) -> None:
    run = paying.send()
    rows = [[line.payee, f"{line.net_fen / 100:.2f}", "成功"] for line in paying.page(run).lines]
    file = write_return(tmp_path / "b.csv", rows, header=("户名", "金额", "结果"))
    with pytest.raises(InputError, match="return-columns"):
        take(paying, run, file)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"金额": "99999.99"}, "amount"),
        ({"卡号": "6222021702999999999"}, "card"),
        ({"户名": "别人"}, "name"),
        ({"序号": "99"}, "unknown-position"),
        ({"序号": "2"}, "twice"),
        ({"处理结果": "待查"}, "return-outcome"),
        ({"金额": "1e5"}, "amount-form"),
    ],
)
def test_one_wrong_row_refuses_the_file(
    paying: Paying, tmp_path: Path, changes: dict[str, str], code: str
) -> None:
    run = paying.send()
    page = paying.page(run)
    rows = [bank_row(page, line) for line in page.lines[1:]]
    if code == "twice":
        rows.append(bank_row(page, page.lines[1]))
    else:
        rows.append(bank_row(page, page.lines[0], **changes))
    report = take(paying, run, write_return(tmp_path / "b.csv", rows))

    assert [(one.row, one.code) for one in report.findings] == [(9, code)]
    assert not report.is_taken
    assert set(line_states(paying.store)) == {"exported"}


def test_the_return_of_another_run_is_refused_whole(paying: Paying, tmp_path: Path) -> None:
    first = paying.send()
    with paying.store.writing(actor=CLERK) as work:
        a_result(work.session, 1)
        other = Paying(paying.store, a_batch_at_payment(work, tax="", name="第二批"))
    second = other.send()
    with pytest.raises(ConflictError, match="return-other-run"):
        take(paying, first, whole_return(tmp_path, other.page(second)))
    assert set(line_states(paying.store)) == {"exported"}


def test_the_same_file_is_taken_once(paying: Paying, tmp_path: Path) -> None:
    run = paying.send()
    file = whole_return(tmp_path, paying.page(run))
    take(paying, run, file)
    with pytest.raises(ConflictError, match="return-known"):
        take(paying, run, file)


def test_a_return_on_a_cancelled_run_is_refused(paying: Paying, tmp_path: Path) -> None:
    run = paying.make()
    with paying.store.writing(actor=FINANCE) as work:
        cancel_run(work, run, reason="错了")
    with pytest.raises(ConflictError, match="payment-run-cancelled"):
        take(paying, run, whole_return(tmp_path, paying.page(run)))


def test_a_failed_line_goes_to_a_corrected_card_that_another_recorded(store: Store, tmp_path: Path) -> None:
    paying = g1_at_payment(store)
    run = paying.send()
    take(paying, run, whole_return(tmp_path, paying.page(run), failing=[1]))
    failed = paying.page(run).lines[0]
    assert (failed.state, failed.state_reason, paying.states()[0]) == ("failed", "账号户名不符", "approved")

    with pytest.raises(InputError, match="payment-same-card"), store.writing(actor=FINANCE) as work:
        reissue_lines(work, run, [failed.id])
    with store.writing(actor=CLERK) as work:
        set_card(work, failed.person_id, bank="建设银行", card="6227000011112222336", proof="本人填写的表")
    with pytest.raises(ConflictError, match="second-person-card"), store.writing(actor=CLERK) as work:
        reissue_lines(work, run, [failed.id])
    with pytest.raises(ConflictError, match="second-person-payment"), store.writing(actor=APPROVER) as work:
        reissue_lines(work, run, [failed.id])
    with store.writing(actor=FINANCE) as work:
        again = reissue_lines(work, run, [failed.id])
        mark_exported(work, again)

    page = paying.page(again)
    assert [(line.card, line.reissue_of_id, line.gross_fen) for line in page.lines] == [
        ("6227000011112222336", failed.id, failed.gross_fen)
    ]
    assert paying.page(run).lines[0].state == "re-issued"
    take(paying, again, whole_return(tmp_path, page))
    assert set(paying.states()) == {"paid"}
    with store.reading() as session:
        assert reconcile(session).differences == ()


def test_a_card_of_nobody_on_record_is_refused_by_number(sqlite_store: Store) -> None:
    with pytest.raises(NotFoundError) as refused, sqlite_store.writing(actor=CLERK) as work:
        set_card(work, 4711, bank="建设银行", card="6227000011112222336", proof="单位补报")
    assert (refused.value.code, refused.value.params["id"]) == ("person-missing", 4711)


def test_a_card_that_lost_its_digits_is_refused(paying: Paying, tmp_path: Path) -> None:
    run = paying.send()
    page = paying.page(run)
    rows = [bank_row(page, page.lines[0], 卡号="6.22202E+18", 序号="")]
    report = take(paying, run, write_return(tmp_path / "b.csv", rows))
    assert [one.code for one in report.findings] == ["return-card-lost"]


def test_two_columns_of_one_meaning_are_not_guessed(paying: Paying, tmp_path: Path) -> None:
    run = paying.send()
    page = paying.page(run)
    rows = [[*bank_row(page, line), "1.00"] for line in page.lines]
    file = write_return(tmp_path / "b.csv", rows, header=(*HEADER, "交易金额"))
    with pytest.raises(InputError, match="line-list-ambiguous"):
        take(paying, run, file)


def test_the_person_whose_card_is_missing_can_be_listed_later(paying: Paying, tmp_path: Path) -> None:
    with paying.store.writing(actor=CLERK) as work:
        person = work.session.scalars(select(Person).order_by(Person.id)).first()
        assert person is not None
        person.bank_account = ""
    first = paying.send()
    with paying.store.writing(actor=CLERK) as work:
        set_card(work, person.id, bank="建设银行", card="6227000011112222336", proof="单位补报")
    second = paying.send()
    assert (len(paying.page(first).lines), [line.person for line in paying.page(second).lines]) == (
        7,
        [person.name],
    )


def test_a_state_that_is_not_known_is_told_with_its_row_and_what_may_be_written(
    paying: Paying, tmp_path: Path
) -> None:
    run = paying.send()
    page = paying.page(run)
    rows = [bank_row(page, page.lines[0]), bank_row(page, page.lines[1], 处理结果="挂账")]
    (finding,) = take(paying, run, write_return(tmp_path / "b.csv", rows)).findings

    line = page.lines[1]
    assert finding.row == 3
    for said in ("挂账", line.payee, f"尾号 {line.card[-4:]}", "成功", "失败", "退票"):
        assert said in finding.message, said
    assert line.card not in finding.message
