"""Run work off the main thread: progress, cancel, and the answer back on the main thread.

Never touch a widget inside `work`. Work queues on one thread, so writes never collide; questions run on
a second one, so that a long piece of work never leaves a screen empty.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from app.errors import Cancelled
from app.progress import Progress
from ui.messages import show_error

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

    from ui.widgets.progress_dialog import ProgressDialog

T = TypeVar("T")
POLL_MS = 100
PATIENCE_MS = 400  # work that is done sooner shows no progress at all
_running: set[QObject] = set()  # keeps each alive until its answer is back


@cache
def _worker() -> ThreadPoolExecutor:
    from concurrent.futures import ThreadPoolExecutor  # not needed before the first paint

    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="operation")


@cache
def _reader() -> ThreadPoolExecutor:
    from concurrent.futures import ThreadPoolExecutor

    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="question")


class Operation(QObject, Generic[T]):
    """A piece of work for the worker thread, watched by a progress dialog over `parent`.

    `work` is an ordinary function of `app` that gets a Progress. Its answer comes back on the main
    thread. If `parent` is gone by then, its own answer is dropped, but what holds for others as well is
    still told, and an error is shown over the window that `parent` lay in.
    """

    _done = Signal(object)

    def __init__(
        self, parent: QWidget, label: str, work: Callable[[Progress], T], *, quiet: bool = False
    ) -> None:
        super().__init__()
        self._is_quiet = quiet  # no dialog: the page itself says what is going on
        self._parent, self._work, self.progress = parent, work, Progress(label=label)
        self._hosts = tuple(_with_those_around(parent))
        self._dialog: ProgressDialog | None = None
        self._poll = QTimer(self, interval=POLL_MS)
        self._poll.timeout.connect(self._show_progress)
        self._done.connect(self._finish, Qt.ConnectionType.QueuedConnection)

    def start(
        self,
        on_success: Callable[[T], None],
        on_failure: Callable[[BaseException], None] | None = None,
        *,
        on_done: Callable[[T], None] | None = None,
    ) -> None:
        """Queue the work. Without `on_failure` an error is shown over the parent; cancelling is no error.

        `on_done` gets the answer after `on_success`, and gets it even where the parent is gone.
        """
        self._on_success, self._on_failure, self._on_done = on_success, on_failure, on_done
        _running.add(self)
        QTimer.singleShot(PATIENCE_MS, self, self._open_dialog)
        self._poll.start()
        _worker().submit(self._work, self.progress).add_done_callback(self._done.emit)

    def _open_dialog(self) -> None:
        host = self._host()
        if not self._is_quiet and self in _running and host is not None:
            from ui.widgets.progress_dialog import ProgressDialog

            self._dialog = ProgressDialog(host.window(), self.progress.label)
            self._dialog.cancelled.connect(self._cancel)
            self._dialog.open()
            self._show_progress()

    def _cancel(self) -> None:
        self.progress.cancel()

    def _show_progress(self) -> None:
        if self._dialog is not None and isValid(self._dialog):
            self._dialog.show_progress(self.progress)

    def _finish(self, future: Future[T]) -> None:
        _running.discard(self)
        self._poll.stop()
        if self._dialog is not None and isValid(self._dialog):
            self._dialog.close()
            self._dialog.deleteLater()
        error = future.exception()
        if error is None:
            self._hand_over(future.result())
        elif not isValid(self._parent) or self._on_failure is None:
            self._show(error)
        else:
            self._on_failure(error)

    def _hand_over(self, answer: T) -> None:
        try:
            if isValid(self._parent):
                self._on_success(answer)
        finally:
            if self._on_done is not None:
                self._on_done(answer)

    def _show(self, error: BaseException) -> None:
        host = self._host()
        if host is not None and not isinstance(error, Cancelled):
            show_error(host, error)

    def _host(self) -> QWidget | None:
        """Return the parent, or where it is gone what it lay in; None once the program ends."""
        return next((each for each in self._hosts if isValid(each)), None)


def _with_those_around(widget: QWidget | None) -> Iterator[QWidget]:
    while widget is not None:
        yield widget
        widget = widget.parentWidget()


class BackgroundQuery(QObject, Generic[T]):
    """A read for the reader thread: no dialog, the answer comes back on the main thread.

    `on_end` is told once it is over, whether answered, failed or overtaken.
    """

    _done = Signal(object)

    def __init__(
        self,
        owner: QObject,
        read: Callable[[], T],
        on_answer: Callable[[T], None],
        on_failure: Callable[[BaseException], None] | None = None,
        *,
        on_end: Callable[[BackgroundQuery[T]], None] | None = None,
    ) -> None:
        super().__init__()
        self._owner, self._read, self._on_answer, self._on_failure = owner, read, on_answer, on_failure
        self._on_end = on_end
        self.is_overtaken = False
        self._done.connect(self._finish, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        """Queue the read."""
        _running.add(self)
        _reader().submit(self._read).add_done_callback(self._done.emit)

    def _finish(self, future: Future[T]) -> None:
        _running.discard(self)
        if self._on_end is not None:
            self._on_end(self)
        if self.is_overtaken or not isValid(self._owner):
            return
        error = future.exception()
        if error is None:
            self._on_answer(future.result())
        elif self._on_failure is not None:
            self._on_failure(error)
        else:
            show_error(self._owner if isinstance(self._owner, QWidget) else None, error)


def is_idle() -> bool:
    """Return whether no work and no question is under way."""
    return not _running


def finish_all() -> None:
    """Cancel what runs and wait for it, at the end of the program."""
    pending: list[Any] = [thing for thing in _running if isinstance(thing, Operation)]
    for operation in pending:
        operation.progress.cancel()
    for executor in (_worker, _reader):
        if executor.cache_info().currsize:
            executor().shutdown(wait=True, cancel_futures=True)
            executor.cache_clear()
