"""The award list: filters, totals, and the explanation beside it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from app.awards import assess_all
from app.store import Store
from tests.builders import a_contest, a_person, a_result, an_event
from tests.ui.conftest import OpenWindow, Settle
from ui.awards.awards_screen import AwardsScreen
from ui.awards.explanation_panel import ExplanationPanel
from ui.main_window import MainWindow

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
    assert "不计奖" in _panel_text(window)


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
    assert "核算单已保存：1 人、1 份奖励" in window.notice.findChildren(QLabel)[0].text()


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
