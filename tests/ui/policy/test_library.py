"""The policy library: documents, clauses, search, and the rules in the margin."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from app.reports import document_checks
from app.store import Store
from tests.builders import an_award
from tests.ui.conftest import OpenWindow, Settle
from ui.main_window import MainWindow
from ui.policy.library_screen import LibraryScreen

Left = Qt.MouseButton.LeftButton
OWN = "新办〔2023〕10号"


def _library(window: MainWindow, settle: Settle) -> LibraryScreen:
    window.open_screen("library")
    settle()
    screen = window.current_screen()
    assert isinstance(screen, LibraryScreen)
    return screen


def test_every_document_can_be_read_clause_by_clause(
    open_window: OpenWindow, sqlite_store: Store, settle: Settle
) -> None:
    screen = _library(open_window(sqlite_store), settle)
    assert screen.list.count() == 5
    for place in range(screen.list.count()):
        screen.list.setCurrentRow(place)
        assert screen.page.texts()
    screen.list.setCurrentRow(0)
    assert screen.tree.findItems("二　工作措施", Qt.MatchFlag.MatchExactly)


def test_a_search_goes_through_all_documents_and_to_the_clause(
    open_window: OpenWindow, sqlite_store: Store, settle: Settle
) -> None:
    window = open_window(sqlite_store)
    screen = _library(window, settle)
    window.top.search.setText("大工匠")
    QTest.keyClick(window.top.search, Qt.Key.Key_Return)
    settle()
    assert screen.hits.count() >= 2
    assert not screen.tree.isVisible()
    assert any("<span" in text and "大工匠" in text for text in screen.page.texts())
    window.top.search.clear()
    settle()
    assert screen.tree.isVisible()


def test_a_rule_in_the_margin_shows_its_words_amounts_and_use(
    open_window: OpenWindow, sqlite_store: Store, settle: Settle
) -> None:
    with sqlite_store.writing(actor="甲") as work:
        an_award(work.session, rule="prize.provincial", amount_fen=1_000_000)
    window = open_window(sqlite_store)
    screen = _library(window, settle)
    marks = screen.page.findChildren(QPushButton)
    provincial = next(
        button for button in marks if button.accessibleName().startswith("省级一类大赛前三名奖金")
    )
    assert "用于 1 份奖励" in provincial.accessibleName()
    QTest.mouseClick(provincial, Left)
    said = "\n".join(label.text() for label in window.panel.findChildren(QLabel))
    assert "对获得省级一类大赛前三名的选手，分别一次性给予1万元、8000元、6000元奖励" in said
    assert "¥8,000.00" in said
    assert "合计 ¥10,000.00" in said


def test_the_office_keeps_when_it_checked_a_document(
    open_window: OpenWindow, sqlite_store: Store, settle: Settle
) -> None:
    screen = _library(open_window(sqlite_store), settle)
    button = next(b for b in screen.findChildren(QPushButton) if b.text() == "今天核对过，仍有效")
    assert button.isVisible()
    QTest.mouseClick(button, Left)
    settle()
    assert not button.isVisible()
    with sqlite_store.reading() as session:
        assert list(document_checks(session)) == ["xinban-2023-10"]
