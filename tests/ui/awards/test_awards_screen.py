"""The award list: filters, totals, and the explanation beside it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel
from sqlalchemy import select

from app.awards import AwardFilter, assess_all, award_counts, award_ids, award_page, review_awards
from app.errors import ConflictError
from app.store import Store
from models import AuditEntry
from tests.builders import CLERK, a_contest, a_person, a_result, an_event
from tests.ui.conftest import OpenWindow, Settle
from ui.awards.awards_screen import AwardsScreen
from ui.awards.explanation_panel import ExplanationPanel
from ui.main_window import MainWindow
from ui.widgets.dialogs import ReasonDialog

Key, Modifier = Qt.Key, Qt.KeyboardModifier


def _assessed(store: Store) -> None:
    """Three ranks at a provincial contest, and a pair that nobody ruled on."""
    with store.writing(actor="甲") as work:
        contest = a_contest(work.session, level="provincial", name="2024年河南省职业技能大赛")
        single = an_event(work.session, contest, name="电工")
        for rank, name in ((1, "张三"), (2, "李四"), (4, "王五")):
            a_result(work.session, rank, event=single, person=a_person(work.session, name=name))
        pair = an_event(work.session, contest, name="移动机器人", form="pair")
        for name in ("赵六", "孙七"):
            a_result(work.session, 1, event=pair, person=a_person(work.session, name=name), team_no="1")
    with store.writing(actor="甲") as work:
        assess_all(work)


def _screen(window: MainWindow, settle: Settle) -> AwardsScreen:
    window.open_screen("awards")
    settle()
    screen = window.current_screen()
    assert isinstance(screen, AwardsScreen)
    return screen


def _panel_text(window: MainWindow) -> str:
    panel = window.panel.findChild(ExplanationPanel)
    assert panel is not None
    return "\n".join(label.text() for label in panel.findChildren(QLabel))


def test_lists_every_award_and_sums_what_is_not_blocked(
    open_window: OpenWindow, sqlite_store: Store, settle: Settle
) -> None:
    _assessed(sqlite_store)
    screen = _screen(open_window(sqlite_store), settle)
    assert screen.model.rowCount() == 5
    assert screen.totals.count.text() == "共 5 份"
    assert screen.totals.sum.text() == "合计 ¥18,000.00"
    assert screen.totals.note.text() == "其中 2 份待裁定，未计金额"


def test_a_state_button_narrows_and_selecting_sums(
    open_window: OpenWindow, sqlite_store: Store, settle: Settle
) -> None:
    _assessed(sqlite_store)
    screen = _screen(open_window(sqlite_store), settle)
    button = next(each for each in screen.filters.buttons() if each.text() == "拟奖 2")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    settle()
    assert screen.model.rowCount() == 2
    screen.filters.choose()
    screen.refresh()
    settle()
    screen.table.selectRow(0)
    QTest.keyClick(screen.table, Key.Key_Down, Modifier.ShiftModifier)
    QTest.keyRelease(screen.table, Key.Key_Shift)  # or the next test begins with it held down
    settle()
    assert screen.totals.count.text() == "已选 2 份，2 人"
    assert screen.totals.sum.text() == "合计 ¥18,000.00"


def test_walking_down_the_list_explains_each_amount(
    open_window: OpenWindow, sqlite_store: Store, settle: Settle
) -> None:
    _assessed(sqlite_store)
    window = open_window(sqlite_store)
    screen = _screen(window, settle)
    screen.table.selectRow(0)
    settle()
    said = _panel_text(window)
    assert "¥10,000.00" in said
    assert "新办〔2023〕10号" in said
    assert "对获得省级一类大赛前三名的选手" in said
    QTest.keyClick(screen.table, Key.Key_Down)
    QTest.keyClick(screen.table, Key.Key_Down)
    settle()
    assert "不予奖励" in _panel_text(window)


def test_the_list_does_not_scroll_sideways_beside_the_explanation(
    open_window: OpenWindow, sqlite_store: Store, settle: Settle
) -> None:
    with sqlite_store.writing(actor="甲") as work:
        event = an_event(work.session, a_contest(work.session, level="provincial"), name="电工")
        for rank in range(1, 41):
            a_result(work.session, rank, event=event, person=a_person(work.session, name="张三"))
        assess_all(work)
    window = open_window(sqlite_store)
    screen = _screen(window, settle)
    screen.table.selectRow(0)
    settle()
    assert window.panel.isVisible()
    assert screen.table.verticalScrollBar().isVisible()
    assert screen.table.horizontalScrollBar().maximum() == 0


def test_a_closed_explanation_stays_closed_until_asked_for(
    open_window: OpenWindow, sqlite_store: Store, settle: Settle
) -> None:
    _assessed(sqlite_store)
    window = open_window(sqlite_store)
    screen = _screen(window, settle)
    screen.table.selectRow(0)
    settle()
    QTest.keyClick(window, Key.Key_Escape)
    QTest.keyClick(screen.table, Key.Key_Down)
    settle()
    assert not window.panel.isVisible()
    QTest.keyClick(window, Key.Key_Return, Modifier.AltModifier)
    settle()
    assert window.panel.isVisible()
    assert "李四" in _panel_text(window)


def test_an_award_that_waits_shows_each_answers_amount_and_the_way_to_the_ruling(
    open_window: OpenWindow, sqlite_store: Store, settle: Settle
) -> None:
    _assessed(sqlite_store)
    window = open_window(sqlite_store)
    screen = _screen(window, settle)
    screen.arrive(status="blocked")
    settle()
    assert screen.model.rowCount() == 2
    screen.table.selectRow(0)
    settle()
    said = _panel_text(window)
    assert "双人或团队项目的奖金怎么给？" in said
    assert "¥10,000.00" in said
    assert "¥5,000.00" in said
    panel = window.panel.findChild(ExplanationPanel)
    assert panel is not None
    assert panel.rule.text() == "去裁定"


def test_control_p_makes_the_slips_of_what_is_selected(
    open_window: OpenWindow,
    sqlite_store: Store,
    settle: Settle,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _assessed(sqlite_store)
    window = open_window(sqlite_store)
    screen = _screen(window, settle)
    place = tmp_path / "核算单.pdf"
    monkeypatch.setattr("ui.file_dialogs.QFileDialog.getSaveFileName", lambda *_args: (str(place), ""))
    screen.table.selectRow(0)
    settle()
    QTest.keyClick(window, Key.Key_P, Modifier.ControlModifier)
    settle()
    assert place.read_bytes().startswith(b"%PDF")
    assert "核算单已保存：1 人、1 份奖励" in window.toast.findChildren(QLabel)[0].text()


def test_another_screen_can_ask_for_one_award(
    open_window: OpenWindow, sqlite_store: Store, settle: Settle
) -> None:
    _assessed(sqlite_store)
    window = open_window(sqlite_store)
    window.open_screen("awards", award=2)
    settle()
    screen = window.current_screen()
    assert isinstance(screen, AwardsScreen)
    assert screen.table.selected_ids() == [2]
    assert "李四" in _panel_text(window)


@pytest.fixture
def accept(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Answer every question before an act with yes; give what was asked."""
    asked: list[str] = []

    def confirm(_parent: object, text: str, *, action: str, detail: str = "") -> bool:
        asked.append(f"{text} {detail} [{action}]")
        return True

    monkeypatch.setattr("ui.awards.actions.confirm", confirm)
    return asked


def _select_all_and_review(screen: AwardsScreen, settle: Settle) -> None:
    screen.table.selectAll()
    settle()
    QTest.mouseClick(screen.review, Qt.MouseButton.LeftButton)
    settle()


def test_the_second_person_reviews_the_proposals_among_what_is_selected(
    open_window: OpenWindow, sqlite_store: Store, settle: Settle, accept: list[str]
) -> None:
    _assessed(sqlite_store)
    window = open_window(sqlite_store, actor="复核乙")
    screen = _screen(window, settle)
    assert not screen.review.isEnabled()
    _select_all_and_review(screen, settle)
    assert "复核选中的 2 份拟奖，合计 ¥18,000.00" in accept[0]
    assert "另有 3 份不是拟奖" in accept[0]
    with sqlite_store.reading() as session:
        states = {row.person: row.state for row in award_page(session, award_ids(session))}
    assert {name for name, state in states.items() if state == "reviewed"} == {"张三", "李四"}


def test_who_recorded_the_result_cannot_review_its_award(
    open_window: OpenWindow,
    sqlite_store: Store,
    settle: Settle,
    accept: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told: list[BaseException] = []
    monkeypatch.setattr("ui.operation.show_error", lambda _parent, error: told.append(error))
    _assessed(sqlite_store)
    _select_all_and_review(_screen(open_window(sqlite_store, actor=CLERK), settle), settle)
    assert [error.code for error in told if isinstance(error, ConflictError)] == ["review-own"]
    with sqlite_store.reading() as session:
        assert {count.state for count in award_counts(session)} == {"proposed", "blocked", "none"}


def test_a_review_is_taken_back_with_a_reason(
    open_window: OpenWindow,
    sqlite_store: Store,
    settle: Settle,
    active_dialog: Callable[[], QDialog],
) -> None:
    _assessed(sqlite_store)
    with sqlite_store.writing(actor="复核乙") as work:
        review_awards(work, award_ids(work.session, AwardFilter(states=("proposed",))))
    window = open_window(sqlite_store, actor="复核乙")
    screen = _screen(window, settle)
    screen.table.selectRow(0)
    settle()

    def answer() -> None:
        dialog = active_dialog()
        assert isinstance(dialog, ReasonDialog)
        QTest.keyClicks(dialog.field, "wrong list")
        QTest.mouseClick(dialog.act, Qt.MouseButton.LeftButton)

    panel = window.panel.findChild(ExplanationPanel)
    assert panel is not None
    QTimer.singleShot(0, answer)
    QTest.mouseClick(panel.take_back, Qt.MouseButton.LeftButton)
    settle()
    with sqlite_store.reading() as session:
        states = {row.person: row.state for row in award_page(session, award_ids(session))}
        reasons = session.scalars(select(AuditEntry.reason)).all()
    assert states["张三"] == "proposed"
    assert states["李四"] == "reviewed"
    assert "wrong list" in reasons
