"""Today's page: one next step per line, and figures that lead to where they come from."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from app.store import Store
from tests.builders import a_contest, a_result, an_award, an_entry, an_event
from tests.ui.conftest import OpenWindow, Settle
from ui.awards.awards_screen import AwardsScreen
from ui.main_window import MainWindow


def _said(window: MainWindow) -> list[str]:
    screen = window.current_screen()
    assert screen is not None
    return [label.text() for label in screen.findChildren(QLabel)]


def _button(window: MainWindow, text: str) -> QPushButton:
    screen = window.current_screen()
    assert screen is not None
    return next(button for button in screen.findChildren(QPushButton) if button.text() == text)


def test_an_empty_registry_offers_the_import(open_window: OpenWindow, sqlite_store: Store) -> None:
    window = open_window(sqlite_store)
    assert "登记簿里还没有成绩" in _said(window)
    assert _button(window, "导入成绩").isVisible()


def test_each_line_says_what_waits(open_window: OpenWindow, sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="甲") as work:
        an_award(work.session, status="blocked", state="blocked", amount_fen=None, questions="tie")
        a_result(work.session, state="draft")
    said = _said(open_window(sqlite_store))
    assert "1 条成绩等第二个人确认" in said
    assert "1 条成绩还没有核算" in said
    assert "1 份奖励等一个答复：公布的成绩有并列名次，奖金怎么给？" in said


def test_assessing_takes_the_line_away(open_window: OpenWindow, sqlite_store: Store, settle: Settle) -> None:
    with sqlite_store.writing(actor="甲") as work:
        a_result(work.session)
    window = open_window(sqlite_store)
    QTest.mouseClick(_button(window, "现在核算"), Qt.MouseButton.LeftButton)
    settle()
    assert not any("还没有核算" in text for text in _said(window))
    assert any("¥1,000.00" in button.text() for button in window.findChildren(QPushButton))


def test_a_levels_figure_leads_to_its_awards(
    open_window: OpenWindow, sqlite_store: Store, settle: Settle
) -> None:
    with sqlite_store.writing(actor="甲") as work:
        for level in ("provincial", "municipal"):
            event = an_event(work.session, a_contest(work.session, level=level, year=2024))
            an_award(
                work.session,
                a_result(work.session, entry=an_entry(work.session, event=event)),
                amount_fen=1_000_000,
            )
    window = open_window(sqlite_store)
    QTest.mouseClick(_button(window, "¥10,000.00"), Qt.MouseButton.LeftButton)
    settle()
    screen = window.current_screen()
    assert isinstance(screen, AwardsScreen)
    assert screen.model.rowCount() == 1
