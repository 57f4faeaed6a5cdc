"""The first minute: what is offered, what is remembered, who acts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.accounts import LONGEST_NAME
from app.paths import user_data_folder
from app.store import create_store
from tests.ui.conftest import Settle
from ui.accounts import ActorDialog, FirstRunPage
from ui.application import all_screens
from ui.awards.awards_screen import AwardsScreen
from ui.main_window import MainWindow
from ui.preferences import last_actor, last_place
from ui.start.opening import Opening
from ui.start.start_page import StartPage


@pytest.fixture
def window(dressed: QApplication, qtbot: QtBot) -> MainWindow:
    made = MainWindow(all_screens())
    qtbot.addWidget(made)
    made.show()
    return made


def _page(window: MainWindow) -> StartPage:
    page = window.pages.currentWidget()
    assert isinstance(page, StartPage)
    return page


def test_the_first_run_offers_three_ways(window: MainWindow, settle: Settle) -> None:
    Opening(window).open_first(None)
    settle()
    page = _page(window)
    assert [page.example.text(), page.empty.text(), page.other.text()] == [
        "打开演练登记簿",
        "建立登记簿",
        "选择文件…",
    ]
    assert page.example.hasFocus()


def test_an_empty_registry_is_made_opened_and_remembered(
    window: MainWindow, settle: Settle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "新登记簿.db"
    choose = "ui.file_dialogs.QFileDialog.getSaveFileName"
    monkeypatch.setattr(choose, lambda *_args: (str(place), ""))
    Opening(window).open_first(None)
    settle()
    _page(window).empty.click()
    settle()
    first_run = window.pages.currentWidget()
    assert isinstance(first_run, FirstRunPage)
    first_run.skip.click()
    settle()
    assert window.context is not None
    assert "没有账户" in window.status.reservations.text()
    assert place.is_file()
    assert Path(last_place()) == place
    window.context.store.close()


def test_a_registry_that_cannot_be_opened_says_why_and_offers_the_way_on(
    window: MainWindow, settle: Settle, tmp_path: Path
) -> None:
    broken = tmp_path / "坏.db"
    broken.write_bytes(b"no registry" * 100)
    Opening(window).open_first(str(broken))
    settle()
    said = " ".join(label.text() for label in _page(window).findChildren(QLabel))
    assert "坏.db" in said


def test_the_rehearsal_is_made_from_the_example_and_marked(window: MainWindow, settle: Settle) -> None:
    Opening(window).open_first(None)
    settle()
    _page(window).example.click()
    settle()
    assert window.rehearsal.isVisible()
    assert window.context is not None
    assert window.context.is_rehearsal
    window.open_screen("awards")
    settle()
    screen = window.current_screen()
    assert isinstance(screen, AwardsScreen)
    assert screen.model.rowCount() > 0
    window.context.store.close()


def test_a_registry_that_was_moved_away_is_named(window: MainWindow, settle: Settle, tmp_path: Path) -> None:
    Opening(window).open_first(str(tmp_path / "搬走了.db"))
    settle()
    said = " ".join(label.text() for label in _page(window).findChildren(QLabel))
    assert "登记簿不在原来的位置" in said
    assert "搬走了.db" in said


def test_a_new_name_shows_in_the_window(window: MainWindow, settle: Settle, tmp_path: Path) -> None:
    from app.settings import write_setting

    place = tmp_path / "登记簿.db"
    create_store(str(place)).close()
    Opening(window).open_first(str(place))
    settle()
    assert window.context is not None
    window.context.change(window, "", lambda work, _progress: write_setting(work, "name", "新名称"))
    settle()
    assert window.windowTitle() == "新名称 — 牧野赛奖"
    assert "新名称" in window.status.registry.text()
    window.context.store.close()


def test_the_name_of_who_acts_is_asked_for_and_kept(
    window: MainWindow,
    settle: Settle,
    tmp_path: Path,
    active_dialog: Callable[[], QDialog],
) -> None:
    from PySide6.QtCore import QTimer

    place = tmp_path / "登记簿.db"
    create_store(str(place)).close()
    Opening(window).open_first(str(place))
    settle()

    def answer() -> None:
        dialog = active_dialog()
        assert isinstance(dialog, ActorDialog)
        dialog.field.setText("复核乙")
        QTest.keyClick(dialog.field, Qt.Key.Key_Return)

    QTimer.singleShot(0, answer)
    QTest.mouseClick(window.top.actor, Qt.MouseButton.LeftButton)
    assert window.context is not None
    assert window.context.actor.name == "复核乙"
    assert window.top.actor.text() == "复核乙"
    assert last_actor().name == "复核乙"
    window.context.store.close()


def test_a_name_that_cannot_be_recorded_is_refused_beside_the_field(
    dressed: QApplication, qtbot: QtBot
) -> None:
    owner = QWidget()
    qtbot.addWidget(owner)
    dialog = ActorDialog(owner, name="经办甲")
    dialog.open()
    for typed in ("", "  ", "\u200b", "王" * (LONGEST_NAME + 1)):
        dialog.field.setText(typed)
        QTest.mouseClick(dialog.set_button, Qt.MouseButton.LeftButton)
        assert dialog.isVisible()
        assert dialog.fault.isVisible()
        assert dialog.actor is None
    dialog.field.setText(" 王\u200b敏\u3000")
    assert not dialog.fault.isVisible()
    QTest.mouseClick(dialog.set_button, Qt.MouseButton.LeftButton)
    assert dialog.actor is not None
    assert dialog.actor.name == "王敏"


def test_a_name_kept_by_an_older_version_that_is_refused_now_does_not_hold_up_the_start() -> None:
    QSettings(str(user_data_folder() / "window.ini"), QSettings.Format.IniFormat).setValue("actor", "\u200b")
    assert last_actor().name
