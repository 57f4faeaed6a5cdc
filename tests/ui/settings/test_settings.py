"""The registry's own facts are kept as soon as a field is left."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

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
