"""The registry's own facts are kept as soon as a field is left."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.awards import accept_pack, submit_pack
from app.paths import user_data_folder
from app.settings import registry_settings
from app.store import Store
from tests.ui.conftest import OpenWindow, Settle
from ui.settings.settings_screen import SettingsScreen


def test_the_issuer_is_kept_when_the_field_is_left(
    open_window: OpenWindow, sqlite_store: Store, settle: Settle
) -> None:
    window = open_window(sqlite_store)
    window.open_screen("settings")
    settle()
    screen = window.current_screen()
    assert isinstance(screen, SettingsScreen)
    screen.fields["issuer"].setText("新乡市人力资源和社会保障局")
    QTest.keyClick(screen.fields["issuer"], Qt.Key.Key_Return)
    settle()
    with sqlite_store.reading() as session:
        assert registry_settings(session).issuer == "新乡市人力资源和社会保障局"


def test_an_empty_name_is_not_kept(open_window: OpenWindow, sqlite_store: Store, settle: Settle) -> None:
    window = open_window(sqlite_store)
    window.open_screen("settings")
    settle()
    screen = window.current_screen()
    assert isinstance(screen, SettingsScreen)
    before = screen.fields["name"].text()
    screen.fields["name"].setText("  ")
    QTest.keyClick(screen.fields["name"], Qt.Key.Key_Return)
    settle()
    assert screen.fields["name"].text() == before


def test_an_overlong_issuer_is_told_beside_the_field(
    open_window: OpenWindow, sqlite_store: Store, settle: Settle
) -> None:
    screen = _settings_screen(open_window, sqlite_store, settle)
    before = screen.fields["issuer"].text()
    screen.fields["issuer"].setText("局" * 201)
    QTest.keyClick(screen.fields["issuer"], Qt.Key.Key_Return)
    settle()
    assert screen.faults["issuer"].isVisible()
    assert "201" in screen.faults["issuer"].text()
    with sqlite_store.reading() as session:
        assert registry_settings(session).issuer == before
    screen.fields["issuer"].setText("新乡市人力资源和社会保障局")
    assert not screen.faults["issuer"].isVisible()


class _Wish:
    """Stands for the dialog that asks why."""

    def __init__(self, reason: str | None) -> None:
        self.reason, self.asked = reason, 0

    def __call__(self, *_about: object, **_words: str) -> str | None:
        self.asked += 1
        return self.reason


def _choose_other(screen: SettingsScreen, key: str) -> None:
    screen.policy.addItem(key, key)
    screen.policy.setCurrentIndex(screen.policy.findData(key))
    screen.policy.activated.emit(screen.policy.currentIndex())


def test_another_policy_asks_why_and_is_kept(
    open_window: OpenWindow, sqlite_store: Store, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.app.policy.test_new_city import DOCUMENT, PACK

    folder = user_data_folder() / "policies" / "yunmeng-2025"
    folder.mkdir(parents=True)
    (folder / "yunban-2025-7.txt").write_text(DOCUMENT, "utf-8")
    (folder / "pack.yaml").write_text(PACK, "utf-8")
    with sqlite_store.writing(actor="经办甲") as work:
        digest = submit_pack(work, "yunmeng-2025")
    with sqlite_store.writing(actor="审批乙") as work:
        accept_pack(work, "yunmeng-2025", sha256=digest)
    screen = _settings_screen(open_window, sqlite_store, settle)
    offered = [screen.policy.itemData(place) for place in range(screen.policy.count())]
    assert "yunmeng-2025" in offered
    assert screen.policy.currentData() == "xinxiang-2023"
    wish = _Wish("示例〔2025〕8号")
    monkeypatch.setattr("ui.settings.settings_screen.ask_reason", wish)
    screen.policy.setCurrentIndex(screen.policy.findData("yunmeng-2025"))
    screen.policy.activated.emit(screen.policy.currentIndex())
    settle()
    assert wish.asked == 1
    assert screen.policy.currentData() == "yunmeng-2025"
    with sqlite_store.reading() as session:
        assert registry_settings(session).policy == "yunmeng-2025"


def test_without_a_reason_the_policy_stands(
    open_window: OpenWindow, sqlite_store: Store, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = _settings_screen(open_window, sqlite_store, settle)
    monkeypatch.setattr("ui.settings.settings_screen.ask_reason", _Wish(None))
    _choose_other(screen, "elsewhere")
    settle()
    assert screen.policy.currentData() == "xinxiang-2023"


def _settings_screen(open_window: OpenWindow, store: Store, settle: Settle) -> SettingsScreen:
    window = open_window(store)
    window.open_screen("settings")
    settle()
    screen = window.current_screen()
    assert isinstance(screen, SettingsScreen)
    return screen
