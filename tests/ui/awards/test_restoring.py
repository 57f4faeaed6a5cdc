"""An annulled result stays in sight; one person asks for its restoration, another confirms it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget

from app.accounts import AccountRole, Actor
from app.awards import annul_result
from app.certificates import issue_certificates
from app.payments import take_return
from app.store import Store
from models import Award, Result
from tests.builders import CLERK, NOW
from tests.payment_builders import APPROVER, Paying, g1_at_payment, whole_return
from tests.ui.conftest import ActiveDialog, OpenWindow, Settle
from ui.awards.restore_dialog import RestoreDialog
from ui.main_window import MainWindow
from ui.registry.results_screen import ResultsScreen
from ui.reports.today_screen import TodayScreen
from ui.widgets import TaskLine

OTHER = "审批戊"


@pytest.fixture
def paid(sqlite_store: Store, tmp_path: Path) -> Paying:
    """G1 paid and with certificates; the award of 100,000 is annulled, of which nothing came back yet."""
    sqlite_store.clock = lambda: NOW
    paying = g1_at_payment(sqlite_store)
    with sqlite_store.writing(actor=CLERK) as work:
        issue_certificates(work)
    run = paying.send()
    file = whole_return(tmp_path, paying.page(run))
    with sqlite_store.writing(actor=CLERK) as work:
        take_return(work, run, file)
    with sqlite_store.writing(actor=APPROVER) as work:
        annul_result(work, _highest(sqlite_store), basis="示例〔2024〕7号")
    return paying


def _highest(store: Store) -> int:
    with store.reading() as session:
        return int(max(session.query(Award), key=lambda award: award.amount_fen or 0).id)


def act_as(window: MainWindow, who: str, *roles: AccountRole) -> None:
    assert window.context is not None
    window.context.act_as(Actor(None, who, frozenset(roles)))


def words(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel))


def results(window: MainWindow, settle: Settle) -> ResultsScreen:
    with window.context.store.reading() as session:  # type: ignore[union-attr]
        contest = session.get_one(Result, _highest(window.context.store)).entry.event.contest_id  # type: ignore[union-attr]
    window.open_screen("results", contest=contest)
    settle()
    screen = window.current_screen()
    assert isinstance(screen, ResultsScreen)
    return screen


def states(screen: ResultsScreen) -> list[str]:
    model = screen.pane.model
    rows = [model.row_at(at) for at in range(model.rowCount())]
    return [row.state for row in rows if row is not None]


def test_an_annulled_result_stays_in_the_list_of_its_contest_and_has_a_filter(
    paid: Paying, open_window: OpenWindow, settle: Settle
) -> None:
    screen = results(open_window(paid.store), settle)
    assert sorted(states(screen)) == ["annulled", "confirmed"]
    assert screen.pane.head.annulled.text() == "已撤销 1"
    QTest.mouseClick(screen.pane.head.annulled, Qt.MouseButton.LeftButton)
    settle()
    assert states(screen) == ["annulled"]
    screen.pane.table.selectRow(0)
    settle()
    assert screen.pane.restore.isVisible()
    screen.pane.show_versions()
    settle()
    assert "示例〔2024〕7号" in words(screen.window())


def test_one_asks_and_another_confirms_after_reading_what_it_touches(
    paid: Paying, open_window: OpenWindow, settle: Settle, active_dialog: ActiveDialog
) -> None:
    window = open_window(paid.store)
    act_as(window, CLERK, AccountRole.CLERK)
    screen = results(window, settle)
    screen.pane.head.annulled.click()
    settle()
    screen.pane.table.selectRow(0)
    settle()
    screen.pane.restore.click()
    settle()
    dialog = active_dialog()
    assert isinstance(dialog, RestoreDialog)
    told = words(dialog)
    assert "已发放的 ¥100,000.00 不再追回" in told
    assert "仍为已作废，须另出新证书" in told
    assert "不涉及基地命名" in told
    dialog.inputs["basis"].insert("示例〔2024〕8号")  # type: ignore[attr-defined]
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    settle()
    assert not dialog.isVisible()
    with paid.store.reading() as session:
        assert session.get_one(Award, _highest(paid.store)).state == "to-recover"

    # whoever asked sees on today's page that it waits for another, and cannot confirm it
    act_as(window, CLERK, AccountRole.CLERK, AccountRole.APPROVER)
    window.open_screen("today")
    settle()
    line = _task(window, "申请恢复")
    assert "由审批中的另一人办理" in words(line)
    line.button.click()
    settle()
    dialog = active_dialog()
    assert isinstance(dialog, RestoreDialog)
    assert not dialog.act.isEnabled()
    assert "须由另一人确认" in words(dialog)
    dialog.reject()

    act_as(window, OTHER, AccountRole.APPROVER)
    settle()
    line = _task(window, "申请恢复")
    assert line.button.text() == "去确认"
    QTest.mouseClick(line.button, Qt.MouseButton.LeftButton)
    settle()
    dialog = active_dialog()
    assert isinstance(dialog, RestoreDialog)
    assert "示例〔2024〕8号" in words(dialog)
    assert dialog.act.text() == "确认恢复"
    QTest.mouseClick(dialog.act, Qt.MouseButton.LeftButton)
    settle()
    with paid.store.reading() as session:
        assert session.get_one(Award, _highest(paid.store)).state == "paid"
    assert not [line for line in _lines(window) if "申请恢复" in words(line)]


def test_a_clerk_may_not_confirm(
    paid: Paying, open_window: OpenWindow, settle: Settle, active_dialog: ActiveDialog
) -> None:
    from app.awards import ask_to_restore
    from ui.awards import open_restore

    result = _highest(paid.store)
    with paid.store.writing(actor=OTHER) as work:
        ask_to_restore(work, result, basis="示例〔2024〕8号")
    window = open_window(paid.store)
    act_as(window, CLERK, AccountRole.CLERK)
    assert window.context is not None
    open_restore(window, window.context, result)
    settle()
    dialog = active_dialog()
    assert isinstance(dialog, RestoreDialog)
    assert not dialog.act.isEnabled()
    assert "审批" in dialog.act.toolTip()
    dialog.reject()


def _lines(window: MainWindow) -> list[TaskLine]:
    screen = window.current_screen()
    assert isinstance(screen, TodayScreen)
    return [line for line in screen.findChildren(TaskLine) if line.isVisible()]


def _task(window: MainWindow, about: str) -> TaskLine:
    return next(line for line in _lines(window) if about in words(line))
