"""From the board to the bank's return by keys alone: steps by their letter, fields and buttons by Tab."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLineEdit, QMessageBox, QWidget

from app.payments import run_page
from app.store import Store
from tests.app.batches.office import APPROVER, FINANCE, Office
from tests.builders import a_ruling
from tests.payment_builders import whole_return
from tests.ui.batches.driver import ROLES, BoardDriver
from tests.ui.conftest import ActiveDialog, OpenWindow, Settle
from ui.main_window import MainWindow
from ui.payments.make_run_dialog import MakeRunDialog
from ui.payments.return_dialog import ReturnDialog

Key, Modifier = Qt.Key, Qt.KeyboardModifier
PRESS_MS = 250  # longer than Qt shows a button pressed that was reached by its mnemonic
MOST_TABS = 60


@pytest.fixture
def office(sqlite_store: Store) -> Office:
    """An office whose one batch waits for its approval."""
    office = Office(sqlite_store)
    office.record_holidays(2024)
    with office.acting(APPROVER) as work:
        a_ruling(work.session, "income-tax", "exempt", basis="新税函〔2024〕6号")
    office.winners()
    office.closed("2024年第一批")
    return office


def focus() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def name_of(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, QAbstractButton) else widget.accessibleName()
    return str(text).split("(&")[0]


def come_to_the_front(window: MainWindow) -> None:
    """Wait until the window is active again after a dialog, as a window manager sees to."""
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)


def tab_to(window: QWidget, words: str) -> QWidget:
    """Press Tab until what has the keyboard bears these words; it must be drawn differently then."""
    passed = []
    for _ in range(MOST_TABS):
        here = QApplication.focusWidget() or window
        if name_of(here) == words:
            assert here.isVisible()
            assert ring_is_visible(here), words
            return here
        passed.append(name_of(here))
        QTest.keyClick(here, Key.Key_Tab)
    raise AssertionError((words, passed))


def ring_is_visible(widget: QWidget) -> bool:
    """Return whether a widget looks other with the keyboard than without."""
    with_it = image_of(widget)
    widget.clearFocus()
    without = image_of(widget)
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    return with_it != without


def image_of(widget: QWidget) -> QImage:
    return widget.grab().toImage()


def keys(text: str) -> None:
    """Type into whatever has the keyboard."""
    field = focus()
    assert isinstance(field, QLineEdit)
    field.insert(text)  # an input method brings Chinese; keys alone bring letters


def say_yes() -> list[str]:
    """Answer the next question by keys: from the safe button to the other one, and Enter.

    Returns what has the keyboard as the question opens and what is pressed; filled once it was answered.
    """
    passed: list[str] = []

    def answer() -> None:
        box = QApplication.activeModalWidget()
        if not isinstance(box, QMessageBox):
            QTimer.singleShot(20, answer)
            return
        box.activateWindow()
        QTest.qWaitForWindowActive(box)
        here = box.focusWidget() or box  # of the question itself, whichever window is active
        passed.append(name_of(here))
        QTest.keyClick(here, Key.Key_Tab)
        here = box.focusWidget() or box
        passed.append(name_of(here))
        QTest.keyClick(here, Key.Key_Return)

    QTimer.singleShot(20, answer)
    return passed


@pytest.fixture
def window(office: Office, open_window: OpenWindow) -> MainWindow:
    window = open_window(office.store)
    window.activateWindow()
    return window


def test_a_batch_is_approved_paid_and_answered_by_the_bank_without_a_mouse(
    office: Office,
    window: MainWindow,
    settle: Settle,
    active_dialog: ActiveDialog,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    people = BoardDriver(window, settle, active_dialog)
    monkeypatch.setattr("ui.payments.acts.choose_save_path", lambda *_a, **_k: tmp_path / "发放表.xlsx")
    people.act_as(APPROVER)
    QTest.keyClick(window, Key.Key_5, Modifier.ControlModifier)
    settle()
    QTest.keyClick(focus(), Key.Key_N, Modifier.AltModifier)
    QTest.qWait(PRESS_MS)
    dialog = active_dialog()
    tab_to(dialog, "文号")
    keys("示例〔2024〕20号")
    QTest.keyClick(focus(), Key.Key_Return)
    settle()
    assert not dialog.isVisible()

    people.act_as(FINANCE)
    window.activateWindow()
    QTest.keyClick(window, Key.Key_5, Modifier.ControlModifier)
    settle()
    QTest.keyClick(focus(), Key.Key_N, Modifier.AltModifier)
    QTest.qWait(PRESS_MS)
    settle()
    dialog = active_dialog()
    assert isinstance(dialog, MakeRunDialog)
    keys("竞赛奖励专项资金")
    QTest.keyClick(focus(), Key.Key_Return)
    settle()
    assert not dialog.isVisible()

    come_to_the_front(window)
    button = tab_to(window, "导出发放表")
    passed = say_yes()
    QTest.keyClick(button, Key.Key_Return)
    settle()
    assert passed[0] == "取消"
    assert passed[-1] == "导出发放表"
    assert (tmp_path / "发放表.xlsx").exists()

    with office.store.reading() as session:
        answer = whole_return(tmp_path, run_page(session, 1, show_numbers=True))
    monkeypatch.setattr("ui.payments.acts.choose_file", lambda *_a, **_k: answer)
    come_to_the_front(window)
    button = tab_to(window, "收银行回单")
    QTest.keyClick(button, Key.Key_Return)
    settle()
    dialog = active_dialog()
    assert isinstance(dialog, ReturnDialog)
    QTest.keyClick(focus(), Key.Key_Return)
    settle()
    with office.store.reading() as session:
        page = run_page(session, 1)
    assert {line.state for line in page.lines} == {"paid"}
    assert ROLES[FINANCE] in window.context.actor.roles  # type: ignore[union-attr]


def test_dialogs_can_be_left_by_escape(
    window: MainWindow, settle: Settle, active_dialog: ActiveDialog
) -> None:
    people = BoardDriver(window, settle, active_dialog)
    people.act_as(APPROVER)
    QTest.keyClick(window, Key.Key_5, Modifier.ControlModifier)
    settle()
    QTest.keyClick(focus(), Key.Key_N, Modifier.AltModifier)
    QTest.qWait(PRESS_MS)
    dialog: QDialog = active_dialog()
    QTest.keyClick(dialog, Key.Key_Escape)
    settle()
    assert not dialog.isVisible()
