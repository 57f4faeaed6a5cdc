"""Screens: the pages of the window, and how a room registers them. The guide is in `ui/__init__.py`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from app.changes import Changes
from app.clock import office_day

if TYPE_CHECKING:
    from ui.context import Context

SECTIONS = ("work", "papers", "policy", "system")  # the rail's groups, top to bottom


@dataclass(frozen=True, slots=True)
class ScreenSpec:
    """A screen's entry in the rail.

    `screen` names its class as "module:Class"; the module is imported when the screen is first opened, so
    that the window starts fast. `waiting` is a query of `app` that counts what waits there; it runs in the
    background, again after each change; None shows no count.
    """

    key: str
    title: str
    icon: str
    section: str
    screen: str
    waiting: Callable[[Any], int] | None = None
    in_rail: bool = True

    def make(self, context: Context) -> Screen:
        """Return a new screen on the registry of `context`."""
        module, _, name = self.screen.partition(":")
        screen: Screen = getattr(import_module(module), name)(context)
        return screen


class Screen(QWidget):
    """A page of the window. Override `refresh`, and what else it can do.

    `interest` says which changes make it refresh; a hidden screen refreshes when it is shown next.
    """

    interest: Changes = Changes.EVERYTHING
    is_of_today: bool = False  # what it shows depends on the day: it refreshes when shown on another one
    search_hint: str = ""  # empty: this screen has no search, Ctrl+K goes to the results

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._is_stale = True
        self._shown_on: date | None = None
        context.bus.changed.connect(self._on_changes)

    def refresh(self) -> None:
        """Read what is shown, by `context.ask`; called when first shown and after changes of interest."""

    def arrive(self, **arguments: Any) -> None:
        """Take the arguments of `context.open`, e.g. `context.open("awards", status="blocked")`."""

    def search(self, text: str) -> None:
        """Show only what matches the frame's search box; "" shows all."""

    def explain(self) -> None:
        """Show the explanation of what is selected in the side panel (Alt+Enter)."""

    def print_out(self) -> None:
        """Print what this screen prints (Ctrl+P)."""

    def help_text(self) -> str:
        """Return the help text (F1): plain paragraphs."""
        return ""

    def showEvent(self, event: QShowEvent) -> None:
        """Refresh when shown, if anything changed meanwhile."""
        super().showEvent(event)
        today = office_day(self.context.store.clock())
        if self._is_stale or (self.is_of_today and today != self._shown_on):
            self._shown_on = today
            self._is_stale = False
            self.refresh()

    def _on_changes(self, changes: Changes) -> None:
        if not changes & self.interest:
            return
        if self.isVisible():
            self.refresh()
        else:
            self._is_stale = True
