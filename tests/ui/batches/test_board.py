"""The board: batches made, taken on by four people, and everything by keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from app.batches import BatchChoice, register_objection
from app.payments import run_page
from tests.app.batches.office import APPROVER, CLERK, FINANCE, REVIEWER, Office
from tests.builders import a_result
from tests.payment_builders import bank_row, write_return
from tests.ui.batches.driver import BoardDriver, answer_next
from tests.ui.conftest import ActiveDialog, Settle
from ui.batches.batch_screen import BatchScreen
from ui.batches.board_screen import BoardScreen
from ui.batches.card import BatchCard
from ui.batches.new_batch_dialog import NewBatchDialog
from ui.batches.publish_dialog import PublishDialog
from ui.payments import acts
from ui.payments.make_run_dialog import MakeRunDialog
from ui.payments.payments_screen import PaymentsScreen
from ui.payments.return_dialog import ReturnDialog
from ui.widgets import Pill

Key, Modifier = Qt.Key, Qt.KeyboardModifier
NAME = "2024年第一批"
PRESS_MS = 250  # longer than Qt shows a button pressed that was reached by its mnemonic


def _focus() -> BatchCard:
    """Return the card that has the keyboard."""
    focus = QApplication.focusWidget()
    assert isinstance(focus, BatchCard)
    return focus


def test_an_empty_board_says_what_batches_are_for_and_makes_the_first(
    office: Office, board: BoardDriver, settle: Settle, active_dialog: ActiveDialog
) -> None:
    with office.acting(CLERK) as work:
        a_result(work.session, 1, state="draft")
    office.winners(0)
    screen = board.open()
    assert screen.empty.isVisible()
    assert "复核" in "".join(label.text() for label in screen.empty.findChildren(QLabel))

    QTest.mouseClick(screen.empty.button, Qt.MouseButton.LeftButton)
    dialog = active_dialog()
    assert isinstance(dialog, NewBatchDialog)
    settle()
    assert dialog.summary.text() == "可列入 3 条，合计 ¥2,400.00；不列入 1 条"
    assert dialog.entering.rowCount() == 3
    assert "确认" in dialog.staying.rows[0].words
    dialog.name.selectAll()
    dialog.name.insert(NAME)
    QTest.keyClick(dialog.name, Key.Key_Return)
    settle()

    assert not dialog.isVisible()
    assert board.where(NAME) == "draft"
    texts = [label.text() for label in board.card(NAME).findChildren(QLabel)]
    assert "¥2,400.00" in texts
    assert "3 条" in texts


def test_nothing_to_enter_cannot_be_made_and_says_why(
    office: Office, board: BoardDriver, settle: Settle, active_dialog: ActiveDialog
) -> None:
    office.batch("已有的一批")
    screen = board.open()
    QTest.mouseClick(screen.new, Qt.MouseButton.LeftButton)
    dialog = active_dialog()
    assert isinstance(dialog, NewBatchDialog)
    settle()
    assert not dialog.make.isEnabled()
    assert "已有的一批" in dialog.staying.rows[0].words
    dialog.reject()


def test_four_people_take_a_batch_to_its_payment(
    office: Office, board: BoardDriver, active_dialog: ActiveDialog
) -> None:
    office.batch(NAME)
    board.act_as(CLERK)
    board.step(NAME)
    assert board.where(NAME) == "review"

    board.act_as(REVIEWER)
    board.step(NAME, answer="复核")
    assert board.where(NAME) == "publicity"

    board.act_as(CLERK)
    board.press(NAME)
    dialog = board.fill(place="局门户网站", contact="王敏 0373-3050000")
    assert isinstance(dialog, PublishDialog)
    card = board.card(NAME)
    assert [pill.accessibleName() for pill in card.findChildren(Pill)] == ["还有 5 个工作日"]
    assert card.step is not None
    assert not card.step.isEnabled()
    assert "公示到 2024-07-05 为止" in card.step.toolTip()

    office.wait(8)
    board.step(NAME, answer="结束公示")
    assert board.where(NAME) == "approval"

    board.act_as(APPROVER)
    board.press(NAME)
    board.fill(document="新人社〔2024〕20号")
    assert board.where(NAME) == "payment"
    page = office.page(board.card(NAME).batch.id)
    assert [line.actor for line in page.history] == [CLERK, CLERK, REVIEWER, CLERK, CLERK, APPROVER, APPROVER]
    assert page.approvals[0].document == "新人社〔2024〕20号"


def test_a_step_of_somebody_else_is_grey_and_says_whose_it_is(office: Office, board: BoardDriver) -> None:
    office.submitted(NAME)
    board.act_as(CLERK)
    step = board.card(NAME).step
    assert step is not None
    assert not step.isEnabled()
    assert "复核" in step.toolTip()
    assert CLERK in step.toolTip()

    board.act_as(REVIEWER)
    assert step.isEnabled()
    screen = board.open()
    assert not screen.new.isEnabled()


def test_arrows_go_from_card_to_card_and_enter_opens(
    office: Office, board: BoardDriver, settle: Settle
) -> None:
    office.reviewed("甲批")
    office.winners()
    office.submitted("乙批")
    office.winners()
    office.batch("丙批")
    office.winners()
    office.batch("丁批")
    screen = board.open()

    def chosen() -> str:
        return _focus().batch.name

    def go(key: Qt.Key) -> str:
        QTest.keyClick(_focus(), key)
        return chosen()

    assert chosen() == "丁批"
    assert go(Key.Key_Down) == "丙批"
    assert go(Key.Key_Right) == "乙批"
    assert go(Key.Key_Right) == "甲批"
    assert go(Key.Key_Right) == "甲批"
    assert go(Key.Key_Left) == "乙批"
    assert go(Key.Key_Left) == "丁批"

    QTest.keyClick(board.window, Key.Key_N, Modifier.AltModifier)
    QTest.qWait(PRESS_MS)
    settle()
    assert board.where("丁批") == "review"
    assert chosen() == "丁批"

    QTest.keyClick(_focus(), Key.Key_Return)
    settle()
    page = board.window.current_screen()
    assert isinstance(page, BatchScreen)
    assert page.name.text() == "丁批"
    QTest.keyClick(page, Key.Key_Escape)
    settle()
    assert board.window.current_screen() is screen


@pytest.mark.qt_log_ignore("does not support")
def test_the_menu_sends_back_with_a_reason(office: Office, board: BoardDriver, settle: Settle) -> None:
    office.reviewed(NAME)
    board.act_as(CLERK)
    card = board.card(NAME)
    QTest.mouseClick(card.more, Qt.MouseButton.LeftButton)
    menu = board.open().menu
    back = next(action for action in menu.actions() if action.text() == "退回…")

    def give_reason() -> None:
        dialog = QApplication.activeModalWidget()
        assert dialog is not None
        dialog.field.insert("名单有误")  # type: ignore[attr-defined]  # the dialog of reasons

    QTimer.singleShot(200, give_reason)
    QTimer.singleShot(400, lambda: answer_next("退回"))
    back.trigger()
    settle()
    assert board.where(NAME) == "review"
    batch = board.card(NAME).batch.id
    assert office.page(batch).history[-1].reason == "名单有误"


def test_what_is_held_leaves_when_the_publicity_is_closed(
    office: Office, board: BoardDriver, settle: Settle
) -> None:
    batch = office.published(NAME)
    with office.acting(CLERK) as work:
        award = office.page(batch).awards[0].award.id
        register_objection(work, batch, award, source="选手", text="名次有误")
    office.wait(8)
    said: list[str] = []
    answer_next("结束公示", said=said)
    board.press(NAME)
    told: list[str] = []
    answer_next("确定", said=told)
    settle()
    assert "有异议未处理完的 1 条退出本批次" in said[0]
    assert "有 1 条没有往下走" in told[0]
    assert board.where(NAME) == "approval"


def test_a_search_narrows_the_board_and_says_so(office: Office, board: BoardDriver, settle: Settle) -> None:
    office.batch("市赛一批", BatchChoice())
    office.winners()
    office.batch("省赛一批")
    screen = board.open()
    board.window.top.search.insert("省赛")
    settle()
    assert [card.batch.name for card in screen.cards()] == ["省赛一批"]
    assert screen.count.text() == "筛选：“省赛”　1 / 2"


def test_finance_takes_an_approved_batch_to_paid_and_the_clerk_archives_it(
    office: Office, board: BoardDriver, settle: Settle, active_dialog: ActiveDialog, tmp_path: Path
) -> None:
    batch = office.approved(NAME)
    board.act_as(FINANCE)
    board.press(NAME)
    settle()
    payments = board.window.current_screen()
    assert isinstance(payments, PaymentsScreen)
    assert payments.batch.currentText() == NAME
    QTest.mouseClick(payments.make, Qt.MouseButton.LeftButton)
    dialog = active_dialog()
    assert isinstance(dialog, MakeRunDialog)
    settle()
    dialog.fund.insert("竞赛奖励专项资金")
    QTest.mouseClick(dialog.make, Qt.MouseButton.LeftButton)
    settle()

    run = payments.runs.line()
    context = board.window.context
    assert run is not None
    assert context is not None
    acts.export_to(payments, context, run, tmp_path / "发放表.xlsx")
    settle()
    with office.store.reading() as session:
        page = run_page(session, run.id, show_numbers=True)
    rows = [bank_row(page, line, 交易日期=office.today.isoformat()) for line in page.lines]
    exported = payments.runs.line()
    assert exported is not None
    acts.preview_return(payments, context, exported, write_return(tmp_path / "回单.csv", rows))
    settle()
    answer = active_dialog()
    assert isinstance(answer, ReturnDialog)
    QTest.mouseClick(answer.take, Qt.MouseButton.LeftButton)
    settle()
    assert {one.award.state for one in office.page(batch).awards} == {"paid"}

    board.act_as(CLERK)
    board.step(NAME, answer="归档")
    assert board.where(NAME) == "archived"
    assert board.card(NAME).step is None


def test_the_board_of_yesterday_is_read_again_when_it_is_shown_today(
    office: Office, board: BoardDriver, settle: Settle
) -> None:
    office.published(NAME)
    step = board.card(NAME).step
    assert step is not None
    assert not step.isEnabled()
    office.wait(8)
    board.window.open_screen("awards")
    settle()
    board.window.open_screen("batches")
    settle()
    screen = board.window.current_screen()
    assert isinstance(screen, BoardScreen)
    assert [card.batch.next_words for card in screen.cards()] == ["结束公示"]


def test_the_keys_bring_a_card_into_sight_where_the_board_is_wider_than_its_room(
    office: Office, board: BoardDriver, settle: Settle
) -> None:
    office.approved("发放中")
    office.winners()
    office.batch("草稿中")
    QTest.keyClick(board.window, Key.Key_F1)
    board.window.resize(1024, 640)
    card = board.card("草稿中")
    card.setFocus()
    area = board.open().area
    area.horizontalScrollBar().setValue(0)
    QTest.keyClick(_focus(), Key.Key_Right)
    settle()
    goal = _focus()
    assert goal.batch.name == "发放中"
    left = goal.mapTo(area.viewport(), QPoint(0, 0)).x()
    assert 0 <= left <= area.viewport().width() - goal.width()
    assert area.horizontalScrollBar().value() > 0
