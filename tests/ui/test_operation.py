"""Work off the main thread: answers, progress, cancel, faults, and windows that closed meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from app.errors import InputError
from app.progress import Progress
from tests.ui.conftest import Settle
from ui.operation import Operation, Question
from ui.widgets.progress_dialog import ProgressDialog


@pytest.fixture
def parent(dressed: object, qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    return widget


def test_the_answer_comes_back_on_the_main_thread(parent: QWidget, settle: Settle) -> None:
    threads: list[str] = []
    answers: list[int] = []

    def work(_progress: Progress) -> int:
        threads.append(threading.current_thread().name)
        return 7

    Operation(parent, "正在做…", work).start(answers.append)
    settle()
    assert answers == [7]
    assert threads[0].startswith("operation")


def test_long_work_shows_how_far_it_is_and_stops_when_asked(
    parent: QWidget, settle: Settle, active_dialog: Callable[[], QDialog]
) -> None:
    answers: list[object] = []

    def work(progress: Progress) -> None:
        for done in range(100_000):
            progress.report(done, 100_000, "正在数数…")
            threading.Event().wait(0.002)

    Operation(parent, "正在数数…", work).start(answers.append)
    dialog = active_dialog()
    assert isinstance(dialog, ProgressDialog)
    button = dialog.findChild(QPushButton)
    assert button is not None
    assert button.text() == "取消"
    button.click()
    settle()
    assert answers == []
    assert not isValid(dialog)


def test_an_expected_error_is_told_in_its_own_words(
    parent: QWidget, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[BaseException] = []
    monkeypatch.setattr("ui.operation.show_error", lambda _parent, error: told.append(error))

    def work(_progress: Progress) -> None:
        raise InputError("file-missing", path="成绩.xlsx")

    Operation(parent, "", work).start(lambda _answer: None)
    settle()
    assert [type(error) for error in told] == [InputError]


def test_nobody_is_told_when_the_window_closed_meanwhile(dressed: object, settle: Settle) -> None:
    release = threading.Event()
    answers: list[object] = []
    parent = QWidget()
    Operation(parent, "", lambda _progress: release.wait(5)).start(answers.append)
    parent.deleteLater()
    del parent
    release.set()
    settle()
    assert answers == []


def test_a_later_question_overtakes_an_earlier_one(parent: QWidget, settle: Settle) -> None:
    answers: list[int] = []
    first = Question(parent, lambda: 1, answers.append)
    first.is_overtaken = True
    first.start()
    Question(parent, lambda: 2, answers.append).start()
    settle()
    assert answers == [2]
