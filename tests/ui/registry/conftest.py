"""The screen of results, open on the registry that a test file fills (its fixture `filled`)."""

from __future__ import annotations

import pytest

from app.store import Store
from tests.ui.conftest import OpenWindow, Settle
from ui.main_window import MainWindow
from ui.registry.results_screen import ResultsScreen


@pytest.fixture
def window(open_window: OpenWindow, filled: Store) -> MainWindow:
    return open_window(filled, actor="李静")


@pytest.fixture
def screen(window: MainWindow, settle: Settle) -> ResultsScreen:
    window.open_screen("results")
    settle()
    screen = window.current_screen()
    assert isinstance(screen, ResultsScreen)
    return screen
