"""The list of what the import remembers: reached from the history, revoked from its line."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QPushButton

from app.importing import header_aliases, set_header_alias, set_word_alias
from app.store import Store
from tests.ui.conftest import OpenWindow, Settle
from ui.importing.history_screen import ImportHistoryScreen
from ui.importing.remembered_screen import RememberedScreen


def test_a_header_is_revoked_from_its_line(
    sqlite_store: Store, open_window: OpenWindow, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def agree(_owner: object, text: str, **_words: str) -> bool:
        asked.append(text)
        return True

    monkeypatch.setattr("ui.importing.remembered_screen.confirm", agree)
    with sqlite_store.writing(actor="李静") as work:
        set_header_alias(work, "参赛代表", field="unit")
        set_word_alias(work, "group", word="中职组", meaning="学生组")
    window = open_window(sqlite_store)
    window.open_screen("import-history")
    settle()
    history = window.current_screen()
    assert isinstance(history, ImportHistoryScreen)
    next(one for one in history.findChildren(QPushButton) if one.text() == "记住的读法").click()
    settle()
    screen = window.current_screen()
    assert isinstance(screen, RememberedScreen)
    assert [(one.about, one.meaning, one.by) for one in screen.model.rows] == [
        ("参赛代表", "选送单位", "李静"),
        ("组别：中职组", "学生组", "李静"),
    ]
    screen.table.selectRow(0)
    settle()
    next(one for one in window.panel.findChildren(QPushButton) if one.text() == "撤销").click()
    settle()
    assert asked == ["不再把“参赛代表”读作“选送单位”？"]
    with sqlite_store.reading() as session:
        assert header_aliases(session) == {}
    assert [one.about for one in screen.model.rows] == ["组别：中职组"]
