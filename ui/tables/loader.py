"""Questions asked off the main thread, for screens: the newest question wins, older answers are dropped.

Writing has its own worker (see `ui.operation`); reading beside it keeps lists alive while it runs.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

from app.errors import AppError, Cancelled
from app.progress import Progress

T = TypeVar("T")
_log = logging.getLogger(__name__)
_readers = ThreadPoolExecutor(max_workers=2, thread_name_prefix="reader")


class _Mailbox(QObject):
    """Lives on the main thread and outlives every screen, so that a late answer finds someone."""

    arrived = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def _deliver(self, delivery: Callable[[], None]) -> None:
        delivery()


_mailbox: list[_Mailbox] = []


def _post(delivery: Callable[[], None]) -> None:
    if _mailbox and isValid(_mailbox[0]):
        _mailbox[0].arrived.emit(delivery)


class Loader(QObject):
    """Asks one question at a time for its owner."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        if not _mailbox:
            _mailbox.append(_Mailbox())
        self._progress: Progress | None = None

    @property
    def is_busy(self) -> bool:
        """Return whether an answer is awaited."""
        return self._progress is not None

    def ask(
        self,
        question: Callable[[Progress], T],
        on_answer: Callable[[T], None],
        *,
        on_error: Callable[[AppError], None] | None = None,
    ) -> None:
        """Put `question` to a reading thread; `on_answer` runs on the main thread."""
        self.cancel()
        progress = self._progress = Progress()
        future = _readers.submit(question, progress)
        future.add_done_callback(
            lambda done: _post(partial(self._answer, done, progress, on_answer, on_error))
        )

    def cancel(self) -> None:
        """Forget the question that is under way."""
        if self._progress is not None:
            self._progress.cancel()
            self._progress = None

    def _answer(
        self,
        future: Future[Any],
        progress: Progress,
        on_answer: Callable[[Any], None],
        on_error: Callable[[AppError], None] | None,
    ) -> None:
        if not isValid(self) or progress is not self._progress:
            return  # the screen closed, or asked again meanwhile
        self._progress = None
        error = future.exception()
        if error is None:
            on_answer(future.result())
        elif isinstance(error, AppError) and not isinstance(error, Cancelled):
            _log.warning("a question failed: %s", error.code)
            if on_error is not None:
                on_error(error)
        elif not isinstance(error, Cancelled):
            raise error


def stop_readers() -> None:
    """Wait for the reading threads; called once, when the program ends."""
    _readers.shutdown(wait=True, cancel_futures=True)
