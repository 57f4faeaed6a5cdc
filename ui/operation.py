"""Work off the main thread: progress, cancelling, and the result back on the main thread.

Never touch a widget inside `work`, nor read one: what is chosen on the screen is bound when the work is
started. Operations queue on one thread, so that writes never collide; queries run on a second one, so that
a long operation never leaves a screen empty.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from functools import cache
from itertools import count
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from app.errors import AppError, Cancelled
from app.progress import Progress
from ui.messages import record_fault, show_error

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

    from ui.widgets.dialogs import ProgressDialog

T = TypeVar("T")
POLL_MS = 100
PATIENCE_MS = 400  # an operation that ends sooner shows no progress dialog
_log = logging.getLogger(__name__)
_running: dict[int, Operation[Any] | BackgroundQuery[Any]] = {}  # keeps each alive until its result is back
_numbers = count(1)


@cache
def _worker() -> ThreadPoolExecutor:
    from concurrent.futures import ThreadPoolExecutor  # not needed before the first paint

    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="operation")


@cache
def _reader() -> ThreadPoolExecutor:
    from concurrent.futures import ThreadPoolExecutor

    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="query")


class _Results(QObject):
    """Brings finished futures to the main thread.

    One for the whole program: a pool thread may still be inside `emit` when the main thread is done with an
    operation and lets it go. So it is given a number and this object, never the operation itself.
    """

    finished = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self.finished.connect(self._finish, Qt.ConnectionType.QueuedConnection)

    def _finish(self, number: int, future: Future[Any]) -> None:
        _running.pop(number).finish(future)


@cache
def _results() -> _Results:
    return _Results()


def _submit(executor: ThreadPoolExecutor, work: Callable[..., object], *arguments: object) -> int:
    """Queue `work` and return its number in `_running`, under which its result will be delivered."""
    number, emit = next(_numbers), _results().finished.emit
    executor.submit(work, *arguments).add_done_callback(lambda future: emit(number, future))
    return number


class Operation(QObject, Generic[T]):
    """Work for the worker thread, with a progress dialog over `parent` while it takes long.

    `work` is an ordinary function of `app` that gets a Progress. Its result comes back on the main
    thread. If `parent` was closed meanwhile, `on_success` is not called; `on_done` still is, and an error
    is shown over the window that `parent` was in. `quiet` shows no progress dialog.
    """

    def __init__(
        self, parent: QWidget, label: str, work: Callable[[Progress], T], *, quiet: bool = False
    ) -> None:
        super().__init__()
        self._is_quiet = quiet
        self._parent, self._work, self.progress = parent, work, Progress(label=label)
        self._hosts = tuple(_with_ancestors(parent))
        self._dialog: ProgressDialog | None = None
        self._poll = QTimer(self, interval=POLL_MS)
        self._poll.timeout.connect(self._show_progress)

    def start(
        self,
        on_success: Callable[[T], None],
        on_failure: Callable[[BaseException], None] | None = None,
        *,
        on_done: Callable[[T], None] | None = None,
    ) -> None:
        """Queue the work. Without `on_failure` an error is shown over the parent; cancelling is no error.

        `on_done` gets the result after `on_success`, also where the parent was closed.
        """
        self._on_success, self._on_failure, self._on_done = on_success, on_failure, on_done
        _running[_submit(_worker(), self._work, self.progress)] = self
        QTimer.singleShot(PATIENCE_MS, self, self._open_dialog)
        self._poll.start()

    def _open_dialog(self) -> None:
        host = self._host()
        if not self._is_quiet and self in _running.values() and host is not None:
            from ui.widgets.dialogs import ProgressDialog

            self._dialog = ProgressDialog(host.window(), self.progress.label)
            self._dialog.cancelled.connect(self._cancel)
            self._dialog.open()
            self._show_progress()

    def _cancel(self) -> None:
        self.progress.cancel()

    def _show_progress(self) -> None:
        if self._dialog is not None and isValid(self._dialog):
            self._dialog.show_progress(self.progress)

    def finish(self, future: Future[T]) -> None:
        """Deliver the result; called on the main thread."""
        self._poll.stop()
        if self._dialog is not None and isValid(self._dialog):
            self._dialog.close()
            self._dialog.deleteLater()
        error = future.exception()
        if error is None:
            self._deliver(future.result())
        elif not isValid(self._parent) or self._on_failure is None:
            self._show(error)
        else:
            self._on_failure(error)

    def _deliver(self, answer: T) -> None:
        try:
            if isValid(self._parent):
                self._on_success(answer)
        finally:
            if self._on_done is not None:
                self._on_done(answer)

    def _show(self, error: BaseException) -> None:
        if (host := self._host()) is None:
            _log_unseen(error)
        elif not isinstance(error, Cancelled):
            show_error(host, error)

    def _host(self) -> QWidget | None:
        """Return the parent, or where it was closed the widget around it; None once the program ends."""
        return next((each for each in self._hosts if isValid(each)), None)


def _with_ancestors(widget: QWidget | None) -> Iterator[QWidget]:
    while widget is not None:
        yield widget
        widget = widget.parentWidget()


class BackgroundQuery(QObject, Generic[T]):
    """A read on the reader thread, without a dialog; the answer comes back on the main thread.

    The answer of a query that was overtaken by a newer one, or whose owner was closed, is dropped; an error
    of such a query is logged. `on_end` is called once it is over, whether answered, failed or overtaken.
    """

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

    def start(self) -> None:
        """Queue the read."""
        _running[_submit(_reader(), self._read)] = self

    def finish(self, future: Future[T]) -> None:
        """Deliver the answer; called on the main thread."""
        if self._on_end is not None:
            self._on_end(self)
        error = future.exception()
        if self.is_overtaken or not isValid(self._owner):
            _log_unseen(error)
        elif error is None:
            self._on_answer(future.result())
        elif self._on_failure is not None:
            self._on_failure(error)
        else:
            show_error(self._owner if isinstance(self._owner, QWidget) else None, error)


def _log_unseen(error: BaseException | None) -> None:
    """Log an error that no user sees, because whoever asked was closed or asked anew."""
    if isinstance(error, AppError):
        if not isinstance(error, Cancelled):
            _log.warning("failed after nobody waited for it any more: %s", error.code)
    elif error is not None:
        record_fault(error)


def is_idle() -> bool:
    """Return whether no operation and no query is under way."""
    return not _running


def finish_all() -> None:
    """Cancel all operations and wait for them, at the end of the program."""
    pending = [each for each in _running.values() if isinstance(each, Operation)]
    for operation in pending:
        operation.progress.cancel()
    for executor in (_worker, _reader):
        if executor.cache_info().currsize:
            executor().shutdown(wait=True, cancel_futures=True)
            executor.cache_clear()
