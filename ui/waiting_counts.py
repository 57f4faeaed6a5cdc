"""Keeps the rail's counts true: asks each screen what waits there, at the start and after each change."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from app.changes import Changes
from ui.context import Context, Session
from ui.screens import ScreenSpec

REST_MS = 150  # a burst of changes is counted once


class WaitingCounts(QObject):
    """Belongs to the window; `show` gets a screen's key and how much waits there."""

    def __init__(
        self,
        parent: QObject,
        context: Context,
        specs: tuple[ScreenSpec, ...],
        show: Callable[[str, int], None],
    ) -> None:
        super().__init__(parent)
        self._context, self._show = context, show
        self._questions = {spec.key: spec.waiting for spec in specs if spec.waiting is not None}
        self._rest = QTimer(self, interval=REST_MS, singleShot=True)
        self._rest.timeout.connect(self._ask)
        context.bus.changed.connect(self._on_changes)
        self._rest.start()

    def _on_changes(self, _changes: Changes) -> None:
        self._rest.start()

    def _ask(self) -> None:
        def count_all(session: Session) -> dict[str, int]:
            return {key: count(session) for key, count in self._questions.items()}

        self._context.ask(self, count_all, self._show_all, topic="waiting")

    def _show_all(self, counts: dict[str, int]) -> None:
        for key, count in counts.items():
            self._show(key, count)
