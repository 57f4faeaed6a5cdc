"""The audit screen: lines narrowed by record, person, day and words, one in full, and the check."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel
from sqlalchemy import text

from app.store import Store
from tests.builders import CLERK, a_result
from tests.ui.conftest import OpenWindow, Settle
from ui.audit.audit_screen import AuditScreen
from ui.main_window import MainWindow


@pytest.fixture
def window(sqlite_store: Store, open_window: OpenWindow) -> MainWindow:
    with sqlite_store.writing(actor=CLERK) as work:
        a_result(work.session, 1)
        work.audit("confirm", "result", 17, detail={"from": "draft", "to": "confirmed"}, reason="核对无误")
        work.audit("edit", "contest", 3, detail={"level": ["county", "municipal"]})
    with sqlite_store.writing(actor="李静") as work:
        work.audit("annul", "result", 17, detail={"from": "confirmed", "to": "annulled"}, reason="冒名")
    return open_window(sqlite_store)


def acts(screen: AuditScreen) -> list[str]:
    return [f"{line.actor} {line.act} {line.record}" for line in screen.model.rows]


def shown(window: MainWindow) -> str:
    return "\n".join(label.text() for label in window.findChildren(QLabel) if label.isVisible())


def opened(window: MainWindow, settle: Settle) -> AuditScreen:
    window.open_screen("audit")
    settle()
    screen = window.findChild(AuditScreen)
    assert isinstance(screen, AuditScreen)
    return screen


def test_lines_are_narrowed_by_record_person_day_and_words(window: MainWindow, settle: Settle) -> None:
    screen = opened(window, settle)
    assert acts(screen) == ["李静 撤销成绩 成绩 17", f"{CLERK} 修改 竞赛 3", f"{CLERK} 确认 成绩 17"]
    screen.subjects.setCurrentIndex(screen.subjects.findData("contest"))
    screen.refresh()
    settle()
    assert acts(screen) == [f"{CLERK} 修改 竞赛 3"]
    screen.subjects.setCurrentIndex(0)
    screen.people.setCurrentIndex(screen.people.findData("李静"))
    screen.refresh()
    settle()
    assert acts(screen) == ["李静 撤销成绩 成绩 17"]
    screen.people.setCurrentIndex(0)
    screen.day.setText("2024-06-30")
    settle()
    assert acts(screen) == []
    screen.day.setText("2024-07-01")
    screen.search("核对")
    settle()
    assert acts(screen) == [f"{CLERK} 确认 成绩 17"]


def test_a_line_is_shown_with_the_history_of_its_record(window: MainWindow, settle: Settle) -> None:
    screen = opened(window, settle)
    screen.table.selectRow(0)
    screen.explain()
    settle()
    assert "冒名" in shown(window)
    assert "确认　待确认 → 已确认" in shown(window)


def test_the_check_tells_what_was_changed_past_the_program(
    window: MainWindow, sqlite_store: Store, settle: Settle
) -> None:
    screen = opened(window, settle)
    screen.check.click()
    settle()
    assert "审计链完整" in shown(window)
    with sqlite_store.engine.begin() as connection:
        connection.execute(text("UPDATE result SET rank = 2"))
    screen.check.click()
    settle()
    assert "绕过程序被改动过" in shown(window)
