"""The keys that work everywhere, and what each does to the window."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut

from ui.screens import Screen, ScreenSpec

if TYPE_CHECKING:
    from ui.main_window import MainWindow


def bind_keys(window: MainWindow, in_rail: tuple[ScreenSpec, ...]) -> None:
    """Give `window` its keys: Ctrl+1…9 follow the rail."""
    for place, spec in enumerate(in_rail[:9], start=1):
        _bind(window, f"Ctrl+{place}", partial(window.open_screen, spec.key))
    acts: dict[str, Callable[[], object]] = {
        "Ctrl+I": partial(window.open_screen, "importing"),
        "Ctrl+K": window.focus_search,
        "Ctrl+F": window.focus_search,
        "Alt+Return": partial(_on_screen, window, lambda screen: screen.explain()),
        "Ctrl+P": partial(_on_screen, window, lambda screen: screen.print_out()),
        "F5": partial(_on_screen, window, lambda screen: screen.refresh()),
        "F1": window.show_help,
        "Escape": window.escape,
        "Alt+Left": window.go_back,
    }
    for keys, act in acts.items():
        _bind(window, keys, act)


def _bind(window: MainWindow, keys: str, act: Callable[[], object]) -> None:
    shortcut = QShortcut(QKeySequence(keys), window, context=Qt.ShortcutContext.WindowShortcut)
    shortcut.activated.connect(act)


def _on_screen(window: MainWindow, act: Callable[[Screen], None]) -> None:
    if (screen := window.current_screen()) is not None:
        act(screen)
