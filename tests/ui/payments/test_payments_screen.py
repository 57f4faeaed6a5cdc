"""The payments screen: a run made, sent, answered by the bank, paid again, and reconciled."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit
from sqlalchemy import select

from app.payments import record_budget, runs
from app.store import Store
from models import Person
from tests.builders import CLERK, NOW
from tests.payment_builders import FINANCE, Paying, bank_row, g1_at_payment, whole_return, write_return
from tests.ui.batches.driver import BoardDriver, button_of
from tests.ui.conftest import ActiveDialog, OpenWindow, Settle
from ui.main_window import MainWindow
from ui.payments import acts
from ui.payments.make_run_dialog import MakeRunDialog
from ui.payments.payments_screen import PaymentsScreen
from ui.payments.return_dialog import ReturnDialog


@pytest.fixture
def paying(sqlite_store: Store) -> Paying:
    sqlite_store.clock = lambda: NOW
    return g1_at_payment(sqlite_store)


@pytest.fixture
def window(paying: Paying, open_window: OpenWindow) -> MainWindow:
    return open_window(paying.store, actor=FINANCE)


@pytest.fixture
def board(window: MainWindow, settle: Settle, active_dialog: ActiveDialog) -> BoardDriver:
    return BoardDriver(window, settle, active_dialog)


def _screen(window: MainWindow, settle: Settle, **arguments: object) -> PaymentsScreen:
    window.open_screen("payments", **arguments)
    settle()
    screen = window.current_screen()
    assert isinstance(screen, PaymentsScreen)
    return screen


def _press(screen: PaymentsScreen, words: str) -> None:
    button = button_of(screen, words)
    assert isinstance(button, QAbstractButton)
    assert button.isEnabled(), button.toolTip()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_run_is_planned_before_it_is_made(
    paying: Paying, window: MainWindow, settle: Settle, active_dialog: ActiveDialog
) -> None:
    with paying.store.writing(actor=CLERK) as work:
        person = work.session.scalars(select(Person).order_by(Person.id)).first()
        assert person is not None
        person.bank_account = ""
    with paying.store.writing(actor=FINANCE) as work:
        record_budget(work, 2024, amount_fen=5_000_000, basis="新财预〔2024〕1号", decided_on=NOW.date())
    screen = _screen(window, settle, batch=paying.batch)
    QTest.mouseClick(screen.make, Qt.MouseButton.LeftButton)
    dialog = active_dialog()
    assert isinstance(dialog, MakeRunDialog)
    settle()
    assert dialog.summary.text().startswith("可以列入 7 笔，应发 ¥")
    assert [one.code for one in dialog.left_out.rows] == ["no-card"]
    assert "1 条缺银行卡（1 个单位）" in dialog.heading.text()
    assert dialog.reason.isVisible()

    dialog.fund.insert("竞赛奖励专项资金")
    QTest.mouseClick(dialog.make, Qt.MouseButton.LeftButton)
    settle()
    assert dialog.isVisible()
    dialog.reason.insert("追加预算已报批")
    QTest.mouseClick(dialog.make, Qt.MouseButton.LeftButton)
    settle()
    assert not dialog.isVisible()
    assert [run.state for run in screen.runs.model.rows] == ["pending"]
    assert screen.lines.model.rowCount() == 7
    assert "追加预算已报批" in screen.lines.note.text()


def test_no_card_number_is_shown_in_full(paying: Paying, window: MainWindow, settle: Settle) -> None:
    page = paying.page(paying.make())
    screen = _screen(window, settle)
    model = screen.lines.model
    assert model.rowCount() == 8
    shown = " ".join(
        str(model.index(row, at).data()) for row in range(8) for at in range(model.columnCount())
    )
    for line in page.lines:
        assert line.card not in shown
        assert line.card[-4:] in shown


def test_a_run_is_exported_answered_and_paid(
    paying: Paying,
    window: MainWindow,
    settle: Settle,
    active_dialog: ActiveDialog,
    tmp_path: Path,
) -> None:
    number = paying.make()
    screen = _screen(window, settle)
    run = screen.runs.line()
    assert run is not None
    assert window.context is not None
    acts.export_to(screen, window.context, run, tmp_path / "发放表.xlsx")
    settle()
    assert (tmp_path / "发放表.xlsx").is_file()
    assert [each.state for each in screen.runs.model.rows] == ["exported"]

    file = whole_return(tmp_path, paying.page(number))
    acts.preview_return(screen, window.context, run, file)
    settle()
    dialog = active_dialog()
    assert isinstance(dialog, ReturnDialog)
    assert set(paying.states()) == {"in-payment"}
    QTest.mouseClick(dialog.take, Qt.MouseButton.LeftButton)
    settle()
    assert set(paying.states()) == {"paid"}
    assert [each.state for each in screen.runs.model.rows] == ["paid"]
    screen.tabs.setCurrentIndex(3)
    assert screen.sums["paid"].figure.text() == "¥186,400.00"
    assert screen.sums["paid"].hint.text() == "与前一项一致"
    assert screen.differences.model.rowCount() == 0


def test_a_return_with_a_fault_is_refused_whole(
    paying: Paying, window: MainWindow, settle: Settle, active_dialog: ActiveDialog, tmp_path: Path
) -> None:
    number = paying.send()
    page = paying.page(number)
    rows = [bank_row(page, line) for line in page.lines]
    rows[0] = bank_row(page, page.lines[0], 金额="1.00")
    file = write_return(tmp_path / "回单.csv", rows)
    screen = _screen(window, settle)
    run = screen.runs.line()
    assert run is not None
    assert window.context is not None
    acts.preview_return(screen, window.context, run, file)
    settle()
    dialog = active_dialog()
    assert isinstance(dialog, ReturnDialog)
    assert not dialog.take.isEnabled()
    assert [one.code for one in dialog.findings.rows] == ["amount"]
    dialog.reject()
    assert set(paying.states()) == {"in-payment"}


def test_a_failed_line_gets_another_card_and_is_paid_again_by_somebody_else(
    paying: Paying, window: MainWindow, board: BoardDriver, settle: Settle, tmp_path: Path
) -> None:
    from app.payments import take_return

    number = paying.send()
    page = paying.page(number)
    rows = [bank_row(page, line) for line in page.lines[1:]]
    rows.append(bank_row(page, page.lines[0], "失败"))
    with paying.store.writing(actor=FINANCE) as work:
        assert take_return(work, number, write_return(tmp_path / "r.csv", rows)).is_taken
    screen = _screen(window, settle, tab="failed")
    assert screen.tabs.tabText(1) == "银行退回 1"
    assert screen.failed.model.rows[0].line.state_reason == "账号户名不符"

    board.act_as(CLERK)
    _press(screen, "更正卡号")
    board.fill(bank="工商银行新乡分行", card="6222021704001234562", proof="银行卡复印件")
    board.act_as(FINANCE)
    _press(screen, "重发")
    board.fill()
    assert screen.failed.model.rowCount() == 0
    with paying.store.reading() as session:
        again = runs(session)[0]
    assert (again.state, again.lines) == ("pending", 1)


def test_a_failed_line_that_nobody_can_be_paid_by_is_given_up_with_a_reason(
    paying: Paying, window: MainWindow, board: BoardDriver, settle: Settle, tmp_path: Path
) -> None:
    from app.payments import take_return

    number = paying.send()
    file = whole_return(tmp_path, paying.page(number), failing=[1])
    with paying.store.writing(actor=FINANCE) as work:
        assert take_return(work, number, file).is_taken
    screen = _screen(window, settle, tab="failed")
    _press(screen, "放弃发放")
    board.fill(reason="本人已去世")
    assert screen.failed.model.rowCount() == 0
    line = paying.page(number).lines[0]
    assert (line.state, line.state_reason) == ("cancelled", "账号户名不符；放弃发放：本人已去世")


def test_money_that_comes_back_is_recorded_in_parts(
    paying: Paying, window: MainWindow, board: BoardDriver, settle: Settle, tmp_path: Path
) -> None:
    from app.awards import annul_result
    from app.payments import take_return

    number = paying.send()
    page = paying.page(number)
    with paying.store.writing(actor=FINANCE) as work:
        take_return(work, number, whole_return(tmp_path, page))
    with paying.store.writing(actor="审批丙") as work:
        annul_result(work, page.lines[0].award_id, basis="新竞办〔2024〕9号")
    screen = _screen(window, settle, tab="recoveries")
    recovery = screen.recoveries.model.rows[0]
    assert recovery.balance_fen == page.lines[0].gross_fen
    _press(screen, "登记收回")
    dialog = board.fill(amount="1000")
    assert not dialog.isVisible()
    assert screen.recoveries.model.rows[0].balance_fen == recovery.balance_fen - 100_000
    assert screen.sums["recovered"].figure.text() == "¥1,000.00"

    _press(screen, "登记收回")
    dialog = board.fill(amount="abc")
    assert dialog.isVisible()
    assert isinstance(dialog.inputs["amount"], QLineEdit)
    dialog.reject()


def test_whoever_does_not_pay_sees_why_not(
    paying: Paying, window: MainWindow, board: BoardDriver, settle: Settle
) -> None:
    screen = _screen(window, settle)
    assert screen.make.isEnabled()
    board.act_as(CLERK)
    assert not screen.make.isEnabled()
    assert "财务" in screen.make.toolTip()


def test_a_request_letter_is_not_written_without_its_addressee(
    paying: Paying, window: MainWindow, board: BoardDriver, settle: Settle
) -> None:
    paying.make()
    screen = _screen(window, settle)
    run, context = screen.runs.line(), window.context
    assert run is not None
    assert context is not None
    acts.request(screen, context, run)
    dialog = board.fill()
    assert dialog.isVisible()
    assert "请填写这一项。" in "".join(label.text() for label in dialog.findChildren(QLabel))
    dialog.reject()
