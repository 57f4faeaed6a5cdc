"""The window keeps the search index of people up to date by itself."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from app.changes import Changes
from app.pinyin import name_initials
from app.registry import awaits_indexing, search
from app.store import Store
from tests.builders import CLERK, a_person
from tests.ui.conftest import OpenWindow
from ui import search_indexing


def _add(store: Store, *names: str) -> None:
    with store.writing(actor=CLERK) as work:
        for name in names:
            a_person(work.session, name=name, initials=name_initials(name))


def _found(store: Store, text: str) -> list[str]:
    with store.reading() as session:
        return [hit.title for hit in search(session, text)]


def _is_indexed(store: Store) -> bool:
    with store.reading() as session:
        return not awaits_indexing(session)


def test_who_was_added_before_and_while_the_window_is_open_is_found_by_full_pinyin(
    open_window: OpenWindow, sqlite_store: Store, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_indexing, "REST_MS", 20)
    _add(sqlite_store, "张小明")
    window = open_window(sqlite_store)
    qtbot.waitUntil(lambda: _is_indexed(sqlite_store), timeout=10_000)
    assert _found(sqlite_store, "zhangxiaoming") == ["张小明"]
    _add(sqlite_store, "张小兰")
    assert window.context is not None
    window.context.bus.publish(Changes.PEOPLE)
    qtbot.waitUntil(lambda: _is_indexed(sqlite_store), timeout=10_000)
    assert _found(sqlite_store, "zhangxiaolan") == ["张小兰"]
