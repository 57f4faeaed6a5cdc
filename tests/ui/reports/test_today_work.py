"""Today's page: what batches and payments wait for, for each account, and the year's money as bars."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from app.batches import register_objection
from app.payments import record_budget
from app.store import Store
from tests.app.batches.office import APPROVER, CLERK, FINANCE, REVIEWER, Office
from tests.ui.batches.driver import BoardDriver
from tests.ui.conftest import ActiveDialog, OpenWindow, Settle
from ui.awards.awards_screen import AwardsScreen
from ui.batches.batch_screen import BatchScreen
from ui.reports.today_screen import TodayScreen


def _said(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel))


def _opened(
    office: Office, open_window: OpenWindow, settle: Settle, active_dialog: ActiveDialog
) -> tuple[TodayScreen, BoardDriver]:
    window = open_window(office.store)
    screen = window.current_screen()
    assert isinstance(screen, TodayScreen)
    return screen, BoardDriver(window, settle, active_dialog)


def test_each_account_sees_what_waits_for_it_and_for_others(
    sqlite_store: Store, open_window: OpenWindow, settle: Settle, active_dialog: ActiveDialog
) -> None:
    office = Office(sqlite_store)
    office.winners()
    office.submitted("待复核的一批")
    office.winners()
    batch = office.published("公示中的一批")
    with office.acting(CLERK) as work:
        award = office.page(batch).awards[0].award.id
        register_objection(work, batch, award, source="选手", text="名次有误")
    office.wait(8)
    screen, people = _opened(office, open_window, settle, active_dialog)

    people.act_as(REVIEWER)
    assert "“待复核的一批”等复核：3 条，¥2,400.00" in _said(screen.tasks)
    assert "“公示中的一批”公示期满" in _said(screen.others)
    assert "由经办办理" in _said(screen.others)

    people.act_as(CLERK)
    assert "“公示中的一批”公示期满，等结束" in _said(screen.tasks)
    assert "“待复核的一批”等复核" in _said(screen.others)

    people.act_as(APPROVER)
    assert "“公示中的一批”有 1 件异议没有处理" in _said(screen.tasks)
    buttons = screen.tasks.findChildren(QPushButton)
    button = next(each for each in buttons if each.text() == "去处理")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    settle()
    page = people.window.current_screen()
    assert isinstance(page, BatchScreen)
    assert page.name.text() == "公示中的一批"
    assert page.objections.isVisible()


def test_who_has_nothing_to_do_is_told_that_others_have(
    sqlite_store: Store, open_window: OpenWindow, settle: Settle, active_dialog: ActiveDialog
) -> None:
    office = Office(sqlite_store)
    office.winners()
    office.submitted("一批")
    screen, people = _opened(office, open_window, settle, active_dialog)
    people.act_as(FINANCE)
    assert "没有要办的事" in _said(screen.tasks)
    assert "下面的几件等别人办。" in _said(screen.tasks)


def test_the_years_money_is_bars_that_lead_to_their_awards(
    sqlite_store: Store, open_window: OpenWindow, settle: Settle, active_dialog: ActiveDialog
) -> None:
    office = Office(sqlite_store)
    office.winners()
    office.reviewed("一批")
    office.winners(2)
    with office.acting(FINANCE) as work:
        record_budget(work, 2024, amount_fen=1_000_000, basis="新财预〔2024〕1号", decided_on=office.today)
    screen, people = _opened(office, open_window, settle, active_dialog)
    chart = screen.chart
    assert chart.isVisible()
    widths = chart.bar_widths()
    assert widths[0] == round(widths[1] * 1_800 / 2_400)
    assert widths[2:] == [0] * 4
    assert "年度安排 ¥10,000.00" in screen.money_note.text()

    QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=QPoint(200, chart.line_of(1).center().y()))
    settle()
    awards = people.window.current_screen()
    assert isinstance(awards, AwardsScreen)
    assert awards.model.rowCount() == 3
    assert awards.totals.sum.text() == "合计 ¥2,400.00"

    people.window.go_back()
    people.window.open_screen("today")
    settle()
    chart.setFocus()
    QTest.keyClick(chart, Qt.Key.Key_Up)
    QTest.keyClick(chart, Qt.Key.Key_Return)
    settle()
    assert awards.model.rowCount() == 2
