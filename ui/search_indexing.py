"""Keeps the search index of people up to date while a registry is open, behind the work of the office."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from app.changes import Changes
from app.progress import Progress
from app.words import tr
from ui.context import Context
from ui.operation import Operation

REST_MS = 1_500  # after the registry was opened, or the last change


class SearchIndexing(QTimer):
    """Indexes queued people, a few thousand in each operation, so that other work gets its turn in between.

    A failure is not shown: a search is complete without the index, and the next change tries again.
    """

    def __init__(self, window: QWidget, context: Context) -> None:
        super().__init__(window, interval=REST_MS, singleShot=True)
        self._window, self._context, self._has_ended = window, context, False
        context.bus.changed.connect(self._on_changes)
        self.timeout.connect(self._ask)
        self.start()

    def end(self) -> None:
        """Begin nothing more: the registry is left."""
        self._has_ended = True
        self.stop()

    def _on_changes(self, _changes: Changes) -> None:
        if not self._has_ended:
            self.start()

    def _ask(self) -> None:
        from app.registry import awaits_indexing  # not needed before the first paint

        self._context.ask(self, awaits_indexing, self._go_on, topic="search-index")

    def _go_on(self, is_left: bool) -> None:
        if not is_left or self._has_ended:
            return
        from app.registry import index_people

        store, actor = self._context.store, self._context.actor

        def work(_progress: Progress) -> bool:
            with store.writing(actor=actor) as unit:
                return index_people(unit)

        Operation(self._window, tr("ui.frame.indexing"), work, quiet=True).start(
            self._go_on, lambda _error: None
        )
