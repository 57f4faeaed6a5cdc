"""Work off the main thread: answers, progress, cancel, faults, and windows that closed meanwhile."""

from __future__ import annotations

import gc
import logging
import threading
import weakref
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from app.accounts import Actor
from app.changes import Changes
from app.errors import InputError
from app.private_logs import keep_logs_private
from app.progress import Progress
from app.store import Store
from tests.ui.conftest import Settle
from ui.context import Context
from ui.operation import BackgroundQuery, Operation
from ui.widgets.dialogs import ProgressDialog


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


def _seven(_progress: Progress) -> int:
    return 7


def _no_file(_progress: Progress) -> int:
    raise InputError("file-missing", path="成绩.xlsx")


@pytest.mark.parametrize(("work", "expected"), [(_seven, [7]), (_no_file, ["over the window"])])
def test_others_are_told_though_the_dialog_that_wrote_was_closed(
    parent: QWidget,
    settle: Settle,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    work: Callable[[Progress], int],
    expected: list[object],
) -> None:
    told: list[object] = []
    release = threading.Event()

    def show(over: object, _error: BaseException) -> None:
        told.append("over the window" if over is parent else over)

    def slow(progress: Progress) -> int:
        release.wait(5)
        return work(progress)

    monkeypatch.setattr("ui.operation.show_error", show)
    dialog = QDialog(parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    Operation(dialog, "", slow).start(lambda _answer: told.append("the dialog"), on_done=told.append)
    dialog.reject()
    qtbot.waitUntil(lambda: not isValid(dialog))
    release.set()
    settle()
    assert told == expected


def test_screens_are_told_of_a_change_even_where_showing_its_answer_failed(
    parent: QWidget, settle: Settle, sqlite_store: Store, qtbot: QtBot
) -> None:
    changes: list[Changes] = []
    context = Context(sqlite_store, Actor.named("经办甲"), _Frame())  # type: ignore[arg-type]  # of a window, only that
    context.bus.changed.connect(changes.append)

    def fail(_answer: None) -> None:
        raise ZeroDivisionError

    with qtbot.captureExceptions() as faults:
        context.change(parent, "", lambda work, _progress: work.touched(Changes.UNITS), fail)
        settle()
    assert [fault[0] for fault in faults] == [ZeroDivisionError]
    assert changes == [Changes.UNITS]


class _Frame:
    """A window that is told nothing but that the store answers."""

    def show_store_state(self, _error: object) -> None: ...


def test_a_dialog_that_asked_and_closed_is_let_go(
    dressed: object, settle: Settle, sqlite_store: Store
) -> None:
    context = Context(sqlite_store, Actor.named("经办甲"), _Frame())  # type: ignore[arg-type]  # of a window, only that
    release, answers = threading.Event(), list[int]()

    class Asker(QObject):
        def ask(self, *, topic: str) -> None:
            context.ask(self, lambda _session: int(release.wait(5)), self.take, topic=topic)

        def take(self, answer: int) -> None:
            answers.append(answer)

    stays, goes = Asker(), Asker()
    gone = weakref.ref(goes)
    for asker in (stays, stays, goes):
        asker.ask(topic="list")
    goes.deleteLater()
    del goes, asker
    release.set()
    settle()
    gc.collect()
    assert answers == [1]
    assert gone() is None


def test_a_later_question_overtakes_an_earlier_one(parent: QWidget, settle: Settle) -> None:
    answers: list[int] = []
    first = BackgroundQuery(parent, lambda: 1, answers.append)
    first.is_overtaken = True
    first.start()
    BackgroundQuery(parent, lambda: 2, answers.append).start()
    settle()
    assert answers == [2]


PERSONAL = ("张三", "410702199001011234")


def _no_answer() -> int:
    raise ZeroDivisionError(*PERSONAL)


def _no_unit() -> int:
    raise InputError("file-missing", path=PERSONAL[0])


def test_an_error_of_an_overtaken_query_is_logged_without_what_it_says(
    parent: QWidget,
    settle: Settle,
    caplog: pytest.LogCaptureFixture,
    own_data_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(logging, "_logRecordFactory", logging.getLogRecordFactory())
    keep_logs_private()
    for read in (_no_answer, _no_unit):
        query = BackgroundQuery(parent, read, lambda _answer: None)
        query.is_overtaken = True
        query.start()
    settle()
    assert "ZeroDivisionError" in caplog.text
    assert "file-missing" in caplog.text
    report = (own_data_folder / "MuyeAwards" / "faults.log").read_text("utf-8")
    assert "_no_answer" in report
    for text in (caplog.text, report):
        assert not any(secret in text for secret in PERSONAL)
