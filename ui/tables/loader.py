"""A question of a table: the newest wins, an older one is told to stop and its answer dropped."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject

from app.progress import Progress
from ui.operation import BackgroundQuery

T = TypeVar("T")


class Loader:
    """Asks one question at a time for `owner`, on the reading thread."""

    def __init__(self, owner: QObject) -> None:
        self._owner = owner
        self._asked: BackgroundQuery[object] | None = None
        self._progress = Progress()

    @property
    def is_busy(self) -> bool:
        """Return whether an answer is awaited."""
        return self._asked is not None

    def ask(
        self,
        question: Callable[[Progress], T],
        on_answer: Callable[[T], None],
        on_failure: Callable[[BaseException], None],
    ) -> None:
        """Put `question` to the reading thread; `on_answer` or `on_failure` runs on the main thread."""
        self.cancel()
        progress = self._progress = Progress()

        def answered(answer: T) -> None:
            self._asked = None
            on_answer(answer)

        def failed(error: BaseException) -> None:
            self._asked = None
            on_failure(error)

        asked = BackgroundQuery(self._owner, lambda: question(progress), answered, failed)
        self._asked = asked  # type: ignore[assignment]  # of whatever it answers
        asked.start()

    def cancel(self) -> None:
        """Forget the question that is under way."""
        if self._asked is not None:
            self._asked.is_overtaken = True
            self._progress.cancel()
            self._asked = None
