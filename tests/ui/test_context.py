"""What is bound when a button is pressed: who acts, and what was chosen, however long the queue is."""

from __future__ import annotations

import threading
from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog
from sqlalchemy import select

from app.progress import Progress
from app.settings import write_setting
from app.store import Store
from app.unit_of_work import UnitOfWork
from models import AuditEntry, Event, Result
from tests.builders import a_contest, a_result, an_event
from tests.ui.conftest import OpenWindow, Settle
from ui.accounts import ActorDialog
from ui.registry.results_screen import ResultsScreen
from ui.settings.settings_screen import SettingsScreen
from ui.start.opening import Opening


def test_an_act_that_waits_its_turn_is_recorded_under_the_name_it_was_begun_with(
    open_window: OpenWindow, sqlite_store: Store, settle: Settle, active_dialog: Callable[[], QDialog]
) -> None:
    window = open_window(sqlite_store, actor="经办甲")
    assert window.context is not None
    opening = Opening(window)
    window.open_screen("settings")
    settle()
    screen = window.current_screen()
    assert isinstance(screen, SettingsScreen)
    release = threading.Event()

    def long_work(work: UnitOfWork, _progress: Progress) -> None:
        release.wait(10)
        write_setting(work, "long", "1")

    def take_over() -> None:
        dialog = active_dialog()
        assert isinstance(dialog, ActorDialog)
        dialog.field.setText("复核乙")
        QTest.keyClick(dialog.field, Qt.Key.Key_Return)

    window.context.change(window, "正在导入…", long_work)
    screen.fields["name"].setText("新名称")
    QTest.keyClick(screen.fields["name"], Qt.Key.Key_Return)
    QTimer.singleShot(0, take_over)
    opening.change_actor()
    assert window.context.actor.name == "复核乙"
    release.set()
    settle()
    with sqlite_store.reading() as session:
        lines = session.execute(select(AuditEntry.subject_id, AuditEntry.actor)).all()
    assert ("long", "经办甲") in lines
    assert ("name", "经办甲") in lines


def test_confirming_all_leaves_out_what_work_before_it_still_adds(
    open_window: OpenWindow, sqlite_store: Store, settle: Settle
) -> None:
    with sqlite_store.writing(actor="录入人") as work:
        event = an_event(work.session, a_contest(work.session))
        a_result(work.session, 1, event=event, state="draft")
        event_id = event.id
    window = open_window(sqlite_store, actor="复核乙")
    window.open_screen("results")
    settle()
    screen = window.current_screen()
    assert isinstance(screen, ResultsScreen)
    assert window.context is not None
    release = threading.Event()

    def import_more(work: UnitOfWork, _progress: Progress) -> None:
        release.wait(10)
        a_result(work.session, 2, event=work.session.get_one(Event, event_id), state="draft")

    window.context.change(window, "正在导入…", import_more)
    QTest.mouseClick(screen.pane.head.confirm_all, Qt.MouseButton.LeftButton)
    QTimer.singleShot(150, release.set)
    settle()
    with sqlite_store.reading() as session:
        states = dict(session.execute(select(Result.rank, Result.state)).all())
    assert states == {1: "confirmed", 2: "draft"}
