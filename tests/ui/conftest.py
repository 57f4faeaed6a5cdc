"""A window on a registry, in Chinese and dressed, and ways to wait for what runs behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from app.accounts import Actor
from app.awards import assess_all
from app.store import Store
from tests.builders import a_contest, a_person, a_result, a_unit, an_event
from tests.ui.registers.driver import RegisterDriver
from ui.application import all_screens, set_chinese
from ui.context import Context
from ui.main_window import MainWindow
from ui.operation import is_idle
from ui.theme import theme
from ui.theme.current import screen_font
from ui.theme.tokens import LIGHT

ActiveDialog = Callable[[], QDialog]
Settle = Callable[[], None]
OpenWindow = Callable[..., MainWindow]
LONGEST_REST_MS = 300


def pytest_itemcollected(item: pytest.Item) -> None:
    """Let pass what the offscreen platform itself says about dialogs of a fixed size."""
    item.add_marker(pytest.mark.qt_log_ignore("does not support propagateSizeHints"))


@pytest.fixture(scope="session")
def dressed(qapp: QApplication) -> QApplication:
    """The application as users have it."""
    qapp.setStyle("Fusion")
    qapp.setFont(screen_font())
    set_chinese(qapp)
    theme().apply(qapp, LIGHT)
    return qapp


@pytest.fixture(autouse=True)
def own_data_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """What the window remembers stays in this test."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return tmp_path / "data"


def _resting() -> bool:
    """Return whether a short rest, as after a key, is not over yet."""
    timers = (timer for window in QApplication.topLevelWidgets() for timer in window.findChildren(QTimer))
    return any(
        timer.isActive() and timer.isSingleShot() and timer.interval() <= LONGEST_REST_MS for timer in timers
    )


@pytest.fixture(autouse=True)
def errors_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let an error that nobody expects fail the test instead of waiting in a message box."""

    def fail(_parent: object, error: BaseException) -> None:
        raise error

    for place in ("ui.operation", "ui.context", "ui.main_window"):
        monkeypatch.setattr(f"{place}.show_error", fail)


@pytest.fixture
def shown_errors(monkeypatch: pytest.MonkeyPatch, errors_fail: None) -> list[BaseException]:
    """Expect errors: they are collected here instead of failing the test."""
    shown: list[BaseException] = []
    for place in ("ui.operation", "ui.context", "ui.main_window"):
        monkeypatch.setattr(f"{place}.show_error", lambda _parent, error: shown.append(error))
    return shown


@pytest.fixture
def settle(qtbot: QtBot) -> Settle:
    """Wait until nothing runs in the background, nothing rests, and every answer is shown."""

    def wait() -> None:
        for _again in range(2):  # an answer may ask the next question
            qtbot.wait(5)
            qtbot.waitUntil(lambda: is_idle() and not _resting(), timeout=15_000)

    return wait


@pytest.fixture
def open_window(
    dressed: QApplication, qtbot: QtBot, settle: Settle, sqlite_store: Store
) -> Iterator[OpenWindow]:
    """Open a window on a store, 1366 × 768, with its first screen filled.

    It asks for the usual store itself, so that the store outlives what the window still reads.
    """

    def open_on(store: Store, *, actor: str = "经办甲", is_rehearsal: bool = False) -> MainWindow:
        window = MainWindow(all_screens())
        qtbot.addWidget(window)
        with qtbot.waitExposed(window):
            window.show()
        context = Context(store, Actor.named(actor), window, "新乡市", is_rehearsal=is_rehearsal)
        window.open_registry(context, policy="xinxiang-2023")
        settle()
        return window

    yield open_on
    settle()


@pytest.fixture
def active_dialog(dressed: QApplication, qtbot: QtBot) -> ActiveDialog:
    """Wait for a dialog over the window and give it."""

    def find() -> QDialog:
        qtbot.waitUntil(lambda: isinstance(dressed.activeModalWidget(), QDialog), timeout=5_000)
        dialog = dressed.activeModalWidget()
        assert isinstance(dialog, QDialog)
        return dialog

    return find


@pytest.fixture
def won_store(sqlite_store: Store) -> Store:
    """A registry in which 王伟 of 新乡技师学院 won a provincial contest."""
    with sqlite_store.writing(actor="经办甲") as work:
        session = work.session
        contest = a_contest(session, "provincial", name="2024年河南省职业技能大赛")
        a_result(
            session,
            1,
            event=an_event(session, contest, name="焊工"),
            person=a_person(session, name="王伟"),
            unit=a_unit(session, name="新乡技师学院"),
        )
    with sqlite_store.writing(actor="经办甲") as work:
        assess_all(work)
    return sqlite_store


@pytest.fixture
def registers(
    open_window: OpenWindow, won_store: Store, settle: Settle, active_dialog: ActiveDialog
) -> RegisterDriver:
    """The registers of `won_store`, opened by an approver."""
    return RegisterDriver(open_window(won_store, actor="审批丙"), settle, active_dialog)
