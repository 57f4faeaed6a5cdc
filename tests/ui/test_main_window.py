"""The frame: rail, keys, search, side panel, help, passing words."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QDialog, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.errors import CorruptError
from app.store import Store
from tests.builders import a_result, an_award
from tests.ui.conftest import OpenWindow, Settle
from ui.main_window import MainWindow

Key, Modifier = Qt.Key, Qt.KeyboardModifier


def _current(window: MainWindow) -> str:
    return next(key for key, button in window.rail.buttons.items() if button.isChecked())


def test_opens_on_today_and_says_which_registry_it_is(open_window: OpenWindow, sqlite_store: Store) -> None:
    window = open_window(sqlite_store, is_rehearsal=True)
    assert _current(window) == "today"
    assert window.status.registry.text() == "登记簿：新乡市"
    assert window.windowTitle() == "新乡市 — 牧野赛奖"
    assert window.rehearsal.isVisible()


def test_every_room_opens_by_its_key_and_fills_without_a_fault(
    dressed: QApplication, open_window: OpenWindow, sqlite_store: Store, settle: Settle
) -> None:
    window = open_window(sqlite_store)
    watch = _WindowWatch(window)
    dressed.installEventFilter(watch)
    for place, key in enumerate(list(window.rail.buttons)[:9], start=1):
        QTest.keyClick(window, Key(Key.Key_0 + place), Modifier.ControlModifier)
        settle()
        assert _current(window) == key
        assert window.top.title.text() == window.rail.buttons[key].text()
        assert watch.seen == []


class _WindowWatch(QObject):
    """Sees what flashes up as a window of its own; a progress dialog of slow work may."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_shown = event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow()
        if is_shown and not isinstance(watched, QDialog):
            self.seen.append(type(watched).__name__)
        return False


def test_the_rail_counts_what_waits_and_counts_again(
    open_window: OpenWindow, sqlite_store: Store, qtbot: QtBot
) -> None:
    with sqlite_store.writing(actor="甲") as work:
        an_award(work.session, status="blocked", state="blocked", amount_fen=None, questions="tie")
    window = open_window(sqlite_store)
    qtbot.waitUntil(lambda: "1 项待办" in window.rail.buttons["awards"].accessibleName())


def test_escape_closes_the_panel_first_and_goes_back_then(
    open_window: OpenWindow, sqlite_store: Store, settle: Settle
) -> None:
    window = open_window(sqlite_store)
    window.open_screen("awards")
    QTest.keyClick(window, Key.Key_F1)
    assert window.panel.isVisible()
    QTest.keyClick(window, Key.Key_Escape)
    assert not window.panel.isVisible()
    assert _current(window) == "awards"
    QTest.keyClick(window, Key.Key_Escape)
    settle()
    assert _current(window) == "today"


def test_help_tells_about_the_screen_and_the_keys(open_window: OpenWindow, sqlite_store: Store) -> None:
    window = open_window(sqlite_store)
    window.show_help()
    said = " ".join(label.text() for label in window.panel.findChildren(QLabel))
    assert "每一行只有一个下一步" in said
    assert "Ctrl+K" in said


def test_control_k_goes_to_the_search_and_escape_clears_it(
    open_window: OpenWindow, sqlite_store: Store, settle: Settle
) -> None:
    with sqlite_store.writing(actor="甲") as work:
        an_award(work.session, a_result(work.session))
    window = open_window(sqlite_store)
    window.open_screen("awards")
    QTest.keyClick(window, Key.Key_K, Modifier.ControlModifier)
    assert window.top.search.hasFocus()
    QTest.keyClicks(window.top.search, "nobody")
    QTest.keyClick(window.top.search, Key.Key_Return)
    settle()
    screen = window.current_screen()
    assert screen is not None
    assert screen.model.rowCount() == 0  # type: ignore[attr-defined]  # the award list's
    QTest.keyClick(window.top.search, Key.Key_Escape)
    settle()
    assert screen.isAncestorOf(window.focusWidget())
    assert screen.model.rowCount() == 1  # type: ignore[attr-defined]  # the award list's


def test_a_passing_word_offers_one_step(open_window: OpenWindow, sqlite_store: Store) -> None:
    window = open_window(sqlite_store)
    taken: list[int] = []
    window.show_toast("已导入 128 行", action="撤销", on_action=lambda: taken.append(1))
    assert window.toast.isVisible()
    button = window.toast.findChild(QAbstractButton)
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert taken == [1]
    assert not window.toast.isVisible()


def test_every_control_has_a_name_for_screen_readers(
    open_window: OpenWindow, sqlite_store: Store, settle: Settle
) -> None:
    window = open_window(sqlite_store)
    for key in window.rail.buttons:
        window.open_screen(key)
        settle()
        nameless = [each for each in window.findChildren(QWidget) if _is_nameless(each)]
        assert nameless == [], key


def _is_nameless(widget: QWidget) -> bool:
    if not widget.isVisible() or widget.objectName().startswith("qt_"):
        return False
    if isinstance(widget, QAbstractButton):
        inside = (
            isinstance(widget.parent(), QLineEdit | QComboBox)
            or type(widget).__name__ == "QTableCornerButton"
        )
        return not (widget.text() or widget.accessibleName() or inside)
    is_inner = isinstance(widget.parent(), QComboBox) or (
        widget.parent() and "SpinBox" in type(widget.parent()).__name__
    )
    return isinstance(widget, QLineEdit | QComboBox) and not widget.accessibleName() and not is_inner


def test_a_store_that_stops_answering_is_told_once_and_its_return_shown(
    open_window: OpenWindow, sqlite_store: Store, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window(sqlite_store)
    told: list[BaseException] = []
    monkeypatch.setattr("ui.main_window.show_error", lambda _parent, error: told.append(error))

    def broken(_session: object) -> list[int]:
        raise CorruptError("store-corrupt", path="登记簿.db")

    assert window.context is not None
    for _again in range(3):
        window.context.ask(window, broken, lambda _answer: None, topic=str(_again))
    settle()
    assert len(told) == 1
    assert "没有回应" in [label.text() for label in window.status.findChildren(QLabel)][-1]
    window.context.ask(window, lambda _session: 1, lambda _answer: None)
    settle()
    assert "已连接" in [label.text() for label in window.status.findChildren(QLabel)][-1]
